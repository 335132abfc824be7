import Configuration
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct ConfigurationDirectoryTests {
    private func headlines(_ directory: String) -> [String] {
        do throws(ConfigurationError) {
            _ = try loadConfiguration(directory: directory)
            return []
        } catch {
            return error.mistakes.map(\.headline)
        }
    }

    private func scratch() -> ScratchDirectory {
        let scratch = ScratchDirectory("configuration")
        scratch.write(Fixture.partner, to: "partners/acme.yaml")
        scratch.write(Fixture.destination, to: "destinations/crm.yaml")
        return scratch
    }

    @Test func `hopper yaml may be missing`() throws {
        let scratch = scratch()
        let configuration = try loadConfiguration(directory: scratch.path)
        #expect(configuration.settings == Settings())
        #expect(
            configuration.sources.map(\.path) == ["destinations/crm.yaml", "partners/acme.yaml"])
    }

    @Test func `relative paths are below the configuration directory`() throws {
        let scratch = scratch()
        scratch.write("state: ./var//state/\ndrops: drops\nruntime: /run/x/\n", to: "hopper.yaml")
        let settings = try loadConfiguration(directory: scratch.path + "/./").settings
        #expect(settings.state == scratch.path + "/var/state")
        #expect(settings.drops == scratch.path + "/drops")
        #expect(settings.runtime == "/run/x")
    }

    @Test func `a destination's certificates must be here, unless an old revision is read again`()
        throws
    {
        let scratch = scratch()
        scratch.write(Fixture.destination + "ca: tls/ca.pem\n", to: "destinations/crm.yaml")
        let missing = [
            "destinations/crm.yaml:3:5: 'ca' is missing: there is no \(scratch.path)/tls/ca.pem"
        ]
        #expect(headlines(scratch.path) == missing)
        scratch.write("", to: "tls/ca.pem/x")
        #expect(headlines(scratch.path) == missing)
        try FileManager.default.removeItem(atPath: scratch.path + "/tls/ca.pem")
        scratch.write("-----BEGIN CERTIFICATE-----\n", to: "tls/ca.pem")
        let configuration = try loadConfiguration(directory: scratch.path)
        try FileManager.default.removeItem(atPath: scratch.path + "/tls")
        #expect(
            try parseConfiguration(sources: configuration.sources, directory: scratch.path)
                .destinations.count == 1)
    }

    @Test
    func `a pattern that an earlier feed takes whole is told, unless an old revision is read`()
        throws
    {
        let scratch = scratch()
        func write(_ first: String, _ second: String) {
            let body =
                "format: csv, record: { entity: a, key: a, fields: { a: A } }, deliver: crm }"
            scratch.write(
                "partner: acme\nfeeds:\n  all: { match: [\(first)], \(body)\n"
                    + "  some: { match: [\(second)], \(body)\n", to: "partners/acme.yaml")
        }
        write("\"*.csv\"", "\"b*.txt\", \"b*.csv\"")
        #expect(
            headlines(scratch.path) == [
                "partners/acme.yaml:4:29: pattern 'b*.csv' is never asked: feed 'all' takes '*.csv' "
                    + "on line 3; a file belongs to the first feed that matches; let this feed stand "
                    + "before it"
            ])
        // The narrower feed first, and two patterns of one feed, are as they should be.
        write("\"b*.csv\", \"b1*.csv\"", "\"*.csv\"")
        let configuration = try loadConfiguration(directory: scratch.path)
        #expect(configuration.partners[0].feeds.count == 2)
        write("\"*.csv\"", "\"b*.csv\"")
        let source = ConfigurationSource(
            path: "partners/acme.yaml",
            bytes: Array(try Data(contentsOf: URL(filePath: scratch.path + "/partners/acme.yaml"))))
        let sources = configuration.sources.filter { $0.path != source.path } + [source]
        #expect(
            try parseConfiguration(sources: sources, directory: scratch.path).partners.count == 1)
    }

    @Test func `a pipe's program must be here, unless an old revision is read again`() throws {
        let scratch = scratch()
        func write(_ run: String) {
            scratch.write(
                Fixture.feed(format: "format: { type: csv, pipe: [\(run), -x] }"),
                to: "partners/acme.yaml")
        }
        for program in ["cat", "/bin/cat"] {
            write(program)
            #expect(headlines(scratch.path) == [])
        }
        let place = "partners/acme.yaml:5:32: 'pipe' names no program that can be run here: "
        write("no-such-program")
        #expect(
            headlines(scratch.path) == [
                place + "'no-such-program'; it was looked for in /usr/local/bin, /usr/bin and /bin"
            ])
        // Without the right to be run, and a directory.
        for program in ["/etc/passwd", "/usr/bin"] {
            write(program)
            #expect(headlines(scratch.path) == [place + "'\(program)'"])
        }
        #expect(
            Fixture.headlines(
                "partners/acme.yaml",
                Fixture.feed(format: "format: { type: csv, pipe: [no-such-program] }")) == [])
    }

    @Test func `a directory that is not there is one mistake`() {
        #expect(
            headlines("/nonexistent/hopper")
                == ["/nonexistent/hopper: can't be read: No such file or directory"])
    }

    @Test func `an empty directory lacks a partner`() {
        let scratch = ScratchDirectory("configuration")
        #expect(
            headlines(scratch.path) == [
                "partners: there is no partner; each has a file of its own: partners/NAME.yaml"
            ])
    }

    @Test func `names with a dot in front and other files are not read`() throws {
        let scratch = scratch()
        for name in [".acme.yaml", "acme.yaml~", "README", "acme.yaml.bak", ".acme.yaml.swp"] {
            scratch.write("{", to: "partners/\(name)")
        }
        scratch.write("{", to: "schema/hopper.yaml")
        #expect(try loadConfiguration(directory: scratch.path).partners.count == 1)
    }

    @Test func `a file called yml is not silently left out`() {
        let scratch = scratch()
        scratch.write("", to: "hopper.yml")
        scratch.write("", to: "partners/globex.yml")
        #expect(
            headlines(scratch.path) == [
                "hopper.yml: is not read; rename it to hopper.yaml",
                "partners/globex.yml: is not read; rename it to partners/globex.yaml",
            ])
    }

    @Test func `what is not a regular file is a mistake and does not block`() {
        let scratch = scratch()
        #expect(unsafe mkfifo(scratch.path + "/partners/fifo.yaml", 0o600) == 0)
        #expect(unsafe mkdir(scratch.path + "/partners/folder.yaml", 0o700) == 0)
        #expect(unsafe symlink("nowhere", scratch.path + "/partners/link.yaml") == 0)
        #expect(
            headlines(scratch.path) == [
                "partners/fifo.yaml: is not a regular file",
                "partners/folder.yaml: is not a regular file",
                "partners/link.yaml: can't be read: No such file or directory",
            ])
    }

    @Test func `a file over 1 MiB is refused`() {
        let scratch = scratch()
        scratch.write(
            String(repeating: "# comment\n", count: 1 << 20), to: "partners/large.yaml")
        #expect(headlines(scratch.path) == ["partners/large.yaml:1:1: larger than 1 MiB"])
    }

    @Test func `a mistake in each file is told at once`() {
        let scratch = scratch()
        scratch.write("worker: 3\n", to: "hopper.yaml")
        scratch.write("destination: [\n", to: "destinations/crm.yaml")
        scratch.write("partner: globex\n", to: "partners/globex.yaml")
        #expect(
            headlines(scratch.path) == [
                "destinations/crm.yaml:2:1: flow sequence without a closing bracket",
                "hopper.yaml:1:1: unknown key 'worker'; did you mean 'workers'?",
                "partners/globex.yaml:1:1: the partner lacks 'feeds'",
            ])
    }
}

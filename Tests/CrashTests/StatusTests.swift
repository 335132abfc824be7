import Foundation
import JSON
import TestSupport
import Testing

/// What `hopperctl status` and `file` tell of files that get no further.
@Suite struct StatusTests {
    private func status(_ rehearsal: Rehearsal) throws -> JSONValue {
        try JSONValue.parse(Array(try rehearsal.control("status", "--json").output.utf8))
    }

    @Test func `a file that can't be read now, and what keeps it, until it is read`() throws {
        let rehearsal = try Rehearsal(rows: 3)
        let partner = try #require(rehearsal.scratch.read("config/partners/acme.yaml"))
        rehearsal.scratch.write(
            partner.replacingOccurrences(
                of: "apply: [trim] }", with: "apply: [trim], hash: { with: pepper } }"),
            to: "config/partners/acme.yaml")
        let settings = try #require(rehearsal.scratch.read("config/hopper.yaml"))
        rehearsal.scratch.write(
            settings + "\ncredentials: \(rehearsal.scratch.path)/secrets\n",
            to: "config/hopper.yaml")
        let daemon = try rehearsal.startDaemon()
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        try rehearsal.drop()
        #expect(try rehearsal.wait { rehearsal.log.contains("pepper is missing") })
        let text = try rehearsal.control("status")
        #expect(text.code == 1)
        #expect(text.output.contains("CAN'T BE READ"))
        let trouble = try status(rehearsal)["daemon"]?["intake"]?["troubles"]?.elements?.first
        #expect(trouble?["reason"]?.text == "credential pepper is missing")
        #expect(trouble?["name"]?.text == rehearsal.name)
        let file = try #require(trouble?["file"]?.text)
        let story = try rehearsal.control("file", file)
        #expect(
            story.output.contains("waits     can't be read now: credential pepper is missing; "))
        let document = try JSONValue.parse(
            Array(try rehearsal.control("file", file, "--json").output.utf8))
        #expect(document["waits_for"]?.text == "credential pepper is missing")

        rehearsal.scratch.write(String(repeating: "k", count: 32), to: "secrets/pepper")
        #expect(try rehearsal.wait { rehearsal.log.contains("is read: 3 records") })
        let after = try status(rehearsal)
        #expect(after["ok"] == true)
        #expect(after["daemon"]?["intake"]?["troubles"]?.elements == [])
    }

    @Test func `what lies in an inbox and is not taken in, with the daemon and without it`() throws
    {
        let rehearsal = try Rehearsal(rows: 1)
        let partner = try #require(rehearsal.scratch.read("config/partners/acme.yaml"))
        rehearsal.scratch.write(
            partner.replacingOccurrences(
                of: "ready: { settle: 100ms }", with: "ready: { marker: \"{name}.ok\" }"),
            to: "config/partners/acme.yaml")
        for name in ["customers-1.csv", "customers-2.csv.ok", "notes.txt", "customers-3.csv.part"] {
            rehearsal.scratch.write("x", to: "drops/acme/inbox/" + name)
        }
        try FileManager.default.createDirectory(
            atPath: rehearsal.scratch.path + "/drops/acme/inbox/customers-4.csv",
            withIntermediateDirectories: false)
        let expected = [
            "customers-1.csv: it waits for customers-1.csv.ok",
            "customers-2.csv.ok: there is no customers-2.csv beside it",
            "customers-4.csv: it is not a regular file, but a directory",
            "notes.txt: its name matches no feed",
        ]
        func told() throws -> [String]? {
            try status(rehearsal)["inboxes"]?.elements?.map {
                "\($0["name"]?.text ?? ""): \($0["reason"]?.text ?? "")"
            }
        }
        let daemon = try rehearsal.startDaemon()
        #expect(try rehearsal.wait { rehearsal.log.contains("notes.txt is left in the inbox") })
        #expect(try told() == expected)
        let text = try rehearsal.control("status")
        #expect(text.code == 0)
        #expect(text.output.contains("IN AN INBOX"))
        // The rules in force count, and not those on disk.
        rehearsal.scratch.write("partner: acme\n", to: "config/partners/acme.yaml")
        #expect(try told() == expected)
        daemon.terminate()
        daemon.waitUntilExit()
        #expect(try status(rehearsal)["inboxes"] == .null)
        #expect(try rehearsal.control("status").code == 0)
        rehearsal.scratch.write(partner, to: "config/partners/acme.yaml")
        #expect(try told()?.count == 3)
    }

    @Test func `work for a destination that is gone from the configuration is told`() throws {
        let rehearsal = try Rehearsal(rows: 3)
        let daemon = try rehearsal.startDaemon()
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        // Nothing listens there.
        let crm = try #require(rehearsal.scratch.read("config/destinations/crm.yaml"))
        rehearsal.scratch.write(
            crm.replacingOccurrences(of: ":\(rehearsal.receiver.port)/", with: ":1/"),
            to: "config/destinations/crm.yaml")
        #expect(try rehearsal.wait { try rehearsal.control("reload").code == 0 })
        try rehearsal.drop()
        #expect(try rehearsal.wait { rehearsal.log.contains("is read: 3 records") })
        rehearsal.scratch.write(
            crm.replacingOccurrences(of: "destination: crm", with: "destination: other"),
            to: "config/destinations/crm.yaml")
        let partner = try #require(rehearsal.scratch.read("config/partners/acme.yaml"))
        rehearsal.scratch.write(
            partner.replacingOccurrences(of: "[crm]", with: "[other]"),
            to: "config/partners/acme.yaml")
        #expect(try rehearsal.control("reload").code == 0)
        let text = try rehearsal.control("status")
        #expect(text.code == 1)
        #expect(text.output.contains("not configured"))
        let crmNow = try status(rehearsal)["destinations"]?.elements?.first
        #expect(crmNow?["configured"] == false)
    }

    @Test func `files set aside are told for a day, and empty lists tell of names nobody has`()
        throws
    {
        let rehearsal = try Rehearsal(rows: 3)
        let daemon = try rehearsal.startDaemon()
        defer {
            daemon.terminate()
            daemon.waitUntilExit()
        }
        rehearsal.scratch.write("x;y\n1;2\n", to: "drops/acme/inbox/customers-odd.csv")
        #expect(try rehearsal.wait { rehearsal.log.contains("is set aside (header)") })
        let text = try rehearsal.control("status")
        #expect(text.code == 0)
        #expect(
            text.output.contains(
                "set aside within a day: 1, the last is acme/customers customers-odd.csv; see "))
        #expect(try status(rehearsal)["set_aside_within_a_day"] == 1)
        for (words, said) in [
            (
                ["files", "--partner", "acm"],
                "No files: there is nothing of a partner 'acm'; did you "
            ),
            (
                ["files", "--feed", "x"],
                "No files: there is nothing of a feed 'x'; known: customers"
            ),
            (["files", "--state", "archived", "--partner", "acme"], "No files.\n"),
            (
                ["dead", "list", "--destination", "x"],
                "No dead letters: there is nothing of a dest"
            ),
            (["dead", "list"], "No dead letters.\n"),
            (["file", "customers-odd.csv"], "hopperctl files --name customers-odd.csv"),
        ] {
            let outcome = try BuiltProgram("hopperctl").run(
                ["--config", rehearsal.scratch.path + "/config"] + words)
            #expect((outcome.output + outcome.errors).contains(said), "\(words)")
        }
    }
}

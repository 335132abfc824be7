import Configuration
import Formats
import Glibc
import Intake
import Mapping
import Platform
import TestSupport
import Testing
import Vocabulary

/// The watcher on real directories, with a claimer that only notes what it is given.
@Suite struct DropWatcherTests {
    private struct Heard {
        var claims: [String] = []
        var events: [Event] = []
    }

    private final class Stage: Sendable {
        let scratch = ScratchDirectory()
        let heard = Monitor(Heard())
        let watcher: DropWatcher

        init() throws {
            watcher = try DropWatcher(
                clock: SteadyClock(), progress: IntakeProgress(),
                events: { [heard] event in heard.withLock(notify: true) { $0.events.append(event) }
                },
                submit: { [heard] requests in
                    heard.withLock(notify: true) {
                        $0.claims += requests.map { $0.name.printable }
                    }
                }, removeAgain: { _, _, _ in })
        }

        func start(_ ready: Readiness) throws {
            try watcher.start(configuration(ready))
            // Watching has begun, and the first scan is over, when this has come back.
            waitForEvent(.watching)
        }

        func configuration(
            _ ready: Readiness, partners: [String] = ["acme"]
        ) -> Configuration {
            var settings = Settings()
            settings.drops = scratch.path + "/drops"
            settings.state = scratch.path + "/state"
            return Configuration(
                revision: RevisionID("r1"), settings: settings,
                partners: partners.map { partner in
                    var feed = Feed(
                        name: FeedName(partner: partner, feed: "f"), match: ["*.csv"],
                        format: FormatSpec(kind: .csv(CSVDialect())),
                        record: RecordSpec(entity: "e", key: [], fields: []), deliver: [])
                    feed.ready = ready
                    return Partner(name: partner, feeds: [feed])
                }, destinations: [], sources: [])
        }

        func waitForClaims(_ count: Int) -> [String] {
            heard.wait(timeout: .seconds(20)) { $0.claims.count >= count ? $0.claims : nil }
                ?? heard.withLock { $0.claims + ["(timed out)"] }
        }

        @discardableResult
        func waitForEvent(_ kind: EventKind, count: Int = 1) -> String? {
            heard.wait(timeout: .seconds(20)) { heard -> String? in
                let matching = heard.events.filter { $0.kind == kind }
                return matching.count >= count ? matching.last?.message : nil
            }
        }

        func rename(into name: String, partner: String = "acme") {
            scratch.writeInPlace("x", to: "beside")
            scratch.rename("beside", to: "drops/\(partner)/inbox/\(name)")
        }
    }

    @Test func `a rename into the inbox is claimed, a file written in place is not`() throws {
        let stage = try Stage()
        try stage.start(.renamed)
        defer { stage.watcher.stop() }
        stage.scratch.writeInPlace("x", to: "drops/acme/inbox/in-place.csv")
        stage.rename(into: "moved.csv")
        #expect(stage.waitForClaims(1) == ["moved.csv"])
    }

    @Test func `a closed file is claimed when it has settled`() throws {
        let stage = try Stage()
        try stage.start(.settle(.milliseconds(20)))
        defer { stage.watcher.stop() }
        stage.scratch.writeInPlace("x", to: "drops/acme/inbox/a.csv")
        stage.scratch.writeInPlace(
            Array("x".utf8),
            to: Array("drops/acme/inbox/".utf8) + [0xFF, 0x0A] + Array(".csv".utf8))
        #expect(Set(stage.waitForClaims(2)) == ["a.csv", "%FF%0A.csv"])
    }

    @Test func `what lies there at the start is found, the oldest first`() throws {
        let stage = try Stage()
        for name in ["3", "1", "2"] {
            stage.scratch.write("x", to: "drops/acme/inbox/other")
            stage.scratch.rename("drops/acme/inbox/other", to: "drops/acme/inbox/\(name).csv")
            stage.scratch.setModified("drops/acme/inbox/\(name).csv", seconds: 1000 + Int(name)!)
        }
        try stage.start(.settle(.milliseconds(20)))
        defer { stage.watcher.stop() }
        #expect(stage.waitForClaims(3) == ["1.csv", "2.csv", "3.csv"])
    }

    @Test func `an inbox that goes away comes back, and what it brings is found`() throws {
        let stage = try Stage()
        try stage.start(.settle(.milliseconds(20)))
        defer { stage.watcher.stop() }
        stage.scratch.rename("drops/acme", to: "elsewhere")
        #expect(stage.waitForEvent(.watching, count: 2) != nil)
        stage.scratch.write("x", to: "drops/acme/inbox/a.csv")
        #expect(stage.waitForClaims(1) == ["a.csv"])
    }

    @Test func `a replaced inbox is watched instead, with what it holds`() throws {
        let stage = try Stage()
        try stage.start(.renamed)
        defer { stage.watcher.stop() }
        stage.scratch.folder("new")
        stage.scratch.write("x", to: "new/old.csv")
        stage.scratch.rename("drops/acme/inbox", to: "replaced")
        #expect(stage.waitForEvent(.watching, count: 2) != nil)
        stage.scratch.remove("drops/acme/inbox")
        stage.scratch.rename("new", to: "drops/acme/inbox")
        #expect(stage.waitForClaims(1) == ["old.csv"])
        stage.rename(into: "more.csv")
        #expect(stage.waitForClaims(2) == ["old.csv", "more.csv"])
    }

    @Test func `an inbox that can't be made is reported, and found when it is there`() throws {
        let stage = try Stage()
        stage.scratch.folder("drops")
        stage.scratch.write("a file in the way", to: "drops/acme")
        try stage.watcher.start(stage.configuration(.renamed))
        defer { stage.watcher.stop() }
        #expect(stage.waitForEvent(.watchLost)?.contains("drops/acme/inbox") == true)
        stage.scratch.remove("drops/acme")
        #expect(stage.waitForEvent(.watching) != nil)
        stage.rename(into: "a.csv")
        #expect(stage.waitForClaims(1) == ["a.csv"])
    }

    @Test func `partners come and go with the configuration`() throws {
        let stage = try Stage()
        try stage.start(.renamed)
        defer { stage.watcher.stop() }
        stage.watcher.configurationChanged(
            to: stage.configuration(.renamed, partners: ["globex"]))
        #expect(stage.waitForEvent(.watching, count: 2) != nil)
        stage.rename(into: "gone.csv", partner: "acme")
        stage.rename(into: "new.csv", partner: "globex")
        #expect(stage.waitForClaims(1) == ["new.csv"])
    }

    @Test func `what can't be taken is said once, with its reason`() throws {
        let stage = try Stage()
        stage.scratch.write("x", to: "target")
        stage.scratch.folder("drops")
        try stage.start(.renamed)
        defer { stage.watcher.stop() }
        let inbox = "drops/acme/inbox/"
        stage.scratch.link(inbox + "link.csv", to: "/etc/passwd")
        stage.scratch.fifo(inbox + "pipe.csv")
        stage.scratch.folder(inbox + "folder.csv")
        stage.scratch.hardLink(inbox + "hard.csv", to: "target")
        stage.scratch.writeInPlace("x", to: inbox + "unknown.txt")
        #expect(stage.waitForEvent(.fileNotTaken, count: 5) != nil)
        let messages = stage.heard.withLock { heard in
            heard.events.filter { $0.kind == .fileNotTaken }.map(\.message).sorted()
        }
        #expect(
            messages == [
                "folder.csv is left in the inbox: it is not a regular file, but a directory",
                "hard.csv is left in the inbox: it has more than one hard link, so others could "
                    + "still write to it",
                "link.csv is left in the inbox: it is not a regular file, but a symbolic link",
                "pipe.csv is left in the inbox: it is not a regular file, but a FIFO",
                "unknown.txt is left in the inbox: its name matches no feed",
            ])
        #expect(stage.heard.withLock { $0.claims } == [])
    }

    @Test func `after lost events everything is found by a scan`() throws {
        let stage = try Stage()
        try stage.start(.marker("{name}.done"))
        defer { stage.watcher.stop() }
        for number in 0..<6 {
            stage.scratch.writeInPlace("x", to: "drops/acme/inbox/\(number).csv")
        }
        // More than the kernel keeps in mind, or than the watcher has taken meanwhile: either way
        // nothing may be missing at the end.
        stage.scratch.writeInPlace("x", to: "drops/acme/inbox/.noise")
        let noise = stage.scratch.path + "/drops/acme/inbox/.noise"
        for _ in 0..<20_000 {
            let number = unsafe open(noise, O_WRONLY)
            close(number)
        }
        for number in 0..<6 {
            stage.scratch.writeInPlace("", to: "drops/acme/inbox/\(number).csv.done")
        }
        stage.watcher.scanNow()
        #expect(Set(stage.waitForClaims(6)) == Set((0..<6).map { "\($0).csv" }))
    }
}

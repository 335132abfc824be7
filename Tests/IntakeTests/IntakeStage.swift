import Configuration
import Formats
import Glibc
import Intake
import JSON
import Mapping
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

/// Intake on a scratch directory over a real outbox.
final class IntakeStage: Sendable {
    struct Heard {
        var events: [Event] = []
        var committed: [String] = []
    }

    let scratch: ScratchDirectory
    let heard = Monitor(Heard())
    let outbox: SQLiteOutbox
    let store: any OutboxStore
    let committer: GroupCommitter
    let intake: Intake
    let configuration: Configuration

    static let feed = FeedName(partner: "acme", feed: "rows")

    static func configuration(
        _ scratch: ScratchDirectory, isForAll: Bool = false,
        _ adjust: (inout Feed) -> Void = { _ in }
    ) -> Configuration {
        var settings = Settings()
        settings.drops = scratch.path + "/drops"
        settings.state = scratch.path + "/state"
        settings.workers = 1
        settings.credentials = scratch.path + "/secrets"
        settings.limits.freeDisk = 0
        let partners = ["acme", "globex"].map { partner in
            var feed = Feed(
                name: FeedName(partner: partner, feed: "rows"), match: ["*.csv"],
                format: FormatSpec(kind: .csv(CSVDialect())),
                record: RecordSpec(
                    entity: "row", key: ["a"],
                    fields: [
                        FieldSpec(name: "a", source: .column("a"), match: "^[^!]*$"),
                        FieldSpec(name: "b", source: .column("b")),
                    ],
                    filter: Condition(tests: [
                        Condition.Test(subject: "a", predicate: .not(.oneOf(["skip"])))
                    ])), deliver: [Route(destination: "crm")])
            feed.ready = .renamed
            feed.batch.records = 100
            if partner == "acme" || isForAll { adjust(&feed) }
            return Partner(name: partner, feeds: [feed])
        }
        return Configuration(
            revision: RevisionID("r1"), settings: settings, partners: partners,
            destinations: [Destination(name: "crm", url: "http://localhost", contract: "v7")],
            sources: [])
    }

    /// - Parameter wrap: puts another store in front of the real one.
    /// - Parameter outboxLimit: `limits.outbox`; what nobody needs goes when it is reached.
    /// - Parameter clock: what is waited for, and how often is looked.
    /// - Parameter isForAll: both partners' feeds are adjusted, not only acme's.
    init(
        _ scratch: ScratchDirectory = ScratchDirectory(), outboxLimit: Int64? = nil,
        clock: SteadyClock = SteadyClock(), isForAll: Bool = false,
        adjust: (inout Feed) -> Void = { _ in },
        wrap: (SQLiteOutbox) -> any OutboxStore = { $0 }
    ) throws {
        self.scratch = scratch
        var made = Self.configuration(scratch, isForAll: isForAll, adjust)
        if let outboxLimit { made.settings.limits.outbox = outboxLimit }
        let configuration = made
        self.configuration = configuration
        try BeneathDirectory.create(configuration.settings.state)
        outbox = try SQLiteOutbox.open(configuration.settings.outboxPath, mode: .daemon)
        store = wrap(outbox)
        let committer = GroupCommitter(store: store) { fatalError("the device failed: \($0)") }
        self.committer = committer
        intake = Intake(
            outbox: store, committer: committer, configuration: configuration,
            clock: clock,
            events: { [heard] event in heard.withLock(notify: true) { $0.events.append(event) } },
            parse: { _ in configuration },
            onBatchesCommitted: { [heard] destinations in
                heard.withLock(notify: true) { $0.committed += destinations }
            },
            onOutboxFull: {
                committer.submitUnhurried(
                    .purge(
                        PurgeStep(
                            deliveredBefore: Timestamp(milliseconds: 0),
                            deadBefore: Timestamp(milliseconds: 0), underPressure: true,
                            limit: 1000)))
            })
    }

    /// Starts, and returns when both inboxes are watched.
    func start() throws {
        try intake.start()
        _ = wait(for: .watching, count: 2)
    }

    /// What lies in the inbox when nothing more is taken away: an original is removed after its file
    /// is registered, while that may be read to its end already. Nothing tells when that is.
    func inboxAtLast() -> [String] {
        for _ in 0..<6000 where !scratch.names(in: "drops/acme/inbox").isEmpty { usleep(5000) }
        return scratch.names(in: "drops/acme/inbox")
    }

    func stop() {
        _ = intake.stop(within: .seconds(20))
        committer.stop()
        outbox.close()
    }

    /// The messages of the events of a kind, once there are so many; nil when they don't come.
    @discardableResult
    func wait(for kind: EventKind, count: Int = 1) -> [String]? {
        // Much longer than it takes, but for sanitizers.
        let found = heard.wait(timeout: .seconds(120)) { heard -> [String]? in
            let messages = heard.events.filter { $0.kind == kind }.map(\.message)
            return messages.count >= count ? messages : nil
        }
        if found == nil {
            let events = heard.withLock { $0.events.map { "\($0.kind): \($0.message)" } }
            Issue.record("no \(count) × \(kind), only:\n\(events.joined(separator: "\n"))")
        }
        return found
    }

    func messages(_ kind: EventKind) -> [String] {
        heard.withLock { $0.events.filter { $0.kind == kind }.map(\.message) }
    }

    func drop(_ text: String, as name: String, partner: String = "acme") {
        scratch.writeInPlace(text, to: "beside-\(name)")
        scratch.rename("beside-\(name)", to: "drops/\(partner)/inbox/\(name)")
    }

    /// The receipt, once there is one that says what is asked.
    func receipt(_ name: String, where isRight: (JSONValue) -> Bool = { _ in true }) -> JSONValue? {
        // Receipts are written by a thread of their own; its heartbeat tells when it has done one.
        for _ in 0..<3000 {
            if let text = scratch.read("drops/acme/receipts/\(name).receipt.json"),
                let value = try? JSONValue.parse(Array(text.utf8)), isRight(value)
            {
                return value
            }
            _ = heard.wait(timeout: .milliseconds(10)) { _ in Bool?.none }
        }
        return nil
    }

    /// All payloads of a feed's files, in order.
    func payloads(partner: String = "acme") throws -> [String] {
        var found: [String] = []
        for file in try store.files(FilesQuery(partner: partner, limit: 1000)).reversed() {
            for number in 1...max(1, file.batches) where file.batches > 0 {
                found.append(
                    String(
                        decoding: try store.payload(of: BatchID(file: file.file, number: number)),
                        as: UTF8.self))
            }
        }
        return found
    }

    /// - Parameter width: of the second cell, for files of several chunks.
    static func rows(_ count: Int, bad: Set<Int> = [], width: Int = 5) -> String {
        var text = "a,b\r\n"
        let value = String(repeating: "v", count: width)
        for number in 1...count {
            text += bad.contains(number) ? "!\(number),\"x, y\"\r\n" : "n\(number),\(value)\r\n"
        }
        return text
    }
}

import Configuration
import Glibc
import Intake
import Outbox
import Platform
import Vocabulary

/// File to committed outbox: the whole way in, with nobody sending anything on.
enum StoreStage {
    /// Moves `file` into the feed's inbox and reports the time until its last chunk, and its end,
    /// are committed. The configuration's state directory must be empty.
    static func run(_ file: String, _ bench: BenchFeed) throws {
        let configuration = bench.configuration
        let store = try SQLiteOutbox.open(configuration.settings.outboxPath, mode: .daemon)
        let committer = GroupCommitter(store: store) { fail("the outbox: \($0)") }
        let clock = SteadyClock()
        _ = try committer.commit(
            .saveRevision(
                Revision(
                    id: configuration.revision, acceptedAt: Timestamp(milliseconds: 0),
                    sources: configuration.sources)))
        let end = Monitor<EventKind?>(nil)
        let isWatching = Monitor(false)
        let intake = Intake(
            outbox: store, committer: committer, configuration: configuration, clock: clock,
            events: { event in
                switch event.kind {
                case .fileArchived, .fileQuarantined, .fileNotTaken, .outboxFull, .diskFull:
                    end.withLock(notify: true) { $0 = event.kind }
                case .watching: isWatching.withLock(notify: true) { $0 = true }
                default: break
                }
            },
            parse: { _ in configuration }, onBatchesCommitted: { _ in })
        try intake.start()
        // A file that is there before the inbox is watched is found by the scan, and waits longer.
        guard isWatching.wait(timeout: .seconds(10), until: { $0 ? true : nil }) != nil else {
            fail("the inbox is not watched")
        }
        let name = file.split(separator: "/").last.map(String.init) ?? file
        let start = monotonicNanoseconds()
        let target = configuration.settings.inbox(of: bench.feed.name.partner) + "/" + name
        guard unsafe rename(file, target) == 0 else {
            throw SystemError("rename", on: file)
        }
        let kind = end.wait(timeout: .seconds(600)) { $0 }
        let took = Double(monotonicNanoseconds() - start) / 1e9
        guard kind == .fileArchived else { fail("the file was not archived: \(kind as Any)") }
        _ = intake.stop(within: .seconds(10))
        committer.stop()
        report("store", took)
        report("store.outbox_bytes", Int(try store.usage().bytes))
    }
}

import Configuration
import Formats
import JSON
import Mapping
package import Outbox
package import Platform
package import Vocabulary

/// Writes receipts and rejected rows for the partners, on a thread of its own: after a file is
/// finished, and again when its deliveries have ended. The ledger knows which receipts are owed.
package final class ReceiptWriter: Sendable {
    private struct State {
        var isNoted = true
        var isStopping = false
        var thread: WorkerThread?
    }

    /// What one partner's receipts were found to suffer from, and when they are tried again.
    private struct Failing {
        var files: Set<FileID> = []
        var retryAt: Int64 = 0
        var waits: Int64 = 1000
    }

    /// The service stops; the receipt in hand stays owed.
    private struct Stopped: Error {}

    private let state = Monitor(State())
    private let store: any OutboxStore
    private let committer: GroupCommitter
    private let catalog: RevisionCatalog
    private let workSpace: WorkSpace
    private let clock: SteadyClock
    private let events: EventSink
    private let progress: IntakeProgress

    private static let batch = 64
    /// Who is to blame when the outbox can't be asked or told; no partner has this name.
    private static let outbox = ""
    /// Receipts that can't be written hold back others only when they are this many.
    private static let mostFailing = 10_000

    package init(
        store: any OutboxStore, committer: GroupCommitter, catalog: RevisionCatalog,
        workSpace: WorkSpace, clock: SteadyClock, progress: IntakeProgress,
        events: @escaping EventSink
    ) {
        self.store = store
        self.committer = committer
        self.catalog = catalog
        self.workSpace = workSpace
        self.clock = clock
        self.progress = progress
        self.events = events
    }

    package func start() {
        let thread = WorkerThread("receipts") { [self] in
            var failing: [String: Failing] = [:]
            while waitForWork(retryAt: failing.values.map(\.retryAt).min()) {
                progress.began(.receipt)
                writeOwed(&failing)
                progress.ended(.receipt)
            }
        }
        state.withLock { $0.thread = thread }
    }

    /// There may be receipts to write.
    package func note() { state.withLock(notify: true) { $0.isNoted = true } }

    /// Ends after the receipt in hand, or within it while its rejected rows are being written: a
    /// file may have millions. What is owed is written after the next start.
    package func stop() {
        let thread = state.withLock(notify: true) { state in
            state.isStopping = true
            return state.thread
        }
        thread?.join()
    }

    private var isStopping: Bool { state.withLock { $0.isStopping } }

    /// False when it is over.
    private func waitForWork(retryAt: Int64?) -> Bool {
        let timeout = retryAt.map { Duration.milliseconds(max(0, $0 - clock.milliseconds)) }
        let isOver = state.wait(timeout: timeout) { state -> Bool? in
            if state.isStopping { return true }
            guard state.isNoted else { return nil }
            state.isNoted = false
            return false
        }
        return isOver != true
    }

    private func writeOwed(_ failing: inout [String: Failing]) {
        let now = clock.milliseconds
        for (partner, trouble) in failing where trouble.retryAt <= now {
            failing[partner]?.files = []
        }
        defer {
            // Whatever ended it: nothing is tried again without a wait.
            let now = clock.milliseconds
            for (partner, trouble) in failing where trouble.retryAt <= now {
                failing[partner]?.retryAt = now + trouble.waits
            }
        }
        while !isStopping {
            let held = failing.values.reduce(0) { $0 + $1.files.count }
            guard held < Self.mostFailing else { return }
            guard let owed = try? store.filesOwingReceipt(limit: Self.batch + held) else {
                failing[Self.outbox] = failing[Self.outbox] ?? Failing()
                return
            }
            let waiting = owed.filter { file in !failing.values.contains { $0.files.contains(file) }
            }
            if waiting.isEmpty {
                failing = failing.filter { !$0.value.files.isEmpty }
                return
            }
            write(waiting, &failing)
        }
    }

    private func write(_ files: [FileID], _ failing: inout [String: Failing]) {
        var written: [FileID] = []
        for file in files where !isStopping {
            progress.beat(.receipt)
            guard let story = try? store.story(of: file) else {
                putOff(file, of: Self.outbox, &failing)
                continue
            }
            let partner = story.summary.feed.partner
            do {
                try write(story)
                written.append(file)
            } catch is Stopped {
                break
            } catch {
                let isFirst = failing[partner] == nil
                putOff(file, of: partner, &failing)
                if isFirst { tell(error, story) }
            }
        }
        IntakePoint.receiptWritten.reached()
        guard !written.isEmpty else { return }
        let results = committer.commitTogether(written.map { .receiptWritten($0) })
        for (file, result) in zip(written, results) {
            // Written again, then, but not at once: the device may be full for long.
            if case .failure = result { putOff(file, of: Self.outbox, &failing) }
        }
        IntakePoint.receiptCommitted.reached()
    }

    private func putOff(
        _ file: FileID, of partner: String, _ failing: inout [String: Failing]
    ) {
        var trouble = failing[partner] ?? Failing()
        trouble.files.insert(file)
        if trouble.retryAt <= clock.milliseconds {
            trouble.retryAt = clock.milliseconds + trouble.waits
            trouble.waits = min(trouble.waits * 2, 300_000)
        }
        failing[partner] = trouble
    }

    private func tell(_ error: any Error, _ story: FileStory) {
        events(
            Event(
                .receiptFailed,
                "the receipt of \(story.summary.name.printable()) can't be written, and is tried "
                    + "again: \("\(error)".printable())", feed: story.summary.feed,
                file: story.summary.file))
    }

    /// Writes one file's answer; durable on return.
    private func write(_ story: FileStory) throws {
        let summary = story.summary
        let settings = catalog.current.settings
        let path = settings.receipts(of: summary.feed.partner)
        let isConfigured = catalog.current.partners.contains { $0.name == summary.feed.partner }
        do {
            let directory = try BeneathDirectory(at: path)
            try write(story, in: directory)
        } catch let error as SystemError where error.isNoEntry {
            // Nobody is there any more to be answered.
            guard isConfigured else { return }
            try BeneathDirectory.create(path, mode: 0o750)
            try write(story, in: try BeneathDirectory(at: path))
        }
    }

    private func write(
        _ story: FileStory, in directory: consuming BeneathDirectory
    ) throws {
        let summary = story.summary
        let query = FilesQuery(
            partner: summary.feed.partner, name: summary.name, includesReplays: false, limit: 1)
        // A newer file of the same name has the answer under that name.
        if let newest = try? store.files(query).first, newest.file != summary.file { return }
        let name = EntryName(printable: summary.name).fileName()
        let rowsName = name + ".rejected.csv"
        let judged = latestJudgement(story)
        if judged.counts.rejected > 0 {
            try writeRows(judged, as: rowsName, in: directory)
        } else if summary.state != .duplicate {
            // Of an earlier file of the name: it would be taken for this one's.
            try directory.remove(Array(rowsName.utf8))
        }
        let receipt = try DurableFile(in: directory, mode: 0o644)
        let json = Receipt.json(
            story, rejectedRows: judged.counts.rejected > 0 ? rowsName : nil)
        try receipt.write(Array((json.serialized(indented: true) + "\n").utf8))
        try receipt.commit(as: Array((name + ".receipt.json").utf8), in: directory)
        try directory.synchronize()
    }

    /// The partner is to correct what is still rejected: after a replay of the rejected rows, or of
    /// all, that is what the replay rejected. Replays of dead records, and replays of those, say
    /// nothing of the rejected rows.
    private func latestJudgement(_ story: FileStory) -> FileSummary {
        var judging: Set<FileID> = [story.summary.file]
        for replay in story.replays where replay.rows != .dead && judging.contains(replay.origin) {
            judging.insert(replay.file)
        }
        let latest = story.replays.last { judging.contains($0.file) && $0.state == .archived }
        return latest.flatMap { try? store.story(of: $0.file)?.summary } ?? story.summary
    }

    private func writeRows(
        _ summary: FileSummary, as name: String, in directory: borrowing BeneathDirectory
    ) throws {
        let format: FormatSpec
        var totals: ControlTotals?
        var columns: [String] = []
        if let compiled = try? catalog.feed(summary.feed, under: summary.revision) {
            format = compiled.feed.format
            totals = compiled.feed.trailer
            let path = workSpace.path(of: summary)
            // The names stand in the file itself, which lies in the archive by now.
            // Of a program's output the beginning will do.
            if let content = try? PreparedContent(
                of: path, as: format, in: workSpace.work.path,
                most: Int64(format.recordLimit) + (1 << 20),
                isWanted: { [self] in
                    progress.beat(.receipt)
                    return !isStopping
                }),
                let reader = try? openRecordReader(
                    path: content.path, format: format, wanted: compiled.plan.wanted, from: .start)
            {
                columns = reader.columns
            }
        } else {
            format = FormatSpec(kind: .csv(CSVDialect()))
        }
        // Retention has removed them: what the partner was given before stays.
        guard try !rejects(of: summary, after: 0, limit: 1).isEmpty else { return }
        var rows = RejectedRows(format: format, columns: columns, totals: totals)
        let file = try DurableFile(in: directory, mode: 0o644)
        try file.write(rows.head())
        var last: Int64 = 0
        while true {
            let rejects = try rejects(of: summary, after: last, limit: 256)
            guard let end = rejects.last else { break }
            if isStopping { throw Stopped() }
            try file.write(rows.rows(rejects))
            progress.beat(.receipt)
            last = end.number
        }
        try file.write(rows.foot())
        try file.commit(as: Array(name.utf8), in: directory)
    }

    private func rejects(
        of summary: FileSummary, after last: Int64, limit: Int
    ) throws(SystemError) -> [RejectedRecord] {
        do {
            return try store.rejects(of: summary.file, after: last, limit: limit)
        } catch {
            throw SystemError("read the rejected rows of", on: "\(summary.file)", code: 5)
        }
    }
}

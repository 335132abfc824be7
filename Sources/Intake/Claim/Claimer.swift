package import Configuration
import Formats
import Outbox
import Platform
package import Vocabulary

/// Takes ready files in: copies, registers, and removes them, on threads of its own.
///
/// A feed's files are claimed in the order in which they got ready; partners take turns, and a large
/// file is copied a step at a time, so that it holds nobody up. Small files of one feed that wait
/// together share the syncs and the transaction.
package final class Claimer: Sendable {
    package struct Request: Sendable {
        package let inbox: Inbox
        package let name: EntryName
        package let feed: FeedName
        /// The side file, removed together with the original.
        let marker: EntryName?
    }

    /// A request, and how far it is. Its copy is touched only by the thread whose turn it is
    /// (`FairTurns` gives a feed's items to one at a time), which makes `@unchecked` true.
    private final class Job: @unchecked Sendable {
        let request: Request
        var copy: FileCopy?
        init(_ request: Request) { self.request = request }
    }

    private struct State {
        var turns = FairTurns<Job>()
        var configuration: Configuration
        var isStopping = false
        var threads: [WorkerThread] = []
    }

    private let state: Monitor<State>
    let committer: GroupCommitter
    let workSpace: WorkSpace
    private let room: RoomGauge
    private let clock: SteadyClock
    let events: EventSink
    private let progress: IntakeProgress
    private let readAhead: @Sendable (ClaimedFile, RecordBlock) -> ReadAhead?
    private let claimed: @Sendable (ClaimedFile, ClaimOutcome, FileReading?) -> Void
    let ended: @Sendable (Request, DropDirectory.ClaimEnd) -> Void

    /// Bytes copied in one turn, and in one batch of small files.
    private static let stepBytes: Int64 = 4 << 20
    private static let batchFiles = 32

    /// - Parameters:
    ///   - readAhead: cuts the first chunk of a file that is about to be registered, if it can.
    ///   - claimed: a file is registered; called in the order of the feed. With its reading if that
    ///     was begun ahead, and the chunk is committed, too.
    ///   - ended: what became of a request, for the watcher.
    init(
        configuration: Configuration, committer: GroupCommitter, workSpace: WorkSpace,
        room: RoomGauge, clock: SteadyClock, progress: IntakeProgress,
        events: @escaping EventSink,
        readAhead: @escaping @Sendable (ClaimedFile, RecordBlock) -> ReadAhead?,
        claimed: @escaping @Sendable (ClaimedFile, ClaimOutcome, FileReading?) -> Void,
        ended: @escaping @Sendable (Request, DropDirectory.ClaimEnd) -> Void
    ) {
        state = Monitor(State(configuration: configuration))
        self.committer = committer
        self.workSpace = workSpace
        self.room = room
        self.clock = clock
        self.progress = progress
        self.events = events
        self.readAhead = readAhead
        self.claimed = claimed
        self.ended = ended
    }

    package func start(threads: Int = 2) {
        let started = (1...threads).map { number in
            WorkerThread("claim-\(number)") { [self] in
                let block = RecordBlock()
                let sync = SyncThread("claim-sync-\(number)")
                while let (feed, jobs) = next() {
                    progress.began(.claim)
                    claim(jobs, of: feed, using: block, sync)
                    progress.ended(.claim)
                }
                sync.stop()
            }
        }
        state.withLock { $0.threads = started }
    }

    /// Ends after the steps in hand; what was not registered is left in the inbox.
    package func stop() {
        let threads = state.withLock(notify: true) { state in
            state.isStopping = true
            return state.threads
        }
        for thread in threads { thread.join() }
        state.withLock { $0.turns = FairTurns() }
    }

    package func configurationChanged(to configuration: Configuration) {
        state.withLock { $0.configuration = configuration }
    }

    package func submit(_ requests: [Request]) {
        guard !requests.isEmpty else { return }
        state.withLock(notify: true) { state in
            for request in requests { state.turns.append(Job(request), to: request.feed) }
        }
    }

    package var waiting: Int { state.withLock { $0.turns.count } }

    private func next() -> (FeedName, [Job])? {
        while true {
            let hasWork = state.wait { state -> Bool? in
                if state.isStopping { return false }
                return state.turns.canTake() ? true : nil
            }
            guard hasWork == true else { return nil }
            if !room.hasRoom(), room.pressure == .diskFull { dropUnfinishedCopies() }
            guard room.waitForRoom() else { return nil }
            let taken = state.withLock { state -> (FeedName, [Job])? in
                guard !state.isStopping, let (feed, first) = state.turns.take() else { return nil }
                var jobs = [first]
                while jobs.count < Self.batchFiles,
                    let job = state.turns.following(jobs.count, of: feed),
                    job.request.inbox === first.request.inbox
                {
                    jobs.append(job)
                }
                return (feed, jobs)
            }
            if let taken { return taken }
        }
    }

    /// What was copied of files that have to wait gives its room back: it may be the very room that
    /// everyone waits for. They are copied anew, when they fit.
    private func dropUnfinishedCopies() {
        let dropped = state.withLock { state in
            var dropped: [Job] = []
            while let (feed, job) = state.turns.take(where: { $0.copy != nil }) {
                let rest = Job(job.request)
                swap(&rest.copy, &job.copy)
                dropped.append(rest)
                state.turns.giveBack(feed)
            }
            return dropped
        }
        // Each copy is removed with its value, which is not done under the lock.
        for job in dropped { job.copy = nil }
    }

    /// One turn of a feed: a step of a large file, or some small ones wholly.
    private func claim(
        _ jobs: [Job], of feed: FeedName, using block: RecordBlock, _ sync: SyncThread
    ) {
        let configuration = state.withLock { $0.configuration }
        // Files that come together share their syncs instead.
        var hasManifest = false
        if case .manifest? = configuration.feed(feed)?.ready { hasManifest = true }
        let ahead = jobs.count == 1 && !hasManifest ? configuration.feed(feed) : nil
        var copies: [Copied] = []
        var failed: [(Request, DropDirectory.ClaimEnd)] = []
        var budget = Self.stepBytes
        for job in jobs {
            guard budget > 0 else { break }
            do throws(ClaimFailure) {
                guard let copy = try step(job, &budget, isFirst: copies.isEmpty) else { break }
                if hasManifest { try keepManifest(of: job.request, beside: copy) }
                var begun: ReadAhead?
                if let ahead {
                    copy.beginSync(on: sync)
                    begun = readAhead(claim(copy.seal(), under: configuration, ahead), block)
                }
                if begun != nil { IntakePoint.claimReadAhead.reached() }
                copies.append(
                    Copied(
                        request: job.request, file: try copy.finish(), copy: copy, ahead: begun))
            } catch {
                job.copy = nil
                failed.append((job.request, end(error)))
            }
        }
        for (request, end) in failed { ended(request, end) }
        let done = copies.count + failed.count
        guard done > 0 else { return state.withLock(notify: true) { $0.turns.giveBack(feed) } }
        let registered = register(copies, of: feed, under: configuration)
        state.withLock(notify: true) { state in
            if !state.isStopping { state.turns.finish(feed, items: done) }
        }
        remove(registered)
    }

    private func claim(
        _ file: CopiedFile, under configuration: Configuration, _ feed: Feed
    ) -> ClaimedFile {
        ClaimedFile(
            feed: feed.name, name: file.name.printable, content: file.content,
            size: file.status.size, workName: file.workName, source: file.source,
            revision: configuration.revision, claimedAt: clock.timestamp,
            skipsDuplicates: feed.duplicates == .skip, isHeldBack: feed.release == .wholeFile)
    }

    /// Copies on; nil when the file needs another turn.
    private func step(
        _ job: Job, _ budget: inout Int64, isFirst: Bool
    ) throws(ClaimFailure) -> FileCopy? {
        let copy: FileCopy
        if let begun = job.copy {
            copy = begun
        } else {
            copy = try FileCopy(
                job.request.name, from: job.request.inbox, to: workSpace,
                reserve: room.freeDiskLimit)
            job.copy = copy
        }
        // A file that does not fit into what is left of the turn begins the next one.
        if !isFirst, copy.status.size > budget { return nil }
        let isWhole = try unsafe withCopyBuffer { buffer throws(ClaimFailure) in
            unsafe try copy.step(limit: Self.stepBytes, through: buffer)
        }
        budget -= copy.status.size
        guard isWhole else { return nil }
        job.copy = nil
        return copy
    }

    private func withCopyBuffer<Result>(
        _ body: (UnsafeMutableRawBufferPointer) throws(ClaimFailure) -> Result
    ) throws(ClaimFailure) -> Result {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 * 1024, alignment: 16)
        defer { unsafe buffer.deallocate() }
        return unsafe try body(buffer)
    }

    private func end(_ failure: ClaimFailure) -> DropDirectory.ClaimEnd {
        switch failure {
        case .vanished: return .vanished
        case .changed: return .changed
        case .notTaken(let why): return .notTaken(why)
        case .noRoom:
            room.foundNoRoom()
            return .putOff
        case .tooLarge(let size, let free, let reserve):
            return .failed(
                "it has \(size) bytes, and the state directory's device \(free) free, of which "
                    + "\(reserve) must stay free")
        case .system(let error): return .failed("\(error.call): \(error.reason)")
        }
    }

    struct Copied {
        let request: Request
        let file: CopiedFile
        /// Keeps the original open until it is removed, so that nothing else gets its inode.
        let copy: FileCopy
        /// Its first chunk, if it was read ahead.
        let ahead: ReadAhead?
    }

    struct Registered {
        let copied: Copied
        let file: FileID
    }

    private func register(
        _ copies: [Copied], of feed: FeedName, under configuration: Configuration
    ) -> [Registered] {
        guard !copies.isEmpty else { return [] }
        guard let settings = configuration.feed(feed) else {
            // Reloaded away in between; the watcher has forgotten it, too.
            for copied in copies { giveUp(copied, .vanished) }
            return []
        }
        do throws(SystemError) {
            if !copies.allSatisfy(\.copy.isNameDurable) { try workSpace.work.synchronize() }
        } catch {
            for copied in copies { giveUp(copied, .failed("\(error.call): \(error.reason)")) }
            return []
        }
        IntakePoint.claimCopied.reached()
        let claims = copies.map {
            $0.ahead?.file.claim ?? claim($0.file, under: configuration, settings)
        }
        let (results, begun) = commit(claims, copies.first?.ahead)
        IntakePoint.claimRegistered.reached()
        var registered: [Registered] = []
        for ((copied, claim), result) in zip(zip(copies, claims), results) {
            switch result {
            case .success(.claimed(let outcome)):
                tell(outcome, claim)
                claimed(claim, outcome, begun)
                registered.append(Registered(copied: copied, file: outcome.file))
            case .success(.refused(let why)): giveUp(copied, .failed(why))
            case .success: giveUp(copied, .failed("the outbox gave no answer"))
            case .failure(.full):
                room.foundNoRoom()
                giveUp(copied, .putOff)
            // Its copy stays: the claim may come back as committed after all. If not, it is an
            // orphan that the next start removes.
            case .failure(let error): ended(copied.request, .failed(error.description))
            }
        }
        return registered
    }

    /// Registers files, in one transaction with the chunk of the only one that was read ahead.
    /// - Returns: the claims' results, and that one's reading if the chunk was committed, too.
    private func commit(
        _ claims: [ClaimedFile], _ ahead: ReadAhead?
    ) -> (results: [Result<OutboxResult, OutboxError>], begun: FileReading?) {
        let changes = claims.map { OutboxChange.claim($0) }
        guard let ahead else { return (committer.commitTogether(changes), nil) }
        var results = committer.commitTogether(changes + [.append(ahead.chunk)]) { index, result in
            if index == changes.count, case .success(.done) = result { ahead.whenCommitted() }
        }
        // A chunk that was refused, or found no room, is cut again in the file's turn.
        guard case .success(.done)? = results.popLast(),
            case .success(.claimed(.accepted(ahead.foreseen.file, _, _)))? = results.first
        else { return (results, nil) }
        return (results, ahead.file)
    }

    private func giveUp(_ copied: Copied, _ end: DropDirectory.ClaimEnd) {
        workSpace.discardManifest(of: copied.file.workName)
        workSpace.discard(copied.file.workName)
        ended(copied.request, end)
    }

    private func tell(_ outcome: ClaimOutcome, _ claim: ClaimedFile) {
        let name = claim.name.printable()
        switch outcome {
        case .accepted(let file, sequenceBase: _, newVersionOf: let earlier):
            events(
                Event(
                    .fileClaimed, "took in \(name), \(claim.size) bytes", feed: claim.feed,
                    file: file))
            if let earlier {
                events(
                    Event(
                        .fileNewVersion, "\(name) came before with other content, as \(earlier)",
                        feed: claim.feed, file: file))
            }
        case .duplicate(let file, of: let earlier):
            events(
                Event(
                    .fileDuplicate, "\(name) is not read: it has the same bytes as \(earlier)",
                    feed: claim.feed, file: file))
            workSpace.discard(claim.workName)
        // Whose copy that is, the registered one's or another, `claimed` has to find out.
        case .alreadyClaimed: break
        }
    }
}

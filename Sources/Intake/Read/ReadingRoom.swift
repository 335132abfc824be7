import Configuration
import Formats
import Outbox
import Platform
import Vocabulary

/// Reads claimed files on worker threads, in fair turns, and hands their chunks to the outbox.
final class ReadingRoom: Sendable {
    struct State {
        var turns = ReadingTurns()
        var isStopping = false
        /// Grows whenever something changes that a waiting worker must look at.
        var changes = 0
        var working = 0
        var threads: [WorkerThread] = []
        /// When it is next looked for files that are held back and can never fit.
        var heldBackDueAt = Int64.min
        /// What keeps files from being read; some may be finished since.
        var troubles: [FileID: ReadingTrouble] = [:]
    }

    let state = Monitor(State())
    let store: any OutboxStore
    let committer: GroupCommitter
    let catalog: RevisionCatalog
    let workSpace: WorkSpace
    let room: RoomGauge
    let clock: SteadyClock
    let progress: IntakeProgress
    let events: EventSink
    /// Batches for these destinations can be dispatched. Called on the outbox's thread.
    let batchesCommitted: @Sendable ([String]) -> Void
    /// Whether small files are read before they are registered. Not after a trap: what brings the
    /// reader down must be registered, so that its crashes can be counted.
    let readsAhead: Bool
    /// Where the programs of pipes run.
    let preparing: PreparingRoom
    /// Files are finished: their receipts are owed.
    let fileFinished: @Sendable () -> Void

    init(
        store: any OutboxStore, committer: GroupCommitter, catalog: RevisionCatalog,
        workSpace: WorkSpace, room: RoomGauge, clock: SteadyClock, progress: IntakeProgress,
        readsAhead: Bool, events: @escaping EventSink,
        batchesCommitted: @escaping @Sendable ([String]) -> Void,
        fileFinished: @escaping @Sendable () -> Void
    ) {
        self.store = store
        self.committer = committer
        self.catalog = catalog
        self.workSpace = workSpace
        self.room = room
        self.clock = clock
        self.progress = progress
        self.readsAhead = readsAhead
        preparing = PreparingRoom(workSpace: workSpace, room: room, progress: progress)
        self.events = events
        self.batchesCommitted = batchesCommitted
        self.fileFinished = fileFinished
    }

    func start(workers: Int) {
        preparing.start(most: workers)
        state.withLock { $0.working = workers }
        let threads = (1...workers).map { number in
            WorkerThread("read-\(number)") { [self] in
                let block = RecordBlock()
                while let file = next() {
                    progress.began(.read)
                    if let end = turn(of: file, using: block) {
                        change { $0.turns.turnEnded(file, end) }
                    }
                    progress.ended(.read)
                }
                change { $0.working -= 1 }
            }
        }
        state.withLock { $0.threads = threads }
    }

    func add(_ file: FileReading) { change { $0.turns.add(file) } }

    func knows(_ file: FileID) -> Bool { state.withLock { $0.turns.files[file] != nil } }

    var count: Int { state.withLock { $0.turns.count } }

    /// Ends the turns in hand and waits until what they handed over is committed. What is not read
    /// yet is read after the next start. False when the time was too short.
    func stop(within limit: Duration) -> Bool {
        change { $0.isStopping = true }
        preparing.stop()
        let isDrained = state.wait(timeout: limit) { state -> Bool? in
            state.working == 0 && state.turns.chunksUnderWay == 0 ? true : nil
        }
        guard isDrained == true else { return false }
        for thread in state.withLock({ $0.threads }) { thread.join() }
        return true
    }

    func change(_ body: (inout State) -> Void) {
        state.withLock(notify: true) { state in
            body(&state)
            state.changes += 1
        }
    }

    /// Waits for a file whose turn it is; nil when it is over.
    private func next() -> FileReading? {
        enum Found {
            case file(FileReading)
            case over
            case lookAgain
        }
        while true {
            let hasRoom = room.hasRoom()
            let isTight = room.isTight
            if !hasRoom { setAsideWhatNeverFits() }
            let (seen, timeout) = state.withLock { state -> (Int, Duration?) in
                var waits: [Int64] = []
                if let wake = state.turns.nextWakeAt { waits.append(wake - clock.milliseconds) }
                // Room is made by others, who don't tell.
                if !hasRoom, state.turns.isWaitingForRoom() { waits.append(1000) }
                return (state.changes, waits.min().map { .milliseconds(max(0, $0)) })
            }
            let found = state.wait(timeout: timeout) { state -> Found? in
                if state.isStopping { return .over }
                let now = clock.milliseconds
                if let file = state.turns.next(at: now, hasRoom: hasRoom, isTight: isTight) {
                    return .file(file)
                }
                return state.changes != seen ? .lookAgain : nil
            }
            switch found {
            case .file(let file): return file
            case .over: return nil
            case .lookAgain, nil: continue
            }
        }
    }

    /// One turn of a file; nil when it has been ended already, and another worker may have the file.
    private func turn(of file: FileReading, using block: RecordBlock) -> ReadingTurns.End? {
        if let failure = state.withLock({ _ in file.flight.failure }) {
            return rewind(file, after: failure)
        }
        switch file.phase {
        case .read(let unreadable): return finish(file, unreadable)
        case .reading:
            CrashMark.working(on: file.file.text)
            defer { CrashMark.working(on: nil) }
            if let unpacking = file.unpacking { return unpack(file, unpacking) }
            return prepare(file) ?? read(file, using: block)
        }
    }

    private func read(_ file: FileReading, using block: RecordBlock) -> ReadingTurns.End? {
        do throws(FormatError) {
            let chunk = try cut(file, using: block)
            let end: ReadingTurns.End
            if file.isRead {
                end = .parked(untilAtMost: 0)
            } else {
                keepOrClose(file, mayClose: chunk != nil)
                end = .parked(untilAtMost: FileReading.mostChunks - 1)
            }
            guard let chunk else { return end }
            // The next chunk can be cut while this one is compressed; it comes after it.
            submit(chunk, of: file) { change { $0.turns.turnEnded(file, end) } }
            return nil
        } catch {
            close(file)
            // Its scratch file may be what failed.
            file.register = nil
            switch error {
            case .unreadable("archive", _, _, _)
            where file.unfinished.archive == nil && !file.unfinished.isSelection
                && !file.isPrepared:
                return beginUnpacking(file)
            case .unreadable(let rule, let reason, let line, let byteOffset):
                let places = [line.map { "line \($0)" }, byteOffset.map { "byte \($0)" }]
                    .compactMap { $0 }.joined(separator: ", ")
                let place = places.isEmpty ? "" : " (\(places))"
                file.phase = .read(
                    FileReading.Unreadable(
                        rule: rule, reason: reason + place,
                        brief: FormatError.withoutEvidence(reason) + place))
                return .parked(untilAtMost: 0)
            case .system(let reason):
                // Looked for again, should it be gone.
                file.isPrepared = false
                return retryLater(file, reason)
            }
        }
    }

    /// Reads on to the next chunk; when there is no more to be read, the file's phase says so.
    func cut(
        _ file: FileReading, using block: RecordBlock
    ) throws(FormatError) -> FileChunk? {
        let cutter = try opened(file)
        let begun = ContinuousClock.now
        let (chunk, isEnd) = try cutter.next(using: block)
        file.readTime += .now - begun
        file.cut = cutter.cut
        file.programLosses = cutter.programLosses
        forgetTrouble(of: file)
        if isEnd || isOverLimit(file) {
            file.phase = .read(nil)
            close(file)
        }
        return chunk
    }

    private func opened(_ file: FileReading) throws(FormatError) -> ChunkCutter {
        if let cutter = file.cutter { return cutter }
        let compiled: CompiledFeed
        do {
            compiled = try catalog.feed(file.claim.feed, under: file.claim.revision)
        } catch {
            throw .system(error.reason)
        }
        let expected = try expectedRecords(of: file, compiled.feed)
        let begun = ContinuousClock.now
        let cutter = try ChunkCutter(
            file: file.file, sequenceBase: file.unfinished.sequenceBase, from: file.cut,
            as: compiled,
            path: workSpace.path(of: file.claim.workName),
            prepared: file.isPrepared
                ? PreparedContent(at: workSpace.preparedPath(of: file.claim)) : nil,
            selection: file.unfinished.isSelection
                ? SelectedRecords(of: file.file, in: store) : nil, register: file.register,
            expectedRecords: expected, programLosses: file.programLosses,
            onProgress: { [progress] in progress.beat(.read) })
        file.cutter = cutter
        file.register = cutter.register
        file.opening = .now - begun
        file.readTime = .zero
        return cutter
    }

    /// Holds a file against its manifest, if it came with one; what that says of its records.
    private func expectedRecords(
        of file: FileReading, _ feed: Feed
    ) throws(FormatError) -> Int64? {
        guard case .manifest = feed.ready, file.cut.position == .start else { return nil }
        let content: [UInt8]?
        do throws(SystemError) {
            content = try workSpace.manifest(of: file.claim.workName)
        } catch {
            throw .system(error.description)
        }
        // A replay has none, and neither has a member of an archive.
        guard let content else { return nil }
        let manifest = FileManifest(content, for: file.claim.name)
        let mistake = manifest.map { $0.mistake(in: file.claim) } ?? FileManifest.sayingNothing
        if let mistake {
            throw .unreadable(rule: "manifest", reason: mistake, line: nil, byteOffset: nil)
        }
        return manifest?.records
    }

    private func isOverLimit(_ file: FileReading) -> Bool {
        guard !file.unfinished.isSelection,
            let compiled = try? catalog.feed(file.claim.feed, under: file.claim.revision),
            case .quarantined = RejectsVerdict.judge(
                file.cut.counts, by: compiled.feed.rejects, isComplete: false)
        else { return false }
        return true
    }

    /// With many files under way at once, not all readers are kept: what has not been cut is read
    /// anew.
    /// - Parameter mayClose: the next turn would not begin where this one did.
    private func keepOrClose(_ file: FileReading, mayClose: Bool) {
        let keeps = state.withLock { state in
            state.turns.readers.keeps(
                file.file, opening: file.opening, read: file.readTime,
                isCrowded: mayClose && state.turns.lanes > OpenReaders.most)
        }
        if !keeps { file.cutter = nil }
    }

    func close(_ file: FileReading) {
        file.cutter = nil
        state.withLock { $0.turns.readers.closed(file.file) }
    }

    /// - Parameter queued: called when the chunk has its place among the changes.
    private func submit(_ chunk: FileChunk, of file: FileReading, queued: () -> Void) {
        let committed = whenCommitted(chunk, of: file)
        state.withLock { $0.turns.chunkSubmitted(file) }
        committer.submit(.append(chunk), queued: queued) { [self] result in
            var failure: OutboxError?
            switch result {
            case .success(.refused(let why)): failure = .failed(why)
            case .success: committed()
            case .failure(let error): failure = error
            }
            change { $0.turns.chunkEnded(file, failure) }
        }
        IntakePoint.chunkSubmitted.reached()
    }

    /// What is to be done once the chunk is durable; itself, that it is handed over now.
    func whenCommitted(_ chunk: FileChunk, of file: FileReading) -> @Sendable () -> Void {
        room.handedOver(chunk.batches.reduce(0) { $0 + $1.payload.count })
        let destinations =
            file.claim.isHeldBack
            ? [] : Set(chunk.batches.flatMap { $0.routes.map(\.destination) }).sorted()
        let rejected = chunk.to.counts.rejected - chunk.from.counts.rejected
        let read = chunk.to.counts.read - chunk.from.counts.read
        return { [self] in
            IntakePoint.chunkCommitted.reached()
            if !destinations.isEmpty { batchesCommitted(destinations) }
            progress.note {
                $0.chunksCommitted += 1
                $0.recordsRead += read
                $0.recordsRejected += rejected
            }
        }
    }

    /// A chunk was not committed: the ledger tells where to go on.
    private func rewind(_ file: FileReading, after failure: OutboxError) -> ReadingTurns.End {
        close(file)
        let unfinished: [UnfinishedFile]
        do {
            unfinished = try store.unfinishedFiles()
        } catch {
            return retryLater(file, error.description)
        }
        guard let known = unfinished.first(where: { $0.file == file.file }) else {
            // Finished before, by a commit whose answer was lost.
            takeUpMembers(of: file, among: unfinished)
            change { $0.turns.finished(file) }
            fileFinished()
            return .waiting
        }
        if file.unpacking != nil {
            // Unpacked anew: on its shelf it is not where it is read.
            file.unpacking = nil
            _ = try? workSpace.fetchBack(file.claim)
        }
        file.cut = known.checkpoint
        if case .read(nil) = file.phase { file.phase = .reading }
        state.withLock { _ in file.flight.failure = nil }
        if case .full = failure {
            room.foundNoRoom()
            return .again
        }
        return retryLater(file, failure.description)
    }

    func retryLater(_ file: FileReading, _ reason: String) -> ReadingTurns.End {
        file.attempts += 1
        noteTrouble(of: file, reason)
        if file.attempts % 12 == 1 {
            events(
                Event(
                    .fileRetried,
                    "\(file.claim.name.printable()) can't be read now, and is tried again: "
                        + reason.printable(), feed: file.claim.feed, file: file.file))
        }
        let wait = min(100 << Int64(min(file.attempts - 1, 20)), DropDirectory.longestRetry)
        return .asleep(until: clock.milliseconds + wait)
    }
}

import Outbox
import Vocabulary

/// Whose turn it is to be read, and who waits for what: the core of the reading room.
///
/// The files of a feed are read one after another in the order of their claims, and partners take
/// turns by the chunk (`FairTurns`). A file in someone's hands ends its turn in one of four ways.
struct ReadingTurns {
    enum End {
        case again
        /// When at most so many of its chunks are under way.
        case parked(untilAtMost: Int)
        case asleep(until: Int64)
        /// Its last word is on its way to the outbox, which will tell.
        case waiting
    }

    private var turns = FairTurns<FileReading>()
    private var sleepers: [(at: Int64, file: FileReading)] = []
    private(set) var files: [FileID: FileReading] = [:]
    private(set) var chunksUnderWay = 0
    var readers = OpenReaders()
    private var heldBack = HeldBackOrder()

    var isEmpty: Bool { turns.isEmpty }
    var count: Int { turns.count }
    func hasFiles(of feed: FeedName) -> Bool { turns.hasItems(of: feed) }
    /// Feeds that have files.
    var lanes: Int { turns.lanes }
    var nextWakeAt: Int64? { sleepers.map(\.at).min() }

    mutating func add(_ file: FileReading) {
        guard files[file.file] == nil else { return }
        files[file.file] = file
        // Begun before the last start.
        if file.claim.isHeldBack, file.cut.position != .start { heldBack.began(file.file) }
        turns.append(file, to: file.claim.feed)
    }

    /// - Parameters:
    ///   - hasRoom: without room only files that have been read to their end go on.
    ///   - isTight: with little room, one file that is held back is read at a time.
    mutating func next(at now: Int64, hasRoom: Bool, isTight: Bool = false) -> FileReading? {
        if let wake = nextWakeAt, wake <= now {
            for sleeper in sleepers where sleeper.at <= now {
                turns.giveBack(sleeper.file.claim.feed)
            }
            sleepers.removeAll { $0.at <= now }
        }
        let only = isTight ? heldBack.first { !isAsleep($0) } : nil
        let taken = turns.take { [readers] file in
            file.isRead
                || hasRoom && readers.mayRead(file.file, opening: file.opening)
                    && (only == nil || !file.claim.isHeldBack || file.file == only)
        }?.item
        if let taken, taken.claim.isHeldBack { heldBack.began(taken.file) }
        return taken
    }

    private func isAsleep(_ file: FileID) -> Bool { sleepers.contains { $0.file.file == file } }

    /// Whether files wait for nothing but room.
    func isWaitingForRoom(where isMeant: (FileReading) -> Bool = { _ in true }) -> Bool {
        turns.canTake { !$0.isRead && isMeant($0) }
    }

    /// The file, if it waits for its turn: it has it now.
    mutating func take(_ file: FileID) -> FileReading? {
        turns.take { $0.file == file && !$0.isRead }?.item
    }

    mutating func turnEnded(_ file: FileReading, _ end: End) {
        switch end {
        case .again: turns.giveBack(file.claim.feed)
        case .parked(let most):
            file.flight.parkedUntil = most
            unpark(file)
        case .asleep(let until): sleepers.append((until, file))
        case .waiting: break
        }
    }

    mutating func chunkSubmitted(_ file: FileReading) {
        file.flight.chunks += 1
        chunksUnderWay += 1
    }

    /// - Parameter failure: why it was not committed; the first one counts.
    mutating func chunkEnded(_ file: FileReading, _ failure: OutboxError?) {
        file.flight.chunks -= 1
        chunksUnderWay -= 1
        if let failure, file.flight.failure == nil {
            file.flight.failure = failure
        }
        unpark(file)
    }

    /// The ledger knows that the file is finished.
    mutating func finished(_ file: FileReading) {
        files[file.file] = nil
        heldBack.ended(file.file)
        readers.closed(file.file)
        turns.finish(file.claim.feed)
    }

    private mutating func unpark(_ file: FileReading) {
        guard let most = file.flight.parkedUntil else { return }
        // After a failure all that is under way must have come back first.
        guard file.flight.chunks <= (file.flight.failure == nil ? most : 0) else { return }
        file.flight.parkedUntil = nil
        turns.giveBack(file.claim.feed)
    }
}

import Mapping
import Outbox
import Vocabulary

/// One claimed file on its way into the outbox.
///
/// `Flight` is touched with the reading room's lock held, everything else only by the worker whose
/// turn it is (`FairTurns` gives a feed's files to one at a time): that makes `@unchecked` true.
final class FileReading: @unchecked Sendable {
    enum Phase {
        /// Records are read and handed to the outbox.
        case reading
        /// Nothing more is read; when all chunks are committed the file is judged, or quarantined
        /// for the reason given.
        case read(Unreadable?)
    }

    struct Unreadable: Hashable {
        var rule: String
        var reason: String
        /// For the journal, where the reason may hold a partner's data.
        var brief: String?
    }

    /// What is on its way to the outbox.
    struct Flight {
        var chunks = 0
        var failure: OutboxError?
        /// The file's turn comes again when so many chunks, at most, are under way.
        var parkedUntil: Int?
    }

    /// Chunks of a file that are under way at once.
    static let mostChunks = 4

    let unfinished: UnfinishedFile
    var phase: Phase
    var cutter: ChunkCutter?
    /// How long the cutter took to open, the last time, and has read since.
    var opening = Duration.zero
    var readTime = Duration.zero
    /// The keys of the file so far. Outlives the cutter: to gather them again takes a reading of the
    /// whole file.
    var register: KeyRegister?
    /// Of an archive, while it is unpacked; nobody else's turn, and nothing is read of it then.
    var unpacking: Unpacking?
    /// What has been cut so far, committed or under way.
    var cut: Checkpoint
    /// Attempts that failed for the machine's reasons.
    var attempts = 0
    /// Times that the program of the feed's pipe was killed from outside.
    var kills = 0
    /// Times that a program of the feed's `jq` was ended over a record.
    var programLosses = 0
    /// What is read lies there, made by the feed's pipe.
    var isPrepared = false
    var flight = Flight()

    var file: FileID { unfinished.file }
    var claim: ClaimedFile { unfinished.claim }

    init(_ unfinished: UnfinishedFile, unreadable: Unreadable? = nil) {
        self.unfinished = unfinished
        cut = unfinished.checkpoint
        phase = unreadable.map { .read($0) } ?? .reading
    }

    var isRead: Bool {
        if case .read = phase { true } else { false }
    }
}

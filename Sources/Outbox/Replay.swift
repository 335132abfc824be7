package import Vocabulary

/// Which rows of a file are replayed.
package enum ReplayedRows: String, Hashable, Sendable, CaseIterable {
    /// The file as it came; of a replay, the rows that it replayed.
    case all
    /// Those that were rejected, and those that were never read because the file was set aside
    /// before its end.
    case rejected
    /// Those of which there are dead letters, each for the destinations at which it is dead.
    case dead
}

/// A file's original rows, to be read once more as a file of its own: under new ids, so that nothing
/// of what was delivered is touched. The copy lies in `work/`, durable, as that of a claim does.
///
/// Registering it keeps the numbers of the rows that are meant with it, whatever becomes of the
/// origin's rejects and dead letters. Dead letters that are replayed are discarded with it: they stay
/// counted as dead where they died, and leave the list.
package struct ReplayClaim: Hashable, Sendable {
    package var origin: FileID
    package var rows: ReplayedRows
    /// Of the dead letters, only those of this destination.
    package var destination: String?
    /// The new file; its feed and content are the origin's. It has no entry in an inbox.
    package var file: ClaimedFile
    /// Replays even though the same rows were replayed under the same revision before.
    package var isRepeated: Bool

    package init(
        origin: FileID, rows: ReplayedRows, destination: String? = nil, file: ClaimedFile,
        isRepeated: Bool = false
    ) {
        self.origin = origin
        self.rows = rows
        self.destination = destination
        self.file = file
        self.isRepeated = isRepeated
    }
}

/// What registering a replay came to.
package struct RegisteredReplay: Hashable, Sendable {
    package var file: FileID
    package var sequenceBase: Int64
    /// Only some of the file's rows are read (`OutboxStore.replayRuns`).
    package var isSelection: Bool
    /// The chosen rows that are known by number; nil when all rows are read.
    package var records: Int64?
    /// Of a file that was set aside: where reading ended; what is behind is replayed, too.
    package var unreadFromLine: Int64?

    package init(
        file: FileID, sequenceBase: Int64, isSelection: Bool, records: Int64?,
        unreadFromLine: Int64? = nil
    ) {
        self.unreadFromLine = unreadFromLine
        self.file = file
        self.sequenceBase = sequenceBase
        self.isSelection = isSelection
        self.records = records
    }
}

/// Rows of a replay that follow one another, and where they may go.
package struct ReplayRun: Hashable, Sendable {
    /// Record numbers, from 1.
    package var first: Int64
    package var last: Int64
    /// The lines on which the first and the last record began when they were read before; nil where
    /// that is not known.
    package var firstLine: Int64?
    package var lastLine: Int64?
    /// The only destinations they go to, of those that the feed gives them; nil for all.
    package var destinations: Set<String>?

    /// The `last` of a run that goes to the end of the file, wherever that is.
    package static let end = Int64(1) << 62

    package init(
        first: Int64, last: Int64, firstLine: Int64? = nil, lastLine: Int64? = nil,
        destinations: Set<String>? = nil
    ) {
        self.first = first
        self.last = last
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.destinations = destinations
    }
}

/// Where a replay's rows come from.
package struct ReplayOrigin: Hashable, Sendable {
    /// The file that was replayed, which may be a replay itself.
    package var file: FileID
    /// The file that the partner dropped.
    package var first: FileID
    package var rows: ReplayedRows
    /// Only some of the file's rows are read.
    package var isSelection: Bool

    package init(file: FileID, first: FileID, rows: ReplayedRows, isSelection: Bool) {
        self.file = file
        self.first = first
        self.rows = rows
        self.isSelection = isSelection
    }
}

/// A file that replays rows of another, as that one's story tells.
package struct FileReplay: Hashable, Sendable {
    package var file: FileID
    /// The file it replays: the one whose story it is, or a replay of that one.
    package var origin: FileID
    package var rows: ReplayedRows
    package var state: FileState
    package var counts: RecordCounts
    package var claimedAt: Timestamp
    package var revision: RevisionID

    package init(
        file: FileID, origin: FileID, rows: ReplayedRows, state: FileState, counts: RecordCounts,
        claimedAt: Timestamp, revision: RevisionID
    ) {
        self.file = file
        self.origin = origin
        self.rows = rows
        self.state = state
        self.counts = counts
        self.claimedAt = claimedAt
        self.revision = revision
    }
}

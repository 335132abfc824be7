package import Vocabulary

/// One feed at one destination: `made = delivered + dead + cancelled + pending + notRouted`.
///
/// There is a line for each destination that ever got a record of the feed, and one with an empty
/// destination for a feed of which no destination ever did.
package struct LedgerLine: Hashable, Sendable {
    package var feed: FeedName
    package var destination: String
    /// The sums over all files of the feed, those read before the destination was configured too:
    /// their records count as not routed there.
    package var accepted: Int64
    /// The records made of those accepted: as many, unless the feed makes several of one.
    package var made: Int64
    package var delivered: Int64
    package var dead: Int64
    package var cancelled: Int64
    package var pending: Int64
    package var notRouted: Int64
    /// Of the feed: `read = accepted + rejected + filtered`.
    package var read: Int64
    package var rejected: Int64
    package var filtered: Int64

    package init(
        feed: FeedName, destination: String, accepted: Int64, made: Int64, delivered: Int64,
        dead: Int64, cancelled: Int64, pending: Int64, notRouted: Int64, read: Int64,
        rejected: Int64, filtered: Int64
    ) {
        self.feed = feed
        self.destination = destination
        self.accepted = accepted
        self.made = made
        self.delivered = delivered
        self.dead = dead
        self.cancelled = cancelled
        self.pending = pending
        self.notRouted = notRouted
        self.read = read
        self.rejected = rejected
        self.filtered = filtered
    }

    package var isBalanced: Bool {
        made == delivered + dead + cancelled + pending + notRouted
            && read == accepted + rejected + filtered
    }
}

/// What has become of a file: the first is left for one of the next two; the last is final.
package enum FileState: String, Hashable, Sendable, CaseIterable {
    case reading, archived, quarantined, duplicate
}

/// One file as the ledger knows it.
package struct FileSummary: Hashable, Sendable {
    package var file: FileID
    package var feed: FeedName
    package var name: String
    package var content: ContentHash
    package var size: Int64
    package var state: FileState
    /// `RULE: REASON` of a quarantine; the earlier file's id of a duplicate; of an archive, into how
    /// many files it was unpacked; empty otherwise.
    package var detail: String
    package var counts: RecordCounts
    package var batches: Int
    /// Added to a record's number to make its `sequence`.
    package var sequenceBase: Int64
    package var claimedAt: Timestamp
    package var finishedAt: Timestamp?
    /// The file's name in `work/`, and afterwards in `archive/` or `quarantine/`.
    package var workName: String
    package var revision: RevisionID
    package var newVersionOf: FileID?
    /// Where its rows come from; nil of a file that a partner dropped.
    package var replay: ReplayOrigin?
    /// The archive that it is a member of.
    package var archive: FileID?
    /// How many members it was unpacked into; 0 of what is no archive.
    package var members: Int
    /// The sums over its destinations.
    package var pending: Int64
    package var dead: Int64

    package init(
        file: FileID, feed: FeedName, name: String, content: ContentHash, size: Int64,
        state: FileState, detail: String, counts: RecordCounts, batches: Int,
        sequenceBase: Int64, claimedAt: Timestamp, finishedAt: Timestamp?, workName: String,
        revision: RevisionID,
        newVersionOf: FileID?, replay: ReplayOrigin? = nil, archive: FileID? = nil,
        members: Int = 0, pending: Int64, dead: Int64
    ) {
        self.archive = archive
        self.members = members
        self.replay = replay
        self.file = file
        self.feed = feed
        self.name = name
        self.content = content
        self.size = size
        self.state = state
        self.detail = detail
        self.counts = counts
        self.batches = batches
        self.sequenceBase = sequenceBase
        self.claimedAt = claimedAt
        self.finishedAt = finishedAt
        self.workName = workName
        self.revision = revision
        self.newVersionOf = newVersionOf
        self.pending = pending
        self.dead = dead
    }
}

/// One file's whole story, for `hopperctl file ID` and for its receipt.
package struct FileStory: Hashable, Sendable {
    package var summary: FileSummary
    package var destinations: [DestinationCounts]
    /// Rejected records by column and rule, most frequent first.
    package var rejectedBy: [RejectCount]
    /// Its batches on their way, at most 100.
    package var deliveries: [DeliverySummary]
    /// What was replayed of it, and of its replays, in the order in which it was asked for.
    package var replays: [FileReplay]
    /// What an archive was unpacked into, in the archive's order.
    package var members: [ArchiveMember]

    package struct DestinationCounts: Hashable, Sendable {
        package var destination: String
        package var contract: String
        package var routed: Int64
        package var delivered: Int64
        package var dead: Int64
        package var cancelled: Int64
        package var pending: Int64

        package init(
            destination: String, contract: String, routed: Int64, delivered: Int64, dead: Int64,
            cancelled: Int64, pending: Int64
        ) {
            self.destination = destination
            self.contract = contract
            self.routed = routed
            self.delivered = delivered
            self.dead = dead
            self.cancelled = cancelled
            self.pending = pending
        }
    }

    package struct RejectCount: Hashable, Sendable {
        package var column: String?
        package var rule: String
        package var count: Int64

        package init(column: String?, rule: String, count: Int64) {
            self.column = column
            self.rule = rule
            self.count = count
        }
    }

    package struct DeliverySummary: Hashable, Sendable {
        package var batch: BatchID
        package var destination: String
        /// `pending`, `held`, `settled`, `cancelled`.
        package var state: String
        package var records: Int
        package var attempts: Int
        package var dueAt: Timestamp?
        package var lastAnswer: String

        package init(
            batch: BatchID, destination: String, state: String, records: Int, attempts: Int,
            dueAt: Timestamp?, lastAnswer: String
        ) {
            self.batch = batch
            self.destination = destination
            self.state = state
            self.records = records
            self.attempts = attempts
            self.dueAt = dueAt
            self.lastAnswer = lastAnswer
        }
    }

    package init(
        summary: FileSummary, destinations: [DestinationCounts], rejectedBy: [RejectCount],
        deliveries: [DeliverySummary], replays: [FileReplay] = [],
        members: [ArchiveMember] = []
    ) {
        self.members = members
        self.replays = replays
        self.summary = summary
        self.destinations = destinations
        self.rejectedBy = rejectedBy
        self.deliveries = deliveries
    }
}

/// Which files are asked for; nil asks for any.
package struct FilesQuery: Hashable, Sendable {
    package var partner: String?
    package var feed: String?
    package var state: FileState?
    package var name: String?
    /// Replays, too.
    package var includesReplays: Bool
    /// Newest first.
    package var limit: Int

    package init(
        partner: String? = nil, feed: String? = nil, state: FileState? = nil,
        name: String? = nil, includesReplays: Bool = true, limit: Int = 50
    ) {
        self.includesReplays = includesReplays
        self.partner = partner
        self.feed = feed
        self.state = state
        self.name = name
        self.limit = limit
    }
}

/// Which dead letters are asked for, by ascending number; nil asks for any.
package struct DeadLettersQuery: Hashable, Sendable {
    package var partner: String?
    package var feed: String?
    package var destination: String?
    package var file: FileID?
    package var record: RecordID?
    package var limit: Int
    /// For paging: only letters with a larger row number.
    package var after: DeadLetterID?

    package init(
        partner: String? = nil, feed: String? = nil, destination: String? = nil,
        file: FileID? = nil, record: RecordID? = nil, limit: Int = 100,
        after: DeadLetterID? = nil
    ) {
        self.partner = partner
        self.feed = feed
        self.destination = destination
        self.file = file
        self.record = record
        self.limit = limit
        self.after = after
    }
}

/// A record that one destination refused for good, with its reason. The record itself stays in its
/// batch.
package struct DeadLetter: Hashable, Sendable {
    package var id: DeadLetterID
    package var record: RecordID
    package var batch: BatchID
    /// The record's index in its batch.
    package var index: Int
    package var feed: FeedName
    package var fileName: String
    package var destination: String
    package var contract: String
    package var status: Int?
    package var error: String
    package var diedAt: Timestamp
    package var attempts: Int

    package init(
        id: DeadLetterID, record: RecordID, batch: BatchID, index: Int, feed: FeedName,
        fileName: String, destination: String, contract: String, status: Int?, error: String,
        diedAt: Timestamp, attempts: Int
    ) {
        self.id = id
        self.record = record
        self.batch = batch
        self.index = index
        self.feed = feed
        self.fileName = fileName
        self.destination = destination
        self.contract = contract
        self.status = status
        self.error = error
        self.diedAt = diedAt
        self.attempts = attempts
    }
}

/// Something that does not add up, found by a recount.
package struct Discrepancy: Hashable, Sendable {
    package var file: FileID?
    package var destination: String?
    package var what: String

    package init(file: FileID?, destination: String?, what: String) {
        self.file = file
        self.destination = destination
        self.what = what
    }
}

/// What waits for one destination under one contract.
package struct QueuedWork: Hashable, Sendable {
    package var destination: String
    package var contract: String
    package var deliveries: Int64
    package var records: Int64
    package var oldestClaimedAt: Timestamp?

    package init(
        destination: String, contract: String, deliveries: Int64, records: Int64,
        oldestClaimedAt: Timestamp?
    ) {
        self.destination = destination
        self.contract = contract
        self.deliveries = deliveries
        self.records = records
        self.oldestClaimedAt = oldestClaimedAt
    }
}

package import Vocabulary

/// One thing that intake, dispatch or an operator has to say to the outbox.
package enum OutboxChange: Sendable {
    case saveRevision(Revision)
    case claim(ClaimedFile)
    /// Result `.replayed`.
    case replay(ReplayClaim)
    case sourceRemoved(FileID)
    case append(FileChunk)
    case finish(FileFinish)
    /// Result `.unpacked`.
    case unpack(ArchiveUnpacked)
    case receiptWritten(FileID)
    /// The file brought the reader down (a trap, not a kill from outside); result `.crashes`.
    case readerCrashed(FileID)
    case settle(Settlement)
    case destinationState(DestinationState)
    /// Dead letters back into the queue: as new deliveries of their own, due at once, under the
    /// contract they were cut for.
    case retryDead([DeadLetterID], at: Timestamp)
    /// The operator is done with them: they stay counted as dead and leave the list.
    case discardDead([DeadLetterID], at: Timestamp)
    /// A bounded step of housekeeping; result `.purged`.
    case purge(PurgeStep)
}

/// What a committed change came to.
package enum OutboxResult: Hashable, Sendable {
    case done
    case claimed(ClaimOutcome)
    case replayed(RegisteredReplay)
    /// What became of each member, in order.
    case unpacked([ClaimOutcome])
    /// Files whose deliveries have all ended with this settlement (their receipt is owed).
    case settled(completed: [FileID])
    case crashes(Int)
    case changed(Int)
    case purged(PurgeOutcome)
    /// The change was not applied; the text says why.
    case refused(String)
}

/// An accepted configuration as it is kept.
package struct Revision: Hashable, Sendable {
    package var id: RevisionID
    package var acceptedAt: Timestamp
    package var sources: [ConfigurationSource]

    package init(id: RevisionID, acceptedAt: Timestamp, sources: [ConfigurationSource]) {
        self.id = id
        self.acceptedAt = acceptedAt
        self.sources = sources
    }
}

/// A revision without its files.
package struct AcceptedRevision: Hashable, Sendable {
    package var id: RevisionID
    /// When it was accepted for the last time: an old configuration may come back.
    package var acceptedAt: Timestamp

    package init(id: RevisionID, acceptedAt: Timestamp) {
        self.id = id
        self.acceptedAt = acceptedAt
    }
}

/// The inbox entry a file was copied from, so that a crash between registering it and removing the
/// original can't take it in twice.
package struct SourceIdentity: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    package var modifiedAtNanoseconds: Int64
    package var changedAtNanoseconds: Int64

    package init(
        device: UInt64, inode: UInt64, size: Int64, modifiedAtNanoseconds: Int64,
        changedAtNanoseconds: Int64
    ) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modifiedAtNanoseconds = modifiedAtNanoseconds
        self.changedAtNanoseconds = changedAtNanoseconds
    }
}

/// A file copied into `work/`, hashed and durable there, about to be registered.
package struct ClaimedFile: Hashable, Sendable {
    package var feed: FeedName
    /// The name in the inbox as a printable text: bytes that are not UTF-8, and control characters,
    /// are percent-encoded.
    package var name: String
    package var content: ContentHash
    package var size: Int64
    /// The file's name in `work/`.
    package var workName: String
    package var source: SourceIdentity
    package var revision: RevisionID
    package var claimedAt: Timestamp
    /// `duplicates: skip`: the same content on the same feed is recorded, and not read.
    package var skipsDuplicates: Bool
    /// `release: whole-file`: deliveries are held back until the file is finished.
    package var isHeldBack: Bool

    package init(
        feed: FeedName, name: String, content: ContentHash, size: Int64, workName: String,
        source: SourceIdentity, revision: RevisionID, claimedAt: Timestamp, skipsDuplicates: Bool,
        isHeldBack: Bool
    ) {
        self.feed = feed
        self.name = name
        self.content = content
        self.size = size
        self.workName = workName
        self.source = source
        self.revision = revision
        self.claimedAt = claimedAt
        self.skipsDuplicates = skipsDuplicates
        self.isHeldBack = isHeldBack
    }
}

/// What registering a file found.
package enum ClaimOutcome: Hashable, Sendable {
    /// Read it. `sequenceBase` is added to a record's number to make its `sequence`: larger than
    /// every sequence of the files finished or claimed before on the feed.
    /// `newVersionOf` is an earlier file of the same name with other bytes.
    case accepted(FileID, sequenceBase: Int64, newVersionOf: FileID?)
    /// Recorded, and not to be read: the same bytes as an earlier file of this feed.
    case duplicate(FileID, of: FileID)
    /// This very inbox entry was registered before a crash: only its removal is left to do.
    case alreadyClaimed(FileID)
}

/// What a claim will probably answer: enough to read a file before it is registered.
package struct ForeseenClaim: Hashable, Sendable {
    package var file: FileID
    package var sequenceBase: Int64

    package init(file: FileID, sequenceBase: Int64) {
        self.file = file
        self.sequenceBase = sequenceBase
    }
}

/// What has been read of a file since its last checkpoint; commits whole or not at all.
package struct FileChunk: Sendable {
    package var file: FileID
    /// What the records' `sequence` was made with; if the file has another base, the chunk is
    /// refused. nil: nothing in it depends on that.
    package var sequenceBase: Int64?
    /// Where the file's checkpoint must stand; anything else refuses the chunk.
    package var from: Checkpoint
    package var to: Checkpoint
    package var batches: [BatchToStore]
    package var rejects: [RejectedRecord]

    package init(
        file: FileID, sequenceBase: Int64? = nil, from: Checkpoint, to: Checkpoint,
        batches: [BatchToStore], rejects: [RejectedRecord]
    ) {
        self.file = file
        self.sequenceBase = sequenceBase
        self.from = from
        self.to = to
        self.batches = batches
        self.rejects = rejects
    }
}

/// How far a file is committed: the read position, and what the records before it became.
package struct Checkpoint: Hashable, Sendable {
    package var position: ReadPosition
    package var counts: RecordCounts
    /// Batches cut so far; the next one's number is one more.
    package var batches: Int
    /// Records before the position that a replay does not read: not chosen, and not counted.
    package var passedOver: Int64

    package init(
        position: ReadPosition = .start, counts: RecordCounts = RecordCounts(), batches: Int = 0,
        passedOver: Int64 = 0
    ) {
        self.position = position
        self.counts = counts
        self.batches = batches
        self.passedOver = passedOver
    }

    package static let start = Checkpoint()
}

/// One batch as intake cut it.
package struct BatchToStore: Sendable {
    package var number: Int
    package var records: Int
    /// How many records of the file begin in it: as many, unless several are made of one. Then the
    /// first record made says where it begins.
    package var inputs: Int
    /// The records' JSON objects, each followed by `,\n` but for the last. JSON has no raw line
    /// feed inside, so a subset is found by looking for line feeds, without parsing.
    package var payload: [UInt8]
    /// Where its records go; a destination that gets none of them is left out.
    package var routes: [BatchRoute]
    /// The payload as the store keeps it; made by `OutboxStore.prepare`, nobody else's business.
    package var stored: StoredPayload?

    /// - Parameter inputs: nil for as many as there are records.
    package init(
        number: Int, records: Int, inputs: Int? = nil, payload: [UInt8], routes: [BatchRoute]
    ) {
        self.number = number
        self.records = records
        self.inputs = inputs ?? records
        self.payload = payload
        self.routes = routes
    }
}

/// Which records of a batch go to one destination, and under which contract.
package struct BatchRoute: Hashable, Sendable {
    package var destination: String
    /// The destination's contract at the moment the file was claimed.
    package var contract: String
    package var records: RecordSet

    package init(destination: String, contract: String, records: RecordSet) {
        self.destination = destination
        self.contract = contract
        self.records = records
    }
}

/// The end of a file, in one transaction with what it releases or cancels.
package struct FileFinish: Hashable, Sendable {
    package var file: FileID
    package var state: FinishedState
    package var at: Timestamp
    /// Where the file's checkpoint must stand; anything else refuses the finish. Nil asks nothing:
    /// only for who knows that every chunk before was committed.
    package var checkpoint: Checkpoint?

    package enum FinishedState: Hashable, Sendable {
        /// Read to the end and accepted; held-back deliveries are released.
        case archived
        /// Set aside. Held-back deliveries are cancelled; those that were streamed go on.
        case quarantined(rule: String, reason: String)
    }

    package init(
        file: FileID, state: FinishedState, at: Timestamp, checkpoint: Checkpoint? = nil
    ) {
        self.checkpoint = checkpoint
        self.file = file
        self.state = state
        self.at = at
    }
}

/// What one attempt at a delivery came to, for each record it carried.
package struct Settlement: Hashable, Sendable {
    package var delivery: DeliveryID
    package var at: Timestamp
    /// Counted as an attempt of the records (a probe that never reached the service is one, too).
    package var delivered: RecordSet
    package var dead: [DeadRecord]
    /// What is left to send, in parts: none when all is settled, one for a retry, two when halved.
    /// Together with `delivered` and `dead` they are exactly the delivery's records.
    package var remaining: [RemainingPart]
    /// The last answer in short, for `hopperctl`: `503`, `connection refused`. No content.
    package var lastAnswer: String

    package init(
        delivery: DeliveryID, at: Timestamp, delivered: RecordSet, dead: [DeadRecord],
        remaining: [RemainingPart], lastAnswer: String
    ) {
        self.delivery = delivery
        self.at = at
        self.delivered = delivered
        self.dead = dead
        self.remaining = remaining
        self.lastAnswer = lastAnswer
    }
}

/// A record that failed for good, by its place in the batch and by its id.
package struct DeadRecord: Hashable, Sendable {
    /// In its batch.
    package var index: Int
    package var record: RecordID
    /// The record's (or the request's) HTTP status; nil when no answer came until `give_up_after`.
    package var status: Int?
    /// The service's own text, cut to 1 KiB and freed from control characters.
    package var error: String

    package init(index: Int, record: RecordID, status: Int?, error: String) {
        self.index = index
        self.record = record
        self.status = status
        self.error = error
    }
}

/// Records of a delivery that are sent again, together, when they fall due.
package struct RemainingPart: Hashable, Sendable {
    package var records: RecordSet
    package var attempts: Int
    package var dueAt: Timestamp

    package init(records: RecordSet, attempts: Int, dueAt: Timestamp) {
        self.records = records
        self.attempts = attempts
        self.dueAt = dueAt
    }
}

/// A bounded step of retention; call again while `more` is true.
package struct PurgeStep: Hashable, Sendable {
    package var deliveredBefore: Timestamp
    package var deadBefore: Timestamp
    /// Replays that ended before this forget which rows they were of; nil lets them remember.
    package var replaysBefore: Timestamp?
    /// Also drops payloads that nobody needs any more, oldest first, whatever their age (the outbox
    /// is over its limit).
    package var underPressure: Bool
    /// At most this many batches in one step.
    package var limit: Int

    package init(
        deliveredBefore: Timestamp, deadBefore: Timestamp, replaysBefore: Timestamp? = nil,
        underPressure: Bool = false, limit: Int = 64
    ) {
        self.replaysBefore = replaysBefore
        self.deliveredBefore = deliveredBefore
        self.deadBefore = deadBefore
        self.underPressure = underPressure
        self.limit = limit
    }
}

/// What a step of retention did.
package struct PurgeOutcome: Hashable, Sendable {
    package var batches: Int
    package var more: Bool

    package init(batches: Int, more: Bool) {
        self.batches = batches
        self.more = more
    }
}

extension ClaimOutcome {
    /// The file that was registered, or is.
    package var file: FileID {
        switch self {
        case .accepted(let file, sequenceBase: _, newVersionOf: _): file
        case .duplicate(let file, of: _): file
        case .alreadyClaimed(let file): file
        }
    }
}

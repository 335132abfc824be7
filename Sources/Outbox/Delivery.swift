package import Vocabulary

/// A delivery's row number in its store; parts of a halved delivery have their own.
package struct DeliveryID: Hashable, Sendable {
    package var row: Int64
    package init(row: Int64) { self.row = row }
}

/// A dead letter's row number in its store: what operators name it by.
package struct DeadLetterID: Hashable, Sendable {
    package var row: Int64
    package init(row: Int64) { self.row = row }
}

/// Which deliveries are asked for, and how many.
package struct LeaseRequest: Hashable, Sendable {
    package var destination: String
    /// Deliveries due at or before this.
    package var now: Timestamp
    package var limit: Int
    /// No delivery is ever put off beyond this: one that is due later was put off under a clock that
    /// has been set back since, and is due now. Nil: due times are taken as they are.
    package var horizon: Timestamp?

    package init(
        destination: String, now: Timestamp, limit: Int, horizon: Timestamp? = nil
    ) {
        self.destination = destination
        self.now = now
        self.limit = limit
        self.horizon = horizon
    }
}

/// The deliveries handed out, and when to ask again.
package struct LeaseAnswer: Hashable, Sendable {
    package var deliveries: [LeasedDelivery]
    /// When the next unleased delivery of the destination falls due; exact if fewer deliveries were
    /// due than asked for, and of no meaning otherwise.
    package var nextDueAt: Timestamp?

    package init(deliveries: [LeasedDelivery], nextDueAt: Timestamp?) {
        self.deliveries = deliveries
        self.nextDueAt = nextDueAt
    }
}

/// A batch, or a part of one, on its way to one destination.
package struct LeasedDelivery: Hashable, Sendable {
    package var id: DeliveryID
    package var batch: BatchID
    package var feed: FeedName
    package var fileName: String
    package var content: ContentHash
    package var destination: String
    package var contract: String
    /// The records still to be sent; its capacity is the batch's number of records.
    package var records: RecordSet
    /// Attempts made before this one.
    package var attempts: Int
    /// When its first attempt was settled; nil before.
    package var firstAttemptAt: Timestamp?

    package init(
        id: DeliveryID, batch: BatchID, feed: FeedName, fileName: String, content: ContentHash,
        destination: String, contract: String, records: RecordSet, attempts: Int,
        firstAttemptAt: Timestamp?
    ) {
        self.id = id
        self.batch = batch
        self.feed = feed
        self.fileName = fileName
        self.content = content
        self.destination = destination
        self.contract = contract
        self.records = records
        self.attempts = attempts
        self.firstAttemptAt = firstAttemptAt
    }
}

/// What must be known of a destination after a restart: its breaker and its hold.
package struct DestinationState: Hashable, Sendable {
    package var destination: String
    package var phase: Phase
    /// Consecutive whole-request failures.
    package var failures: Int
    /// When it is probed next (open and held only), or when `Retry-After` ends.
    package var probeAt: Timestamp?
    /// Why, in short: `503`, `401 Unauthorized`, `connection refused`.
    package var reason: String
    package var since: Timestamp

    package enum Phase: String, Hashable, Sendable {
        /// Work flows.
        case closed
        /// Too many whole-request failures: probed with one batch from `probeAt` on.
        case open
        /// Set up wrong (401, 403, 404, 405, 407): probed like `open`, and no record is blamed.
        case held
    }

    package init(
        destination: String, phase: Phase, failures: Int, probeAt: Timestamp?, reason: String,
        since: Timestamp
    ) {
        self.destination = destination
        self.phase = phase
        self.failures = failures
        self.probeAt = probeAt
        self.reason = reason
        self.since = since
    }
}

/// A registered file that is not read to its end, and where to go on.
package struct UnfinishedFile: Hashable, Sendable {
    package var file: FileID
    package var claim: ClaimedFile
    package var checkpoint: Checkpoint
    package var sequenceBase: Int64
    /// A replay of some of the file's rows: those of `OutboxStore.replayRuns`.
    package var isSelection: Bool
    /// The archive that it is a member of.
    package var archive: FileID?

    package init(
        file: FileID, claim: ClaimedFile, checkpoint: Checkpoint, sequenceBase: Int64,
        isSelection: Bool = false, archive: FileID? = nil
    ) {
        self.archive = archive
        self.isSelection = isSelection
        self.file = file
        self.claim = claim
        self.checkpoint = checkpoint
        self.sequenceBase = sequenceBase
    }
}

/// A registered file whose original may still lie in the inbox, by its identity there.
package struct UnremovedSource: Hashable, Sendable {
    package var file: FileID
    package var feed: FeedName
    package var name: String
    package var source: SourceIdentity

    package init(file: FileID, feed: FeedName, name: String, source: SourceIdentity) {
        self.file = file
        self.feed = feed
        self.name = name
        self.source = source
    }
}

/// How much of the device the outbox takes, for back-pressure.
package struct OutboxUsage: Hashable, Sendable {
    /// The database and its write-ahead log on the device.
    package var bytes: Int64
    /// Of those, pages that are free for reuse.
    package var freeBytes: Int64
    /// Of those, the write-ahead log: it keeps its size, and what is in it belongs to the database's
    /// pages already.
    package var logBytes: Int64
    package var pendingDeliveries: Int64

    /// Bytes that hold something: what counts toward `limits.outbox`.
    package var usedBytes: Int64 { bytes - freeBytes - logBytes }

    package init(
        bytes: Int64, freeBytes: Int64, logBytes: Int64 = 0, pendingDeliveries: Int64
    ) {
        self.bytes = bytes
        self.freeBytes = freeBytes
        self.logBytes = logBytes
        self.pendingDeliveries = pendingDeliveries
    }
}

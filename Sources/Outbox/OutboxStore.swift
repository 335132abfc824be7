package import Vocabulary

/// Where files, batches, deliveries and dead letters are kept: the port behind which SQLite stands
/// now and PostgreSQL will stand later. Every store passes `OutboxConformance` in TestSupport.
///
/// Calls block; they are made from threads of their own, never from Swift's cooperative pool.
/// `commit` is called by one thread (`GroupCommitter`); the reading calls by any.
package protocol OutboxStore: AnyObject, Sendable {
    /// Does ahead of `commit` what costs time and needs no transaction (compressing payloads).
    ///
    /// Called on the thread that submits a change, so that the one thread that commits is spared
    /// it. Optional: `commit` takes changes that were not prepared.
    func prepare(_ change: inout OutboxChange)

    /// Work that can wait, done between two commits on the thread that commits: checkpoints.
    ///
    /// - Parameter isIdle: nothing waits to be committed, so that smaller gains are worth it.
    func tidy(isIdle: Bool) throws(OutboxError)

    /// Applies the changes in order in one transaction, and returns one result for each.
    ///
    /// Everything is durable (fsynced) when it returns, and nothing is when it throws. A change that
    /// can't be applied because of what it says (a stale checkpoint, an unknown delivery) does not
    /// throw: its result is `.refused`, and the others go through.
    func commit(_ changes: [OutboxChange]) throws(OutboxError) -> [OutboxResult]

    /// What `claim` would answer now for a file that has to be read; nil when it need not be, or
    /// when nothing can be said. Only a forecast: the claim itself decides, and a chunk that was cut
    /// by a wrong forecast is refused.
    func foresee(_ claim: ClaimedFile) throws(OutboxError) -> ForeseenClaim?

    /// Hands out deliveries that are due, oldest first, in fair turns between partners, and marks
    /// them as leased, so that they are not handed out again before they are settled or released.
    /// A lease ends with the process that holds it.
    func lease(_ request: LeaseRequest) throws(OutboxError) -> LeaseAnswer

    /// Gives leases back unsettled (a drain, a hold): the deliveries are due as they were.
    func release(_ deliveries: [DeliveryID])

    /// The records of a batch, as `BatchToStore.payload` gave them (decompressed).
    func payload(of batch: BatchID) throws(OutboxError) -> [UInt8]

    /// Files that were claimed and are not finished, in the order in which they were claimed.
    func unfinishedFiles() throws(OutboxError) -> [UnfinishedFile]

    /// The files whose receipt has to be written (again), at most `limit`.
    func filesOwingReceipt(limit: Int) throws(OutboxError) -> [FileID]

    /// Registered files whose original may still lie in the inbox (`sourceRemoved` was not
    /// committed yet).
    func unremovedSources() throws(OutboxError) -> [UnremovedSource]

    /// A file's rejected records after `number`, ascending, at most `limit`.
    func rejects(
        of file: FileID, after number: Int64, limit: Int
    ) throws(OutboxError) -> [RejectedRecord]

    /// The rows that a replay reads, unless it reads all: those from `number` on, ascending and
    /// disjoint, at most `limit` runs. The first may begin before `number`, or end before it.
    func replayRuns(
        of file: FileID, from number: Int64, limit: Int
    ) throws(OutboxError) -> [ReplayRun]

    func revision(_ id: RevisionID) throws(OutboxError) -> Revision?

    /// The revisions whose names begin with `prefix`, at most `limit`, the one that was accepted
    /// last first.
    func revisions(
        startingWith prefix: String, limit: Int
    ) throws(OutboxError) -> [AcceptedRevision]

    /// The breakers and holds as last committed.
    func destinationStates() throws(OutboxError) -> [DestinationState]

    /// Bytes on the device, and what waits.
    func usage() throws(OutboxError) -> OutboxUsage

    /// What the unfinished files with `release: whole-file` take. Reads much: not to be asked often.
    func heldBack() throws(OutboxError) -> HeldBackWork

    /// What operators ask: one question, one answer.
    func story(of file: FileID) throws(OutboxError) -> FileStory?
    func files(_ query: FilesQuery) throws(OutboxError) -> [FileSummary]
    func deadLetters(_ query: DeadLettersQuery) throws(OutboxError) -> [DeadLetter]
    func ledger() throws(OutboxError) -> [LedgerLine]
    /// Recounts everything from the batches, deliveries, dead letters and rejects themselves, and
    /// compares with the running counters.
    func recount() throws(OutboxError) -> [Discrepancy]
    func queued() throws(OutboxError) -> [QueuedWork]
}

extension OutboxStore {
    package func prepare(_ change: inout OutboxChange) {}
    package func foresee(_ claim: ClaimedFile) throws(OutboxError) -> ForeseenClaim? { nil }
    package func tidy(isIdle: Bool) throws(OutboxError) {}
    package func heldBack() throws(OutboxError) -> HeldBackWork {
        HeldBackWork(files: [], isRestDrained: false)
    }
}

/// What an outbox call was attempted on, and whether trying again can help.
package enum OutboxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// No room on the device, or over the outbox's limit: intake pauses, dispatch goes on.
    case full(String)
    /// The device failed to write or to sync: acknowledge nothing more and exit at once.
    case deviceFailed(String)
    /// The file is not an outbox, is damaged, or was written by a newer Hopper.
    case unusable(String)
    /// Another daemon has it.
    case inUse(String)
    /// A bug of ours or of the store's: an SQL error, a broken invariant.
    case failed(String)

    package var description: String {
        switch self {
        case .full(let text), .deviceFailed(let text), .unusable(let text), .inUse(let text),
            .failed(let text):
            text
        }
    }
}

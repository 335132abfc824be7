import Outbox
import Platform
import Vocabulary

/// A real store of which some commits fail: before anything is written, or after, when only the
/// answer is lost.
final class FaultyStore: OutboxStore {
    enum Fault: Hashable, Sendable {
        case full, failed
        /// It is committed, and nobody hears of it.
        case answerLost
    }

    private let store: any OutboxStore
    /// How many commits with a change that `isAsked` are still to pass, and what happens then.
    private let plan: Monitor<(left: Int, fault: Fault)?>
    private let isAsked: @Sendable (OutboxChange) -> Bool
    private let isLasting: Bool
    /// How many changes each commit was asked to make.
    let commits = Monitor<[Int]>([])
    /// When it failed.
    let failures = Monitor<[ContinuousClock.Instant]>([])
    /// Unless nil, every file has rejects without end; the number of the last one that was given.
    let endlessRejects: Monitor<Int64>?

    init(
        _ store: any OutboxStore, at number: Int, fault: Fault, isLasting: Bool = false,
        endlessRejects: Monitor<Int64>? = nil,
        of isAsked: @escaping @Sendable (OutboxChange) -> Bool
    ) {
        self.store = store
        self.endlessRejects = endlessRejects
        plan = Monitor((number, fault))
        self.isLasting = isLasting
        self.isAsked = isAsked
    }

    var hasFailed: Bool { plan.withLock { $0 == nil } }

    func commit(_ changes: [OutboxChange]) throws(OutboxError) -> [OutboxResult] {
        commits.withLock { $0.append(changes.count) }
        let fault = plan.withLock { plan -> Fault? in
            guard let current = plan, changes.contains(where: isAsked) else { return nil }
            if current.left > 1 {
                plan = (current.left - 1, current.fault)
                return nil
            }
            if !isLasting { plan = nil }
            failures.withLock(notify: true) { $0.append(.now) }
            return current.fault
        }
        switch fault {
        case nil: return try store.commit(changes)
        case .full: throw .full("no room, says the test")
        case .failed: throw .failed("no luck, says the test")
        case .answerLost:
            _ = try store.commit(changes)
            throw .failed("the answer is lost, says the test")
        }
    }

    func foresee(_ claim: ClaimedFile) throws(OutboxError) -> ForeseenClaim? {
        try store.foresee(claim)
    }
    func prepare(_ change: inout OutboxChange) { store.prepare(&change) }
    func tidy(isIdle: Bool) throws(OutboxError) { try store.tidy(isIdle: isIdle) }
    func lease(_ request: LeaseRequest) throws(OutboxError) -> LeaseAnswer {
        try store.lease(request)
    }
    func release(_ deliveries: [DeliveryID]) { store.release(deliveries) }
    func payload(of batch: BatchID) throws(OutboxError) -> [UInt8] { try store.payload(of: batch) }
    func unfinishedFiles() throws(OutboxError) -> [UnfinishedFile] { try store.unfinishedFiles() }
    func filesOwingReceipt(limit: Int) throws(OutboxError) -> [FileID] {
        try store.filesOwingReceipt(limit: limit)
    }
    func unremovedSources() throws(OutboxError) -> [UnremovedSource] {
        try store.unremovedSources()
    }
    func rejects(
        of file: FileID, after number: Int64, limit: Int
    ) throws(OutboxError) -> [RejectedRecord] {
        if let endlessRejects {
            endlessRejects.withLock(notify: true) { $0 = number + 1 }
            return [
                RejectedRecord(
                    number: number + 1, line: 1, byteOffset: 0, rule: "fields", reason: "endless",
                    columns: ["x"])
            ]
        }
        return try store.rejects(of: file, after: number, limit: limit)
    }
    func replayRuns(
        of file: FileID, from number: Int64, limit: Int
    ) throws(OutboxError) -> [ReplayRun] {
        try store.replayRuns(of: file, from: number, limit: limit)
    }
    func revision(_ id: RevisionID) throws(OutboxError) -> Revision? { try store.revision(id) }
    func revisions(
        startingWith prefix: String, limit: Int
    ) throws(OutboxError) -> [AcceptedRevision] {
        try store.revisions(startingWith: prefix, limit: limit)
    }
    func destinationStates() throws(OutboxError) -> [DestinationState] {
        try store.destinationStates()
    }
    func heldBack() throws(OutboxError) -> HeldBackWork { try store.heldBack() }
    func usage() throws(OutboxError) -> OutboxUsage { try store.usage() }
    func story(of file: FileID) throws(OutboxError) -> FileStory? { try store.story(of: file) }
    func files(_ query: FilesQuery) throws(OutboxError) -> [FileSummary] {
        try store.files(query)
    }
    func deadLetters(_ query: DeadLettersQuery) throws(OutboxError) -> [DeadLetter] {
        try store.deadLetters(query)
    }
    func ledger() throws(OutboxError) -> [LedgerLine] { try store.ledger() }
    func recount() throws(OutboxError) -> [Discrepancy] { try store.recount() }
    func queued() throws(OutboxError) -> [QueuedWork] { try store.queued() }
}

import Outbox
import Platform
import Synchronization
import Vocabulary

/// A store that keeps nothing: it notes what it is given, and fails as it is told.
final class ScriptedStore: OutboxStore {
    private struct Gate {
        var isHeld = false
        var isWaiting = false
    }

    private let gate = Monitor(Gate())
    private let notes = Mutex<[[Int]]>([])
    private let script = Mutex<[Int: OutboxError]>([:])

    /// The changes of each commit that went through.
    var groups: [[Int]] { notes.withLock { $0 } }

    /// Which changes make their commit fail, and how.
    var failures: [Int: OutboxError] {
        get { script.withLock { $0 } }
        set { script.withLock { $0 = newValue } }
    }

    /// The next commit waits for `letGo`.
    func hold() { gate.withLock { $0.isHeld = true } }
    func waitUntilHeld() { _ = gate.wait { $0.isWaiting ? true : nil } }
    func letGo() { gate.withLock(notify: true) { $0.isHeld = false } }

    func commit(_ changes: [OutboxChange]) throws(OutboxError) -> [OutboxResult] {
        gate.withLock(notify: true) { $0.isWaiting = true }
        _ = gate.wait { $0.isHeld ? nil : true }
        let numbers = changes.map { change in
            switch change {
            case .claim(let claim): Int(claim.size)
            case .settle(let settlement): Int(settlement.delivery.row)
            default: -1
            }
        }
        if let failure = numbers.compactMap({ failures[$0] }).first { throw failure }
        notes.withLock { $0.append(numbers) }
        return changes.map { _ in .done }
    }

    func lease(_ request: LeaseRequest) throws(OutboxError) -> LeaseAnswer {
        LeaseAnswer(deliveries: [], nextDueAt: nil)
    }
    func release(_ deliveries: [DeliveryID]) {}
    func payload(of batch: BatchID) throws(OutboxError) -> [UInt8] { [] }
    func unfinishedFiles() throws(OutboxError) -> [UnfinishedFile] { [] }
    func filesOwingReceipt(limit: Int) throws(OutboxError) -> [FileID] { [] }
    func unremovedSources() throws(OutboxError) -> [UnremovedSource] { [] }
    func rejects(
        of file: FileID, after number: Int64, limit: Int
    ) throws(OutboxError) -> [RejectedRecord] { [] }
    func replayRuns(
        of file: FileID, from number: Int64, limit: Int
    ) throws(OutboxError) -> [ReplayRun] { [] }
    func revision(_ id: RevisionID) throws(OutboxError) -> Revision? { nil }
    func revisions(
        startingWith prefix: String, limit: Int
    ) throws(OutboxError) -> [AcceptedRevision] { [] }
    func destinationStates() throws(OutboxError) -> [DestinationState] { [] }
    func usage() throws(OutboxError) -> OutboxUsage {
        OutboxUsage(bytes: 0, freeBytes: 0, pendingDeliveries: 0)
    }
    func story(of file: FileID) throws(OutboxError) -> FileStory? { nil }
    func files(_ query: FilesQuery) throws(OutboxError) -> [FileSummary] { [] }
    func deadLetters(_ query: DeadLettersQuery) throws(OutboxError) -> [DeadLetter] { [] }
    func ledger() throws(OutboxError) -> [LedgerLine] { [] }
    func recount() throws(OutboxError) -> [Discrepancy] { [] }
    func queued() throws(OutboxError) -> [QueuedWork] { [] }
}

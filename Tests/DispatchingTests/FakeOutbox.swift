import Outbox
import Platform
import Vocabulary

/// An outbox in memory: as much of one as the dispatcher needs. A settlement that does not account
/// for exactly the delivery's records is a failed test.
final class FakeOutbox: OutboxStore {
    struct Entry {
        var delivery: LeasedDelivery
        var dueAt: Timestamp
        var isLeased = false
    }

    struct State {
        var queue: [Int64: Entry] = [:]
        var payloads: [BatchID: [UInt8]] = [:]
        var delivered: [String: [RecordID]] = [:]
        var dead: [String: [DeadRecord]] = [:]
        var states: [String: DestinationState] = [:]
        var settlements: [Settlement] = []
        var faults: [String] = []
        var released = 0
        var isFull = false
        /// Settlements still to be refused, their deliveries left as they are.
        var refusals = 0
        var nextRow: Int64 = 1
    }

    let state = Monitor(State())

    /// Queues a batch of `count` records for each of the destinations.
    @discardableResult
    func queue(
        _ number: Int, records count: Int, to destinations: [String], partner: String = "acme",
        only: [Int]? = nil
    ) -> BatchID {
        let feed = FeedName(partner: partner, feed: "customers")
        let content = ContentHash(bytes: [UInt8](repeating: 7, count: 32))
        let file = FileID(feed: feed, content: content, occurrence: 1)
        let batch = BatchID(file: file, number: number)
        let lines = (1...count).map { index in
            let id = RecordID(file: file, number: number * 10_000 + index)
            return #"{"id":"\#(id)","line":\#(index),"data":{"n":\#(index)}}"#
        }
        var records = RecordSet.all(count)
        if let only { records = RecordSet(capacity: count); only.forEach { records.insert($0) } }
        state.withLock(notify: true) { state in
            state.payloads[batch] = Array(lines.joined(separator: ",\n").utf8)
            for destination in destinations {
                let id = DeliveryID(row: state.nextRow)
                state.nextRow += 1
                state.queue[id.row] = Entry(
                    delivery: LeasedDelivery(
                        id: id, batch: batch, feed: feed, fileName: "ä \"x\".csv",
                        content: content, destination: destination, contract: "v2",
                        records: records, attempts: 0, firstAttemptAt: nil),
                    dueAt: Timestamp(milliseconds: 0))
            }
        }
        return batch
    }

    /// Waits for the state to be so; nil after ten seconds.
    func wait<Value>(until take: (inout State) -> Value?) -> Value? {
        state.wait(timeout: .seconds(10), until: take)
    }

    func commit(_ changes: [OutboxChange]) throws(OutboxError) -> [OutboxResult] {
        try state.withLock(notify: true) { state throws(OutboxError) in
            var results: [OutboxResult] = []
            for change in changes {
                switch change {
                case .settle(let settlement):
                    if state.isFull { throw .full("no room") }
                    if state.refusals > 0 {
                        state.refusals -= 1
                        results.append(.refused("says the test"))
                        continue
                    }
                    results.append(Self.settle(settlement, &state))
                case .destinationState(let new):
                    state.states[new.destination] = new
                    results.append(.done)
                default: throw .failed("not for the dispatcher")
                }
            }
            return results
        }
    }

    private static func settle(_ settlement: Settlement, _ state: inout State) -> OutboxResult {
        guard let entry = state.queue.removeValue(forKey: settlement.delivery.row) else {
            return .refused("no such delivery")
        }
        state.settlements.append(settlement)
        let records = entry.delivery.records
        var all = settlement.delivered.indices + settlement.dead.map(\.index)
        all += settlement.remaining.flatMap(\.records.indices)
        if all.sorted() != records.indices { state.faults.append("not a partition") }
        if !entry.isLeased { state.faults.append("settled without a lease") }
        let name = entry.delivery.destination
        let lines = String(decoding: state.payloads[entry.delivery.batch]!, as: UTF8.self)
            .split(separator: "\n")
        for index in settlement.delivered.indices {
            state.delivered[name, default: []].append(
                RecordID(String(lines[index].dropFirst(7).prefix { $0 != "\"" }))!)
        }
        state.dead[name, default: []] += settlement.dead
        for part in settlement.remaining {
            var delivery = entry.delivery
            delivery.id = DeliveryID(row: state.nextRow)
            state.nextRow += 1
            delivery.records = part.records
            delivery.attempts = part.attempts
            delivery.firstAttemptAt = delivery.firstAttemptAt ?? settlement.at
            state.queue[delivery.id.row] = Entry(delivery: delivery, dueAt: part.dueAt)
        }
        return .settled(completed: state.queue.isEmpty ? [entry.delivery.batch.file] : [])
    }

    func lease(_ request: LeaseRequest) throws(OutboxError) -> LeaseAnswer {
        state.withLock { state in
            let waiting = state.queue.filter {
                !$0.value.isLeased && $0.value.delivery.destination == request.destination
            }
            let due = waiting.filter { $0.value.dueAt <= request.now }.keys.sorted()
                .prefix(request.limit)
            for row in due { state.queue[row]!.isLeased = true }
            return LeaseAnswer(
                deliveries: due.map { state.queue[$0]!.delivery },
                nextDueAt: waiting.filter { !due.contains($0.key) }.values.map(\.dueAt).min())
        }
    }

    func release(_ deliveries: [DeliveryID]) {
        state.withLock(notify: true) { state in
            state.released += deliveries.count
            for id in deliveries { state.queue[id.row]?.isLeased = false }
        }
    }

    func payload(of batch: BatchID) throws(OutboxError) -> [UInt8] {
        state.withLock { $0.payloads[batch]! }
    }

    func destinationStates() throws(OutboxError) -> [DestinationState] {
        state.withLock { Array($0.states.values) }
    }

    func queued() throws(OutboxError) -> [QueuedWork] {
        state.withLock { state in
            Set(state.queue.values.map(\.delivery.destination)).map {
                QueuedWork(
                    destination: $0, contract: "v2", deliveries: 1, records: 1,
                    oldestClaimedAt: nil)
            }
        }
    }

    // What the dispatcher never asks.
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
    func usage() throws(OutboxError) -> OutboxUsage {
        OutboxUsage(bytes: 0, freeBytes: 0, pendingDeliveries: 0)
    }
    func story(of file: FileID) throws(OutboxError) -> FileStory? { nil }
    func files(_ query: FilesQuery) throws(OutboxError) -> [FileSummary] { [] }
    func deadLetters(_ query: DeadLettersQuery) throws(OutboxError) -> [DeadLetter] { [] }
    func ledger() throws(OutboxError) -> [LedgerLine] { [] }
    func recount() throws(OutboxError) -> [Discrepancy] { [] }
}

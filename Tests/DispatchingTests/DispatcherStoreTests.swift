import Configuration
import Dispatching
import HTTP
import JSON
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

/// The dispatcher over the real store, with restarts in between.
@Suite(.timeLimit(.minutes(1))) struct DispatcherStoreTests {
    static func fill(_ store: any OutboxStore, partner: String, batches: Int, records: Int) throws {
        let claim = Sample.claim(partner, inode: UInt64(partner.utf8.count))
        let file = try store.accept(claim)
        var from = Checkpoint.start
        for number in 1...batches {
            let first = (number - 1) * records
            let lines = (1...records).map {
                let id = RecordID(file: file, number: first + $0)
                return #"{"id":"\#(id)","data":{}}"#
            }
            var some = RecordSet(capacity: records)
            for index in stride(from: 0, to: records, by: 3) { some.insert(index) }
            let batch = BatchToStore(
                number: number, records: records,
                payload: Array(lines.joined(separator: ",\n").utf8),
                routes: [
                    BatchRoute(destination: "crm", contract: "v2", records: .all(records)),
                    BatchRoute(destination: "billing", contract: "v1", records: some),
                ])
            from = try store.append([batch], to: file, from: from)
        }
        try same(
            try store.one(
                .finish(
                    FileFinish(file: file, state: .archived, at: Timestamp(milliseconds: 2000)))),
            .done)
    }

    /// What a service has taken, and the bytes of each record.
    struct Taken: Sendable {
        var attempts: [String: Int] = [:]
        var taken: [String: Int] = [:]
    }

    static func unreliable(_ request: StandInService.Request, _ taken: Monitor<Taken>)
        -> HTTPServerResponse
    {
        taken.withLock { taken in
            let entries: [JSONValue] = request.ids.map { id in
                let number = RecordID(id)!.number
                let attempt = taken.attempts[id, default: 0]
                taken.attempts[id] = attempt + 1
                let status = number % 50 == 7 ? 422 : number % 11 == 3 && attempt == 0 ? 503 : 201
                if status == 201 { taken.taken[id, default: 0] += 1 }
                return ["id": .string(id), "status": .integer(status)]
            }
            let body: JSONValue = .object([.init("results", .array(entries))])
            return HTTPServerResponse(200, json: body.serialized())
        }
    }

    @Test func `the ledger balances over restarts, and nothing is taken twice`() throws {
        let scratch = ScratchDirectory()
        let path = scratch.path + "/outbox.db"
        let taken = Monitor(Taken())
        let service = try StandInService { Self.unreliable($0, taken) }
        let billed = Monitor(Taken())
        let billing = try StandInService { Self.unreliable($0, billed) }
        let configuration = DispatchFixture.configuration([
            DispatchFixture.destination("crm", service.url),
            DispatchFixture.destination("billing", billing.url),
        ])
        let completed = Monitor<[FileID]>([])
        do {
            let store = try SQLiteOutbox.open(path, mode: .daemon)
            try Self.fill(store, partner: "acme", batches: 30, records: 100)
            try Self.fill(store, partner: "globex", batches: 10, records: 100)
        }
        for restart in 1...4 {
            let store = try SQLiteOutbox.open(path, mode: .daemon)
            let committer = GroupCommitter(store: store) { fatalError("\($0)") }
            let dispatcher = Dispatcher(
                outbox: store, committer: committer, configuration: configuration,
                credentialsDirectory: nil, clock: SteadyClock(), seed: 7, events: { _ in },
                onFilesCompleted: { files in completed.withLock(notify: true) { $0 += files } })
            try dispatcher.start()
            if restart < 4 {
                let seen = service.all.count
                #expect(
                    service.requests.wait(timeout: .seconds(20)) {
                        $0.count >= min(seen + 8, 40) ? true : nil
                    } == true)
            } else {
                #expect(
                    completed.wait(timeout: .seconds(20)) { $0.count == 2 ? true : nil } == true)
            }
            #expect(dispatcher.drain(within: .seconds(10)))
            committer.stop()
        }
        service.server.stop()
        billing.server.stop()
        let store = try SQLiteOutbox.open(path, mode: .daemon)
        #expect(try store.recount().isEmpty)
        let ledger = try store.ledger()
        #expect(ledger.count == 4)
        for line in ledger {
            #expect(line.isBalanced)
            #expect(line.pending == 0)
        }
        let sums = Dictionary(
            ledger.map { ($0.destination, [$0.delivered, $0.dead]) },
            uniquingKeysWith: { zip($0, $1).map(+) })
        #expect(sums["crm"] == [3920, 80])
        #expect((sums["billing"] ?? []).reduce(0, +) == 1360)
        #expect(taken.withLock { $0.taken.count } == 3920)
        #expect(taken.withLock { $0.taken.values.allSatisfy { $0 == 1 } })
        #expect(billed.withLock { $0.taken.values.allSatisfy { $0 == 1 } })
    }
}

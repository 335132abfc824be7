import Outbox
import Vocabulary

extension OutboxConformance {
    static let settlements: [OutboxConformance] = [
        OutboxConformance("a settlement splits a delivery exactly") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1, records: 6)], to: file, from: .start)
            try store.one(Sample.finish(file))
            let leased = try store.leaseAll("crm")[0]
            let later = Timestamp(milliseconds: 9000)
            let result = try store.one(
                .settle(
                    Settlement(
                        delivery: leased.id, at: Timestamp(milliseconds: 5000),
                        delivered: Sample.set([0], of: 6), dead: Sample.dead(leased, [1]),
                        remaining: [
                            RemainingPart(
                                records: Sample.set([2, 3], of: 6), attempts: 1, dueAt: later),
                            RemainingPart(
                                records: Sample.set([4, 5], of: 6), attempts: 0, dueAt: later),
                        ], lastAnswer: "207")))
            try same(result, .settled(completed: []))
            try same(try store.recount(), [])
            try fixture.reopen()
            let parts = try fixture.store.leaseAll("crm", now: 9000)
            try same(
                parts.map(\.records), [Sample.set([2, 3], of: 6), Sample.set([4, 5], of: 6)])
            try same(parts.map(\.attempts), [1, 0])
            try same(
                parts.map(\.firstAttemptAt),
                Array(repeating: Timestamp(milliseconds: 5000), count: 2))
            try same(try fixture.store.deliver(parts[0]), .settled(completed: []))
            try same(try fixture.store.deliver(parts[1]), .settled(completed: [file]))
            let line = try fixture.store.ledger()[0]
            try same([line.delivered, line.dead, line.pending], [5, 1, 0])
            try holds(line.isBalanced, "the ledger does not balance")
            try same(try fixture.store.recount(), [])
        },
        OutboxConformance("a settlement of other records than were carried is refused") {
            fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append(
                [
                    Sample.batch(
                        1,
                        routes: [
                            BatchRoute(
                                destination: "crm", contract: "v1",
                                records: Sample.set([0, 1, 2], of: 4))
                        ])
                ], to: file, from: .start)
            let leased = try store.leaseAll("crm")[0]
            func settlement(
                _ delivered: [Int], dead: [Int] = [], remaining: [[Int]] = [], of capacity: Int = 4
            ) -> OutboxChange {
                .settle(
                    Settlement(
                        delivery: leased.id, at: Timestamp(milliseconds: 5000),
                        delivered: Sample.set(delivered, of: capacity),
                        dead: Sample.dead(leased, dead),
                        remaining: remaining.map {
                            RemainingPart(
                                records: Sample.set($0, of: capacity), attempts: 1,
                                dueAt: Timestamp(milliseconds: 0))
                        }, lastAnswer: ""))
            }
            for wrong in [
                settlement([0, 1]), settlement([0, 1, 2, 3]), settlement([0, 1], dead: [1, 2]),
                settlement([0, 1, 2], remaining: [[2]]), settlement([0, 1], dead: [3]),
                settlement([0, 1, 2], remaining: [[]]), settlement([0, 1, 2], of: 5),
                settlement([0], dead: [1, 1, 2]), settlement([0, 1], dead: [7]),
                settlement([], remaining: [[0, 1], [1, 2]]),
            ] {
                try store.refuses(wrong)
            }
            try same(try store.leaseAll("crm"), [], "a refused settlement ended the lease")
            try same(try store.one(settlement([0, 1, 2])), .settled(completed: []))
            try store.refuses(settlement([0, 1, 2]))
            try same(try store.recount(), [])
        },
        OutboxConformance("a file is complete when all its destinations are done") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append(
                [Sample.batch(1, to: ["crm", "billing"])], to: file, from: .start)
            try store.deliver(try store.leaseAll("crm")[0])
            try same(try store.filesOwingReceipt(limit: 5), [])
            try store.one(Sample.finish(file))
            try same(try store.filesOwingReceipt(limit: 5), [file])
            try store.one(.receiptWritten(file))
            try same(try store.filesOwingReceipt(limit: 5), [])
            try same(
                try store.deliver(try store.leaseAll("billing")[0]),
                .settled(completed: [file]))
            try same(try store.filesOwingReceipt(limit: 5), [file])
            try store.one(.receiptWritten(file))
            try same(try store.filesOwingReceipt(limit: 5), [])
        },
        OutboxConformance("a receipt that fell due while one was written stays owed") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1)], to: file, from: .start)
            try store.one(Sample.finish(file))
            try same(try store.filesOwingReceipt(limit: 5), [file])
            try store.deliver(try store.leaseAll("crm")[0])
            try store.one(.receiptWritten(file))
            try same(try store.filesOwingReceipt(limit: 5), [file])
            try store.one(.receiptWritten(file))
            try same(try store.filesOwingReceipt(limit: 5), [])
        },
    ]
}

import Outbox
import Vocabulary

extension OutboxConformance {
    static let appends: [OutboxConformance] = [
        OutboxConformance("a chunk is there whole after a restart") { fixture in
            let file = try fixture.store.accept(Sample.claim())
            let batches = [Sample.batch(1), Sample.batch(2, records: 3)]
            let rejects = [Sample.reject(8), Sample.reject(9, column: nil)]
            let checkpoint = try fixture.store.append(
                batches, rejects: rejects, filtered: 2, to: file, from: .start)
            try fixture.reopen()
            let store = fixture.store
            try same(try store.unfinishedFiles().map(\.checkpoint), [checkpoint])
            for batch in batches {
                try same(
                    try store.payload(of: BatchID(file: file, number: batch.number)),
                    batch.payload)
            }
            try same(try store.rejects(of: file, after: 0, limit: 10), rejects)
            try same(try store.rejects(of: file, after: 8, limit: 10), [rejects[1]])
            try same(try store.rejects(of: file, after: 0, limit: 1), [rejects[0]])
            let story = try store.story(of: file)
            try same(
                story?.summary.counts, RecordCounts(accepted: 7, rejected: 2, filtered: 2))
            try same(
                story?.rejectedBy.map(\.rule).sorted(), ["quote", "type"])
            try same(story?.rejectedBy.map(\.count), [1, 1])
            try same(
                story?.destinations,
                [
                    FileStory.DestinationCounts(
                        destination: "crm", contract: "v1", routed: 7, delivered: 0, dead: 0,
                        cancelled: 0, pending: 7)
                ])
            try same(try store.recount(), [])
        },
        OutboxConformance("a chunk from another checkpoint is refused, the rest goes through") {
            fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            let other = try store.accept(Sample.claim(name: "b", content: 2, inode: 2))
            let chunk = Sample.chunk([Sample.batch(1)], of: file, from: .start)
            let results = try store.commit([
                .append(chunk), .append(chunk),
                .append(Sample.chunk([Sample.batch(1)], of: other, from: .start)),
            ])
            try same(results.count, 3)
            try same([results[0], results[2]], [.done, .done])
            guard case .refused = results[1] else { throw Nonconformance("\(results[1])") }
            try same(try store.unfinishedFiles().map(\.checkpoint.batches), [1, 1])
            try same(try store.recount(), [])
        },
        OutboxConformance("a chunk that does not add up is refused") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            let good = Sample.chunk(
                [Sample.batch(1)], rejects: [Sample.reject(5)], of: file, from: .start)
            let faults: [(inout FileChunk) -> Void] = [
                { $0.to.counts.accepted += 1 }, { $0.to.counts.made += 1 },
                { $0.batches[0].inputs += 1 }, { $0.batches[0].inputs = -1 },
                { $0.to.counts.rejected += 1 },
                { $0.to.counts.filtered -= 1 }, { $0.to.batches += 1 },
                { $0.to.position.records += 1 }, { $0.batches[0].number = 2 },
                { $0.batches[0].routes[0].records = .all(3) },
                { $0.batches[0].routes += $0.batches[0].routes }, { $0.rejects = [] },
            ]
            for fault in faults {
                var chunk = good
                fault(&chunk)
                try store.refuses(.append(chunk))
            }
            try same(try store.recount(), [])
            try same(try store.one(.append(good)), .done)
        },
        OutboxConformance("whole-file deliveries wait for the verdict") { fixture in
            let store = fixture.store
            let kept = try store.accept(Sample.claim(isHeldBack: true))
            let dropped = try store.accept(
                Sample.claim(name: "b", content: 2, inode: 2, isHeldBack: true))
            try store.append([Sample.batch(1)], to: kept, from: .start)
            try store.append([Sample.batch(1), Sample.batch(2)], to: dropped, from: .start)
            try same(try store.leaseAll("crm"), [])
            try same(try store.story(of: kept)?.deliveries.map(\.state), ["held"])
            try store.one(Sample.finish(kept))
            try store.one(Sample.finish(dropped, .quarantined(rule: "limit", reason: "many")))
            try same(try store.leaseAll("crm").map(\.batch.file), [kept])
            let story = try store.story(of: dropped)
            try same(story?.summary.state, .quarantined)
            try same(story?.summary.detail, "limit: many")
            try same(story?.destinations.first?.cancelled, 8)
            try same(story?.destinations.first?.pending, 0)
            try same(try store.usage().pendingDeliveries, 1)
            try same(try store.recount(), [])
        },
        OutboxConformance("a file is not finished short of its last chunk") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            let end = Sample.chunk([Sample.batch(1)], of: file, from: .start)
            let finish = OutboxChange.finish(
                FileFinish(
                    file: file, state: .archived, at: Timestamp(milliseconds: 4000),
                    checkpoint: end.to))
            try store.refuses(finish)
            try same(try store.one(.append(end)), .done)
            try same(try store.one(finish), .done)
        },
        OutboxConformance("what was streamed goes on when its file is quarantined") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1)], to: file, from: .start)
            try store.one(Sample.finish(file, .quarantined(rule: "limit", reason: "many")))
            let leased = try store.leaseAll("crm")
            try same(leased.count, 1)
            try same(try store.deliver(leased[0]), .settled(completed: [file]))
            try same(try store.recount(), [])
        },
        OutboxConformance("the ledger tells routed from not routed") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            let some = Sample.set([0, 3], of: 4)
            let routes = [
                BatchRoute(destination: "crm", contract: "v1", records: .all(4)),
                BatchRoute(destination: "billing", contract: "v7", records: some),
                BatchRoute(destination: "nobody", contract: "v7", records: RecordSet(capacity: 4)),
            ]
            try store.append(
                [Sample.batch(1, routes: routes)], rejects: [Sample.reject(5)], filtered: 3,
                to: file, from: .start)
            let billing = try store.leaseAll("billing")
            try same(billing.map(\.records), [some])
            try same(billing.map(\.contract), ["v7"])
            try store.deliver(billing[0])
            let lines = try store.ledger()
            try same(lines.map(\.destination), ["billing", "crm"])
            try same(lines.allSatisfy(\.isBalanced), true)
            try same(lines[0].delivered, 2)
            try same(lines[0].notRouted, 2)
            try same(lines[1].pending, 4)
            try same(lines.map(\.read), [8, 8])
            try same(lines.map(\.rejected), [1, 1])
            try same(lines.map(\.filtered), [3, 3])
            try same(
                try store.queued(),
                [
                    QueuedWork(
                        destination: "crm", contract: "v1", deliveries: 1, records: 4,
                        oldestClaimedAt: Timestamp(milliseconds: 1000))
                ])
            try same(try store.recount(), [])
        },
    ]
}

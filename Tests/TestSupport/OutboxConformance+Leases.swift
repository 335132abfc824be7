import Outbox
import Vocabulary

extension OutboxConformance {
    static let leases: [OutboxConformance] = [
        OutboxConformance("a delivery is leased once, and again after a release or a restart") {
            fixture in
            let file = try fixture.store.accept(Sample.claim())
            try fixture.store.append([Sample.batch(1), Sample.batch(2)], to: file, from: .start)
            let leased = try fixture.store.leaseAll("crm")
            try same(leased.map(\.batch.number), [1, 2])
            try same(leased.map(\.attempts), [0, 0])
            try same(leased[0].feed, FeedName(partner: "acme", feed: "customers"))
            try same(leased[0].fileName, "a.csv")
            try same(leased[0].content, Sample.claim().content)
            try same(leased[0].contract, "v1")
            try same(leased[0].records, .all(4))
            try same(leased[0].firstAttemptAt, nil)
            try same(try fixture.store.leaseAll("crm"), [])
            try same(try fixture.store.leaseAll("unknown"), [])
            fixture.store.release([leased[1].id])
            try same(try fixture.store.leaseAll("crm"), [leased[1]])
            try fixture.reopen()
            try same(try fixture.store.leaseAll("crm"), leased)
        },
        OutboxConformance("work not due yet is announced") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1)], to: file, from: .start)
            let leased = try store.leaseAll("crm")[0]
            try store.one(
                .settle(
                    Settlement(
                        delivery: leased.id, at: Timestamp(milliseconds: 2000),
                        delivered: RecordSet(capacity: 4), dead: [],
                        remaining: [
                            RemainingPart(
                                records: .all(4), attempts: 1,
                                dueAt: Timestamp(milliseconds: 9000))
                        ], lastAnswer: "503")))
            let early = try store.lease(
                LeaseRequest(
                    destination: "crm", now: Timestamp(milliseconds: 8999), limit: 5))
            try same(
                early, LeaseAnswer(deliveries: [], nextDueAt: Timestamp(milliseconds: 9000)))
            let late = try store.leaseAll("crm", now: 9000)
            try same(late.map(\.attempts), [1])
            try same(late.map(\.firstAttemptAt), [Timestamp(milliseconds: 2000)])
            try same(late.map(\.records), [.all(4)])
            // Nothing else waits, and what is leased is no news.
            let none = try store.lease(
                LeaseRequest(destination: "crm", now: Timestamp(milliseconds: 1), limit: 5))
            try same(none, LeaseAnswer(deliveries: [], nextDueAt: nil))
        },
        OutboxConformance("work put off under a clock that was set back since is due") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1)], to: file, from: .start)
            let leased = try store.leaseAll("crm")[0]
            try store.one(
                .settle(
                    Settlement(
                        delivery: leased.id, at: Timestamp(milliseconds: 1_000_000),
                        delivered: RecordSet(capacity: 4), dead: [],
                        remaining: [
                            RemainingPart(
                                records: .all(4), attempts: 1,
                                dueAt: Timestamp(milliseconds: 1_009_000))
                        ], lastAnswer: "503")))
            var request = LeaseRequest(
                destination: "crm", now: Timestamp(milliseconds: 2000), limit: 5,
                horizon: Timestamp(milliseconds: 1_009_000))
            try same(
                try store.lease(request),
                LeaseAnswer(deliveries: [], nextDueAt: Timestamp(milliseconds: 1_009_000)))
            request.horizon = Timestamp(milliseconds: 1_008_999)
            try same(try store.lease(request).deliveries.map(\.attempts), [1])
        },
        OutboxConformance("work not due yet is announced beside work that is due") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1), Sample.batch(2)], to: file, from: .start)
            let leased = try store.leaseAll("crm")
            try store.one(
                .settle(
                    Settlement(
                        delivery: leased[0].id, at: Timestamp(milliseconds: 2000),
                        delivered: RecordSet(capacity: 4), dead: [],
                        remaining: [
                            RemainingPart(
                                records: .all(4), attempts: 1,
                                dueAt: Timestamp(milliseconds: 9000))
                        ], lastAnswer: "503")))
            store.release([leased[1].id])
            let answer = try store.lease(
                LeaseRequest(
                    destination: "crm", now: Timestamp(milliseconds: 3000), limit: 5))
            try same(answer.deliveries.map(\.id), [leased[1].id])
            try same(answer.nextDueAt, Timestamp(milliseconds: 9000))
        },
        OutboxConformance("a clock set back does not hold up fresh work") { fixture in
            let file = try fixture.store.accept(Sample.claim(at: 50_000))
            try fixture.store.append([Sample.batch(1)], to: file, from: .start)
            try same(try fixture.store.leaseAll("crm", now: 10).count, 1)
        },
        OutboxConformance("partners take turns, the oldest first within each") { fixture in
            let store = fixture.store
            for (index, (partner, batches)) in [("acme", 6), ("beta", 2), ("gamma", 1)]
                .enumerated()
            {
                let file = try store.accept(
                    Sample.claim(partner, content: UInt8(index), inode: UInt64(index)))
                try store.append(
                    (1...batches).map { Sample.batch($0) }, to: file, from: .start)
            }
            func turn(_ limit: Int) throws -> [String] {
                try store.leaseAll("crm", limit: limit).map {
                    "\($0.feed.partner)\($0.batch.number)"
                }
            }
            try same(try turn(2), ["acme1", "beta1"])
            // The next turn begins after the partner that was served last.
            try same(try turn(2), ["gamma1", "acme2"])
            try same(try turn(3), ["beta2", "acme3", "acme4"])
            try same(try turn(9), ["acme5", "acme6"])
        },
        OutboxConformance("retries queue by when they are due") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim(at: 1000))
            try store.append((1...3).map { Sample.batch($0) }, to: file, from: .start)
            let leased = try store.leaseAll("crm")
            for (delivery, dueAt) in zip(leased, [300, 100, 200] as [Int64]) {
                try store.one(
                    .settle(
                        Settlement(
                            delivery: delivery.id, at: Timestamp(milliseconds: 50),
                            delivered: RecordSet(capacity: 4), dead: [],
                            remaining: [
                                RemainingPart(
                                    records: .all(4), attempts: 1,
                                    dueAt: Timestamp(milliseconds: dueAt))
                            ], lastAnswer: "503")))
            }
            try same(try store.leaseAll("crm", now: 250).map(\.batch.number), [2, 3])
            try same(try store.leaseAll("crm", now: 300).map(\.batch.number), [1])
        },
    ]
}

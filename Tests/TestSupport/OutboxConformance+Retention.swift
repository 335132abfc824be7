import Outbox
import Vocabulary

extension OutboxConformance {
    /// A store with one delivery of 4 records, of which records 1 and 2 are dead letters.
    private static func twoDead(_ store: any OutboxStore) throws -> FileID {
        let file = try store.accept(Sample.claim())
        try store.append([Sample.batch(1)], to: file, from: .start)
        try store.one(Sample.finish(file))
        let leased = try store.leaseAll("crm")[0]
        try store.one(
            .settle(
                Settlement(
                    delivery: leased.id, at: Timestamp(milliseconds: 5000),
                    delivered: Sample.set([0, 3], of: 4), dead: Sample.dead(leased, [1, 2]),
                    remaining: [], lastAnswer: "200")))
        return file
    }

    static let deaths: [OutboxConformance] = [
        OutboxConformance("dead letters are listed with what is known of them") { fixture in
            let file = try twoDead(fixture.store)
            try fixture.reopen()
            let store = fixture.store
            let letters = try store.deadLetters(DeadLettersQuery())
            try same(letters.map(\.record.number), [2, 3])
            let first = letters[0]
            try same(
                first,
                DeadLetter(
                    id: first.id, record: RecordID(file: file, number: 2),
                    batch: BatchID(file: file, number: 1), index: 1,
                    feed: FeedName(partner: "acme", feed: "customers"), fileName: "a.csv",
                    destination: "crm", contract: "v1", status: 422, error: "no e-mail",
                    diedAt: Timestamp(milliseconds: 5000), attempts: 1))
            try same(
                try store.deadLetters(DeadLettersQuery(partner: "acme", feed: "customers")).count, 2
            )
            try same(try store.deadLetters(DeadLettersQuery(partner: "beta")).count, 0)
            try same(
                try store.deadLetters(DeadLettersQuery(destination: "crm", file: file)).count, 2)
            try same(try store.deadLetters(DeadLettersQuery(destination: "billing")).count, 0)
            try same(
                try store.deadLetters(DeadLettersQuery(record: RecordID(file: file, number: 3)))
                    .count, 1)
            try same(try store.deadLetters(DeadLettersQuery(limit: 1)).count, 1)
            try same(
                try store.deadLetters(DeadLettersQuery(after: first.id)).map(\.index), [2])
        },
        OutboxConformance("dead letters go out again as a delivery of their own") { fixture in
            let store = fixture.store
            let file = try twoDead(store)
            let letters = try store.deadLetters(DeadLettersQuery()).map(\.id)
            let unknown = DeadLetterID(row: 99)
            try same(
                try store.one(
                    .retryDead(letters + [unknown], at: Timestamp(milliseconds: 7000))),
                .changed(2))
            try same(
                try store.one(.retryDead(letters, at: Timestamp(milliseconds: 7000))),
                .changed(0))
            try same(try store.recount(), [])
            let leased = try store.leaseAll("crm", now: 7000)
            try same(leased.map(\.records), [Sample.set([1, 2], of: 4)])
            try same(leased.map(\.attempts), [0])
            try same(leased.map(\.contract), ["v1"])
            try same(try store.deliver(leased[0]), .settled(completed: [file]))
            try same(try store.ledger()[0].delivered, 4)
            try same(try store.recount(), [])
        },
        OutboxConformance("discarded dead letters leave the list and stay counted") { fixture in
            let store = fixture.store
            _ = try twoDead(store)
            let letters = try store.deadLetters(DeadLettersQuery()).map(\.id)
            let at = Timestamp(milliseconds: 7000)
            try same(try store.one(.discardDead([letters[0]], at: at)), .changed(1))
            try same(try store.one(.discardDead([letters[0]], at: at)), .changed(0))
            try same(try store.one(.retryDead([letters[0]], at: at)), .changed(0))
            try same(try store.deadLetters(DeadLettersQuery()).map(\.id), [letters[1]])
            try same(try store.ledger()[0].dead, 2)
            try same(try store.recount(), [])
        },
    ]

    static let retention: [OutboxConformance] = [
        OutboxConformance("purging keeps what is needed, and the sums") { fixture in
            let store = fixture.store
            let dead = try twoDead(store)
            let file = try store.accept(Sample.claim(name: "b", content: 2, inode: 2))
            try store.append(
                [Sample.batch(1), Sample.batch(2), Sample.batch(3)],
                rejects: [Sample.reject(13)], to: file, from: .start)
            let leased = try store.leaseAll("crm")
            try store.deliver(leased[0], at: 5000)
            try store.deliver(leased[1], at: 6000)
            let before = try store.ledger()
            func purge(
                _ delivered: Int64, _ dead: Int64 = 0, pressure: Bool = false, limit: Int = 64
            ) throws -> PurgeOutcome {
                let result = try store.one(
                    .purge(
                        PurgeStep(
                            deliveredBefore: Timestamp(milliseconds: delivered),
                            deadBefore: Timestamp(milliseconds: dead), underPressure: pressure,
                            limit: limit)))
                guard case .purged(let outcome) = result else { throw Nonconformance("\(result)") }
                return outcome
            }
            try same(try purge(5000).batches, 0)
            try same(try purge(5001), PurgeOutcome(batches: 1, more: false))
            try holds(
                (try? store.payload(of: leased[1].batch)) != nil, "a kept payload is gone")
            try same(try purge(0, pressure: true, limit: 1).batches, 1)
            try same(try purge(0, pressure: true).batches, 0)
            try same(try store.recount(), [])
            try same(try store.ledger(), before)
            // The pending batch and the one with open dead letters are still there.
            try same(
                try store.payload(of: BatchID(file: file, number: 3)), Sample.batch(3).payload)
            try same(
                try store.payload(of: BatchID(file: dead, number: 1)), Sample.batch(1).payload)
            try same(try purge(9000, 5000).batches, 0)
            try same(try purge(9000, 5001).batches, 1)
            try same(try store.deadLetters(DeadLettersQuery()), [])
            try same(try store.ledger(), before)
            try same(try store.recount(), [])
            try fixture.reopen()
            try same(try fixture.store.leaseAll("crm").map(\.batch.number), [3])
            try same(try fixture.store.recount(), [])
        },
        OutboxConformance("what files that are held back take is known, and what else could go") {
            fixture in
            let store = fixture.store
            try same(try store.heldBack(), HeldBackWork(files: [], isRestDrained: true))
            let held = try store.accept(Sample.claim(isHeldBack: true))
            let other = try store.accept(
                Sample.claim(name: "b", content: 2, inode: 2, isHeldBack: true))
            let payload = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
            var batch = Sample.batch(1)
            batch.payload = payload
            let checkpoint = try store.append([batch], to: held, from: .start)
            try store.append([Sample.batch(1)], to: other, from: .start)
            let work = try store.heldBack()
            try same(work.files.map(\.file), [held, other])
            // As they are stored, which may be smaller, and never more than they take.
            try holds((1...50_000).contains(work.files[0].bytes), "\(work)")
            try holds((1...200).contains(work.files[1].bytes), "\(work)")
            try holds(work.isRestDrained, "held deliveries can't go")
            // One that is not held back, on its way, then settled, then purged.
            let flowing = try store.accept(Sample.claim(name: "c", content: 3, inode: 3))
            try store.append([Sample.batch(1)], to: flowing, from: .start)
            try same(try store.heldBack().isRestDrained, false)
            let leased = try store.leaseAll("crm")
            try store.deliver(leased[0])
            try same(try store.heldBack().isRestDrained, false)
            try store.one(
                .purge(
                    PurgeStep(
                        deliveredBefore: Timestamp(milliseconds: 9000),
                        deadBefore: Timestamp(milliseconds: 0))))
            try same(try store.heldBack(), work)
            // A dead letter may wait for a person for months.
            let refused = try store.accept(Sample.claim(name: "d", content: 4, inode: 4))
            try store.append([Sample.batch(1)], to: refused, from: .start)
            try store.one(Sample.finish(refused))
            let lost = try store.leaseAll("crm")[0]
            try store.one(
                .settle(
                    Settlement(
                        delivery: lost.id, at: Timestamp(milliseconds: 5000),
                        delivered: Sample.set([0, 1, 3], of: 4), dead: Sample.dead(lost, [2]),
                        remaining: [], lastAnswer: "200")))
            try holds(try store.heldBack().isRestDrained, "dead letters can't go by themselves")
            try holds(try store.heldBack().hasDeadLetters, "and are told of")
            // Finished, they hold nothing back any more.
            try store.one(
                .finish(
                    FileFinish(
                        file: held, state: .archived, at: Timestamp(milliseconds: 4000),
                        checkpoint: checkpoint)))
            try same(try store.heldBack().files.map(\.file), [other])
            try same(try store.heldBack().isRestDrained, false)
        },
        OutboxConformance("rejects go when their receipt was written and their time is over") {
            fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append(
                [], rejects: [Sample.reject(1), Sample.reject(2)], to: file, from: .start)
            let step = OutboxChange.purge(
                PurgeStep(
                    deliveredBefore: Timestamp(milliseconds: 9000),
                    deadBefore: Timestamp(milliseconds: 9000)))
            try store.one(step)
            try store.one(Sample.finish(file))
            try store.one(step)
            try same(try store.rejects(of: file, after: 0, limit: 9).count, 2)
            try store.one(.receiptWritten(file))
            try store.one(step)
            try same(try store.rejects(of: file, after: 0, limit: 9).count, 0)
            try same(try store.story(of: file)?.rejectedBy.map(\.count), [2])
            try same(try store.recount(), [])
        },
    ]
}

package import Outbox
package import Vocabulary

extension OutboxConformance {
    static let replays: [OutboxConformance] = [
        OutboxConformance("a replay is a file of its own, and knows its origin") { fixture in
            let store = fixture.store
            let file = try archived(store)
            let replay = try store.replay(file, .all)
            try same(replay.isSelection, false)
            try same(
                replay.file, FileID(feed: feed, content: Sample.claim().content, occurrence: 2))
            try fixture.reopen()
            let again = fixture.store
            let unfinished = try again.unfinishedFiles()
            try same(unfinished.map(\.file), [replay.file])
            try same(unfinished[0].isSelection, false)
            try same(try again.unremovedSources().map(\.file), [file])
            let summary = try again.story(of: replay.file)?.summary
            try same(
                summary?.replay,
                ReplayOrigin(file: file, first: file, rows: .all, isSelection: false))
            try same(try again.story(of: file)?.replays.map(\.file), [replay.file])
            try same(try again.files(FilesQuery(includesReplays: false)).map(\.file), [file])
            // The same bytes dropped again are a duplicate of the file, not of its replay.
            try same(try again.one(.sourceRemoved(file)), .done)
            guard
                case .claimed(.duplicate(_, of: file)) = try again.one(
                    .claim(Sample.claim(name: "b.csv", inode: 7)))
            else { throw Nonconformance("not a duplicate of the first file") }
        },
        OutboxConformance("only a file that was read is replayed, and once") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.refuses(.replay(Sample.replay(file, .all)))
            try store.refuses(.replay(Sample.replay(FileID("0000000000000000")!, .all)))
            try store.append([Sample.batch(1)], to: file, from: .start)
            try store.one(Sample.finish(file))
            try store.refuses(.replay(Sample.replay(file, .rejected)))
            try store.refuses(.replay(Sample.replay(file, .dead)))
            let other = Sample.replay(file, .all, content: 9)
            try store.refuses(.replay(other))
            try store.replay(file, .all)
            try store.refuses(.replay(Sample.replay(file, .all)))
            var repeated = Sample.replay(file, .all)
            repeated.isRepeated = true
            guard case .replayed = try store.one(.replay(repeated)) else {
                throw Nonconformance("not repeated")
            }
            var underAnother = Sample.replay(file, .all)
            underAnother.file.revision = RevisionID("rev2")
            guard case .replayed = try store.one(.replay(underAnother)) else {
                throw Nonconformance("not replayed under another revision")
            }
        },
        OutboxConformance("rejected rows are remembered when the rejects are gone") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            let numbers: [Int64] = [1, 2, 3, 7, 9, 10]
            var to = Checkpoint.start
            to.position = ReadPosition(byteOffset: 100, line: 12, records: 10)
            to.counts = RecordCounts(accepted: 4, rejected: 6)
            to.batches = 1
            let chunk = FileChunk(
                file: file, from: .start, to: to, batches: [Sample.batch(1)],
                rejects: numbers.map { Sample.reject($0) })
            try same(try store.one(.append(chunk)), .done)
            try store.one(Sample.finish(file))
            let replay = try store.replay(file, .rejected)
            try same(replay.records, 6)
            try same(replay.unreadFromLine, nil)
            try same(try store.one(.receiptWritten(file)), .done)
            try purge(store, replaysBefore: nil)
            try same(try store.rejects(of: file, after: 0, limit: 10).count, 0)
            try fixture.reopen()
            let runs = [
                ReplayRun(first: 1, last: 3, firstLine: 2, lastLine: 4),
                ReplayRun(first: 7, last: 7, firstLine: 8, lastLine: 8),
                ReplayRun(first: 9, last: 10, firstLine: 10, lastLine: 11),
            ]
            let kept = fixture.store
            try same(try kept.replayRuns(of: replay.file, from: 0, limit: 10), runs)
            try same(try kept.replayRuns(of: replay.file, from: 8, limit: 2), [runs[1], runs[2]])
            try same(try kept.replayRuns(of: replay.file, from: 10, limit: 9), [runs[2]])
            try same(try kept.replayRuns(of: file, from: 0, limit: 9), [])
            try kept.refuses(.replay(Sample.replay(file, .rejected, revision: "rev2")))
            // What a replay passes over is not read, and the ledger says so.
            var end = Checkpoint.start
            end.position = ReadPosition(byteOffset: 90, line: 11, records: 10)
            end.counts = RecordCounts(accepted: 4, rejected: 1, filtered: 1)
            end.batches = 1
            let selected = FileChunk(
                file: replay.file, from: .start, to: end, batches: [Sample.batch(1)],
                rejects: [Sample.reject(2)])
            try kept.refuses(.append(selected))
            var right = selected
            right.to.passedOver = 4
            try same(try kept.one(.append(right)), .done)
            try same(try kept.recount(), [])
            let line = try kept.ledger()[0]
            try holds(line.isBalanced && line.read == 16, "\(line)")
            // When it is over, and nobody can read its copy, the numbers go.
            try kept.one(Sample.finish(replay.file))
            try purge(kept, replaysBefore: 4000)
            try same(try kept.replayRuns(of: replay.file, from: 0, limit: 9).count, 3)
            try purge(kept, replaysBefore: 4001)
            try same(try kept.replayRuns(of: replay.file, from: 0, limit: 9), [])
        },
        OutboxConformance("rows behind a quarantine go with the rejected ones") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            var to = Checkpoint.start
            to.position = ReadPosition(byteOffset: 100, line: 7, records: 5)
            to.counts = RecordCounts(accepted: 4, rejected: 1)
            to.batches = 1
            let chunk = FileChunk(
                file: file, from: .start, to: to, batches: [Sample.batch(1)],
                rejects: [Sample.reject(5)])
            try same(try store.one(.append(chunk)), .done)
            try store.one(Sample.finish(file, .quarantined(rule: "rejects", reason: "1 of 5")))
            let replay = try store.replay(file, .rejected)
            try same(replay.records, 1)
            try same(replay.unreadFromLine, 7)
            try same(
                try store.replayRuns(of: replay.file, from: 0, limit: 9),
                [
                    ReplayRun(first: 5, last: 5, firstLine: 6, lastLine: 6),
                    ReplayRun(first: 6, last: ReplayRun.end, firstLine: 7),
                ])
            // A replay of the replay: set aside in turn, at its first row.
            try store.one(Sample.finish(replay.file, .quarantined(rule: "header", reason: "x")))
            let second = try store.replay(replay.file, .all)
            try same(
                try store.replayRuns(of: second.file, from: 0, limit: 9),
                try store.replayRuns(of: replay.file, from: 0, limit: 9))
            try same(
                try store.story(of: second.file)?.summary.replay,
                ReplayOrigin(file: replay.file, first: file, rows: .all, isSelection: true))
            try same(try store.story(of: file)?.replays.map(\.file), [replay.file, second.file])
            try same(try store.story(of: replay.file)?.replays.map(\.file), [second.file])
            try same(try store.story(of: second.file)?.replays.map(\.file), [])
        },
        OutboxConformance("rows behind a quarantine are replayed where none was rejected") {
            fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1)], to: file, from: .start)
            try store.one(Sample.finish(file, .quarantined(rule: "expansion", reason: "x")))
            let read = try store.story(of: file)?.summary.counts.read ?? 0
            let replay = try store.replay(file, .rejected)
            try same(replay.records, 0)
            let runs = try store.replayRuns(of: replay.file, from: 0, limit: 9)
            try same(runs.map(\.first), [read + 1])
            try same(runs.map(\.last), [ReplayRun.end])
        },
        OutboxConformance("dead letters are replayed once, and only where they died") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append(
                [Sample.batch(1, to: ["crm", "billing"])], to: file, from: .start)
            try store.one(Sample.finish(file))
            try kill([0, 1, 3], at: "crm", in: store)
            try kill([1], at: "billing", in: store)
            try same(try store.one(.receiptWritten(file)), .done)
            let replay = try store.replay(file, .dead)
            try same(replay.records, 3)
            try same(
                try store.replayRuns(of: replay.file, from: 0, limit: 9),
                [
                    ReplayRun(first: 1, last: 1, destinations: ["crm"]),
                    ReplayRun(first: 2, last: 2, destinations: ["billing", "crm"]),
                    ReplayRun(first: 4, last: 4, destinations: ["crm"]),
                ])
            try same(try store.deadLetters(DeadLettersQuery()), [])
            try same(try store.recount(), [])
            try same(try store.story(of: file)?.summary.dead, 4)
            try store.refuses(.replay(Sample.replay(file, .dead)))
            // Its rejects may be replayed again, and still go nowhere else.
            var to = Checkpoint.start
            to.position = ReadPosition(byteOffset: 50, line: 6, records: 4)
            to.counts = RecordCounts(accepted: 1, rejected: 2)
            to.batches = 1
            to.passedOver = 1
            let chunk = FileChunk(
                file: replay.file, from: .start, to: to, batches: [Sample.batch(1, records: 1)],
                rejects: [Sample.reject(1), Sample.reject(2)])
            try same(try store.one(.append(chunk)), .done)
            try store.one(Sample.finish(replay.file))
            let next = try store.replay(replay.file, .rejected)
            try same(
                try store.replayRuns(of: next.file, from: 0, limit: 9),
                [
                    ReplayRun(first: 1, last: 1, firstLine: 2, lastLine: 2, destinations: ["crm"]),
                    ReplayRun(
                        first: 2, last: 2, firstLine: 3, lastLine: 3,
                        destinations: ["billing", "crm"]),
                ])
        },
        OutboxConformance("dead letters of one destination leave those of others") { fixture in
            let store = fixture.store
            let file = try store.accept(Sample.claim())
            try store.append([Sample.batch(1, to: ["crm", "billing"])], to: file, from: .start)
            try store.one(Sample.finish(file))
            try kill([0, 1], at: "crm", in: store)
            try kill([1, 2], at: "billing", in: store)
            try store.refuses(.replay(Sample.replay(file, .dead, destination: "nowhere")))
            let replay = try store.replay(file, .dead, destination: "crm")
            try same(
                try store.replayRuns(of: replay.file, from: 0, limit: 9),
                [ReplayRun(first: 1, last: 2, destinations: ["crm"])])
            try same(
                try store.deadLetters(DeadLettersQuery()).map(\.destination),
                ["billing", "billing"])
            try same(try store.recount(), [])
        },
        OutboxConformance("a replay owes its receipt to the file that was dropped") { fixture in
            let store = fixture.store
            let file = try archived(store)
            let replay = try store.replay(file, .all)
            try same(try store.filesOwingReceipt(limit: 9), [])
            try store.append([Sample.batch(1)], to: replay.file, from: .start)
            try store.one(Sample.finish(replay.file))
            try same(try store.filesOwingReceipt(limit: 9), [file])
            try same(try store.one(.receiptWritten(file)), .done)
            for delivery in try store.leaseAll("crm") where delivery.batch.file == replay.file {
                try same(try store.deliver(delivery), .settled(completed: [replay.file]))
            }
            try same(try store.filesOwingReceipt(limit: 9), [file])
        },
    ]

    private static let feed = FeedName(partner: "acme", feed: "customers")

    /// A file of four records, read and answered.
    private static func archived(_ store: any OutboxStore) throws -> FileID {
        let file = try store.accept(Sample.claim())
        try store.append([Sample.batch(1)], to: file, from: .start)
        try store.one(Sample.finish(file))
        try same(try store.filesOwingReceipt(limit: 9), [file])
        try same(try store.one(.receiptWritten(file)), .done)
        return file
    }

    /// Settles what is due there: those records are dead, the others delivered.
    private static func kill(
        _ indices: [Int], at destination: String, in store: any OutboxStore
    ) throws {
        for delivery in try store.leaseAll(destination) {
            var rest = delivery.records
            for index in indices { rest.remove(index) }
            let settlement = Settlement(
                delivery: delivery.id, at: Timestamp(milliseconds: 5000), delivered: rest,
                dead: Sample.dead(delivery, indices), remaining: [], lastAnswer: "207")
            guard case .settled = try store.one(.settle(settlement)) else {
                throw Nonconformance("not settled")
            }
        }
    }

    private static func purge(_ store: any OutboxStore, replaysBefore: Int64?) throws {
        let step = PurgeStep(
            deliveredBefore: Timestamp(milliseconds: 0),
            deadBefore: Timestamp(milliseconds: 1 << 40),
            replaysBefore: replaysBefore.map { Timestamp(milliseconds: $0) })
        while case .purged(let outcome) = try store.one(.purge(step)), outcome.more {}
    }
}

extension OutboxStore {
    /// Registers a replay that must not be refused.
    @discardableResult
    package func replay(
        _ origin: FileID, _ rows: ReplayedRows, destination: String? = nil
    ) throws -> RegisteredReplay {
        let result = try one(.replay(Sample.replay(origin, rows, destination: destination)))
        guard case .replayed(let registered) = result else {
            throw Nonconformance("not replayed: \(result)")
        }
        return registered
    }
}

extension Sample {
    package static func replay(
        _ origin: FileID, _ rows: ReplayedRows, destination: String? = nil, content: UInt8 = 1,
        revision: String = "rev1"
    ) -> ReplayClaim {
        var file = Sample.claim(content: content, at: 6000, skipsDuplicates: false)
        file.workName = "replay"
        file.revision = RevisionID(revision)
        return ReplayClaim(origin: origin, rows: rows, destination: destination, file: file)
    }
}

import Outbox
import Vocabulary

/// A seeded random run of changes against a plain model in memory: after every step the ledger and
/// every file's counts must be the model's, and a recount must find nothing.
package struct OutboxModelRun {
    /// What became of one record at one destination.
    private enum Fate: Equatable {
        case pending, held, delivered, dead, discarded, cancelled
    }

    private struct File {
        var id: FileID
        var feed: FeedName
        var isHeldBack: Bool
        var checkpoint = Checkpoint.start
        var state = FileState.reading
        /// By destination, then by batch number and record index.
        var fates: [String: [Place: Fate]] = [:]
    }

    private struct Place: Hashable {
        var batch: Int
        var index: Int
    }

    private let fixture: any OutboxFixture
    private var random: SplitMix
    private var files: [File] = []
    private var leased: [LeasedDelivery] = []
    private var claims: UInt8 = 0
    private var clock: Int64 = 1_000_000
    private let destinations = ["crm", "billing"]

    package init(_ fixture: any OutboxFixture, seed: UInt64) {
        self.fixture = fixture
        random = SplitMix(state: seed)
    }

    package mutating func run(steps: Int) throws {
        for step in 0..<steps {
            clock += Int64.random(in: 0...500, using: &random)
            do {
                try self.step()
                try check()
            } catch {
                throw Nonconformance("step \(step): \(error)")
            }
        }
    }

    private var store: any OutboxStore { fixture.store }
    private var now: Timestamp { Timestamp(milliseconds: clock) }

    private mutating func step() throws {
        switch Int.random(in: 0..<100, using: &random) {
        case ..<8: try claim()
        case ..<38: try append()
        case ..<44: try finish()
        case ..<62: try lease()
        case ..<86: try settle()
        case ..<90: try retryOrDiscard()
        case ..<95: try purge()
        case ..<97:
            try fixture.reopen()
            leased = []
        default:
            store.release(leased.map(\.id))
            leased = []
        }
    }

    private mutating func claim() throws {
        guard claims < 200, files.filter({ $0.state == .reading }).count < 4 else { return }
        claims += 1
        let claim = Sample.claim(
            ["acme", "beta", "gamma"].randomElement(using: &random)!, name: "\(claims)",
            content: claims, inode: UInt64(claims), at: clock,
            isHeldBack: Bool.random(using: &random))
        let id = try store.accept(claim)
        files.append(File(id: id, feed: claim.feed, isHeldBack: claim.isHeldBack))
    }

    private mutating func append() throws {
        let reading = files.indices.filter { files[$0].state == .reading }
        guard let index = reading.randomElement(using: &random) else { return }
        var file = files[index]
        var batches: [BatchToStore] = []
        for number in 1...Int.random(in: 1...3, using: &random) {
            let records = Int.random(in: 1...70, using: &random)
            var routes: [BatchRoute] = []
            for destination in destinations {
                var set = RecordSet(capacity: records)
                let density = Int.random(in: 0...4, using: &random)
                for record in 0..<records
                where density == 4 || Int.random(in: 0..<4, using: &random) < density {
                    set.insert(record)
                    let place = Place(batch: file.checkpoint.batches + number, index: record)
                    file.fates[destination, default: [:]][place] =
                        file.isHeldBack ? .held : .pending
                }
                routes.append(BatchRoute(destination: destination, contract: "v1", records: set))
            }
            batches.append(
                Sample.batch(
                    file.checkpoint.batches + number, records: records, routes: routes))
        }
        let first = file.checkpoint.position.records
        let rejects = (0..<Int64.random(in: 0...2, using: &random)).map {
            Sample.reject(first + $0 + 1)
        }
        file.checkpoint = try store.append(
            batches, rejects: rejects, filtered: Int64.random(in: 0...2, using: &random),
            to: file.id, from: file.checkpoint)
        files[index] = file
    }

    private mutating func finish() throws {
        let reading = files.indices.filter { files[$0].state == .reading }
        guard let index = reading.randomElement(using: &random) else { return }
        let isArchived = Int.random(in: 0..<4, using: &random) > 0
        try store.one(
            Sample.finish(
                files[index].id,
                isArchived ? .archived : .quarantined(rule: "limit", reason: "many"), at: clock))
        files[index].state = isArchived ? .archived : .quarantined
        for destination in destinations {
            for (place, fate) in files[index].fates[destination] ?? [:] where fate == .held {
                files[index].fates[destination]?[place] = isArchived ? .pending : .cancelled
            }
        }
    }

    private mutating func lease() throws {
        let answer = try store.lease(
            LeaseRequest(
                destination: destinations.randomElement(using: &random)!, now: now,
                limit: Int.random(in: 1...4, using: &random)))
        for delivery in answer.deliveries {
            try holds(
                !leased.contains { $0.id == delivery.id }, "\(delivery.id) was leased twice")
            let file = files.first { $0.id == delivery.batch.file }
            for index in delivery.records.indices {
                let place = Place(batch: delivery.batch.number, index: index)
                try same(file?.fates[delivery.destination]?[place], .pending, "\(place) is leased")
            }
            let payload = try store.payload(of: delivery.batch)
            try same(
                payload,
                Sample.batch(delivery.batch.number, records: delivery.records.capacity).payload)
        }
        leased += answer.deliveries
    }

    private mutating func settle() throws {
        guard let position = leased.indices.randomElement(using: &random) else { return }
        let delivery = leased.remove(at: position)
        guard let file = files.firstIndex(where: { $0.id == delivery.batch.file }) else { return }
        let capacity = delivery.records.capacity
        var parts = Array(repeating: RecordSet(capacity: capacity), count: 4)
        // All of one kind as often as a mixture.
        let whole = Int.random(in: 0..<8, using: &random)
        for index in delivery.records.indices {
            parts[whole < 4 ? whole : Int.random(in: 0..<4, using: &random)].insert(index)
        }
        let remaining = parts[2...].filter { !$0.isEmpty }.map {
            RemainingPart(
                records: $0, attempts: delivery.attempts + 1,
                dueAt: now + .milliseconds(Int.random(in: 0...2000, using: &random)))
        }
        let result = try store.one(
            .settle(
                Settlement(
                    delivery: delivery.id, at: now, delivered: parts[0],
                    dead: Sample.dead(delivery, parts[1].indices), remaining: remaining,
                    lastAnswer: "207")))
        for (set, fate) in [(parts[0], Fate.delivered), (parts[1], .dead)] {
            for index in set.indices {
                let place = Place(batch: delivery.batch.number, index: index)
                files[file].fates[delivery.destination]?[place] = fate
            }
        }
        let isOver =
            files[file].state != .reading
            && files[file].fates.values.allSatisfy { fates in
                !fates.values.contains(.pending) && !fates.values.contains(.held)
            }
        try same(result, .settled(completed: isOver ? [files[file].id] : []))
    }

    private mutating func retryOrDiscard() throws {
        let all = try store.deadLetters(DeadLettersQuery(limit: 10_000))
        var expected = 0
        for file in files {
            expected += file.fates.values.reduce(0) { $0 + $1.values.filter { $0 == .dead }.count }
        }
        try same(all.count, expected, "dead letters")
        let chosen = all.filter { _ in Bool.random(using: &random) }
        let isRetry = Bool.random(using: &random)
        let ids = chosen.map(\.id)
        try same(
            try store.one(isRetry ? .retryDead(ids, at: now) : .discardDead(ids, at: now)),
            .changed(chosen.count))
        for letter in chosen {
            guard let file = files.firstIndex(where: { $0.id == letter.batch.file }) else {
                continue
            }
            let place = Place(batch: letter.batch.number, index: letter.index)
            files[file].fates[letter.destination]?[place] = isRetry ? .pending : .discarded
        }
    }

    private func purge() throws {
        try store.one(
            .purge(
                PurgeStep(
                    deliveredBefore: now + .milliseconds(-3000),
                    deadBefore: Timestamp(milliseconds: 0),
                    underPressure: clock % 7 == 0, limit: 3)))
    }

    private func check() throws {
        try same(try store.recount(), [])
        for file in files {
            guard let story = try store.story(of: file.id) else {
                throw Nonconformance("\(file.id) is gone")
            }
            try same(story.summary.counts, file.checkpoint.counts)
            try same(story.summary.state, file.state)
            for counts in story.destinations {
                let fates = Array((file.fates[counts.destination] ?? [:]).values)
                func count(_ wanted: Fate...) -> Int64 {
                    Int64(fates.filter { wanted.contains($0) }.count)
                }
                let found = [
                    counts.routed, counts.delivered, counts.dead, counts.cancelled, counts.pending,
                ]
                try same(
                    found,
                    [
                        Int64(fates.count), count(.delivered), count(.dead, .discarded),
                        count(.cancelled), count(.pending, .held),
                    ], "\(file.id) at \(counts.destination)")
            }
        }
        for line in try store.ledger() where !line.isBalanced {
            throw Nonconformance("out of balance: \(line)")
        }
        let open = try store.queued().reduce(0) { $0 + $1.deliveries }
        try same(try store.usage().pendingDeliveries, open, "pending deliveries")
    }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

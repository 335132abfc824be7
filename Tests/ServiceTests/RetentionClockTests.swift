import Configuration
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Service

@Suite struct RetentionClockTests {
    private static let day: Int64 = 86_400_000

    private func at(_ days: Double) -> Timestamp {
        Timestamp(milliseconds: Int64(days * Double(Self.day)))
    }

    @Test func `a start in good time goes by the clock`() {
        for lastSeen in [nil, at(99.5), at(100), at(4000)] {
            var clock = RetentionClock(lastSeen: lastSeen, steady: at(100))
            #expect(!clock.isInDoubt)
            #expect(clock.now(steady: at(100), wall: at(100)) == at(100))
            // A step ahead is not followed, one back is.
            #expect(clock.now(steady: at(101), wall: at(4000)) == at(101))
            #expect(clock.now(steady: at(101), wall: at(90)) == at(90))
            #expect(!clock.isInDoubt)
        }
    }

    /// What was settled and archived went at once, whatever `retention` said.
    @Test func `a start far in the future lets nothing go for a day`() {
        var clock = RetentionClock(lastSeen: at(100), steady: at(4000))
        #expect(clock.isInDoubt)
        #expect(clock.now(steady: at(4000), wall: at(4000)) == at(100))
        #expect(clock.now(steady: at(4000.5), wall: at(4000.5)) == at(100.5))
        #expect(clock.isInDoubt)
        #expect(clock.now(steady: at(4001), wall: at(4001)) == at(4001))
        #expect(!clock.isInDoubt)
    }

    @Test func `a clock that is set right is believed`() {
        var clock = RetentionClock(lastSeen: at(100), steady: at(4000))
        #expect(clock.now(steady: at(4000.1), wall: at(100.3)) == at(100.3))
        #expect(!clock.isInDoubt)
        #expect(clock.now(steady: at(4000.2), wall: at(100.4)) == at(100.4))
    }

    @Test func `when Hopper was last at work is found again, and nothing else is taken for it`() {
        let scratch = ScratchDirectory()
        let lastSeen = LastSeen(in: scratch.path)
        #expect(lastSeen.read() == nil)
        lastSeen.write(at(100))
        #expect(lastSeen.read() == at(100))
        lastSeen.write(at(50))
        #expect(LastSeen(in: scratch.path).read() == at(50))
        scratch.write("soon\n", to: "last-seen")
        #expect(lastSeen.read() == nil)
        LastSeen(in: scratch.path + "/nowhere").write(at(1))
    }

    @Test func `housekeeping goes by the doubted clock, and says so`() throws {
        let scratch = ScratchDirectory()
        LastSeen(in: scratch.path).write(at(100))
        let outbox = try SQLiteOutbox.open(
            scratch.path + "/outbox.db", mode: .daemon, payloadCache: 0)
        let committer = GroupCommitter(store: outbox) { fatalError("\($0)") }
        let file = try outbox.accept(Sample.claim(at: Self.day * 99))
        try outbox.append([Sample.batch(1)], to: file, from: .start)
        try outbox.one(Sample.finish(file, at: Self.day * 99))
        for delivery in try outbox.leaseAll("crm") {
            try outbox.deliver(delivery, at: Self.day * 99)
        }
        var settings = Settings()
        settings.state = scratch.path
        let heard = Monitor<[EventKind]>([])
        let shelves = Monitor<[Timestamp]>([])
        func keep(_ steady: Timestamp) {
            let retention = Retention(
                settings: settings, committer: committer, steady: { steady }, wall: { steady },
                events: { event in heard.withLock { $0.append(event.kind) } },
                purgeShelves: { now in shelves.withLock { $0.append(now) } })
            retention.start()
            retention.purge(underPressure: false)
            retention.stop()
        }
        keep(at(4000))
        #expect(heard.withLock { $0 } == [.clockDoubted])
        #expect(shelves.withLock { $0 } == [at(100)])
        #expect(try outbox.payload(of: BatchID(file: file, number: 1)).isEmpty == false)
        // The doubted time is not what the next start goes by.
        #expect(LastSeen(in: scratch.path).read() == at(100))
        LastSeen(in: scratch.path).write(at(4000))
        keep(at(4000.5))
        #expect(heard.withLock { $0.count } == 1)
        #expect(throws: OutboxError.self) {
            try outbox.payload(of: BatchID(file: file, number: 1))
        }
        #expect(LastSeen(in: scratch.path).read() == at(4000.5))
        committer.stop()
        outbox.close()
    }
}

import Configuration
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Intake

@Suite(.timeLimit(.minutes(1))) struct RoomGaugeTests {
    @Test func `an outbox over its limit gets its room back once nobody needs what is in it`()
        throws
    {
        let scratch = ScratchDirectory()
        let settings = IntakeStage.configuration(scratch).settings
        let workSpace = try WorkSpace(settings, clock: SteadyClock())
        let outbox = try SQLiteOutbox.open(
            settings.outboxPath, mode: .daemon, compression: nil)
        defer { outbox.close() }
        let file = try outbox.accept(Sample.claim())
        var batch = Sample.batch(1)
        batch.payload = Array(repeating: 65, count: 4 << 20)
        try outbox.append([batch], to: file, from: .start)
        try outbox.one(Sample.finish(file))
        let asked = Monitor(0)
        var limits = settings.limits
        limits.outbox = 2 << 20
        let gauge = RoomGauge(
            store: outbox, workSpace: workSpace, limits: limits, clock: SteadyClock(),
            events: { _ in }, outboxIsFull: { asked.withLock(notify: true) { $0 += 1 } })
        #expect(!gauge.hasRoom())
        #expect(gauge.pressure == .outboxFull)
        #expect(asked.withLock { $0 } == 1)
        for delivery in try outbox.leaseAll("crm") { try outbox.deliver(delivery) }
        // Said again, because what can go has grown since.
        let purge = WorkerThread("purge") {
            _ = asked.wait { $0 > 1 ? true : nil }
            let step = PurgeStep(
                deliveredBefore: Timestamp(milliseconds: 0),
                deadBefore: Timestamp(milliseconds: 0), underPressure: true)
            _ = try? outbox.commit([.purge(step)])
        }
        #expect(gauge.waitForRoom())
        purge.join()
        #expect(gauge.pressure == .flowing)
    }

    @Test func `the log that keeps its size does not count toward the limit`() throws {
        let usage = OutboxUsage(
            bytes: 200 << 20, freeBytes: 50 << 20, logBytes: 128 << 20, pendingDeliveries: 0)
        #expect(usage.usedBytes == 22 << 20)
    }
}

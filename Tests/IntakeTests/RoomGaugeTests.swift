import Configuration
import Glibc
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

    @Test func `a file that is half copied does not hold the room that all wait for`() throws {
        let scratch = ScratchDirectory()
        let configuration = IntakeStage.configuration(scratch)
        let workSpace = try WorkSpace(configuration.settings, clock: SteadyClock())
        let outbox = try SQLiteOutbox.open(configuration.settings.outboxPath, mode: .daemon)
        let committer = GroupCommitter(store: outbox) { fatalError("\($0)") }
        let gauge = RoomGauge(
            store: outbox, workSpace: workSpace, limits: configuration.settings.limits,
            clock: SteadyClock(), events: { _ in }, outboxIsFull: {})
        let claimed = Monitor(0)
        let claimer = Claimer(
            configuration: configuration, committer: committer, workSpace: workSpace, room: gauge,
            clock: SteadyClock(), progress: IntakeProgress(), events: { _ in },
            readAhead: { _, _ in nil },
            claimed: { _, _, _ in claimed.withLock(notify: true) { $0 += 1 } }, ended: { _, _ in })
        scratch.folder("inbox")
        scratch.writeInPlace("", to: "inbox/a.csv")
        // Without blocks of its own; large enough to be caught in the middle, however busy the
        // machine is.
        #expect(unsafe truncate(scratch.path + "/inbox/a.csv", 2 << 30) == 0)
        let inbox = try Inbox(partner: "acme", path: scratch.path + "/inbox")
        claimer.start(threads: 1)
        claimer.submit([
            Claimer.Request(
                inbox: inbox, name: EntryName(bytes: Array("a.csv".utf8)), feed: IntakeStage.feed,
                marker: nil)
        ])
        func wait(until isSo: () -> Bool) {
            for _ in 0..<10_000 where !isSo() { usleep(1000) }
            #expect(isSo())
        }
        wait { !scratch.names(in: "state/work").isEmpty }
        var limits = configuration.settings.limits
        limits.freeDisk = .max / 4
        gauge.limitsChanged(to: limits)
        wait { scratch.names(in: "state/work").isEmpty }
        #expect(claimed.withLock { $0 } == 0)
        // It is copied anew, and need not be so large any more.
        #expect(unsafe truncate(scratch.path + "/inbox/a.csv", 1 << 20) == 0)
        gauge.limitsChanged(to: configuration.settings.limits)
        #expect(claimed.wait(timeout: .seconds(30)) { $0 > 0 ? true : nil } == true)
        gauge.stop()
        claimer.stop()
        committer.stop()
        outbox.close()
    }

    @Test func `the log that keeps its size does not count toward the limit`() throws {
        let usage = OutboxUsage(
            bytes: 200 << 20, freeBytes: 50 << 20, logBytes: 128 << 20, pendingDeliveries: 0)
        #expect(usage.usedBytes == 22 << 20)
    }
}

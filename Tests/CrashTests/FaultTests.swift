import Foundation
import TestSupport
import Testing

/// The built daemon on a device that fails, is full, or goes away with the machine, at calls chosen
/// by chance over a whole file's way: the promise must hold all the same.
@Suite(.serialized) struct FaultTests {
    /// Seconds for each kind of fault; what is begun is finished. More with `HOPPER_FAULT_SECONDS`.
    private static let budget =
        ProcessInfo.processInfo.environment["HOPPER_FAULT_SECONDS"].flatMap { Double($0) } ?? 5
    private static let rows = 1500

    /// How many calls a file's whole way takes: where the faults are put.
    private func calls(_ kind: FaultyDevice.Kind) throws -> UInt64 {
        let rehearsal = try Rehearsal(rows: Self.rows, settle: "20ms")
        try rehearsal.drop()
        let device = FaultyDevice(kind, in: rehearsal.scratch)
        let daemon = try rehearsal.startDaemon(
            environment: device.environment(at: .max, path: path(kind, rehearsal)))
        #expect(try rehearsal.wait { rehearsal.isAnswered }, "\(rehearsal.log)")
        rehearsal.stop(daemon)
        #expect(device.seen.calls > 20, "the library is not in use: \(device.seen)")
        return device.seen.calls
    }

    /// A device's faults are those of the outbox; a kill may come anywhere.
    private func path(_ kind: FaultyDevice.Kind, _ rehearsal: Rehearsal) -> String {
        kind == .kill ? rehearsal.scratch.path : "/state/outbox.db"
    }

    @Test(arguments: FaultyDevice.Kind.allCases)
    func `at whatever call it comes, nothing is lost or repeated`(
        kind: FaultyDevice.Kind
    ) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        let calls = try calls(kind)
        let end = Date(timeIntervalSinceNow: Self.budget)
        var faults = 0
        repeat {
            let rehearsal = try Rehearsal(rows: Self.rows, settle: "20ms")
            try rehearsal.drop()
            var note = "seed \(seed), \(kind) at"
            for _ in 0..<3 where !rehearsal.isAnswered {
                let device = FaultyDevice(kind, in: rehearsal.scratch)
                let first = 1 + random.next() % calls
                // A device without room stays so for a while; a broken one is broken once, so that
                // the next start is not spared what it left.
                let count = kind == .full ? 1 + random.next() % 8 : 1
                note += " \(first)×\(count)"
                let daemon = try rehearsal.startDaemon(
                    environment: device.environment(
                        at: first, for: count, path: path(kind, rehearsal)))
                let ended = try rehearsal.wait(30) { !daemon.isRunning || rehearsal.isAnswered }
                #expect(ended, "\(note)\n\(rehearsal.log)")
                faults += device.seen.failed > 0 ? 1 : 0
                try check(daemon, device, rehearsal, note)
            }
            try rehearsal.finish(note)
        } while Date() < end
        print("\(kind): \(faults) faults in \(calls) calls")
        #expect(faults > 0, "no call failed")
    }

    @Test func `started without room for anything, it sends what waits`() throws {
        let rehearsal = try Rehearsal(rows: Self.rows, settle: "20ms")
        try rehearsal.drop()
        let crashed = try rehearsal.startDaemon(crashAt: "dispatch.leased:1")
        crashed.waitUntilExit()
        #expect(rehearsal.receiver.snapshot.requests == 0)
        let device = FaultyDevice(.full, in: rehearsal.scratch)
        let daemon = try rehearsal.startDaemon(
            environment: device.environment(at: 1, for: .max, path: "/state/outbox.db-wal"))
        #expect(
            try rehearsal.wait(20) { rehearsal.receiver.snapshot.requests > 0 },
            "\(rehearsal.log)")
        #expect(daemon.isRunning && device.seen.failed > 0, "\(device.seen) \(rehearsal.log)")
        // What it was answered can't be written down, and is asked once more.
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        try rehearsal.finish()
    }

    @Test func `it waits for room to open the outbox, and then starts`() throws {
        let rehearsal = try Rehearsal(rows: 100, settle: "20ms")
        try rehearsal.drop()
        let device = FaultyDevice(.full, in: rehearsal.scratch)
        let daemon = try rehearsal.startDaemon(
            environment: device.environment(at: 1, for: 2, path: "/state/outbox.db"))
        #expect(try rehearsal.wait(20) { rehearsal.isAnswered }, "\(rehearsal.log)")
        #expect(rehearsal.log.contains("there is no room to start, and it is waited for: "))
        rehearsal.stop(daemon)
        #expect(daemon.terminationStatus == 0)
        try rehearsal.finish()
    }

    /// Among the calls are those that make the write-ahead log, whose failure a checkpoint hides.
    @Test(arguments: 1...4) func `whatever of a new outbox has no room, it starts when there is`(
        call: UInt64
    ) throws {
        let rehearsal = try Rehearsal(rows: 100, settle: "20ms")
        try rehearsal.drop()
        let device = FaultyDevice(.full, in: rehearsal.scratch)
        let daemon = try rehearsal.startDaemon(
            environment: device.environment(at: call, for: 5, path: "/state/outbox.db"))
        #expect(try rehearsal.wait(30) { rehearsal.isAnswered || !daemon.isRunning })
        #expect(daemon.isRunning && device.seen.failed > 0, "\(device.seen) \(rehearsal.log)")
        rehearsal.stop(daemon)
        try rehearsal.finish()
    }

    private func check(
        _ daemon: Process, _ device: FaultyDevice, _ rehearsal: Rehearsal, _ note: String
    ) throws {
        let hasFailed = device.seen.failed > 0
        switch device.kind {
        case .broken:
            if hasFailed {
                // It answers nobody any more: 4, or 3 when it had not begun to.
                #expect(try rehearsal.wait(10) { !daemon.isRunning }, "\(note)\n\(rehearsal.log)")
            }
        case .full:
            // Neither while it runs nor while it starts.
            #expect(daemon.isRunning, "\(note)\n\(rehearsal.log)")
        case .kill: break
        }
        if daemon.isRunning { rehearsal.stop(daemon) }
        if device.kind == .broken, hasFailed {
            #expect([3, 4].contains(daemon.terminationStatus), "\(note)\n\(rehearsal.log)")
        }
    }
}

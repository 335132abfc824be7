import Foundation
import Intake
import JSON
import TestSupport
import Testing

/// The built daemon is killed while a file passes through; the promise must hold all the same.
@Suite(.serialized) struct CrashTests {
    /// Every point of the daemon at which it can be told to kill itself.
    static let points =
        IntakePoint.allCases.map(\.rawValue) + [
            "outbox.beforeCommit", "outbox.committed", "dispatch.leased", "dispatch.sent",
            "dispatch.answered", "dispatch.settled",
        ]

    @Test(arguments: points, ["streaming", "whole-file"])
    func `killed at a named point, it loses and repeats nothing`(
        point: String, release: String
    ) throws {
        let rehearsal = try Rehearsal(rows: 1000, release: release)
        try rehearsal.drop()
        for passage in [1, 3] {
            let daemon = try rehearsal.startDaemon(crashAt: "\(point):\(passage)")
            // A point that is not passed that often leaves a daemon that finishes its work.
            let ended = try rehearsal.wait {
                try !daemon.isRunning || rehearsal.isComplete()
            }
            #expect(ended, "\(rehearsal.log)")
            if daemon.isRunning { rehearsal.stop(daemon) }
        }
        try rehearsal.finish()
    }

    /// Too large to be read ahead: its claim has a transaction of its own.
    @Test(arguments: [
        IntakePoint.claimCopied, .claimRegistered, .claimSetApart, .claimRemoved, .chunkSubmitted,
        .chunkCommitted,
    ])
    func `killed while a larger file is taken in, it loses and repeats nothing`(
        point: IntakePoint
    ) throws {
        let rehearsal = try Rehearsal(rows: 12_000)
        try rehearsal.drop()
        let text = rehearsal.scratch.read("drops/acme/inbox/customers-1.csv")
        #expect((text?.utf8.count ?? 0) > 256 << 10)
        for passage in [1, 2] {
            let daemon = try rehearsal.startDaemon(crashAt: "\(point.rawValue):\(passage)")
            let ended = try rehearsal.wait { try !daemon.isRunning || rehearsal.isComplete() }
            #expect(ended, "\(rehearsal.log)")
            if daemon.isRunning { rehearsal.stop(daemon) }
        }
        try rehearsal.finish()
    }

    @Test(arguments: [
        IntakePoint.prepareBegun, .prepareWritten, .prepareKept, .chunkSubmitted, .chunkCommitted,
        .finishMoved, .finishCommitted,
    ])
    func `killed around a pipe's program, it loses and repeats nothing`(
        point: IntakePoint
    ) throws {
        let rehearsal = try Rehearsal(rows: 6000, delimiter: "|", pipe: #"[tr, "|", ";"]"#)
        try rehearsal.drop()
        for passage in [1, 2] {
            let daemon = try rehearsal.startDaemon(crashAt: "\(point.rawValue):\(passage)")
            let ended = try rehearsal.wait { try !daemon.isRunning || rehearsal.isComplete() }
            #expect(ended, "\(rehearsal.log)")
            if daemon.isRunning { rehearsal.stop(daemon) }
        }
        try rehearsal.finish()
        #expect(
            try FileManager.default.contentsOfDirectory(
                atPath: rehearsal.scratch.path + "/state/work"
            ).isEmpty)
    }

    /// Nothing of the program outlives the daemon: it has no time limit of its own by then.
    @Test func `a pipe's program ends with the daemon that is killed`() throws {
        let rehearsal = try Rehearsal(rows: 10, delimiter: "|", pipe: "[sleep, '1000']")
        try rehearsal.drop()
        let daemon = try rehearsal.startDaemon()
        let children = "/proc/\(daemon.processIdentifier)/task"
        var program: pid_t?
        let isRunning = try rehearsal.wait {
            for task in try FileManager.default.contentsOfDirectory(atPath: children) {
                let text = try? String(
                    contentsOfFile: "\(children)/\(task)/children", encoding: .utf8)
                program = program ?? text?.split(separator: " ").compactMap { pid_t($0) }.first
            }
            return program != nil
        }
        #expect(isRunning)
        let process = try #require(program)
        kill(daemon.processIdentifier, SIGKILL)
        daemon.waitUntilExit()
        let isGone = try rehearsal.wait(10) {
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
            return status?.contains("State:\tZ") ?? true
        }
        #expect(isGone)
    }

    @Test(arguments: [
        IntakePoint.claimRegistered, .claimRemoved, .unpackCopied, .unpackMoved, .unpackCommitted,
        .chunkCommitted, .finishMoved,
    ])
    func `killed while an archive is unpacked, it takes each member in once`(
        point: IntakePoint
    ) throws {
        let rehearsal = try Rehearsal(rows: 300)
        try rehearsal.drop(archived: true)
        for passage in [1, 1] {
            let daemon = try rehearsal.startDaemon(crashAt: "\(point.rawValue):\(passage)")
            let ended = try rehearsal.wait {
                try !daemon.isRunning || rehearsal.isComplete()
            }
            #expect(ended, "\(rehearsal.log)")
            if daemon.isRunning { rehearsal.stop(daemon) }
        }
        try rehearsal.finish()
        let work = try FileManager.default.contentsOfDirectory(
            atPath: rehearsal.scratch.path + "/state/work")
        #expect(work.isEmpty)
    }

    @Test(arguments: ["streaming", "whole-file"])
    func `killed at random moments, it loses and repeats nothing`(release: String) throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SplitMix(state: seed)
        let rehearsal = try Rehearsal(rows: 12_000, release: release)
        try rehearsal.drop()
        for _ in 0..<15 {
            let daemon = try rehearsal.startDaemon()
            Thread.sleep(forTimeInterval: Double(random.next() % 400) / 1000)
            kill(daemon.processIdentifier, SIGKILL)
            daemon.waitUntilExit()
        }
        try rehearsal.finish("seed \(seed)")
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same seed, the same moments.
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

import Foundation
import Platform
import TestSupport
import Testing

/// Some files, and up to three cuts on their way.
struct PowerCutRound {
    /// Records of a batch, at most, and of as many as are sent at once.
    private static let batch = 53
    private static let inFlight = 4 * batch

    private let number: Int
    private let stage: PowerCutStage
    private let moments: [CutMoment]
    private var random: SplitMix
    private var settled = 0
    /// Cuts at a named moment that did not come.
    private var missed = 0
    private let kind: CutDevice.Kind
    private let isApart: Bool
    private let seed: UInt64

    init(_ number: Int, seed: UInt64) throws {
        self.number = number
        self.seed = seed
        var random = SplitMix(state: seed &+ UInt64(number) &* 0x9E37_79B9)
        kind = CutDevice.Kind.allCases[number / 2 % CutDevice.Kind.allCases.count]
        isApart = random.next() % 3 == 0
        moments = (0..<1 + Int(random.next() % 3)).map { cut in
            CutMoment.of(round: number, cut: cut, purges: cut == 0, &random)
        }
        let meantWay = moments.compactMap(\.way).first
        let isBulky = moments.contains { $0.isBulky }
        // Of others what is not synchronized may come back as anything.
        let synchronizesAll = kind != .ext4 && kind != .smallBlocks
        let ways = isBulky ? [.plain, .lines] : PartnerFile.Way.allCases
        let files = (1...(isBulky ? 3 : 3 + Int(random.next() % 6))).map { file -> PartnerFile in
            let way = ways[Int(random.next() % UInt64(ways.count))]
            return PartnerFile(
                number: file, way: file % 2 == 1 ? meantWay ?? way : way,
                // Small ones go another way, by being read ahead.
                rows: isBulky
                    ? 4000 : 20 + Int(random.next() % (random.next() % 2 == 0 ? 300 : 3000)),
                isSynchronized: synchronizesAll || random.next() % 3 > 0,
                padding: isBulky ? 700 : 0)
        }
        self.random = random
        stage = try PowerCutStage(kind, apart: isApart, files: files)
    }

    private func note(_ cut: Int) -> String {
        "seed \(seed), round \(number) on \(kind.rawValue)\(isApart ? ", apart" : ""), "
            + "cut \(cut + 1) of \(moments.map(\.description))"
    }

    mutating func run() throws {
        defer { stage.end() }
        let begun = Date()
        // How many records may come again because of the last cut.
        var mostAgain = 0
        for (cut, moment) in moments.enumerated() {
            let first = stage.files.count * cut / moments.count
            let end = stage.files.count * (cut + 1) / moments.count
            let before = stage.receiver.snapshot.again
            let settled = try pass(moment, cut, dropping: stage.files[first..<end])
            let seen = stage.receiver.snapshot
            check(seen.again - before, mostAgain, cut)
            // What was in flight may be answered after this.
            mostAgain = seen.answered - settled + Self.inFlight
            for device in stage.devices {
                try device.restart(checking: random.next() % 2 == 0)
            }
            try stage.checkAnswers(note(cut))
        }
        let before = stage.receiver.snapshot.again
        try stage.finish(note(moments.count - 1))
        let again = stage.receiver.snapshot.again
        check(again - before, mostAgain, moments.count - 1)
        let tenths = Int(Date().timeIntervalSince(begun) * 10)
        tell(
            "\(note(moments.count - 1)): \(stage.files.count) files, "
                + "\(stage.files.reduce(0) { $0 + $1.rows }) rows, \(again) records again, "
                + (missed > 0 ? "\(missed) moments missed, " : "")
                + "\(tenths / 10).\(tenths % 10) s")
    }

    /// At once, also where standard output is a file.
    private func tell(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }

    /// - Parameter most: records that were answered and perhaps not settled.
    private func check(_ again: Int, _ most: Int, _ cut: Int) {
        #expect(again <= most, "records that were settled came again; \(note(cut))")
        // Two transactions of settlements, and what is in flight.
        #expect(
            again <= 2 * 64 * Self.batch + Self.inFlight,
            "more than can be under way; \(note(cut))")
    }

    /// Runs a daemon until the power goes.
    /// - Returns: how many records were certainly settled in the ledger by then.
    private mutating func pass(
        _ moment: CutMoment, _ cut: Int, dropping files: ArraySlice<PartnerFile>
    ) throws -> Int {
        prepare(moment, cut)
        let daemon = try stage.start(try environment(moment))
        let mountPoints = stage.devices.map(\.mountPoint)
        let process = daemon.processIdentifier
        var cutter: PowerCutter?
        var isAsked = true
        switch moment {
        case .anywhere(let time), .pressure(let time):
            cutter = PowerCutter(mountPoints, .after(milliseconds: time))
        case .point, .call, .checkpoint:
            isAsked = false
            cutter = PowerCutter(mountPoints, .end(of: process, atMost: 3000))
        case .purge:
            isAsked = false
            cutter = PowerCutter(mountPoints, .end(of: process, atMost: 75_000))
        case .reload: break
        }
        try drop(files, daemon)
        if isAsked, stage.isUp { settled = max(settled, try stage.settled()) }
        if moment.reloads, try stage.wait(10, until: { stage.isUp || !daemon.isRunning }) {
            stage.configure(revision: cut + 1)
            if case .reload(let time) = moment {
                cutter = PowerCutter(mountPoints, .after(milliseconds: time))
            }
            _ = try stage.control("reload")
        }
        (cutter ?? PowerCutter(mountPoints, .after(milliseconds: 0))).join()
        if !isAsked, daemon.isRunning { missed += 1 }
        kill(process, SIGKILL)
        daemon.waitUntilExit()
        return settled
    }

    /// The partner's uploads, first those that were lost.
    private mutating func drop(_ files: ArraySlice<PartnerFile>, _ daemon: Process) throws {
        let earlier = stage.files[..<files.startIndex]
        if !earlier.isEmpty {
            _ = try stage.wait(10) { stage.isUp || !daemon.isRunning }
            if daemon.isRunning { try stage.uploadAgain(earlier) }
        }
        for file in files {
            usleep(UInt32(random.next() % 60_000))
            stage.upload(file)
            // As the kernel does now and then: what comes after it may be lost, what was before not.
            if random.next() % 4 == 0 { stage.devices.last?.synchronize() }
        }
    }

    private func prepare(_ moment: CutMoment, _ cut: Int) {
        switch moment {
        case .pressure: stage.configure(limit: "1MiB")
        case .purge:
            stage.configure(kept: "0s")
            // A day that is long over.
            let day = stage.state + "/archive/2001-01-01"
            try? FileManager.default.createDirectory(
                atPath: day, withIntermediateDirectories: true)
            for number in 0..<50 {
                _ = FileManager.default.createFile(atPath: "\(day)/\(number)", contents: nil)
            }
        default: stage.configure()
        }
    }

    private func environment(_ moment: CutMoment) throws -> [String: String] {
        switch moment {
        case .point(let name, let passage), .purge(let name, let passage):
            return ["HOPPER_CRASH_AT": "\(name):\(passage)"]
        case .call(let number):
            return try FaultyDevice(.kill, in: stage.scratch)
                .environment(at: UInt64(number), path: stage.scratch.path)
        case .checkpoint(let number):
            return try FaultyDevice(.kill, in: stage.scratch)
                .environment(at: UInt64(number), path: "/outbox.db")
                .merging(["HOPPER_FAULT_BUT": "-wal:-shm:.lock"]) { $1 }
        case .anywhere, .reload, .pressure: return [:]
        }
    }
}

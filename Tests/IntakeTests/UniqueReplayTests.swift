import Configuration
import Intake
import Mapping
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

/// `unique` holds for a file and its replays together.
@Suite struct UniqueReplayTests {
    private static func stage(
        _ wrap: (SQLiteOutbox) -> any OutboxStore = { $0 }
    ) throws -> IntakeStage {
        try IntakeStage(
            adjust: {
                $0.record.unique = ["a"]
                $0.record.fields[1].match = "^v"
            }, wrap: wrap)
    }

    /// Rows with these keys; those with a minus are rejected for something else.
    private static func text(_ keys: [Int]) -> String {
        "a,b\r\n" + keys.map { "n\(abs($0)),\($0 < 0 ? "bad" : "v")\r\n" }.joined()
    }

    private func numbers(_ file: FileID, _ stage: IntakeStage) throws -> [Int] {
        let batches = try #require(try stage.store.story(of: file)).summary.batches
        return try (0..<batches).flatMap { batch in
            String(
                decoding: try stage.store.payload(of: BatchID(file: file, number: batch + 1)),
                as: UTF8.self
            ).split(separator: "\n").compactMap {
                Int($0.split(separator: "\"")[3].split(separator: ".").last ?? "")
            }
        }
    }

    @Test func `a row whose key was delivered stays rejected when it is replayed`() throws {
        let stage = try Self.stage()
        try stage.start()
        defer { stage.stop() }
        // The key of a row that was rejected may have been accepted before it, and behind it.
        let file = try stage.taken(Self.text([1, 1, -2, 2, -3, -3, -4, 5]), as: "a.csv")
        let vain = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected)).file
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        #expect(try numbers(vain, stage).isEmpty)
        stage.reload { $0.record.unique = ["a"] }
        let replay = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected)).file
        #expect(stage.wait(for: .fileArchived, count: 3) != nil)
        #expect(try numbers(replay, stage) == [5, 7])
        let rejects = try stage.store.rejects(of: replay, after: 0, limit: 9)
        #expect(rejects.map(\.number) == [2, 3, 6])
        #expect(rejects.allSatisfy { $0.rule == "unique" })
        #expect(
            rejects.map(\.reason) == [2, 5, 6].map { "the record on line \($0) has the same a" })
        // And so it is with what the replay has let through.
        stage.reload("r3") {
            $0.record.unique = ["a"]
            $0.batch.records = 50
        }
        let second = try stage.intake.replay(ReplayRequest(file: replay, rows: .rejected)).file
        #expect(stage.wait(for: .fileArchived, count: 4) != nil)
        #expect(try numbers(second, stage).isEmpty)
        #expect(try stage.store.rejects(of: second, after: 0, limit: 9).count == 3)
        #expect(try stage.store.recount() == [])
    }

    @Test func `the replay of dead records is not hindered by rejected ones`() throws {
        let stage = try Self.stage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(Self.text([1, 1, 2]), as: "a.csv")
        try stage.settle("crm", dead: [1])
        let dead = try stage.intake.replay(ReplayRequest(file: file, rows: .dead)).file
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        #expect(try numbers(dead, stage) == [1])
    }

    @Test func `what lies behind the place where a file was set aside is judged by its own keys`()
        throws
    {
        let stage = try IntakeStage(adjust: {
            $0.record.unique = ["a"]
            $0.record.fields[1].match = "^v"
            $0.rejects = RejectsPolicy(limit: .count(1000), over: .quarantine)
        })
        try stage.start()
        defer { stage.stop() }
        let keys = (1...2000).map { $0 <= 1500 ? -$0 : $0 } + Array(1...60_000)
        stage.drop(Self.text(keys), as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined) != nil)
        let origin = try #require(try stage.store.files(FilesQuery()).first)
        #expect(origin.counts.read < 62_000)
        stage.reload { $0.record.unique = ["a"] }
        let replay = try stage.intake.replay(ReplayRequest(file: origin.file, rows: .rejected)).file
        #expect(stage.wait(for: .fileArchived) != nil)
        // Each key has gone out once, from the one or the other.
        let counts = try #require(try stage.store.story(of: replay)).summary.counts
        #expect(counts.accepted + origin.counts.accepted == 60_000)
    }

    @Test(arguments: [1, 3, 6])
    func `a commit that fails on the way changes nothing in which keys are taken`(
        number: Int
    ) throws {
        // Keys of rejected rows that were accepted elsewhere, and such that were not; in many chunks.
        let keys = (1...30_000).map { $0 % 3 == 0 ? -($0 / 2) : $0 % 7 == 0 ? -$0 : $0 }
        func replayed(_ wrap: (SQLiteOutbox) -> any OutboxStore) throws -> [Int] {
            let stage = try Self.stage(wrap)
            try stage.start()
            defer { stage.stop() }
            let file = try stage.taken(Self.text(keys), as: "a.csv")
            stage.reload { $0.record.unique = ["a"] }
            let replay = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected)).file
            #expect(stage.wait(for: .fileArchived, count: 2) != nil)
            return try numbers(replay, stage)
        }
        var taken = Set(keys.filter { $0 > 0 })
        let expected = keys.indices.filter { keys[$0] < 0 && taken.insert(-keys[$0]).inserted }
            .map { $0 + 1 }
        let replays = Monitor(false)
        let found = try replayed { real in
            FaultyStore(real, at: number, fault: .failed) { change in
                if case .replay = change { replays.withLock { $0 = true } }
                guard case .append = change else { return false }
                return replays.withLock { $0 }
            }
        }
        #expect(found == expected && expected.count > 3000)
    }
}

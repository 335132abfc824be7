import Configuration
import JSON
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// Failures of the outbox at every step, and restarts: nothing lost, nothing twice, the same ids.
@Suite struct FailureTests {
    private static let rows = 4_000
    private static let bad: Set<Int> = [7, 800, 801, 3_999]

    private static func undisturbed() throws -> (payloads: [String], counts: RecordCounts) {
        let stage = try IntakeStage(adjust: { $0.batch.records = 20 })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(rows, bad: bad, width: 500), as: "a.csv")
        stage.wait(for: .fileArchived)
        return (try stage.payloads(), try stage.store.files(FilesQuery())[0].counts)
    }

    @Test(arguments: [FaultyStore.Fault.full, .failed, .answerLost])
    func `a chunk that fails is read again from the checkpoint, whichever it is`(
        fault: FaultyStore.Fault
    ) throws {
        let expected = try Self.undisturbed()
        // Each chunk of the file in turn; the last try is one that none failed for.
        for number in 1... {
            let failures = FailureFlag()
            let stage = try IntakeStage(adjust: { $0.batch.records = 20 }) { outbox in
                let store = FaultyStore(outbox, at: number, fault: fault) { change in
                    if case .append = change { true } else { false }
                }
                failures.store = store
                return store
            }
            try stage.start()
            defer { stage.stop() }
            stage.drop(IntakeStage.rows(Self.rows, bad: Self.bad, width: 500), as: "a.csv")
            stage.wait(for: .fileArchived)
            #expect(try stage.payloads() == expected.payloads, "chunk \(number)")
            #expect(try stage.store.files(FilesQuery())[0].counts == expected.counts)
            #expect(try stage.store.recount() == [])
            #expect(
                try stage.store.rejects(
                    of: try stage.store.files(FilesQuery())[0].file, after: 0, limit: 100
                ).map(\.number) == Self.bad.sorted().map { Int64($0) })
            // Waiting for room takes a second each time.
            if fault == .full && number == 2 { break }
            if failures.store?.hasFailed != true {
                #expect(number > 2)
                break
            }
        }
    }

    private final class FailureFlag { var store: FaultyStore? }

    @Test(arguments: [FaultyStore.Fault.full, .failed, .answerLost])
    func `a claim that fails is made again, and the file is taken in once`(
        fault: FaultyStore.Fault
    ) throws {
        let stage = try IntakeStage(wrap: { outbox in
            FaultyStore(outbox, at: 1, fault: fault) { change in
                if case .claim = change { true } else { false }
            }
        })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        stage.wait(for: .fileArchived)
        #expect(try stage.store.files(FilesQuery()).count == 1)
        #expect(stage.inboxAtLast() == [])
    }

    @Test(arguments: [FaultyStore.Fault.full, .failed, .answerLost])
    func `a finish that fails is made again`(fault: FaultyStore.Fault) throws {
        let stage = try IntakeStage(wrap: { outbox in
            FaultyStore(outbox, at: 1, fault: fault) { change in
                if case .finish = change { true } else { false }
            }
        })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        #expect(stage.receipt("a.csv")?["state"]?.text == "archived")
        stage.drop(IntakeStage.rows(4), as: "b.csv")
        #expect(stage.receipt("b.csv")?["state"]?.text == "archived")
        #expect(stage.scratch.names(in: "state/work") == [])
    }

    @Test func `a receipt that can't be noted is not written over and over`() throws {
        let flag = FailureFlag()
        let stage = try IntakeStage(wrap: { outbox in
            let store = FaultyStore(outbox, at: 1, fault: .full, isLasting: true) { change in
                if case .receiptWritten = change { true } else { false }
            }
            flag.store = store
            return store
        })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        // The committer itself tries a second time at once.
        let times = flag.store?.failures.wait(timeout: .seconds(30)) { $0.count > 2 ? $0 : nil }
        #expect(try #require(times)[2] - times![0] >= .milliseconds(900))
    }

    @Test func `a stop in the middle of a file goes on where it was after the start`() throws {
        let expected = try Self.undisturbed()
        let scratch = ScratchDirectory()
        var isArchived = false
        for round in 0..<200 where !isArchived {
            let stage = try IntakeStage(scratch, adjust: { $0.batch.records = 20 })
            try stage.start()
            if round == 0 {
                stage.drop(IntakeStage.rows(Self.rows, bad: Self.bad, width: 500), as: "a.csv")
            }
            // Stops right after the next commit.
            _ = stage.heard.wait(timeout: .seconds(10)) { heard -> Bool? in
                heard.committed.isEmpty && !heard.events.contains { $0.kind == .fileArchived }
                    ? nil : true
            }
            #expect(stage.intake.stop(within: .seconds(20)))
            stage.committer.flush()
            if let file = try stage.store.files(FilesQuery()).first, file.state == .archived {
                isArchived = true
                #expect(try stage.payloads() == expected.payloads)
                #expect(file.counts == expected.counts)
                #expect(try stage.store.recount() == [])
            }
            stage.stop()
        }
        #expect(isArchived)
    }
}

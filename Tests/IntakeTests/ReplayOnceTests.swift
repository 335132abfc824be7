import Configuration
import Intake
import JSON
import Mapping
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

/// A rejected row goes through once, however often its file is replayed.
@Suite struct ReplayOnceTests {
    private func refusal(_ request: ReplayRequest, _ stage: IntakeStage) -> String? {
        do throws(ReplayFailure) {
            _ = try stage.intake.replay(request)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func `rows that a replay accepted are not sent again after another reload`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3, 4, 17]), as: "a.csv")
        stage.reload { $0.record.fields[0].match = "^!?[^!4]*$" }
        let first = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected)).file
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        stage.reload("r3") { $0.record.fields[0].match = nil }
        let why = refusal(ReplayRequest(file: file, rows: .rejected), stage)
        #expect(why?.contains("gone through since, in its replay \(first)") == true)
        #expect(why?.contains("'replay \(first) --rejected'") == true)
        // What is rejected still goes through from there, and then nothing is left.
        let second = try stage.intake.replay(ReplayRequest(file: first, rows: .rejected))
        #expect(second.records == 1)
        #expect(stage.wait(for: .fileArchived, count: 3) != nil)
        stage.reload("r4") { $0.batch.records = 7 }
        for origin in [file, first] {
            let why = refusal(ReplayRequest(file: origin, rows: .rejected), stage)
            #expect(
                why?.hasSuffix("in its replay \(second.file); say --again to send them once more")
                    == true)
        }
        let again = try stage.intake.replay(
            ReplayRequest(file: file, rows: .rejected, isRepeated: true))
        #expect(again.records == 3)
        #expect(stage.wait(for: .fileArchived, count: 4) != nil)
    }

    @Test func `rows that the replay of the whole file accepted are not sent again`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3, 4]), as: "a.csv")
        // Nothing goes through under the same configuration, so that says nothing yet.
        let vain = try stage.intake.replay(ReplayRequest(file: file, rows: .rejected)).file
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        stage.reload { $0.record.fields[0].match = nil }
        let whole = try stage.intake.replay(ReplayRequest(file: file, rows: .all)).file
        #expect(stage.wait(for: .fileArchived, count: 3) != nil)
        for origin in [file, vain] {
            let why = refusal(ReplayRequest(file: origin, rows: .rejected), stage)
            #expect(why?.contains("in its replay \(whole)") == true)
        }
    }

    @Test func `what was held back in a replay and set aside may be replayed again`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3, 4]), as: "a.csv")
        stage.reload {
            $0.record.fields[0].match = "^!?[^!4]*$"
            $0.rejects = RejectsPolicy(limit: .count(0), over: .quarantine)
            $0.release = .wholeFile
        }
        _ = try stage.intake.replay(ReplayRequest(file: file, rows: .all))
        #expect(stage.wait(for: .fileQuarantined) != nil)
        stage.reload("r3") { $0.record.fields[0].match = nil }
        #expect(refusal(ReplayRequest(file: file, rows: .rejected), stage) == nil)
    }

    @Test func `the replay of dead records says nothing of the rejected rows`() throws {
        let stage = try IntakeStage()
        try stage.start()
        defer { stage.stop() }
        let file = try stage.taken(IntakeStage.rows(30, bad: [3]), as: "a.csv")
        try stage.settle("crm", dead: [5])
        stage.reload { $0.record.fields[0].match = "^c[^5]*$" }
        let dead = try stage.intake.replay(ReplayRequest(file: file, rows: .dead)).file
        #expect(stage.wait(for: .fileArchived, count: 2) != nil)
        #expect(try stage.store.story(of: dead)?.summary.counts.rejected == 1)
        stage.reload("r3") { $0.record.fields[0].match = nil }
        _ = try stage.intake.replay(ReplayRequest(file: dead, rows: .rejected))
        #expect(stage.wait(for: .fileArchived, count: 3) != nil)
        let receipt = stage.receipt("a.csv") {
            $0["replays"]?.elements?.last?["state"] == "archived"
        }
        #expect(receipt?["rejected_rows"]?.text == "a.csv.rejected.csv")
        #expect(
            stage.scratch.read("drops/acme/receipts/a.csv.rejected.csv")?.contains("!3") == true)
        #expect(refusal(ReplayRequest(file: file, rows: .rejected), stage) == nil)
    }
}

import Configuration
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// Small files whose first chunk is committed together with their claim.
@Suite struct ReadAheadTests {
    private final class Spy: Sendable {
        let store = Monitor<FaultyStore?>(nil)
        let files = Monitor<[FileID]>([])
        var commits: [Int] { store.withLock { $0 }?.commits.withLock { $0 } ?? [] }
    }

    /// A stage whose commits are listened to, and fail as told.
    private static func stage(
        _ spy: Spy, _ scratch: ScratchDirectory = ScratchDirectory(),
        failing number: Int = .max, _ fault: FaultyStore.Fault = .failed,
        _ adjust: (inout Feed) -> Void = { _ in }
    ) throws -> IntakeStage {
        try IntakeStage(
            scratch, adjust: adjust,
            wrap: { outbox in
                let store = FaultyStore(outbox, at: number, fault: fault) { change in
                    guard case .append(let chunk) = change else { return false }
                    spy.files.withLock { $0.append(chunk.file) }
                    return true
                }
                spy.store.withLock { $0 = store }
                return store
            })
    }

    @Test(arguments: [ReleasePolicy.streaming, .wholeFile])
    func `a small file and its first records are one transaction`(release: ReleasePolicy) throws {
        let spy = Spy()
        let stage = try Self.stage(spy) { $0.release = release }
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(250, bad: [7]), as: "a.csv")
        stage.wait(for: .fileArchived)
        #expect(spy.commits.first == 2)
        #expect(try stage.payloads().count == 3)
        #expect(try stage.store.files(FilesQuery())[0].counts.accepted == 249)
        #expect(try stage.store.recount() == [])
        #expect(stage.heard.withLock { $0.committed }.allSatisfy { $0 == "crm" })
    }

    @Test(arguments: [FaultyStore.Fault.full, .failed, .answerLost])
    func `when claim and chunk fail, the file is taken in once and whole`(
        fault: FaultyStore.Fault
    ) throws {
        let calm = Spy()
        let undisturbed = try Self.stage(calm)
        try undisturbed.start()
        undisturbed.drop(IntakeStage.rows(250, bad: [7]), as: "a.csv")
        undisturbed.wait(for: .fileArchived)
        let expected = try undisturbed.payloads()
        undisturbed.stop()

        // The second failure meets the changes when they are tried one by one.
        for number in 1...2 {
            let spy = Spy()
            let stage = try Self.stage(spy, failing: number, fault)
            try stage.start()
            defer { stage.stop() }
            stage.drop(IntakeStage.rows(250, bad: [7]), as: "a.csv")
            stage.wait(for: .fileArchived)
            #expect(spy.commits.first == 2)
            #expect(try stage.payloads() == expected)
            #expect(try stage.store.files(FilesQuery()).count == 1)
            #expect(try stage.store.recount() == [])
            #expect(stage.inboxAtLast() == [])
        }
    }

    @Test func `a small file does not overtake the one before it`() throws {
        let spy = Spy()
        let stage = try Self.stage(spy)
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(20_000, width: 500), as: "a.csv")
        stage.wait(for: .fileClaimed)
        stage.drop(IntakeStage.rows(10), as: "b.csv")
        stage.wait(for: .fileArchived, count: 2)
        let files = try stage.store.files(FilesQuery()).map(\.file)
        let chunks = spy.files.withLock { $0 }
        #expect(files.count == 2 && chunks.count > 2)
        #expect(chunks.last == files.first)
        #expect(chunks.dropLast().allSatisfy { $0 == files.last })
    }

    @Test func `what can't be read is registered all the same, and set aside`() throws {
        let spy = Spy()
        let stage = try Self.stage(spy)
        try stage.start()
        defer { stage.stop() }
        stage.drop("a,c\n1,2\n", as: "a.csv")
        #expect(stage.wait(for: .fileQuarantined)?.first?.contains("(header)") == true)
        #expect(spy.commits.first == 1)
    }

    @Test func `of a file without a header the journal hears what is missing, and no row`() throws {
        let spy = Spy()
        let stage = try Self.stage(spy)
        try stage.start()
        defer { stage.stop() }
        stage.drop("4711,Anna\n4712,Berta\n", as: "a.csv")
        let told = try #require(stage.wait(for: .fileQuarantined)?.first)
        #expect(told.contains("(header): no column") && !told.contains("Anna"))
        #expect(
            try stage.store.files(FilesQuery())[0].detail.hasSuffix(
                "; the file has \"4711\", \"Anna\""))
    }

    @Test func `after a trap files are registered before they are read`() throws {
        let scratch = ScratchDirectory()
        let spy = Spy()
        let stage = try Self.stage(spy, scratch)
        // Of a file that was read ahead: no ledger knows it.
        scratch.write("0000000000000000\n", to: "state/crash-marks")
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3), as: "a.csv")
        stage.wait(for: .fileArchived)
        #expect(spy.commits.dropFirst().first == 1, "the first one counts the crash")
        #expect(try stage.payloads().count == 1)
    }
}

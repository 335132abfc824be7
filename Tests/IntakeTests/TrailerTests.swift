import Configuration
import Formats
import Outbox
import Testing
import Vocabulary

@testable import Intake

/// Control totals hold a file back before any of its records is in the outbox.
@Suite struct TrailerTests {
    private func stage(_ release: ReleasePolicy) throws -> IntakeStage {
        try IntakeStage(adjust: { feed in
            feed.format.kind = .csv(CSVDialect(footerLines: 1))
            feed.trailer = ControlTotals(count: .column(2))
            feed.release = release
        })
    }

    @Test(arguments: ReleasePolicy.allCases, [3, 20_000])
    func `nothing leaves of a file that its trailer contradicts`(
        release: ReleasePolicy, count: Int
    ) throws {
        let stage = try stage(release)
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(count, width: 40) + "TOTAL,\(count + 1)\r\n", as: "a.csv")
        stage.wait(for: .fileQuarantined)
        #expect(try stage.payloads().isEmpty)
        let file = try stage.store.files(FilesQuery())[0]
        #expect(file.counts == RecordCounts())
        #expect(stage.messages(.fileQuarantined)[0].contains("(trailer)"))
        #expect(try stage.store.recount() == [])
    }

    @Test(arguments: ReleasePolicy.allCases, [3, 20_000])
    func `a file that agrees goes through`(release: ReleasePolicy, count: Int) throws {
        let stage = try stage(release)
        try stage.start()
        defer { stage.stop() }
        let bad = Set([2])
        stage.drop(
            IntakeStage.rows(count, bad: bad, width: 40) + "TOTAL,\(count)\r\n", as: "a.csv")
        stage.wait(for: .fileArchived)
        let counts = try stage.store.files(FilesQuery())[0].counts
        #expect(counts.read == Int64(count))
        #expect(counts.rejected == 1)
    }

    @Test func `what a file's sums are stands in the ledger, and not in the journal`() throws {
        let stage = try IntakeStage(adjust: { feed in
            feed.format.kind = .csv(CSVDialect(footerLines: 1))
            feed.trailer = ControlTotals(sums: [.init(column: .number(1), place: .column(2))])
        })
        try stage.start()
        defer { stage.stop() }
        stage.drop(IntakeStage.rows(3, width: 40) + "TOTAL,77\r\n", as: "a.csv")
        stage.wait(for: .fileQuarantined)
        #expect(try stage.store.files(FilesQuery())[0].detail.hasSuffix("and the trailer 77"))
        #expect(!stage.messages(.fileQuarantined)[0].contains("77"))
    }
}

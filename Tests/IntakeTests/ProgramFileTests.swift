import Configuration
import Formats
import Mapping
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// Files whose records go through a jq program, from the file to the ledger.
@Suite struct ProgramFileTests {
    private static func program(_ text: String) -> (inout Feed) -> Void {
        { feed in
            feed.record.program = text
            feed.records = [feed.record]
        }
    }

    private static let program = """
        if .a == "5" then empty elif .a == "6" then error("no \\(.b)")
        elif .a == "huge" then .x = ([] | .[100000000] = 1) else .c = "\\(.a)-\\(.b)" end
        """

    private static func rows(_ count: Int, huge: Set<Int> = []) -> String {
        "a,b\n"
            + (1...count).map { "\(huge.contains($0) ? "huge" : "\($0 % 10)"),\($0)\n" }.joined()
    }

    @Test func `reading goes on from every checkpoint with the same batches`() throws {
        let scratch = ScratchDirectory()
        let configuration = IntakeStage.configuration(scratch, Self.program(Self.program))
        let feed = try #require(configuration.feed(IntakeStage.feed))
        let compiled = try CompiledFeed(feed, in: configuration)
        let path = scratch.write(Self.rows(20_000, huge: [700, 15_000]), to: "rows")
        let file = FileID("0123456789abcdef")!
        func read(from start: Checkpoint) throws -> [FileChunk] {
            let cutter = try ChunkCutter(
                file: file, sequenceBase: 0, from: start, as: compiled, path: path)
            let block = RecordBlock()
            var chunks: [FileChunk] = []
            while true {
                let (chunk, isEnd) = try cutter.next(using: block)
                if let chunk { chunks.append(chunk) }
                if isEnd { return chunks }
            }
        }
        let chunks = try read(from: .start)
        let end = try #require(chunks.last).to
        let batches = chunks.flatMap(\.batches)
        #expect(
            end.counts
                == RecordCounts(
                    accepted: 15_998, rejected: 2002, filtered: 2000, made: 15_998))
        #expect(chunks.count > 3)
        for chunk in chunks {
            let again = try read(from: chunk.to)
            #expect((again.last?.to ?? chunk.to) == end)
            let rest = batches.dropFirst(chunk.to.batches)
            #expect(again.flatMap(\.batches).map(\.payload) == rest.map(\.payload))
        }
    }

    @Test func `the ledger balances, and a recount finds nothing`() throws {
        let stage = try IntakeStage(adjust: Self.program(Self.program))
        defer { stage.stop() }
        try stage.start()
        stage.drop(Self.rows(500, huge: [77]), as: "rows.csv")
        stage.wait(for: .fileArchived)
        let line = try #require(try stage.outbox.ledger().first)
        #expect(line.isBalanced && line.read == 500)
        #expect(line.rejected == 51 && line.filtered == 50 && line.accepted == 399)
        #expect(try stage.outbox.recount() == [])
    }

    @Test func `a file that brings the program down three times is set aside`() throws {
        let stage = try IntakeStage(adjust: Self.program(Self.program))
        defer { stage.stop() }
        try stage.start()
        stage.drop(Self.rows(500, huge: [77, 80, 402, 403]), as: "rows.csv")
        stage.wait(for: .fileQuarantined)
        let event = try #require(
            stage.heard.withLock { $0.events.first { $0.kind == .fileQuarantined } })
        #expect(event.message.contains("(jq)") && event.message.contains("line 403"))
    }
}

import Configuration
import Formats
import Mapping
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// Several records of one, from the file to the ledger.
@Suite struct SeveralRecordsTests {
    private static func severalOf(_ feed: inout Feed) {
        feed.format = FormatSpec(kind: .jsonLines)
        var line = RecordSpec(
            entity: "line", key: ["no", "sku"],
            fields: [
                FieldSpec(name: "no", source: .column("no")),
                FieldSpec(name: "sku", source: .column("./sku"), match: "^[^!]*$"),
            ])
        line.each = "items"
        feed.records = [
            RecordSpec(
                entity: "order", key: ["no"],
                fields: [FieldSpec(name: "no", source: .column("no"))],
                filter: Condition(tests: [.init(subject: "no", predicate: .not(.match("7$")))])),
            line,
        ]
        feed.deliver = [Route(destination: "crm", entities: ["line"])]
        feed.batch.records = 10
    }

    /// Orders with 0 to 40 lines; every 50th has a fault.
    private static func orders(_ count: Int) -> String {
        (1...count).map { number in
            let lines = (0..<number % 41).map {
                #"{"sku":"\#(number % 50 == 49 && $0 == 3 ? "!" : "s\($0)")"}"#
            }
            return #"{"no":"\#(number)","items":[\#(lines.joined(separator: ","))]}"# + "\n"
        }.joined()
    }

    @Test func `reading goes on from every checkpoint with the same batches`() throws {
        let scratch = ScratchDirectory()
        let configuration = IntakeStage.configuration(scratch, Self.severalOf)
        let feed = try #require(configuration.feed(IntakeStage.feed))
        let compiled = try CompiledFeed(feed, in: configuration)
        let path = scratch.path + "/orders"
        _ = scratch.write(Self.orders(4000), to: "orders")
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
        #expect(end.position.records == 4000 && end.counts.read == 4000)
        #expect(end.counts.made == Int64(batches.reduce(0) { $0 + $1.records }))
        #expect(end.counts.accepted == Int64(batches.reduce(0) { $0 + $1.inputs }))
        #expect(end.counts.rejected == 72 && batches.contains { $0.inputs == 0 })
        #expect(chunks.count > 3)
        for chunk in chunks {
            #expect(chunk.to.position.records == chunk.to.counts.read)
            let again = try read(from: chunk.to)
            #expect((again.last?.to ?? chunk.to) == end)
            let rest = batches.dropFirst(chunk.to.batches)
            #expect(again.flatMap(\.batches).map(\.payload) == rest.map(\.payload))
            #expect(again.flatMap(\.batches).map(\.inputs) == rest.map(\.inputs))
        }
    }

    @Test func `the ledger balances, and a recount finds nothing`() throws {
        let stage = try IntakeStage(adjust: Self.severalOf)
        defer { stage.stop() }
        try stage.start()
        stage.drop(Self.orders(200), as: "orders.csv")
        stage.wait(for: .fileArchived)
        let line = try #require(try stage.outbox.ledger().first)
        #expect(line.isBalanced && line.read == 200 && line.rejected == 4)
        #expect(line.made > line.accepted && line.notRouted > 0 && line.pending > line.accepted)
        #expect(try stage.outbox.recount() == [])
    }
}

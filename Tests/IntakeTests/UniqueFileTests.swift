import Configuration
import Formats
import Mapping
import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// A feed with `unique`, read through failures and restarts: always the same records rejected.
@Suite struct UniqueFileTests {
    private static let rows = 9_000

    /// Every third row repeats the key of an earlier one, some of them a bad one's.
    private static let text: String = {
        var text = "a,b\r\n"
        let value = String(repeating: "v", count: 300)
        for number in 1...rows {
            let key = number % 3 == 0 ? number / 2 : number
            text += "\(key % 50 == 7 ? "!" : "n")\(key),\(value)\r\n"
        }
        return text
    }()

    private static func adjust(_ feed: inout Feed) {
        feed.batch.records = 100
        feed.record.unique = ["a"]
    }

    private struct Outcome: Equatable {
        var batches: [[UInt8]] = []
        var rejects: [RejectedRecord] = []
    }

    private func read(
        _ cutter: ChunkCutter, _ seen: (FileChunk) -> Void = { _ in }
    ) throws -> Outcome {
        var outcome = Outcome()
        let block = RecordBlock()
        while true {
            let (chunk, isEnd) = try cutter.next(using: block)
            if let chunk {
                outcome.batches += chunk.batches.map(\.payload)
                outcome.rejects += chunk.rejects
                seen(chunk)
            }
            if isEnd { return outcome }
        }
    }

    @Test func `from every checkpoint on it rejects what it rejected before`() throws {
        let scratch = ScratchDirectory()
        let path = scratch.write(Self.text, to: "a.csv")
        let configuration = IntakeStage.configuration(scratch, Self.adjust)
        let feed = try #require(configuration.feed(IntakeStage.feed))
        let compiled = try CompiledFeed(feed, in: configuration)
        let file = FileID("0123456789abcdef")!
        func cutter(from checkpoint: Checkpoint) throws -> ChunkCutter {
            try ChunkCutter(
                file: file, sequenceBase: 0, from: checkpoint, as: compiled, path: path)
        }
        var chunks: [FileChunk] = []
        let whole = try read(cutter(from: .start)) { chunks.append($0) }
        #expect(whole.rejects.filter { $0.rule == "unique" }.count > 1000)
        #expect(whole.rejects.contains { $0.rule == "match" })
        #expect(chunks.count > 3)
        for (index, chunk) in chunks.enumerated() {
            let rest = try read(cutter(from: chunk.to))
            #expect(rest.batches == chunks[(index + 1)...].flatMap { $0.batches.map(\.payload) })
            #expect(rest.rejects == chunks[(index + 1)...].flatMap(\.rejects))
        }
    }

    @Test(arguments: [1, 2, 4]) func `a chunk that is read again finds its own keys`(
        number: Int
    ) throws {
        func outcome(_ wrap: (SQLiteOutbox) -> any OutboxStore) throws -> ([String], RecordCounts) {
            let stage = try IntakeStage(adjust: Self.adjust, wrap: wrap)
            try stage.start()
            defer { stage.stop() }
            stage.drop(Self.text, as: "a.csv")
            stage.wait(for: .fileArchived)
            return (try stage.payloads(), try stage.store.files(FilesQuery())[0].counts)
        }
        let expected = try outcome { $0 }
        let disturbed = try outcome { outbox in
            FaultyStore(outbox, at: number, fault: .failed) { change in
                if case .append = change { true } else { false }
            }
        }
        #expect(disturbed.0 == expected.0)
        #expect(disturbed.1 == expected.1)
        #expect(expected.1.rejected > 1000)
    }
}

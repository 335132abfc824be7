import Outbox
import Vocabulary

/// The records of one chunk in the file's order. A chunk covers a range of record numbers; those
/// that are in none of its batches and not among its rejects were filtered.
struct ChunkOutcomes {
    private let batches: [DryBatch]
    private let rejects: [RejectedRecord]
    private var number: Int64
    private let last: Int64
    private var batch = 0
    private var index = 0
    private var offset = 0
    private var reject = 0
    private var accepted: (number: Int64, line: Int64, record: AcceptedRecord)?

    init(_ chunk: FileChunk) {
        batches = chunk.batches.map(DryBatch.init)
        rejects = chunk.rejects
        number = chunk.from.position.records + 1
        last = chunk.to.position.records
        accepted = takeAccepted()
    }

    /// - Parameter filteredLine: the line of a record that is neither accepted nor rejected.
    mutating func next(filteredLine: (Int64) -> Int64?) -> RecordOutcome? {
        guard number <= last else { return nil }
        defer { number += 1 }
        var records: [AcceptedRecord] = []
        var line: Int64?
        while let head = accepted, head.number == number {
            records.append(head.record)
            line = head.line
            accepted = takeAccepted()
        }
        if let line {
            return RecordOutcome(number: number, line: line, came: .accepted(records))
        }
        if reject < rejects.count, rejects[reject].number == number {
            defer { reject += 1 }
            let rejected = rejects[reject]
            return RecordOutcome(number: number, line: rejected.line, came: .rejected(rejected))
        }
        return RecordOutcome(number: number, line: filteredLine(number), came: .filtered)
    }

    private mutating func takeAccepted() -> (Int64, Int64, AcceptedRecord)? {
        while batch < batches.count {
            let current = batches[batch]
            guard offset < current.payload.count else {
                batch += 1
                index = 0
                offset = 0
                continue
            }
            // Records are joined by `,\n`, and have no line feed inside.
            let lineFeed = current.payload[offset...].firstIndex(of: UInt8(ascii: "\n"))
            let range = offset..<(lineFeed.map { $0 - 1 } ?? current.payload.count)
            let head = AcceptedRecord.head(of: current.payload[range])
            defer {
                index += 1
                offset = lineFeed.map { $0 + 1 } ?? current.payload.count
            }
            return (
                head.number, head.line, AcceptedRecord(batch: current, index: index, range: range)
            )
        }
        return nil
    }
}

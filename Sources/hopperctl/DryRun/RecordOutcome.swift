import JSON
import Outbox
import Vocabulary

/// What became of one record of a file, read without keeping anything.
struct RecordOutcome {
    enum Came {
        /// What it was made into: as a rule one record.
        case accepted([AcceptedRecord])
        case rejected(RejectedRecord)
        case filtered
    }

    /// The record's 1-based number in the file.
    let number: Int64
    /// The 1-based line on which it starts; nil where that is not known any more, which can only be
    /// so of a filtered record.
    let line: Int64?
    let came: Came

    /// `line 1,204`; `record 1,203` where the line is not known.
    var place: String {
        line.map { "line \(Figures.count($0))" } ?? "record \(Figures.count(number))"
    }
}

/// One accepted record, as its batch has it.
struct AcceptedRecord {
    let batch: DryBatch
    /// Its index in the batch.
    let index: Int
    /// Where it stands in the batch's payload.
    let range: Range<Int>

    /// The record as a destination gets it: a JSON object without a line feed in it.
    var bytes: ArraySlice<UInt8> { batch.payload[range] }

    /// The same as a tree. Nil only if it nests deeper than any tree here may.
    var document: JSONValue? {
        try? JSONValue.parse(Array(bytes), maximumDepth: 256)
    }

    /// Who gets it, in the order of `deliver`.
    var destinations: [String] {
        batch.routes.filter { $0.records.contains(index) }.map(\.destination)
    }

    /// Number and line stand first in a record: `{"id":"7k3m….2001","line":2002,`.
    static func head(of bytes: ArraySlice<UInt8>) -> (number: Int64, line: Int64) {
        let dot = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
        let colon = bytes[dot...].firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        let number = integer(bytes[dot...].dropFirst())
        let line = integer(bytes[colon...].dropFirst())
        precondition(number > 0 && line > 0, "a record without number or line")
        return (number, line)
    }

    private static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 {
        var value: Int64 = 0
        for byte in bytes {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { break }
            value = value &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
        }
        return value
    }
}

/// A batch that was cut and is not kept.
final class DryBatch {
    let payload: [UInt8]
    let routes: [BatchRoute]

    init(_ batch: BatchToStore) {
        payload = batch.payload
        routes = batch.routes
    }
}

import Formats
import TestSupport
import Vocabulary

/// A record as a reader gave it, in a form that can be compared.
struct SeenRecord: Equatable, CustomStringConvertible {
    var number: Int64
    var line: Int64
    var offset: Int64
    /// Nil for an absent field. Empty for a fault.
    var fields: [String?]
    var rule: String?
    /// A fault's text as it stands in the file.
    var raw: [UInt8]?

    var description: String {
        "\n#\(number) line \(line) at \(offset): "
            + (rule.map { "\($0) \(String(decoding: raw ?? [], as: UTF8.self).debugDescription)" }
                ?? fields.map { $0?.debugDescription ?? "-" }.joined(separator: "|"))
    }
}

/// All that a reading gives, from a position to the end.
struct Reading {
    var columns: [String] = []
    var bindings: [Int?] = []
    var records: [SeenRecord] = []
    var reasons: [String] = []
    var kinds: [[FieldKind]] = []
    /// `end` of each block.
    var ends: [ReadPosition] = []
    var largestBlock = 0

    init(
        _ path: String, _ format: FormatSpec, wanted: [ColumnReference] = [],
        from position: ReadPosition = .start, sizes: ReadingSizes = ReadingSizes()
    ) throws {
        let reader = try openRecordReader(
            path: path, format: format, wanted: wanted, from: position, sizes: sizes)
        columns = reader.columns
        bindings = reader.bindings
        let block = RecordBlock(bytes: 128, fields: 4, records: 2)
        while try reader.read(into: block) {
            precondition(block.recordCount > 0)
            for index in 0..<block.recordCount { add(index, of: block) }
            ends.append(block.end)
            largestBlock = max(largestBlock, block.byteCapacity)
        }
    }

    private init() {}

    /// What a reading gives until it ends, and what ended it before the file did.
    static func asFarAsItGoes(
        _ path: String, _ format: FormatSpec, wanted: [ColumnReference],
        sizes: ReadingSizes = ReadingSizes()
    ) -> (Reading, FormatError?) {
        var reading = Reading()
        do throws(FormatError) {
            let reader = try openRecordReader(
                path: path, format: format, wanted: wanted, from: .start, sizes: sizes)
            let block = RecordBlock(bytes: 128, fields: 4, records: 2)
            while try reader.read(into: block) {
                for index in 0..<block.recordCount { reading.add(index, of: block) }
            }
        } catch {
            return (reading, error)
        }
        return (reading, nil)
    }

    private mutating func add(_ index: Int, of block: RecordBlock) {
        let span = unsafe block.records[index]
        let first = Int(span.firstField)
        precondition(first + Int(span.fieldCount) <= block.fieldCount)
        var seen = SeenRecord(
            number: block.firstRecordNumber + Int64(index), line: span.line,
            offset: span.byteOffset, fields: [])
        if span.fault > 0 {
            let fault = block.faults[Int(span.fault) - 1]
            seen.rule = fault.rule
            seen.raw = unsafe Array(
                UnsafeBufferPointer(
                    start: block.bytes + Int(span.start), count: Int(span.length)))
            reasons.append(fault.reason)
        } else {
            seen.fields = (0..<Int(span.fieldCount)).map { field in
                unsafe block.fields[first + field].kind == .absent
                    ? nil : block.text(ofField: field, inRecord: index)
            }
            kinds.append((0..<Int(span.fieldCount)).map { unsafe block.fields[first + $0].kind })
        }
        records.append(seen)
    }

    var faults: [String] { records.compactMap(\.rule) }
}

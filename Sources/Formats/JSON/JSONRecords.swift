import Glibc
import JSON
import Vocabulary

/// Makes records of JSON texts whose place in a block is known: what JSON Lines and arrays share.
@safe final class JSONRecords {
    let columns: [String]
    let bindings: [Int?]
    let recordLimit: Int
    private let paths: WantedPaths
    private let expected: ExpectedMembers
    /// Texts with escapes in them, and the first fields of their records.
    private var escaped: [(firstField: Int, text: JSONScanner.EscapedText)] = []

    init(wanted: [ColumnReference], recordLimit: Int) {
        self.recordLimit = recordLimit
        var pointers: [JSONPointer?] = []
        var names: [String] = []
        for reference in wanted {
            switch reference {
            case .name(let name):
                pointers.append(JSONPointer(name))
                names.append(name)
            case .number(let number):
                // Members have no order, so none has a number.
                pointers.append(nil)
                names.append(String(number))
            }
        }
        paths = WantedPaths(pointers)
        expected = ExpectedMembers(paths)
        columns = names
        bindings = pointers.enumerated().map { $0.element == nil ? nil : $0.offset }
    }

    /// Scans a value, noting what is wanted of it behind the block's fields; `add` makes them a
    /// record's. The scanner relies on a byte behind the text that no value has in it.
    func scan(
        _ block: RecordBlock, from start: Int, spansLines: Bool = false,
        _ body: (inout JSONScanner) throws(JSONFault) -> Void
    ) throws(JSONFault) -> [JSONScanner.EscapedText] {
        let first = block.fieldCount
        let width = bindings.count
        block.reserveFields(first + width)
        let fields = unsafe block.fields + first
        let absent = FieldSpan(start: UInt32(start), length: 0, kind: .absent)
        unsafe fields.update(repeating: absent, count: width)
        var scanner = unsafe JSONScanner(
            bytes: block.bytes, start: start, fields: fields, paths: paths,
            expected: expected, spansLines: spansLines)
        try body(&scanner)
        return scanner.escaped
    }

    /// Adds the record that was scanned.
    func add(_ found: RecordSpan, _ texts: [JSONScanner.EscapedText], to block: RecordBlock) {
        var record = found
        let first = block.fieldCount
        for text in texts { escaped.append((first, text)) }
        record.firstField = UInt32(truncatingIfNeeded: first)
        record.fieldCount = UInt32(truncatingIfNeeded: bindings.count)
        block.fieldCount = first + bindings.count
        append(record, to: block)
    }

    func reject(_ found: RecordSpan, _ fault: RecordFault, in block: RecordBlock) {
        var record = found
        block.faults.append(fault)
        record.fault = UInt32(block.faults.count)
        append(record, to: block)
    }

    /// A record longer than allowed; of its text the beginning is kept.
    func rejectOversized(_ found: RecordSpan, in block: RecordBlock) {
        var record = found
        let start = Int(record.start)
        let end = unsafe CSVMachine.characterStart(
            block.bytes, start + recordLimit, notBefore: start)
        record.length = UInt32(end - start)
        let fault = RecordFault(
            rule: "size", reason: "longer than the \(recordLimit) bytes allowed for a record")
        reject(record, fault, in: block)
    }

    private func append(_ record: RecordSpan, to block: RecordBlock) {
        let count = block.recordCount
        block.reserveRecords(count + 1)
        unsafe block.records[count] = record
        block.recordCount = count + 1
    }

    /// Resolves the escapes of the texts that count, in a copy behind the block's text: the record
    /// stays as it stands, for a partner who gets it back.
    func unescape(_ block: RecordBlock) {
        for (firstField, text) in escaped {
            let place = paths.node(text.node)
            guard let field = place.wanted.first.map({ firstField + paths.field($0) }),
                unsafe block.fields[field].kind == .text,
                unsafe block.fields[field].start == UInt32(text.start)
            else { continue }
            let start = block.byteCount
            block.reserveBytes(start + text.length + BlockFeed.padding)
            unsafe (block.bytes + start).update(from: block.bytes + text.start, count: text.length)
            block.byteCount += text.length
            let count = unsafe JSONText.unescape(
                UnsafeMutableBufferPointer(start: block.bytes + start, count: text.length))
            for index in place.wanted {
                unsafe block.fields[firstField + paths.field(index)] = FieldSpan(
                    start: UInt32(start), length: UInt32(count), kind: .text)
            }
        }
        escaped.removeAll(keepingCapacity: true)
    }
}

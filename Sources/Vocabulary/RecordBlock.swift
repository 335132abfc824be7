/// Where one field's bytes lie in its block, and what kind of value they are.
package struct FieldSpan: Sendable, BitwiseCopyable {
    /// Offset into the block's bytes. The bytes are UTF-8, unescaped, without quotes.
    package var start: UInt32
    package var length: UInt32
    package var kind: FieldKind

    @inlinable package init(start: UInt32, length: UInt32, kind: FieldKind) {
        self.start = start
        self.length = length
        self.kind = kind
    }
}

/// What a field's bytes are. CSV and fixed width know only `text` and `absent`.
package enum FieldKind: UInt8, Sendable, BitwiseCopyable {
    case text
    /// The record has no such column or member.
    case absent
    /// JSON's `null`.
    case null
    /// A JSON number, as written.
    case number
    /// JSON's `true` or `false`, as written.
    case boolean
    /// A JSON object or array, as written.
    case json
}

/// One record of a block: its fields, its place in the file, and whether it could be taken apart.
package struct RecordSpan: Sendable {
    /// The record's fields are `fields[firstField ..< firstField + fieldCount]`.
    package var firstField: UInt32
    package var fieldCount: UInt32
    /// The record as it stands in the block's bytes, without its line end. Fields that were
    /// unescaped were unescaped in place, so this is the original only where nothing was escaped.
    package var start: UInt32
    package var length: UInt32
    /// 1-based physical line on which it starts.
    package var line: Int64
    /// Decoded bytes before it.
    package var byteOffset: Int64
    /// 0, or 1 + the index into `RecordBlock.faults`.
    package var fault: UInt32

    @inlinable package init(
        firstField: UInt32, fieldCount: UInt32, start: UInt32, length: UInt32, line: Int64,
        byteOffset: Int64, fault: UInt32 = 0
    ) {
        self.firstField = firstField
        self.fieldCount = fieldCount
        self.start = start
        self.length = length
        self.line = line
        self.byteOffset = byteOffset
        self.fault = fault
    }
}

/// Why a record could not be taken apart; it becomes a rejected record.
package struct RecordFault: Hashable, Sendable {
    /// `encoding`, `quote`, `fields`, `size`, `json`, …
    package var rule: String
    /// What is wrong and where, without any of the record's content.
    package var reason: String
    /// The column's name or number, when one is at fault.
    package var column: String?

    package init(rule: String, reason: String, column: String? = nil) {
        self.rule = rule
        self.reason = reason
        self.column = column
    }
}

/// What crosses from a format to the mapping: some thousand records taken apart, in one piece.
///
/// A reader fills a block, the mapping walks it; both reach into it through raw pointers taken once
/// a block, so that no call, no check and no allocation is paid per field. A block is owned by one
/// thread at a time and reused for the whole file. Capacities grow and are kept.
@safe package final class RecordBlock {
    /// The text that the spans point into.
    package private(set) var bytes: UnsafeMutablePointer<UInt8>
    package private(set) var byteCapacity: Int
    package private(set) var fields: UnsafeMutablePointer<FieldSpan>
    package private(set) var fieldCapacity: Int
    package private(set) var records: UnsafeMutablePointer<RecordSpan>
    package private(set) var recordCapacity: Int

    package var byteCount = 0
    package var fieldCount = 0
    package var recordCount = 0
    package var faults: [RecordFault] = []
    /// Whether the records' own text is whole (nothing was unescaped in place), and is what a partner
    /// gets back of a rejected one: JSON Lines.
    package var keepsRecordText = false
    /// Where reading goes on after this block's last record (`records` counts them in).
    package var end = ReadPosition.start
    /// The 1-based number in the file of this block's first record.
    package var firstRecordNumber: Int64 = 1

    package init(bytes: Int = 256 * 1024, fields: Int = 32 * 1024, records: Int = 4096) {
        byteCapacity = bytes
        fieldCapacity = fields
        recordCapacity = records
        unsafe self.bytes = .allocate(capacity: bytes)
        unsafe self.fields = .allocate(capacity: fields)
        unsafe self.records = .allocate(capacity: records)
    }

    deinit {
        unsafe bytes.deallocate()
        unsafe fields.deallocate()
        unsafe records.deallocate()
    }

    /// Forgets the records; keeps the memory.
    package func clear() {
        byteCount = 0
        fieldCount = 0
        recordCount = 0
        keepsRecordText = false
        faults.removeAll(keepingCapacity: true)
    }

    /// Makes room for at least `capacity` bytes; what is there (`byteCount`) moves along.
    package func reserveBytes(_ capacity: Int) {
        guard capacity > byteCapacity else { return }
        let grown = max(capacity, byteCapacity * 2)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        unsafe moved.update(from: bytes, count: byteCount)
        unsafe bytes.deallocate()
        unsafe bytes = moved
        byteCapacity = grown
    }

    /// Makes room for at least `capacity` fields; what is there (`fieldCount`) moves along.
    package func reserveFields(_ capacity: Int) {
        guard capacity > fieldCapacity else { return }
        let grown = max(capacity, fieldCapacity * 2)
        let moved = UnsafeMutablePointer<FieldSpan>.allocate(capacity: grown)
        unsafe moved.update(from: fields, count: fieldCount)
        unsafe fields.deallocate()
        unsafe fields = moved
        fieldCapacity = grown
    }

    /// Makes room for at least `capacity` records; what is there (`recordCount`) moves along.
    package func reserveRecords(_ capacity: Int) {
        guard capacity > recordCapacity else { return }
        let grown = max(capacity, recordCapacity * 2)
        let moved = UnsafeMutablePointer<RecordSpan>.allocate(capacity: grown)
        unsafe moved.update(from: records, count: recordCount)
        unsafe records.deallocate()
        unsafe records = moved
        recordCapacity = grown
    }

    /// The two blocks change places: contents, memory and all.
    package func exchange(with other: RecordBlock) {
        unsafe swap(&bytes, &other.bytes)
        swap(&byteCapacity, &other.byteCapacity)
        unsafe swap(&fields, &other.fields)
        swap(&fieldCapacity, &other.fieldCapacity)
        unsafe swap(&records, &other.records)
        swap(&recordCapacity, &other.recordCapacity)
        swap(&byteCount, &other.byteCount)
        swap(&fieldCount, &other.fieldCount)
        swap(&recordCount, &other.recordCount)
        swap(&faults, &other.faults)
        swap(&end, &other.end)
        swap(&firstRecordNumber, &other.firstRecordNumber)
        swap(&keepsRecordText, &other.keepsRecordText)
    }

    /// The text of a field, for reports and tests; never on the hot path.
    package func text(ofField field: Int, inRecord record: Int) -> String {
        let span = unsafe fields[Int(unsafe records[record].firstField) + field]
        return unsafe String(
            decoding: UnsafeBufferPointer(start: bytes + Int(span.start), count: Int(span.length)),
            as: UTF8.self)
    }
}

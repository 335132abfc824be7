import CPlatform
import Glibc
import JSON
package import Vocabulary

/// Reads JSON Lines: an object or an array on each line, ended by LF (or CRLF, CR being JSON's
/// white space).
///
/// Of an object's members with the same name the last one counts. A line that is not RFC 8259 JSON
/// is a fault of its own, and so is one that is a mere scalar. Lines of white space are no records.
package final class JSONLinesReader: RecordReader {
    package let columns: [String]
    package let bindings: [Int?]
    private let feed: BlockFeed
    private let paths: WantedPaths
    private let recordLimit: Int
    /// Texts with escapes in them, and the first fields of their records.
    private var escaped: [(firstField: Int, text: JSONScanner.EscapedText)] = []

    init(
        source: TextSource, recordLimit: Int, wanted: [ColumnReference],
        from position: ReadPosition, sizes: ReadingSizes
    ) throws(FormatError) {
        feed = BlockFeed(source: source, sizes: sizes)
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
        columns = names
        bindings = pointers.enumerated().map { $0.element == nil ? nil : $0.offset }
        if position.byteOffset > 0 { try feed.restart(at: position) }
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        guard
            try feed.read(
                into: block, recordLimit: recordLimit, carriageReturns: false,
                { isLast in parse(block, isLast: isLast) })
        else { return false }
        unescape(block)
        block.keepsRecordText = true
        return true
    }

    private func parse(_ block: RecordBlock, isLast: Bool) -> BlockOutcome {
        let bytes = unsafe block.bytes
        let end = block.byteCount
        let base = feed.position.byteOffset
        var outcome = BlockOutcome(consumed: 0, line: feed.position.line)
        while outcome.consumed < end, block.recordCount < feed.sizes.records {
            let start = outcome.consumed
            let lineEnd = unsafe Self.lineFeed(in: bytes, from: start, to: end)
            let hasLineFeed = lineEnd < end
            if !hasLineFeed, !isLast, end - start <= recordLimit + 1 { return outcome }
            // The scanner relies on a line feed; there is room for one behind the text.
            if !hasLineFeed { unsafe bytes[end] = 0x0A }
            var textEnd = lineEnd
            if hasLineFeed || isLast, textEnd > start, unsafe bytes[textEnd - 1] == 0x0D {
                textEnd -= 1
            }
            let span = RecordSpan(
                firstField: UInt32(block.fieldCount), fieldCount: 0, start: UInt32(start),
                length: UInt32(textEnd - start), line: outcome.line,
                byteOffset: base + Int64(start))
            if textEnd - start > recordLimit {
                rejectOversized(span, in: block)
                outcome.consumed = start + recordLimit
                outcome.skipsLine = true
                return outcome
            }
            add(span, lineEnd: lineEnd, to: block)
            outcome.consumed = hasLineFeed ? lineEnd + 1 : end
            outcome.line += 1
        }
        return outcome
    }

    private func add(_ line: RecordSpan, lineEnd: Int, to block: RecordBlock) {
        var record = line
        let start = Int(record.start)
        guard unsafe !Self.isBlank(block.bytes, from: start, to: lineEnd) else { return }
        let offset = record.byteOffset
        if let place = feed.source.faults.first(in: offset..<offset + Int64(record.length)) {
            reject(record, .encoding(at: place), in: block)
            return
        }
        let first = block.fieldCount
        let width = bindings.count
        block.reserveFields(first + width)
        let fields = unsafe block.fields + first
        for index in 0..<width {
            unsafe fields[index] = FieldSpan(start: record.start, length: 0, kind: .absent)
        }
        var scanner = unsafe JSONScanner(
            bytes: block.bytes, start: start, fields: fields, paths: paths)
        do throws(JSONFault) {
            try scanner.scanLine(end: lineEnd)
        } catch {
            let fault = RecordFault(
                rule: "json", reason: "byte \(error.at - start + 1): \(error.reason.rawValue)")
            reject(record, fault, in: block)
            return
        }
        for text in scanner.escaped { escaped.append((first, text)) }
        record.fieldCount = UInt32(width)
        block.fieldCount = first + width
        append(record, to: block)
    }

    private func rejectOversized(_ line: RecordSpan, in block: RecordBlock) {
        var record = line
        let start = Int(record.start)
        let end = unsafe CSVMachine.characterStart(
            block.bytes, start + recordLimit, notBefore: start)
        record.length = UInt32(end - start)
        reject(
            record,
            RecordFault(
                rule: "size", reason: "longer than the \(recordLimit) bytes allowed for a record"),
            in: block)
    }

    private func reject(_ line: RecordSpan, _ fault: RecordFault, in block: RecordBlock) {
        var record = line
        block.faults.append(fault)
        record.fault = UInt32(block.faults.count)
        append(record, to: block)
    }

    private func append(_ record: RecordSpan, to block: RecordBlock) {
        block.reserveRecords(block.recordCount + 1)
        unsafe block.records[block.recordCount] = record
        block.recordCount += 1
    }

    /// The index of the next line feed; `end` if there is none.
    private static func lineFeed(
        in bytes: UnsafeMutablePointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        guard let found = unsafe memchr(bytes + start, 0x0A, end - start) else { return end }
        return unsafe found - UnsafeMutableRawPointer(bytes)
    }

    private static func isBlank(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Bool
    {
        var at = start
        while at < end {
            let byte = unsafe bytes[at]
            guard byte == 0x20 || byte == 0x09 || byte == 0x0D else { return false }
            at += 1
        }
        return true
    }

    /// Resolves the escapes of the texts that count, in a copy behind the block's text: the record
    /// stays as it stands, for a partner who gets it back.
    private func unescape(_ block: RecordBlock) {
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

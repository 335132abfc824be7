import Glibc
package import Vocabulary

/// Reads JSON Lines: an object on each line (or an array, where elements are wanted by their
/// numbers), ended by LF (or CRLF, CR being JSON's white space).
///
/// Of an object's members with the same name the last one counts. A line that is not RFC 8259 JSON
/// is a fault of its own, and so is one that is no such record. Lines of white space are no records.
package final class JSONLinesReader: RecordReader {
    package var columns: [String] { records.columns }
    package var bindings: [Int?] { records.bindings }
    private let feed: BlockFeed
    private let records: JSONRecords
    private let recordLimit: Int

    init(
        source: TextSource, recordLimit: Int, wanted: [ColumnReference],
        from position: ReadPosition, sizes: ReadingSizes
    ) throws(FormatError) {
        feed = BlockFeed(source: source, sizes: sizes)
        records = JSONRecords(wanted: wanted, recordLimit: recordLimit)
        self.recordLimit = recordLimit
        if position.byteOffset > 0 { try feed.restart(at: position) }
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        guard
            try feed.read(
                into: block, recordLimit: recordLimit, carriageReturns: false,
                { isLast in parse(block, isLast: isLast) })
        else { return false }
        records.unescape(block)
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
                records.rejectOversized(span, in: block)
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

    private func add(_ record: RecordSpan, lineEnd: Int, to block: RecordBlock) {
        let start = Int(record.start)
        guard unsafe !Self.isBlank(block.bytes, from: start, to: lineEnd) else { return }
        let offset = record.byteOffset
        if let place = feed.source.faults.first(in: offset..<offset + Int64(record.length)) {
            records.reject(record, .encoding(at: place), in: block)
            return
        }
        do throws(JSONFault) {
            let texts = try records.scan(block, from: start) { scanner throws(JSONFault) in
                try scanner.scanLine(end: lineEnd)
            }
            records.add(record, texts, to: block)
        } catch {
            records.reject(record, RecordFault(error, recordStart: start), in: block)
        }
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
}

extension RecordFault {
    init(_ fault: JSONFault, recordStart: Int) {
        self.init(
            rule: "json", reason: "byte \(fault.at - recordStart + 1): \(fault.reason.rawValue)")
    }
}

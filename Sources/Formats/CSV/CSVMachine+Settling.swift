import Vocabulary

/// What becomes of a record that is not quite an ordinary one.
///
/// An unclosed quote makes everything up to the next quote, or to the end of the file, look like one
/// field. It is found out in three ways: the file ends within it, the record gets longer than allowed
/// within it, or the record has the wrong number of fields or text behind a closing quote while a
/// whole record begins on one of its lines (CSVMachine+Resumption.swift). It then costs the record
/// that begins with it: reading goes on at the first whole record on its lines, or, where there is
/// none and it has no end, at the line behind the one on which it was opened.
extension CSVMachine {
    /// Adds a complete record to the block, whole or as a fault, and says where to go on; nil if it
    /// takes more text to tell.
    mutating func settle(
        _ record: CSVOpenRecord, in block: RecordBlock, baseOffset: Int64,
        isLast: Bool, faults: borrowing FaultyPlaces
    ) -> BlockOutcome? {
        if record.end - record.start > recordLimit {
            return settleOversized(
                start: record.start, line: record.line, firstField: record.firstField, in: block,
                baseOffset: baseOffset, isLast: isLast)
        }
        let after = BlockOutcome(
            consumed: record.next, line: record.line + 1 + record.breaks)
        if let line = record.unclosedLine {
            let fault = Self.unclosed(line)
            guard let broken = record.fieldBreak else {
                reject(record, upTo: record.end, fault, in: block, baseOffset: baseOffset)
                return after
            }
            return goOn(
                behind: broken, record, fault, in: block, baseOffset: baseOffset, isLast: isLast)
        }
        let count = block.fieldCount - record.firstField
        let isReturned = isReturned(fields: record.firstField..<block.fieldCount, in: block)
        let isRagged = width != nil && width != count && !isReturned
        if isRagged || record.garbageField != nil, let broken = record.recordBreak {
            switch resumption(
                behind: broken, start: record.start, end: record.end, in: block, isLast: isLast)
            {
            case .behind(let last):
                reject(
                    record, upTo: last.start,
                    broken.isQuoted ? Self.unclosed(broken.line) : Self.joined(broken.line),
                    in: block, baseOffset: baseOffset)
                return BlockOutcome(consumed: last.end, line: last.line + 1)
            case .needsMore: return nil
            case .nowhere: break
            }
        }
        let place = baseOffset + Int64(record.start)..<baseOffset + Int64(record.end)
        var fault: RecordFault?
        if let offset = faults.first(in: place) {
            fault = .encoding(at: offset)
        } else if let field = record.garbageField {
            fault = RecordFault(
                rule: "quote", reason: "text behind a closing quote", column: name(of: field))
        } else if isHeader(block, from: record.start, to: record.end) {
            fault = RecordFault(rule: "header", reason: "the column names once more")
        } else if isRagged, !pads {
            fault = RecordFault(
                rule: "fields",
                reason: "\(counted(count, "field")) where \(width ?? 0) "
                    + (width == 1 ? "is expected" : "are expected"))
        }
        if let fault {
            reject(record, upTo: record.end, fault, in: block, baseOffset: baseOffset)
            return after
        }
        if isRagged || isReturned, let width { pad(to: width, from: record.firstField, in: block) }
        append(record, upTo: record.end, fault: 0, in: block, baseOffset: baseOffset)
        return after
    }

    /// Quotes opened before that line break have no end: reading goes on at the first whole record
    /// behind it, or else right behind it.
    private mutating func goOn(
        behind broken: CSVBreak, _ record: CSVOpenRecord, _ fault: RecordFault,
        in block: RecordBlock, baseOffset: Int64, isLast: Bool
    ) -> BlockOutcome {
        var last = broken
        if case .behind(let found) = resumption(
            behind: broken, start: record.start, end: record.end, in: block, isLast: isLast)
        {
            last = found
        }
        reject(record, upTo: last.start, fault, in: block, baseOffset: baseOffset)
        return BlockOutcome(consumed: last.end, line: last.line + 1)
    }

    /// A record longer than allowed. What it is taken for depends on its first `recordLimit` bytes
    /// alone, so that it is the same wherever blocks end.
    mutating func settleOversized(
        start: Int, line: Int64, firstField: Int, in block: RecordBlock, baseOffset: Int64,
        isLast: Bool
    ) -> BlockOutcome {
        let look = examine(block, from: start, to: start + recordLimit)
        let record = CSVOpenRecord(
            start: start, end: start + recordLimit, next: 0, line: line, breaks: 0,
            firstField: firstField)
        if look.isQuoted, var broken = look.fieldBreak {
            broken.line += line
            return goOn(
                behind: broken, record, Self.unclosed(broken.line), in: block,
                baseOffset: baseOffset, isLast: isLast)
        }
        let end = unsafe Self.characterStart(block.bytes, start + recordLimit, notBefore: start)
        let fault = RecordFault(
            rule: "size", reason: "longer than the \(recordLimit) bytes allowed for a record")
        reject(record, upTo: end, fault, in: block, baseOffset: baseOffset)
        return BlockOutcome(consumed: look.end, line: line + look.breaks, skipsLine: true)
    }

    private static func unclosed(_ line: Int64) -> RecordFault {
        RecordFault(
            rule: "quote", reason: "a quoted field opened on line \(line) is not closed")
    }

    private static func joined(_ line: Int64) -> RecordFault {
        RecordFault(
            rule: "fields",
            reason: "the end of line \(line) is escaped, and a whole record stands behind it")
    }

    /// Whether it is the line with the columns' names once more, as in two files on end.
    func isHeader(_ block: RecordBlock, from start: Int, to end: Int) -> Bool {
        guard !header.isEmpty else { return false }
        let text = unsafe UnsafeBufferPointer(start: block.bytes + start, count: end - start)
        return unsafe text.elementsEqual(header)
            || text.starts(with: ByteOrderMark.utf8)
                && text.dropFirst(ByteOrderMark.utf8.count).elementsEqual(header)
    }

    /// The start of the character that the byte at `index` is part of.
    static func characterStart(
        _ bytes: UnsafePointer<UInt8>, _ index: Int, notBefore start: Int
    ) -> Int {
        var index = index
        var steps = 0
        while index > start, steps < 3, unsafe bytes[index] & 0xC0 == 0x80 {
            index -= 1
            steps += 1
        }
        return index
    }

    private func name(of field: Int) -> String {
        field < columns.count ? columns[field] : String(field + 1)
    }

    private mutating func reject(
        _ record: CSVOpenRecord, upTo end: Int, _ fault: RecordFault, in block: RecordBlock,
        baseOffset: Int64
    ) {
        block.fieldCount = record.firstField
        dropEscapes(from: record.firstField)
        block.faults.append(fault)
        append(
            record, upTo: end, fault: UInt32(block.faults.count), in: block, baseOffset: baseOffset)
    }

    private func append(
        _ record: CSVOpenRecord, upTo end: Int, fault: UInt32, in block: RecordBlock,
        baseOffset: Int64
    ) {
        block.reserveRecords(block.recordCount + 1)
        unsafe block.records[block.recordCount] = RecordSpan(
            firstField: UInt32(record.firstField),
            fieldCount: UInt32(block.fieldCount - record.firstField), start: UInt32(record.start),
            length: UInt32(end - record.start), line: record.line,
            byteOffset: baseOffset + Int64(record.start), fault: fault)
        block.recordCount += 1
    }

    private mutating func pad(to width: Int, from first: Int, in block: RecordBlock) {
        block.reserveFields(first + width)
        for field in block.fieldCount..<max(block.fieldCount, first + width) {
            unsafe block.fields[field] = FieldSpan(start: 0, length: 0, kind: .absent)
        }
        block.fieldCount = first + width
        dropEscapes(from: first + width)
    }
}

extension RecordFault {
    static func encoding(at offset: Int64) -> RecordFault {
        RecordFault(rule: "encoding", reason: "an invalid character at byte \(offset)")
    }
}

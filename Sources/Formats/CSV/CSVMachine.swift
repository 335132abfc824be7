import CPlatform
import Vocabulary

/// Takes a block's text apart into records and fields: this is where a file's time goes.
///
/// One pass over a bit mask of the bytes that can mean something (64 bytes a step, `hopper_scan64`)
/// drives a machine of three states. Unlike the trick of combining quotes by XOR it needs no special
/// way for quotes in the middle of a cell. What is not an ordinary record goes to `settle`
/// (CSVMachine+Settling.swift), which may send it back to an earlier line.
struct CSVMachine {
    let delimiter: UInt8
    /// What follows that byte in a delimiter of several characters.
    let delimiterTail: [UInt8]
    /// What a line begins with that is no record; empty where there is no such thing.
    let comment: [UInt8]
    /// The delimiter once more where there is no quote or no escape: then it is never looked at.
    let quote: UInt8
    let escape: UInt8
    let hasQuote: Bool
    let hasEscape: Bool
    /// An escape before `n`, `t`, `r`, `b`, `f`, `v` makes the control character, and a field that is
    /// an escaped `N` is null.
    let escapesLetters: Bool
    let pads: Bool
    /// Whether rows come back with a line and a reason that no header names.
    let takesReturnedRows: Bool
    let recordLimit: Int
    /// Fields in a record; nil before it is known: then any number is right.
    var width: Int?
    /// The line that names the columns, as it stands there: another one like it is no record.
    var header: [UInt8] = []
    /// For the faults' sake.
    var columns: [String] = []
    /// Fields with something to unescape: twice the index, plus one where they stood in quotes.
    var escaped: [UInt32] = []

    /// Between structural bytes, where the machine is in a field.
    private enum Place {
        /// In a field without quotes, or behind text that followed a closing quote.
        case plain
        case quoted
        /// Right behind a quote that closed the field.
        case closed
    }

    init(dialect: CSVDialect, recordLimit: Int) {
        delimiter = dialect.delimiter
        delimiterTail = dialect.delimiterTail
        comment = dialect.comment ?? []
        quote = dialect.quote ?? dialect.delimiter
        // An escape that is the quote itself is the doubled quote.
        escape = dialect.escape ?? dialect.delimiter
        hasQuote = dialect.quote != nil
        hasEscape = dialect.escape != nil && dialect.escape != dialect.quote
        escapesLetters = hasEscape && dialect.escapesLetters
        pads = dialect.ragged == .pad
        takesReturnedRows = !dialect.header && dialect.columns != nil
        self.recordLimit = recordLimit
    }

    /// Adds the complete records of the block's text, from `start` on, to the block.
    ///
    /// - Parameters:
    ///   - line: the physical line on which `start` lies.
    ///   - baseOffset: decoded bytes before the block's first byte.
    ///   - isLast: nothing follows the block's text.
    ///   - maximum: records after which to stop.
    mutating func parse(
        _ block: RecordBlock, from start: Int, line startLine: Int64, baseOffset: Int64,
        isLast: Bool, faults: borrowing FaultyPlaces, maximum: Int
    ) -> BlockOutcome {
        let lineFeed = UInt8(ascii: "\n")
        let carriageReturn = UInt8(ascii: "\r")
        let bytes = unsafe block.bytes
        let end = block.byteCount
        let delimiter = self.delimiter
        let quote = self.quote
        let escape = self.escape
        let hasQuote = self.hasQuote
        let isLong = !delimiterTail.isEmpty
        let hasComment = !comment.isEmpty
        let isOrdinary = !isLong && !hasComment
        // No record is as long as none.
        let headerLength = header.isEmpty ? -8 : header.count
        // A number of fields that no record has sends each record to `settle`.
        let plainWidth = faults.isEmpty ? width ?? -1 : -1
        var fields = unsafe block.fields
        var records = unsafe block.records
        var fieldCount = block.fieldCount
        var recordCount = block.recordCount

        // The record.
        var line = startLine
        var recordStart = start
        var firstField = fieldCount
        var breaks: Int64 = 0
        var garbageField: Int?
        var recordBreak: CSVBreak?
        // The field.
        var place = Place.plain
        var fieldStart = start
        var fieldEnd = 0
        var isEscaped = false
        var fieldBreak: CSVBreak?
        var openLine: Int64 = 0
        // Structural bytes before this one were dealt with ahead of their turn.
        var skipTo = start
        var base = start

        // After so many more records it is tried whether ordinary ones follow; negative for never.
        // Where they are rare, ever fewer trials are made.
        var trialIn = hasOrdinaryRecords && plainWidth > 0 ? 0 : -1
        var pause = 1

        reading: while true {
            if trialIn == 0 {
                var run = OrdinaryRun(
                    start: recordStart, line: line, fieldCount: fieldCount,
                    recordCount: recordCount)
                takeOrdinary(
                    &run, in: block, baseOffset: baseOffset, width: plainWidth, maximum: maximum)
                pause = run.recordCount > recordCount ? 1 : min(2 * pause, 64)
                trialIn = pause
                recordStart = run.start
                line = run.line
                fieldCount = run.fieldCount
                recordCount = run.recordCount
                if recordCount == maximum {
                    block.fieldCount = fieldCount
                    block.recordCount = recordCount
                    return BlockOutcome(consumed: recordStart, line: line)
                }
                firstField = fieldCount
                fieldStart = recordStart
                skipTo = recordStart
                base = recordStart
            }
            scan: while base < end {
                var mask = unsafe hopper_scan64(bytes + base, delimiter, quote, escape)
                if end - base < 64 { mask &= (1 << UInt64(end - base)) &- 1 }
                if fieldCount + 64 > block.fieldCapacity || recordCount + 64 > block.recordCapacity
                {
                    block.fieldCount = fieldCount
                    block.recordCount = recordCount
                    block.reserveFields(fieldCount + 64)
                    block.reserveRecords(recordCount + 64)
                    unsafe fields = block.fields
                    unsafe records = block.records
                }
                while mask != 0 {
                    let at = base &+ mask.trailingZeroBitCount
                    mask &= mask &- 1
                    if at < skipTo { continue }
                    let byte = unsafe bytes[at]
                    if byte == delimiter, place == .plain, !isEscaped, isOrdinary {
                        // What is most common, first.
                        unsafe Self.put(from: fieldStart, to: at, fields + fieldCount)
                        fieldCount &+= 1
                        fieldStart = at &+ 1
                        continue
                    }
                    let isLineEnd = byte == lineFeed || byte == carriageReturn
                    // Behind a line end: CRLF is one.
                    var next = at &+ 1
                    if byte == carriageReturn {
                        if next < end {
                            if unsafe bytes[next] == lineFeed { next &+= 1 }
                        } else if !isLast {
                            break scan
                        }
                    }
                    if hasComment, fieldStart == recordStart,
                        isComment(block, from: recordStart, to: end)
                    {
                        guard isLineEnd else { continue }
                        line += 1
                        recordStart = next
                        fieldStart = next
                        skipTo = next
                        place = .plain
                        continue
                    }
                    if byte == escape, hasEscape {
                        // The next character is literal, whatever it is; CRLF counts as one.
                        var literalEnd = at + 2
                        if at + 1 < end {
                            let literal = unsafe bytes[at + 1]
                            if literal == carriageReturn {
                                if at + 2 < end {
                                    if unsafe bytes[at + 2] == lineFeed { literalEnd += 1 }
                                } else if !isLast {
                                    break scan
                                }
                            }
                            if place == .closed {
                                if garbageField == nil { garbageField = fieldCount - firstField }
                                place = .plain
                            }
                            if literal == carriageReturn || literal == lineFeed {
                                let found = CSVBreak(
                                    start: at + 1, end: literalEnd, line: line + breaks,
                                    isQuoted: place == .quoted)
                                if place == .quoted, fieldBreak == nil { fieldBreak = found }
                                if recordBreak == nil { recordBreak = found }
                                breaks += 1
                            }
                        } else if !isLast {
                            break scan
                        }
                        isEscaped = true
                        skipTo = literalEnd
                        continue
                    }
                    if place == .quoted {
                        if byte == quote {
                            if next == end, !isLast {
                                break scan
                            }
                            if next < end, unsafe bytes[next] == quote {
                                isEscaped = true
                                skipTo = next &+ 1
                            } else {
                                fieldEnd = at
                                place = .closed
                            }
                        } else if isLineEnd {
                            let found = CSVBreak(start: at, end: next, line: line + breaks)
                            if fieldBreak == nil { fieldBreak = found }
                            if recordBreak == nil { recordBreak = found }
                            breaks += 1
                            skipTo = next
                        }
                        continue
                    }
                    if byte == quote, hasQuote {
                        if place == .closed {
                            if garbageField == nil { garbageField = fieldCount - firstField }
                            place = .plain
                        } else if at == fieldStart {
                            place = .quoted
                            openLine = line + breaks
                            fieldBreak = nil
                        }
                        // Else it stands in the middle of a cell and is an ordinary character.
                        continue
                    }

                    if isLong, !isLineEnd {
                        next = at &+ 1 &+ delimiterTail.count
                        if next > end, !isLast { break scan }
                        guard hasTail(behind: at, in: block) else { continue }
                        skipTo = next
                    }

                    // The field ends here.
                    var valueStart = fieldStart
                    var valueEnd = at
                    if place == .closed {
                        if at == fieldEnd &+ 1 {
                            valueStart &+= 1
                            valueEnd = fieldEnd
                        } else if garbageField == nil {
                            garbageField = fieldCount - firstField
                        }
                    }
                    if at == recordStart, isLineEnd {
                        // A blank line is no record.
                        line += 1
                        recordStart = next
                        fieldStart = next
                        skipTo = next
                        continue
                    }
                    unsafe Self.put(from: valueStart, to: valueEnd, fields + fieldCount)
                    if isEscaped {
                        escaped.append(UInt32(fieldCount) << 1 | (place == .closed ? 1 : 0))
                        isEscaped = false
                    }
                    fieldCount &+= 1
                    place = .plain
                    fieldStart = next
                    if !isLineEnd { continue }

                    // The record ends here.
                    if fieldCount &- firstField == plainWidth, at &- recordStart <= recordLimit,
                        garbageField == nil,
                        (at &- recordStart &- headerLength) & ~3 != 0
                    {
                        // Member by member, see `put`.
                        let record = unsafe records + recordCount
                        unsafe record.pointee.firstField = UInt32(truncatingIfNeeded: firstField)
                        unsafe record.pointee.fieldCount = UInt32(
                            truncatingIfNeeded: fieldCount &- firstField)
                        unsafe record.pointee.start = UInt32(truncatingIfNeeded: recordStart)
                        unsafe record.pointee.length = UInt32(
                            truncatingIfNeeded: at &- recordStart)
                        unsafe record.pointee.line = line
                        unsafe record.pointee.byteOffset = baseOffset &+ Int64(recordStart)
                        unsafe record.pointee.fault = 0
                        recordCount &+= 1
                        line &+= 1 &+ breaks
                        recordStart = next
                    } else {
                        block.fieldCount = fieldCount
                        block.recordCount = recordCount
                        let record = CSVOpenRecord(
                            start: recordStart, end: at, next: next, line: line, breaks: breaks,
                            firstField: firstField, garbageField: garbageField,
                            recordBreak: recordBreak, fieldBreak: nil, unclosedLine: nil)
                        guard
                            let outcome = settle(
                                record, in: block, baseOffset: baseOffset, isLast: isLast,
                                faults: faults)
                        else {
                            block.fieldCount = firstField
                            dropEscapes(from: firstField)
                            return BlockOutcome(consumed: recordStart, line: line)
                        }
                        if outcome.skipsLine { return outcome }
                        unsafe fields = block.fields
                        unsafe records = block.records
                        fieldCount = block.fieldCount
                        recordCount = block.recordCount
                        recordStart = outcome.consumed
                        line = outcome.line
                        if recordStart != next {
                            // Back to an earlier line: the mask at hand no longer fits.
                            base = recordStart
                            mask = 0
                        }
                    }
                    skipTo = recordStart
                    fieldStart = recordStart
                    firstField = fieldCount
                    breaks = 0
                    recordBreak = nil
                    garbageField = nil
                    if recordCount == maximum {
                        block.fieldCount = fieldCount
                        block.recordCount = recordCount
                        return BlockOutcome(consumed: recordStart, line: line)
                    }
                    if trialIn > 0 {
                        trialIn &-= 1
                        if trialIn == 0 { continue reading }
                    }
                    if recordStart != next { continue scan }
                }
                base &+= 64
            }

            block.fieldCount = fieldCount
            block.recordCount = recordCount
            let length = end - recordStart
            var outcome: BlockOutcome
            if !isLast {
                // Enough must be there to see what stands at the limit and behind it.
                guard length > recordLimit + 3 else {
                    block.fieldCount = firstField
                    dropEscapes(from: firstField)
                    return BlockOutcome(consumed: recordStart, line: line)
                }
                if hasComment, isComment(block, from: recordStart, to: end) {
                    return BlockOutcome(
                        consumed: recordStart + recordLimit, line: line, skipsLine: true)
                }
                outcome = settleOversized(
                    start: recordStart, line: line, firstField: firstField, in: block,
                    baseOffset: baseOffset, isLast: false)
            } else {
                guard length > 0, !isComment(block, from: recordStart, to: end) else {
                    return BlockOutcome(consumed: end, line: line)
                }
                var valueStart = fieldStart
                var valueEnd = end
                if place == .closed {
                    if fieldEnd == end - 1 {
                        valueStart += 1
                        valueEnd = fieldEnd
                    } else if garbageField == nil {
                        garbageField = fieldCount - firstField
                    }
                }
                block.reserveFields(fieldCount + 1)
                unsafe block.fields[fieldCount] = FieldSpan(
                    start: UInt32(valueStart), length: UInt32(max(0, valueEnd - valueStart)),
                    kind: .text)
                if isEscaped {
                    escaped.append(UInt32(fieldCount) << 1 | (place == .closed ? 1 : 0))
                }
                block.fieldCount = fieldCount + 1
                let record = CSVOpenRecord(
                    start: recordStart, end: end, next: end, line: line, breaks: breaks,
                    firstField: firstField, garbageField: garbageField, recordBreak: recordBreak,
                    fieldBreak: fieldBreak, unclosedLine: place == .quoted ? openLine : nil)
                // With the whole text there, no more is needed.
                outcome =
                    settle(record, in: block, baseOffset: baseOffset, isLast: true, faults: faults)
                    ?? BlockOutcome(consumed: end, line: line)
            }
            if outcome.skipsLine || outcome.consumed >= end || block.recordCount == maximum {
                return outcome
            }
            // An unclosed quote: on with the line behind the one where it was opened.
            unsafe fields = block.fields
            unsafe records = block.records
            fieldCount = block.fieldCount
            recordCount = block.recordCount
            recordStart = outcome.consumed
            line = outcome.line
            fieldStart = recordStart
            skipTo = recordStart
            base = recordStart
            firstField = fieldCount
            breaks = 0
            recordBreak = nil
            garbageField = nil
            place = .plain
            isEscaped = false
        }
    }

    /// Whether the text between, the beginning of a line, makes it a comment.
    func isComment(_ block: RecordBlock, from start: Int, to end: Int) -> Bool {
        guard !comment.isEmpty, end - start >= comment.count else { return false }
        for index in comment.indices where unsafe block.bytes[start + index] != comment[index] {
            return false
        }
        return true
    }

    /// Whether the delimiter whose first byte is there is whole.
    func hasTail(behind at: Int, in block: RecordBlock) -> Bool {
        guard at + delimiterTail.count < block.byteCount else { return false }
        for index in delimiterTail.indices
        where unsafe block.bytes[at + 1 + index] != delimiterTail[index] {
            return false
        }
        return true
    }

    /// Member by member: the initializer would be a call into another module, and would write it
    /// twice.
    @inline(__always) static func put(
        from start: Int, to end: Int, _ field: UnsafeMutablePointer<FieldSpan>
    ) {
        unsafe field.pointee.start = UInt32(truncatingIfNeeded: start)
        unsafe field.pointee.length = UInt32(truncatingIfNeeded: end &- start)
        unsafe field.pointee.kind = .text
    }

    /// Forgets what is to be unescaped in the fields from `field` on.
    mutating func dropEscapes(from field: Int) {
        while let last = escaped.last, last >> 1 >= field { escaped.removeLast() }
    }
}

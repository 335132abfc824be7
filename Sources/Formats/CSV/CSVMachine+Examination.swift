import Vocabulary

/// A second, slow look at a few bytes, for records that need one.
extension CSVMachine {
    struct Examination {
        var fieldCount = 1
        /// The bytes end within quotes.
        var isQuoted = false
        var hasGarbage = false
        /// The first line break in the last quotes; its line is counted from 0.
        var fieldBreak: CSVBreak?
        var breaks: Int64 = 0
        /// Where the look ended: at its aim, or behind a CRLF that lies across it.
        var end: Int
    }

    /// Whether the physical line at `start` is by itself a record with the right number of fields.
    func isWholeRecord(lineAt start: Int, in block: RecordBlock) -> Bool {
        let bytes = unsafe block.bytes
        var end = start
        while end < block.byteCount, unsafe !Self.isLineEnd(bytes[end]) { end += 1 }
        guard end > start, !isComment(block, from: start, to: end) else { return false }
        let look = examine(block, from: start, to: end)
        return look.fieldCount == width && !look.isQuoted && !look.hasGarbage
    }

    /// Looks at the bytes from the start of a record on, none of which ends it. The byte at `end`
    /// is looked at too, if there is one.
    func examine(_ block: RecordBlock, from start: Int, to end: Int) -> Examination {
        let bytes = unsafe block.bytes
        var look = Examination(end: end)
        var isFieldStart = true
        var isClosed = false
        var at = start
        func byte(_ index: Int) -> UInt8? {
            index < block.byteCount ? unsafe bytes[index] : nil
        }
        func lineBreakEnd(_ index: Int) -> Int {
            byte(index) == 0x0D && byte(index + 1) == 0x0A ? index + 2 : index + 1
        }
        func note(_ index: Int) {
            if look.isQuoted, look.fieldBreak == nil {
                look.fieldBreak = CSVBreak(
                    start: index, end: lineBreakEnd(index), line: look.breaks)
            }
            look.breaks += 1
        }
        while at < end {
            let now = unsafe bytes[at]
            let isDelimiter = now == delimiter && hasTail(behind: at, in: block)
            if isClosed, !isDelimiter { look.hasGarbage = true }
            isClosed = false
            var next = at + 1
            if hasEscape, now == escape {
                if let literal = byte(next) {
                    if Self.isLineEnd(literal) {
                        note(next)
                        next = lineBreakEnd(next)
                    } else {
                        next += 1
                    }
                }
                isFieldStart = false
            } else if look.isQuoted {
                if now == quote {
                    if byte(next) == quote {
                        next += 1
                    } else {
                        look.isQuoted = false
                        isClosed = true
                    }
                } else if Self.isLineEnd(now) {
                    note(at)
                    next = lineBreakEnd(at)
                }
            } else if isDelimiter {
                look.fieldCount += 1
                next = at + 1 + delimiterTail.count
                isFieldStart = true
            } else {
                if hasQuote, now == quote, isFieldStart {
                    look.isQuoted = true
                    look.fieldBreak = nil
                }
                isFieldStart = false
            }
            at = next
        }
        look.end = max(at, end)
        return look
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

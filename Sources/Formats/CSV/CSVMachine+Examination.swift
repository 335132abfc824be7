import Vocabulary

/// A second, slow look at a few bytes, for records that need one.
extension CSVMachine {
    struct Examination {
        var fieldCount = 1
        /// The bytes end within quotes.
        var isQuoted = false
        var hasGarbage = false
        /// A quote stands in the middle of a cell.
        var hasStrayQuote = false
        /// An unquoted line end was met, at `end`.
        var isEnded = false
        /// The first line break in the last quotes; its line is counted from 0.
        var fieldBreak: CSVBreak?
        var breaks: Int64 = 0
        /// Where the look ended: at its aim, or behind a CRLF that lies across it.
        var end: Int
    }

    /// How far a look goes.
    enum Stop { case atEnd, atRecordEnd, atLineEnd }

    /// Looks at the bytes from the start of a record on, up to `end` or to an earlier stop. The byte
    /// at `end` is looked at too, if there is one.
    func examine(
        _ block: RecordBlock, from start: Int, to end: Int, stop: Stop = .atEnd
    ) -> Examination {
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
            var next = at + 1
            if Self.isLineEnd(now), stop == .atLineEnd || stop == .atRecordEnd && !look.isQuoted {
                look.isEnded = !look.isQuoted
                look.end = at
                return look
            }
            if isClosed, !isDelimiter { look.hasGarbage = true }
            isClosed = false
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
                if hasQuote, now == quote {
                    if isFieldStart {
                        look.isQuoted = true
                        look.fieldBreak = nil
                    } else {
                        look.hasStrayQuote = true
                    }
                }
                isFieldStart = false
            }
            at = next
        }
        look.end = max(at, end)
        return look
    }

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

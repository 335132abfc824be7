/// A sample's text taken apart under a dialect: where each record and each field is. It reads as the
/// CSV reader does, and goes on after what is no CSV.
struct ParsedText {
    let text: [UInt8]
    private(set) var rows: [Row] = []
    private(set) var fields: [Field] = []
    /// Fields with text behind a closing quote, and quotes that never close.
    private(set) var brokenQuotes = 0
    /// Fields that stood in quotes.
    private(set) var quotedCount = 0

    struct Row {
        /// From 1, in physical lines.
        var line: Int
        var start: Int
        var end: Int
        var first: Int
        var count: Int
        /// Lines that it goes over.
        var lines: Int
    }

    struct Field {
        var start: Int
        var end: Int
        var isQuoted = false
        /// It has something to unescape.
        var isEscaped = false
    }

    private let dialect: Dialect
    private static let fieldLimit = 2_000_000
    private static let recoveryLimit = 20

    /// - Parameters:
    ///   - isWhole: the text ends where it ends; else the last record is left out.
    ///   - maximum: records to stop after.
    init(_ text: [UInt8], as dialect: Dialect, isWhole: Bool, maximum: Int) {
        self.text = text
        self.dialect = dialect
        parse(isWhole: isWhole, maximum: maximum)
    }

    func fields(of row: Row) -> ArraySlice<Field> { fields[row.first..<row.first + row.count] }

    /// A field's bytes as they mean, without quotes and escapes.
    func bytes(_ field: Field) -> [UInt8] {
        guard field.isEscaped else { return Array(text[field.start..<field.end]) }
        var plain: [UInt8] = []
        var at = field.start
        while at < field.end {
            let byte = text[at]
            if at + 1 < field.end,
                byte == dialect.escape
                    || field.isQuoted && byte == dialect.quote && text[at + 1] == byte
            {
                at += 1
            }
            plain.append(text[at])
            at += 1
        }
        return plain
    }

    private mutating func parse(isWhole: Bool, maximum: Int) {
        let delimiter = dialect.delimiter
        let first = delimiter.first
        let end = text.count
        var at = 0
        var line = 1
        var recoveries = 0
        while at < end, rows.count < maximum, fields.count < Self.fieldLimit {
            let byte = text[at]
            if byte == 0x0A || byte == 0x0D {
                at = behindLineEnd(at)
                line += 1
                continue
            }
            if !dialect.comment.isEmpty, text[at...].starts(with: dialect.comment) {
                at = endOfLine(at)
                continue
            }
            var row = Row(line: line, start: at, end: at, first: fields.count, count: 0, lines: 1)
            let brokenBefore = brokenQuotes
            let quotedBefore = quotedCount
            var unclosedAt: Int?
            while true {
                var field = Field(start: at, end: at)
                if let quote = dialect.quote, at < end, text[at] == quote {
                    let open = at
                    field.isQuoted = true
                    at += 1
                    field.start = at
                    var isClosed = false
                    while at < end {
                        let byte = text[at]
                        if byte == dialect.escape, at + 1 < end {
                            field.isEscaped = true
                            at += 2
                        } else if byte == quote {
                            if at + 1 < end, text[at + 1] == quote {
                                field.isEscaped = true
                                at += 2
                            } else {
                                isClosed = true
                                break
                            }
                        } else if byte == 0x0A || byte == 0x0D {
                            at = behindLineEnd(at)
                            row.lines += 1
                        } else {
                            at += 1
                        }
                    }
                    guard isClosed else {
                        unclosedAt = open
                        break
                    }
                    quotedCount += 1
                    field.end = at
                    at += 1
                    if at < end, !isDelimiter(at), text[at] != 0x0A, text[at] != 0x0D {
                        brokenQuotes += 1
                        field = Field(start: open, end: at)
                        at = endOfField(at, first, &field)
                        field.end = at
                    }
                } else {
                    at = endOfField(at, first, &field)
                    field.end = at
                }
                fields.append(field)
                guard at < end, isDelimiter(at) else { break }
                at += delimiter.count
            }
            if unclosedAt != nil {
                // The line by itself, without belief in its quotes, as far as this is worth it.
                brokenQuotes = brokenBefore + 1
                quotedCount = quotedBefore
                fields.removeLast(fields.count - row.first)
                if !isWhole, rows.count > 3, row.start > end - (64 << 10) { return }
                recoveries += 1
                guard recoveries <= Self.recoveryLimit else { return }
                at = endOfLine(row.start)
                row.lines = 1
                fields.append(Field(start: row.start, end: at))
            }
            row.end = at
            row.count = fields.count - row.first
            if at >= end, !isWhole {
                fields.removeLast(row.count)
                return
            }
            at = at < end ? behindLineEnd(at) : at
            line += row.lines
            rows.append(row)
        }
    }

    private func isDelimiter(_ at: Int) -> Bool {
        let delimiter = dialect.delimiter
        guard let first = delimiter.first, text[at] == first else { return false }
        if delimiter.count == 1 { return true }
        guard at + delimiter.count <= text.count else { return false }
        for index in 1..<delimiter.count where text[at + index] != delimiter[index] { return false }
        return true
    }

    private func endOfField(_ start: Int, _ first: UInt8?, _ field: inout Field) -> Int {
        var at = start
        let escape = dialect.escape
        while at < text.count {
            let byte = text[at]
            if byte == 0x0A || byte == 0x0D { break }
            if byte == escape, at + 1 < text.count {
                field.isEscaped = true
                at += 2
                continue
            }
            if byte == first, isDelimiter(at) { break }
            at += 1
        }
        return min(at, text.count)
    }

    private func endOfLine(_ start: Int) -> Int {
        var at = start
        while at < text.count, text[at] != 0x0A, text[at] != 0x0D { at += 1 }
        return at
    }

    private func behindLineEnd(_ at: Int) -> Int {
        text[at] == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A ? at + 2 : at + 1
    }
}

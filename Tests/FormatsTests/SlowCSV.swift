import Formats

/// The slow, obvious twin of the CSV reader: the whole text in an array, a byte at a time.
struct SlowCSV {
    let text: [UInt8]
    let dialect: CSVDialect
    let limit: Int
    /// The number of fields expected, nil for any.
    var width: Int?

    private var quote: UInt8? { dialect.quote }
    private var escape: UInt8? { dialect.escape == dialect.quote ? nil : dialect.escape }

    private struct Parsed {
        var fields: [[UInt8]] = []
        var end = 0
        var next = 0
        var breaks = 0
        var garbage = false
        var unclosed = false
        /// Start, end and line (from 0) of the first line break within quotes.
        var recordBreak: (start: Int, end: Int, line: Int)?
        var fieldBreak: (start: Int, end: Int, line: Int)?
    }

    private var delimiter: [UInt8] { [dialect.delimiter] + dialect.delimiterTail }
    private func isDelimiter(_ index: Int) -> Bool { text[index...].starts(with: delimiter) }
    private func isComment(_ index: Int) -> Bool {
        dialect.comment.map { text[index...].starts(with: $0) } ?? false
    }
    private func lineEnd(from index: Int) -> Int {
        var end = index
        while end < text.count, !isLineEnd(end) { end += 1 }
        return end
    }

    private func isLineEnd(_ index: Int) -> Bool {
        index < text.count && (text[index] == 10 || text[index] == 13)
    }
    private func afterLineEnd(_ index: Int) -> Int {
        text[index] == 13 && index + 1 < text.count && text[index + 1] == 10 ? index + 2 : index + 1
    }

    /// One record from `start`; it ends at a line end, or at `stop`.
    private func parse(from start: Int, stop: Int) -> Parsed {
        var record = Parsed()
        var at = start
        var field: [UInt8] = []
        func literal(_ inQuotes: Bool) {
            // `at` is at an escape.
            guard at + 1 < text.count else {
                field.append(text[at])
                at += 1
                return
            }
            if isLineEnd(at + 1) {
                let next = afterLineEnd(at + 1)
                if inQuotes { note(at + 1, next) }
                field += text[at + 1..<next]
                record.breaks += 1
                at = next
            } else {
                let letter = Character(UnicodeScalar(text[at + 1]))
                let controls: [Character: UInt8] = [
                    "n": 10, "t": 9, "r": 13, "b": 8, "f": 12, "v": 11,
                ]
                field.append(
                    dialect.escapesLetters ? controls[letter] ?? text[at + 1] : text[at + 1])
                at += 2
            }
        }
        func note(_ start: Int, _ end: Int) {
            if record.fieldBreak == nil { record.fieldBreak = (start, end, record.breaks) }
            if record.recordBreak == nil { record.recordBreak = (start, end, record.breaks) }
        }
        while true {
            field = []
            record.fieldBreak = nil
            if at < stop, quote != nil, text[at] == quote {
                at += 1
                var closed = false
                while at < stop, !closed {
                    if text[at] == escape {
                        literal(true)
                    } else if text[at] == quote {
                        if at + 1 < text.count, text[at + 1] == quote {
                            field.append(text[at])
                            at += 2
                        } else {
                            at += 1
                            closed = true
                        }
                    } else if isLineEnd(at) {
                        let next = afterLineEnd(at)
                        note(at, next)
                        field += text[at..<next]
                        record.breaks += 1
                        at = next
                    } else {
                        field.append(text[at])
                        at += 1
                    }
                }
                if !closed {
                    record.unclosed = true
                } else if at < stop, !isDelimiter(at), !isLineEnd(at) {
                    record.garbage = true
                }
            }
            while at < stop, !isDelimiter(at), !isLineEnd(at) {
                if text[at] == escape {
                    literal(false)
                } else {
                    field.append(text[at])
                    at += 1
                }
            }
            record.fields.append(field)
            if at >= stop || isLineEnd(at) { break }
            at += delimiter.count
        }
        record.end = at
        record.next = at < text.count && isLineEnd(at) ? afterLineEnd(at) : at
        return record
    }

    /// Where it is not UTF-8.
    private func hasInvalid(_ range: Range<Int>) -> Bool {
        String(validating: text[range], as: UTF8.self) == nil
    }

    func records() -> [SeenRecord] {
        var out: [SeenRecord] = []
        var at = 0
        var line = 1
        func reject(_ rule: String, _ range: Range<Int>) {
            out.append(
                SeenRecord(
                    number: Int64(out.count + 1), line: Int64(line), offset: Int64(at), fields: [],
                    rule: rule, raw: Array(text[range])))
        }
        while at < text.count {
            if isLineEnd(at) {
                at = afterLineEnd(at)
                line += 1
                continue
            }
            if isComment(at) {
                at = lineEnd(from: at)
                if at < text.count { at = afterLineEnd(at) }
                line += 1
                continue
            }
            let record = parse(from: at, stop: text.count)
            if record.end - at > limit {
                let head = parse(from: at, stop: at + limit)
                if head.unclosed, let broken = head.fieldBreak {
                    reject("quote", at..<broken.start)
                    at = broken.end
                    line += broken.line + 1
                    continue
                }
                var cut = at + limit
                for _ in 0..<3 where cut > at && text[cut] & 0xC0 == 0x80 { cut -= 1 }
                reject("size", at..<cut)
                at = max(head.end, at + limit)
                line += head.breaks + 1
                while at < text.count, !isLineEnd(at) { at += 1 }
                if at < text.count { at = afterLineEnd(at) }
                continue
            }
            if record.unclosed {
                if let broken = record.fieldBreak {
                    reject("quote", at..<broken.start)
                    at = broken.end
                    line += broken.line + 1
                } else {
                    reject("quote", at..<record.end)
                    at = record.end
                }
                continue
            }
            let isRagged = width != nil && record.fields.count != width
            if isRagged || record.garbage, let broken = record.recordBreak, width != nil {
                let lineEnd = lineEnd(from: broken.end)
                let second = parse(from: broken.end, stop: lineEnd)
                if lineEnd > broken.end, !isComment(broken.end), second.fields.count == width,
                    !second.garbage,
                    !second.unclosed
                {
                    reject("quote", at..<broken.start)
                    at = broken.end
                    line += broken.line + 1
                    continue
                }
            }
            if hasInvalid(at..<record.end) {
                reject("encoding", at..<record.end)
            } else if record.garbage {
                reject("quote", at..<record.end)
            } else if isRagged, dialect.ragged == .reject {
                reject("fields", at..<record.end)
            } else {
                var fields: [String?] = record.fields.map { String(decoding: $0, as: UTF8.self) }
                if let width, dialect.ragged == .pad {
                    fields = (0..<width).map { $0 < fields.count ? fields[$0] : nil }
                }
                out.append(
                    SeenRecord(
                        number: Int64(out.count + 1), line: Int64(line), offset: Int64(at),
                        fields: fields))
            }
            at = record.next
            line += record.breaks + 1
        }
        return out
    }
}

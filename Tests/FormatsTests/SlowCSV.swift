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
        /// A quote in the middle of a cell.
        var stray = false
        /// Start, end and line (from 0) of the first line break within quotes.
        var recordBreak: (start: Int, end: Int, line: Int)?
        var fieldBreak: (start: Int, end: Int, line: Int)?
        /// The record's break stands outside quotes.
        var isBreakEscaped = false
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
    private func beforeLineEnd(_ next: Int) -> Int {
        next >= 2 && text[next - 1] == 10 && text[next - 2] == 13 ? next - 2 : next - 1
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
                if inQuotes {
                    note(at + 1, next)
                } else if record.recordBreak == nil {
                    record.recordBreak = (at + 1, next, record.breaks)
                    record.isBreakEscaped = true
                }
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
                    if quote != nil, text[at] == quote { record.stray = true }
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

    /// The first whole record on the lines from `start` to `end`, which begin on `line` (from 0).
    private func wholeRecord(from start: Int, to end: Int, reach: Int, line: Int) -> (Int, Int)? {
        guard width != nil else { return nil }
        var at = start
        var line = line
        var longLooks = 0
        while at < end {
            let firstEnd = lineEnd(from: at)
            let short = parse(from: at, stop: min(firstEnd, reach))
            var look = short
            if longLooks < 8 {
                look = parse(from: at, stop: reach)
                if short.end < look.end || short.unclosed { longLooks += 1 }
            }
            let isEnded = !look.unclosed && (look.end < reach || reach == text.count)
            if isEnded, look.fields.count == width, !look.garbage, !look.stray, look.end > at,
                !isComment(at)
            {
                return (at, line)
            }
            if firstEnd >= end { return nil }
            at = afterLineEnd(firstEnd)
            line += 1
        }
        return nil
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
        func giveUp(_ broken: (start: Int, end: Int, line: Int), end: Int) {
            let found = wholeRecord(
                from: broken.end, to: end, reach: min(text.count, at + limit),
                line: broken.line + 1)
            let next = found?.0 ?? broken.end
            reject("quote", at..<beforeLineEnd(next))
            at = next
            line += found?.1 ?? broken.line + 1
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
                    giveUp(broken, end: at + limit)
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
                    giveUp(broken, end: record.end)
                } else {
                    reject("quote", at..<record.end)
                    at = record.end
                }
                continue
            }
            let isRagged = width != nil && record.fields.count != width
            if isRagged || record.garbage, let broken = record.recordBreak,
                let (next, nextLine) = wholeRecord(
                    from: broken.end, to: record.end, reach: min(text.count, at + limit),
                    line: broken.line + 1)
            {
                reject(record.isBreakEscaped ? "fields" : "quote", at..<beforeLineEnd(next))
                at = next
                line += nextLine
                continue
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

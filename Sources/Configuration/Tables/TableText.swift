/// Takes the text of a table apart: RFC 4180 with any delimiter, UTF-8, a header first. Small and
/// strict, for files that an administrator keeps; partners' files have the readers of Formats.
struct TableText {
    struct Row {
        /// The line it begins on, from 1.
        var line: Int
        var fields: [[UInt8]]
    }

    /// What keeps the text from being taken apart any further.
    struct Problem: Error {
        var line: Int
        var message: String
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var at: Int
    private var line = 1

    /// - Throws: when it is not UTF-8.
    init(_ bytes: [UInt8], delimiter: UInt8) throws(Problem) {
        self.bytes = bytes
        self.delimiter = delimiter
        at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let line = bytes[..<error.byteOffsets.lowerBound].count { $0 == 0x0A } + 1
            throw Problem(line: line, message: "not UTF-8")
        }
    }

    /// The next row that is not empty; nil at the end.
    mutating func next() throws(Problem) -> Row? {
        while at < bytes.count {
            let start = line
            var fields: [[UInt8]] = []
            repeat {
                fields.append(try field())
            } while take(delimiter)
            endLine()
            if fields != [[]] { return Row(line: start, fields: fields) }
        }
        return nil
    }

    private mutating func field() throws(Problem) -> [UInt8] {
        guard take(UInt8(ascii: "\"")) else {
            let start = at
            while at < bytes.count, bytes[at] != delimiter, !isLineEnd(bytes[at]) { at += 1 }
            return Array(bytes[start..<at])
        }
        let start = line
        var field: [UInt8] = []
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == UInt8(ascii: "\"") {
                guard take(byte) else {
                    guard at == bytes.count || bytes[at] == delimiter || isLineEnd(bytes[at]) else {
                        throw Problem(line: line, message: "text behind a closing quote")
                    }
                    return field
                }
            }
            if byte == 0x0A { line += 1 }
            field.append(byte)
        }
        throw Problem(line: start, message: "a quote that is never closed")
    }

    private mutating func endLine() {
        guard at < bytes.count else { return }
        if !(take(0x0D) && at < bytes.count && bytes[at] != 0x0A) { _ = take(0x0A) }
        line += 1
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }
}

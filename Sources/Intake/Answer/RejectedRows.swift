import Formats
import Platform
import Vocabulary

/// The rejected rows of a file as the partner gets them back: in the feed's own dialect and
/// encoding, with the line and the reason added, so that they can be corrected and dropped again.
///
/// Cells that look like a spreadsheet's formulas are left as they are: the file goes back to its own
/// author, and altered cells could not be dropped again.
struct RejectedRows: ~Copyable {
    private let dialect: CSVDialect
    private let columns: [String]
    private var encoder: CharacterEncoder?
    private let isRecordWhole: Bool
    private var trailer: ReturnedTrailer?

    /// - Parameters:
    ///   - columns: the file's own, by name; of no meaning for JSON Lines, whose records are one column.
    ///   - totals: what the file's trailer says, where it has one.
    init(format: FormatSpec, columns: [String], totals: ControlTotals? = nil) {
        switch format.kind {
        case .csv(let dialect):
            self.dialect = dialect
            self.columns = columns
            isRecordWhole = false
            encoder = CharacterEncoder(encoding: format.encoding)
            trailer = totals.map { ReturnedTrailer($0, columns: columns) }
        case .json, .jsonLines, .fixedWidth, .xml:
            dialect = CSVDialect()
            self.columns = columns
            isRecordWhole = true
            encoder = nil
        }
    }

    /// What stands before the first row: as many lines as the feed skips, and the column names.
    mutating func head() -> [UInt8] {
        var text: [UInt8] = []
        for _ in 0..<dialect.skipLines { text += "rejected rows\r\n".utf8 }
        if dialect.header {
            let own = isRecordWhole ? ["record"] : columns
            row(own + [added("line", own), added("reason", own)], into: &text)
            for _ in 1..<dialect.headerLines {
                row([String](repeating: "", count: own.count + 2), into: &text)
            }
        }
        return encoded(text)
    }

    mutating func rows(_ rejects: [RejectedRecord]) -> [UInt8] {
        var text: [UInt8] = []
        for reject in rejects {
            var cells = reject.columns
            trailer?.add(cells)
            // A record that could not be taken apart is one cell; line and reason keep their place.
            while !isRecordWhole && cells.count < columns.count { cells.append("") }
            row(cells + ["\(reject.line)", RejectReason.text(reject)], into: &text)
        }
        return encoded(text)
    }

    /// What stands behind the last row: as many records as the feed takes for its footer.
    mutating func foot() -> [UInt8] {
        var text: [UInt8] = []
        for number in 0..<dialect.footerLines {
            let isLast = number == dialect.footerLines - 1
            row(isLast ? trailer?.cells(mark: Self.end) ?? [Self.end] : [Self.end], into: &text)
        }
        return encoded(text)
    }

    private static let end = "end of the rejected rows"

    private func added(_ name: String, _ own: [String]) -> String {
        own.contains(name) ? "hopper_\(name)" : name
    }

    private mutating func encoded(_ text: [UInt8]) -> [UInt8] {
        encoder?.encode(text) ?? text
    }

    private func row(_ cells: [String], into text: inout [UInt8]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { text += delimiter }
            write(cell, isFirst: index == 0, isAlone: cells.count == 1, into: &text)
        }
        text += "\r\n".utf8
    }

    private var delimiter: [UInt8] { [dialect.delimiter] + dialect.delimiterTail }

    private func write(
        _ cell: String, isFirst: Bool, isAlone: Bool, into text: inout [UInt8]
    ) {
        guard let quote = dialect.quote else { return writeBare(cell, into: &text) }
        let isComment =
            isFirst && dialect.comment.map { cell.utf8.starts(with: $0) } ?? false
        let mustQuote = cell.utf8.contains {
            $0 == dialect.delimiter || $0 == quote || Self.isLineEnd($0) || $0 == dialect.escape
        }
        guard mustQuote || isComment || (isAlone && cell.isEmpty) else {
            text += cell.utf8
            return
        }
        text.append(quote)
        for byte in cell.utf8 {
            if byte == quote || byte == dialect.escape { text.append(dialect.escape ?? quote) }
            text.append(byte)
        }
        text.append(quote)
    }

    /// Without quotes, what would break out is escaped. Where there is no escape, nothing can hold
    /// it, and no such cell was ever read.
    private func writeBare(_ cell: String, into text: inout [UInt8]) {
        for byte in cell.utf8 {
            let breaksOut = byte == dialect.delimiter || Self.isLineEnd(byte)
            guard let escape = dialect.escape, breaksOut || byte == escape else {
                let isHalf = byte == dialect.delimiter && !dialect.delimiterTail.isEmpty
                text.append(breaksOut && !isHalf ? UInt8(ascii: " ") : byte)
                continue
            }
            text.append(escape)
            text.append(dialect.escapesLetters ? Self.letter(of: byte) : byte)
        }
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

    private static func letter(of byte: UInt8) -> UInt8 {
        switch byte {
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0D: UInt8(ascii: "r")
        default: byte
        }
    }
}

import Platform

/// A file as partners send them, made by chance, with what is true of it.
struct EverydayFile {
    var bytes: [UInt8] = []
    /// Decoded, with LF.
    private(set) var text = ""
    private(set) var delimiter = ","
    private(set) var quote: UInt8?
    /// The file can't be read right without this escape.
    private(set) var escape: UInt8?
    private(set) var hasHeader = true
    private(set) var skipLines = 0
    private(set) var footerLines = 0
    private(set) var hasComments = false
    private(set) var encoding = "UTF-8"
    private(set) var rows: [[String]] = []
    private(set) var columns: [EverydayColumn] = []
    /// Quotes, and escapes within them, stand in the file.
    private(set) var showsQuote = false
    private(set) var showsEscape = false

    private enum Quoting: CaseIterable { case minimal, all, texts, never }

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let locale =
            random.chance(45)
            ? EverydayLocale.all[random.number(0...1)] : random.pick(EverydayLocale.all)
        delimiter =
            random.chance(88)
            ? random.pick(locale.delimiters)
            : random.pick(["||", "~|~", "^", "~", "|", "::", "#", "\u{1}"])
        let quoting = random.pick([Quoting.minimal, .minimal, .minimal, .all, .texts, .never])
        quote = random.chance(94) ? UInt8(ascii: "\"") : UInt8(ascii: "'")
        if quoting == .never { quote = nil }
        if quote != nil, random.chance(8) { escape = UInt8(ascii: "\\") }
        let count = random.chance(4) ? 1 : random.number(2...12)
        let style = random.pick(EverydayLocale.HeaderStyle.allCases)
        columns = Self.columns(count, locale, style, using: &random)
        let rowCount = random.chance(25) ? random.number(1...3) : random.number(4...60)
        rows = (1...rowCount).map { row in
            columns.map { column in
                var cell = column.cell(row, using: &random)
                if quote != nil, quoting != .never, column.kind == .phrase, random.chance(4) {
                    cell += "\nsecond line"
                }
                return cell
            }
        }
        let typed = columns.count(where: \.isTyped)
        hasHeader = count == 1 || random.chance(80) || typed == 0
        write(quoting, using: &random)
        encode(locale, using: &random)
    }

    private static func columns(
        _ count: Int, _ locale: EverydayLocale, _ style: EverydayLocale.HeaderStyle,
        using random: inout SeededGenerator
    ) -> [EverydayColumn] {
        var kinds = EverydayColumn.Kind.allCases.shuffled(using: &random)
        if random.chance(90) { kinds.removeAll { $0 == .json } }
        if count == 1 {
            kinds = [random.pick([.id, .mail, .name, .code, .city, .uuid, .amount, .day])]
        }
        if random.chance(60), count > 1 {
            kinds.removeAll { $0 == .id }
            kinds.insert(.id, at: 0)
        }
        return kinds.prefix(count).map {
            EverydayColumn($0, locale: locale, style: style, using: &random)
        }
    }

    private mutating func write(_ quoting: Quoting, using random: inout SeededGenerator) {
        var lines: [String] = []
        let preamble = random.chance(12) && columns.count > 1 ? random.number(1...4) : 0
        for line in 0..<preamble {
            lines.append(
                random.pick([
                    "Report 2026", "Customer list as of 2026-11-23", "", "Created by: SAP",
                    "Export of orders", "Page 1 of 3", "Confidential",
                ]) + (line == 0 ? " report" : ""))
        }
        skipLines = preamble
        hasComments = random.chance(4) && !delimiter.hasPrefix("#")
        if hasComments { lines.append("# made by a program") }
        if hasComments { skipLines = -1 }
        if hasHeader {
            lines.append(line(columns.map(\.header), quoting, isHeader: true))
        }
        for (index, row) in rows.enumerated() {
            if hasComments, index == 2 { lines.append("# half of it") }
            lines.append(line(row, quoting, isHeader: false))
        }
        if random.chance(8), columns.count > 2, rows.count > 3 {
            footerLines = 1
            lines.append(
                random.pick([
                    "Total: \(rows.count)", "EOF", "\(rows.count) rows", "End of report",
                    "Summe" + String(repeating: delimiter, count: columns.count - 1) + "123",
                    "Total" + String(repeating: delimiter, count: columns.count - 1),
                ]))
        }
        text = lines.joined(separator: "\n") + (random.chance(85) ? "\n" : "")
    }

    private mutating func line(_ cells: [String], _ quoting: Quoting, isHeader: Bool) -> String {
        var fields: [String] = []
        for (index, cell) in cells.enumerated() {
            guard let quote else {
                // Where there are no quotes, what would need them can't be said.
                var plain = cell
                for bad in [delimiter, "\n", "\""] { plain = plain.replacing(bad, with: " ") }
                if !isHeader, let row = rows.firstIndex(of: cells) { rows[row][index] = plain }
                fields.append(plain)
                continue
            }
            let mark = Character(Unicode.Scalar(quote))
            let needs =
                cell.contains(delimiter) || cell.contains(mark) || cell.contains("\n")
                || cell.contains("\"") || cell.contains("\\")
            let wants =
                quoting == .all
                || quoting == .texts
                    && (isHeader || ![.id, .amount, .quantity].contains(columns[index].kind))
            guard needs || wants else {
                fields.append(cell)
                continue
            }
            showsQuote = true
            if cell.contains(mark) { showsEscape = true }
            var inner = cell
            if escape != nil {
                inner = inner.replacing("\\", with: "\\\\").replacing(
                    String(mark), with: "\\\(mark)")
            } else {
                inner = inner.replacing(String(mark), with: "\(mark)\(mark)")
            }
            fields.append("\(mark)\(inner)\(mark)")
        }
        return fields.joined(separator: delimiter)
    }

    private mutating func encode(_ locale: EverydayLocale, using random: inout SeededGenerator) {
        encoding = random.pick(locale.encodings)
        let end = random.pick(["\n", "\n", "\r\n", "\r\n", "\r"])
        let written = end == "\n" ? text : text.replacing("\n", with: end)
        if encoding == "UTF-8" {
            bytes = (random.chance(15) ? [0xEF, 0xBB, 0xBF] : []) + Array(written.utf8)
            return
        }
        var encoder = CharacterEncoder(encoding: encoding)!
        bytes = encoder.encode(Array(written.utf8))
        if encoding == "UTF-16LE", random.chance(70) { bytes = [0xFF, 0xFE] + bytes }
    }
}

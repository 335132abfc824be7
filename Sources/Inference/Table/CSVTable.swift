/// A sample read as CSV: its dialect, the table in it, and the columns.
struct CSVTable {
    private var found: FoundCSV
    private let layout: TableLayout
    private let search: DialectSearch
    private let sample: FileSample
    private let encoding: EncodingGuess
    private let maximum: Int

    private static let columnLimit = 2000

    init(_ text: [UInt8], sample: FileSample, encoding: EncodingGuess, maximum: Int) {
        self.sample = sample
        self.encoding = encoding
        self.maximum = maximum
        // Excel is told its delimiter by a line of its own: sep=;
        let told = ToldDelimiter(text)
        let text = told.map { Array(text[$0.end...]) } ?? text
        search = DialectSearch(text, isWhole: sample.isWhole, delimiter: told?.delimiter)
        let dialect = search.best.dialect
        let parsed = ParsedText(text, as: dialect, isWhole: sample.isWhole, maximum: maximum + 200)
        layout = TableLayout(
            parsed, width: search.best.width, hasComment: !dialect.comment.isEmpty)
        found = FoundCSV(dialect: dialect)
        found.headerLines = layout.headerLines
        found.skipLines = layout.skipLines + (told == nil ? 0 : 1)
        found.width = layout.width
        found.footerLines = layout.footers
        if dialect.delimiter.isEmpty {
            found.standIn = [0x2C, 0x3B, 0x09, 0x7C, 0x1F].first { !text.contains($0) } ?? 0x1F
        }
        settleTSV(text)
    }

    /// How well it explains the text.
    var value: Double { search.best.value }

    /// No character seems to be meant to stand between fields.
    var mayBeFixedWidth: Bool {
        // Bars between padded cells are drawn for people, and divide them as well.
        if found.dialect.delimiter.contains(UInt8(ascii: "|")), layout.width > 2 { return false }
        return fillsWithBlanks
    }

    private var fillsWithBlanks: Bool {
        found.dialect.delimiter.allSatisfy { $0 == 0x20 } || value < 0.5 || isPadded
    }

    /// Blanks stand side by side within the cells of most rows, as between columns.
    private var isPadded: Bool {
        let rows = layout.rows.prefix(100)
        let padded = rows.count { row in
            layout.parsed.fields(of: row).contains { field in
                guard !field.isQuoted else { return false }
                let cell = ColumnValues.trimmed(layout.parsed.bytes(field))
                return zip(cell, cell.dropFirst()).contains { $0 == 0x20 && $1 == 0x20 }
            }
        }
        return padded * 10 > rows.count * 8
    }

    func describe(in findings: inout Findings) {
        var found = found
        var doubts: [(key: String, text: String)] = []
        if !sample.isWhole { found.footerLines = footersOfTail(&doubts) }
        let ragged = layout.ragged.count
        let rows = layout.rows.count + ragged
        if layout.isNarrowed {
            found.pads = true
            doubts.append(("ragged", "rows end with a delimiter more than the header"))
        } else if layout.isWidened {
            found.pads = true
            let short = layout.rows.count { $0.count < layout.width }
            doubts.append(
                ("ragged", "\(short) of \(rows) rows have fewer fields than the header"))
        } else if layout.isOverlong {
            found.pads = true
            let long = layout.rows.count { $0.count > layout.width }
            doubts.append(
                (
                    "ragged",
                    "\(long) of \(rows) rows have delimiters in their last field: what is behind the "
                        + "first of these is not read"
                ))
        } else if ragged * 10 > rows || layout.isShortOfEmptyOnes, ragged > 0 {
            found.pads = true
            doubts.append(("ragged", "\(ragged) of \(rows) rows have more or fewer fields"))
        } else if ragged > 0 {
            doubts.append(
                (
                    "ragged",
                    "\(ragged) of \(rows) rows have more or fewer than \(layout.width) fields"
                ))
        }
        describeDoubts(&doubts)
        let headers = headers()
        let width = min(layout.width, Self.columnLimit)
        if width < layout.width {
            doubts.append(
                ("fields", "only the first \(width) of \(layout.width) columns are listed"))
        }
        var values = (0..<width).map { ColumnValues(number: $0 + 1, header: headers[$0]) }
        // What is filled up is read as well.
        let read = found.pads ? layout.rows + layout.ragged : layout.rows
        let names =
            width > 1 && found.headerLines == 1 ? headers.map { Array(($0 ?? "").utf8) } : []
        var repeats = 0
        for row in read.prefix(maximum) {
            if row.count == names.count, isSame(row, names) {
                repeats += 1
                continue
            }
            if width > 1, isBlank(row) {
                found.blankRows += 1
                continue
            }
            let fields = layout.parsed.fields(of: row).prefix(width)
            for (index, field) in fields.enumerated() {
                // In what databases export, null is told apart from all texts.
                let isNull =
                    found.isTSV
                    && layout.parsed.text[field.start..<field.end]
                        .elementsEqual("\\N".utf8)
                values[index].add(isNull ? [] : layout.parsed.bytes(field))
            }
            for index in fields.count..<width { values[index].addAbsent() }
        }
        if repeats > 0 {
            let times = repeats == 1 ? "come once more" : "come \(repeats) times more"
            doubts.append(("header", "the names \(times): these rows will be rejected"))
        }
        var locale = Locale()
        if found.dialect.delimiter == [UInt8(ascii: ";")] {
            (locale.decimalMark, locale.dayFirst) = (UInt8(ascii: ","), true)
        }
        let table = TableAnalysis(values, locale: locale)
        findings.format = .csv(found)
        findings.take(table.columns, values)
        findings.rows = min(maximum, layout.rows.count) - found.blankRows - repeats
        findings.doubts += doubts
    }

    private func isSame(_ row: ParsedText.Row, _ names: [[UInt8]]) -> Bool {
        zip(layout.parsed.fields(of: row), names).allSatisfy { layout.parsed.bytes($0) == $1 }
    }

    private func isBlank(_ row: ParsedText.Row) -> Bool {
        layout.parsed.fields(of: row).allSatisfy { field in
            layout.parsed.text[field.start..<field.end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
        }
    }

    private func describeDoubts(_ doubts: inout [(key: String, text: String)]) {
        if let second = search.second, second.value > 0.8 * search.best.value,
            second.dialect.delimiter != found.dialect.delimiter
        {
            let name =
                second.dialect.delimiter.isEmpty
                ? "none" : "\"\(Self.shown(second.dialect.delimiter))\""
            doubts.append(("delimiter", "it may be \(name) as well"))
        }
        if found.dialect.delimiter.isEmpty {
            doubts.append(("delimiter", "there is one column; this stands nowhere in the sample"))
        }
        if layout.isTransposed {
            doubts.append(
                (
                    "header",
                    "the first column looks like names, and each row like the values of one: the "
                        + "table may lie on its side"
                ))
        }
        if !layout.vote.isSure, !layout.isTransposed {
            doubts.append(
                (
                    "header",
                    found.headerLines > 0
                        ? "the first row may be data already" : "the first row may name the columns"
                ))
        }
        if found.headerLines > 1 {
            doubts.append(("header_lines", "the second row may be data already"))
        }
        if found.skipLines > 0 {
            doubts.append(("skip_lines", "is it always \(found.skipLines)?"))
        }
        if found.footerLines > 0 {
            doubts.append(("footer_lines", "is it always \(found.footerLines)?"))
        }
    }

    private static func shown(_ bytes: [UInt8]) -> String {
        bytes == [0x09] ? "\\t" : String(decoding: bytes, as: UTF8.self)
    }

    /// The columns' names; nil for one that has none.
    private func headers() -> [String?] {
        var names = [String](repeating: "", count: layout.width)
        let rows = layout.parsed.rows
        guard layout.headerLines > 0,
            let first = rows.firstIndex(where: { $0.line > layout.skipLines })
        else { return names.map { _ in nil } }
        for row in rows[first...].prefix(layout.headerLines) {
            for (index, cell) in layout.cells(of: row).prefix(layout.width).enumerated()
            where !cell.isEmpty {
                let text = String(decoding: cell, as: UTF8.self)
                names[index] += names[index].isEmpty ? text : " " + text
            }
        }
        return names.map { $0.isEmpty ? nil : $0 }
    }

    /// Tabs without quotes, with `\N` or escaped letters: what databases export.
    private mutating func settleTSV(_ text: [UInt8]) {
        guard found.dialect.delimiter == [0x09], layout.parsed.quotedCount == 0 else { return }
        let backslash = UInt8(ascii: "\\")
        var nulls = 0
        var escapes = 0
        var others = 0
        for field in layout.parsed.fields.prefix(50_000) {
            let cell = text[field.start..<min(field.end, text.count)]
            guard cell.contains(backslash) else { continue }
            if cell.elementsEqual("\\N".utf8) {
                nulls += 1
                continue
            }
            var at = cell.startIndex
            while at < cell.endIndex {
                if cell[at] == backslash {
                    let next = at + 1 < cell.endIndex ? cell[at + 1] : 0
                    if "tnr\\\t".utf8.contains(next) { escapes += 1 } else { others += 1 }
                    at += 1
                }
                at += 1
            }
        }
        found.isTSV = others == 0 && (nulls > 0 || escapes > 0)
        if found.isTSV {
            found.dialect.quote = nil
            found.dialect.escape = nil
        }
    }

    /// A long file's footers show in its last bytes.
    private func footersOfTail(_ doubts: inout [(key: String, text: String)]) -> Int {
        guard let tail = sample.tail else {
            doubts.append(("footer_lines", "the file's end was not looked at"))
            return 0
        }
        let bare = EncodingGuess(name: encoding.name)
        var text = decoded(tail, as: bare)
        // The first line is cut.
        if let end = text.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            text.removeFirst(end + 1)
        }
        let parsed = ParsedText(text, as: found.dialect, isWhole: true, maximum: 100_000)
        guard let first = parsed.rows.firstIndex(where: { $0.count == layout.width }) else {
            return 0
        }
        let end = TableLayout(parsed, width: layout.width, hasComment: true)
        _ = first
        return min(end.footers, 20)
    }
}

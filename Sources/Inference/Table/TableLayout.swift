/// Where the table lies in a text: what stands before it, its header, its rows, what stands behind.
struct TableLayout {
    /// Physical lines before the header or the first row.
    private(set) var skipLines = 0
    private(set) var headerLines = 0
    /// Rows of data, without header, footers and rows of another width.
    private(set) var rows: [ParsedText.Row] = []
    /// Records behind the data.
    private(set) var footers = 0
    private(set) var width: Int
    /// Rows among the data that have more or fewer fields.
    private(set) var raggedRows = 0
    private(set) var vote: HeaderVote
    private(set) var doubts: [String: String] = [:]
    /// The first record of data.
    private(set) var firstData = 0
    let parsed: ParsedText

    init(_ parsed: ParsedText, width: Int, hasComment: Bool) {
        self.parsed = parsed
        self.width = width
        vote = HeaderVote()
        var first = parsed.rows.firstIndex { $0.count == width } ?? 0
        var last = parsed.rows.lastIndex { $0.count == width } ?? -1
        first = passMeagre(from: first, to: last)
        if width == 1 { first = passPreambleOfOne(from: first, to: last) }
        last = passTotals(from: last, downTo: first)
        if first < parsed.rows.count, first <= last {
            skipLines = parsed.rows[first].line - 1
            findHeader(from: first, to: last)
            footers = parsed.rows.count - 1 - last
        }
        if skipLines > 0, !hasComment { doubts["skip_lines"] = nil }
    }

    func cells(of row: ParsedText.Row) -> [[UInt8]] {
        parsed.fields(of: row).map { parsed.bytes($0) }
    }

    /// Leading rows of the right width with hardly anything in them: titles, as spreadsheets write.
    private func passMeagre(from first: Int, to last: Int) -> Int {
        guard width >= 3 else { return first }
        var at = first
        while at < last, at - first < 20 {
            let filled = cells(of: parsed.rows[at]).count { !$0.isEmpty }
            let next = nextRow(behind: at, to: last)
            guard let next else { break }
            let nextFilled = cells(of: parsed.rows[next]).count { !$0.isEmpty }
            let following = parsed.rows[(at + 1)...].prefix(6).filter { $0.count == width }
                .map { row in cells(of: row).count { !$0.isEmpty } }
            let most = following.max() ?? nextFilled
            guard filled <= max(1, width / 3), filled * 2 < most || filled == 0, most * 2 > width
            else { break }
            at = next
        }
        return at
    }

    private func nextRow(behind at: Int, to last: Int) -> Int? {
        var next = at + 1
        while next <= last, parsed.rows[next].count != width { next += 1 }
        return next <= last ? next : nil
    }

    /// In a file of one column a preamble shows only by the blank line behind it.
    private func passPreambleOfOne(from first: Int, to last: Int) -> Int { first }

    /// Totals at the end, with as many fields as the rows: told by their words.
    private func passTotals(from last: Int, downTo first: Int) -> Int {
        var at = last
        while at > first + 1, last - at < 5, parsed.rows[at].count == width {
            let cells = cells(of: parsed.rows[at])
            guard let word = cells.first(where: { !$0.isEmpty }), FooterWords.begin(word) else {
                break
            }
            let isFirstFilled = cells.first?.isEmpty == false
            let filled = cells.count { !$0.isEmpty }
            // A total leaves most cells empty, or stands where a number stands in the other rows.
            let above = self.cells(of: parsed.rows[at - 1])
            let differs =
                isFirstFilled && above.count == cells.count
                && CellShape(above[0]).isTyped && !CellShape(cells[0]).isTyped
            guard filled * 2 <= width + 1 || differs else { break }
            at -= 1
        }
        return at
    }

    private mutating func findHeader(from first: Int, to last: Int) {
        let candidates = (first...last).filter { parsed.rows[$0].count == width }
        vote = HeaderVote(candidates.prefix(300).map { cells(of: parsed.rows[$0]) })
        headerLines = vote.lines
        var data = candidates.dropFirst(headerLines)
        if headerLines > 1, candidates[headerLines - 1] != first + headerLines - 1 {
            headerLines = 1
            data = candidates.dropFirst(1)
        }
        if let start = data.first { firstData = start } else { firstData = last + 1 }
        rows = data.map { parsed.rows[$0] }
        let from = headerLines > 0 ? first + headerLines : first
        raggedRows = from <= last ? (from...last).count { parsed.rows[$0].count != width } : 0
    }
}

/// Words that begin a line of totals or a closing line.
enum FooterWords {
    private static let words = [
        "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
        "endsumme", "zwischensumme", "somme", "totale", "suma", "razem", "celkem", "count",
        "anzahl",
        "trailer", "eof", "end of", "ende", "end", "records", "rows", "row count", "record count",
        "number of", "footer", "trl", "datensätze", "checksum", "average", "mittelwert",
        "durchschnitt",
        "generated", "erstellt", "exported", "report end", "--", "==", "***", "###", "(", "totaal",
        "összesen", "итого", "всего",
    ]

    static func begin(_ cell: [UInt8]) -> Bool {
        let text = String(decoding: cell.prefix(60), as: UTF8.self).lowercased()
        let start = text.drop { $0 == " " || $0 == "\"" || $0 == "#" || $0 == "*" || $0 == "<" }
        return words.contains { word in
            start.hasPrefix(word)
                && (start.dropFirst(word.count).first.map { !$0.isLetter && $0 != "_" } ?? true)
        }
    }
}

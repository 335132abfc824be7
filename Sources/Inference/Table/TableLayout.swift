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
    /// The header has more fields than the rows: what is empty at their ends is left out.
    private(set) var isWidened = false
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
        if widen(around: first) {
            // All rows up to the end.
        } else if first < parsed.rows.count, first <= last {
            skipLines = parsed.rows[first].line - 1
            findHeader(from: first, to: last)
            footers = footers(behind: last)
            raggedRows += parsed.rows.count - 1 - last - footers
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

    /// Takes the row above the table, or its first, for its header where it has more fields than
    /// most rows and names columns: programs leave out the empty cells at a row's end.
    private mutating func widen(around first: Int) -> Bool {
        guard width > 1, first < parsed.rows.count else { return false }
        let isAlone = parsed.rows.count { $0.count == width } == 1
        let header = isAlone ? first : first - 1
        guard header >= 0, header + 1 < parsed.rows.count else { return false }
        let wide = parsed.rows[header].count
        guard isAlone || wide > width, wide <= 3 * width else { return false }
        let body = parsed.rows[(header + 1)...]
        guard body.allSatisfy({ $0.count <= wide }), body.contains(where: { $0.count > 1 })
        else { return false }
        let names = cells(of: parsed.rows[header])
        guard names.allSatisfy({ !$0.isEmpty }) else { return false }
        let padded = body.prefix(100).map { row -> [[UInt8]] in
            let cells = cells(of: row)
            return cells + Array(repeating: [], count: wide - cells.count)
        }
        let vote = HeaderVote([names] + padded)
        guard vote.lines > 0, vote.sum > 1 else { return false }
        self.vote = vote
        width = wide
        skipLines = parsed.rows[header].line - 1
        headerLines = 1
        isWidened = true
        firstData = header + 1
        rows = Array(body)
        return true
    }

    /// Records behind the last row that say something of the file; those before them, and all where
    /// one has more fields than the rows, are rows that are broken.
    private func footers(behind last: Int) -> Int {
        let behind = parsed.rows[(last + 1)...]
        guard !behind.isEmpty, last >= firstData, behind.allSatisfy({ $0.count <= width }) else {
            return 0
        }
        let first = behind.firstIndex { row in
            let cells = cells(of: row).filter { !$0.isEmpty }
            guard let cell = cells.first else { return false }
            if FooterWords.begin(cell) { return true }
            guard cells.count == 1 else { return false }
            // A number is a count if it is right.
            guard CellShape(cell) == .number else { return true }
            return Int(String(decoding: cell, as: UTF8.self)) == rows.count
        }
        return first.map { parsed.rows.count - $0 } ?? 0
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
        "endsumme", "zwischensumme", "solde", "saldo", "balance", "kontostand", "somme", "totale",
        "suma", "razem", "celkem", "count",
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

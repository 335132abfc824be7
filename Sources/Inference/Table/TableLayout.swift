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
    /// The header has a field less than the rows: there is nothing in their last.
    private(set) var isNarrowed = false
    /// The names stand in the first column, not in the first row.
    private(set) var isTransposed = false
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
        first = passRemarks(from: first, to: last)
        last = passTotals(from: last, downTo: first)
        if widen(around: first) || narrow(above: first, to: last) {
            // The rows are known.
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

    /// Leading rows of the right width with hardly anything in them: titles and what is said of the
    /// file, as spreadsheets write them above a table.
    private func passMeagre(from first: Int, to last: Int) -> Int {
        guard width >= 3, first < last else { return first }
        func filled(_ row: Int) -> Int { cells(of: parsed.rows[row]).count { !$0.isEmpty } }
        let typical = (first...last).lazy.filter { parsed.rows[$0].count == width }.prefix(300)
            .map(filled).sorted()
        // As many as a good part of the rows have at least.
        let usual = typical[typical.count * 3 / 4]
        guard usual * 2 > width else { return first }
        var at = first
        while at < last, at - first < 60, filled(at) * 3 <= max(3, width), filled(at) * 2 < usual,
            let next = nextRow(behind: at, to: last)
        {
            at = next
        }
        return at
    }

    /// Leading rows that have as many fields as the others by chance: a block of their own above a
    /// blank line, or a sentence with commas in it.
    private func passRemarks(from first: Int, to last: Int) -> Int {
        func isHeader(_ at: Int) -> Bool {
            let rows = parsed.rows[at...last].prefix(200).filter { $0.count == width }
            let vote = HeaderVote(rows.map { cells(of: $0) })
            return rows.count > 2 && vote.lines > 0 && vote.isSure
        }
        func isBehindBlank(_ at: Int) -> Bool {
            let before = parsed.rows[at - 1]
            return parsed.rows[at].line > before.line + before.lines
        }
        guard first < last else { return first }
        for at in (first + 1)...min(last, first + 30) where isBehindBlank(at) {
            guard parsed.rows[at].count == width, at - first < last - at, isHeader(at),
                !((at + 1)...min(last, at + 2)).contains(where: isBehindBlank)
            else { break }
            return at
        }
        func isSpaced(_ row: ParsedText.Row) -> Bool {
            parsed.fields(of: row).dropFirst().contains { field in
                !field.isQuoted && field.start < field.end && parsed.text[field.start] == 0x20
            }
        }
        let rest = parsed.rows[(first + 1)...last].prefix(50)
        guard parsed.rows[first + 1].count == width, isSpaced(parsed.rows[first]),
            rest.count(where: isSpaced) * 10 <= rest.count, isHeader(first + 1)
        else { return first }
        return first + 1
    }

    private func nextRow(behind at: Int, to last: Int) -> Int? {
        var next = at + 1
        while next <= last, parsed.rows[next].count != width { next += 1 }
        return next <= last ? next : nil
    }

    /// Totals at the end, with as many fields as the rows: told by their words, or by what they leave
    /// empty that is never empty above.
    private func passTotals(from last: Int, downTo first: Int) -> Int {
        var at = last
        while at > first + 1, last - at < 5, parsed.rows[at].count == width {
            let cells = cells(of: parsed.rows[at])
            let texts = cells.filter { !$0.isEmpty && !CellShape($0).isTyped }
            let filled = cells.count { !$0.isEmpty }
            guard filled > 0 else { break }
            let isNamed = texts.contains(where: FooterWords.begin)
            let isApart = isBehindGap(at)
            let above = self.cells(of: parsed.rows[at - 1])
            // A total leaves most cells empty, or stands where a number stands in the other rows.
            let differs =
                cells[0].isEmpty == false && above.count == cells.count
                && CellShape(above[0]).isTyped && !CellShape(cells[0]).isTyped
            let lacks = lacking(cells, above: at, from: first)
            // All alone at a row's beginning.
            let isRemark = width > 2 && filled == 1 && !cells[0].isEmpty && lacks == width - 1
            let isTotal =
                isRemark || isNamed && (filled * 2 <= width + 1 || differs || lacks > 0)
                || isApart && lacks > 0 && (filled * 2 <= width + 1 || differs)
                || isNamed && FooterWords.begin(cells[0]) && isSum(cells, above: at, from: first)
            guard isTotal else { break }
            at -= 1
        }
        return at
    }

    /// Behind a blank line, as no other row is.
    private func isBehindGap(_ at: Int) -> Bool {
        func gap(_ row: Int) -> Bool {
            let (this, before) = (parsed.rows[row], parsed.rows[row - 1])
            return this.line > before.line + before.lines
        }
        return at > 2 && gap(at) && !gap(at - 1)
    }

    /// Empty cells whose columns are never empty in the rows above.
    private func lacking(_ cells: [[UInt8]], above at: Int, from first: Int) -> Int {
        let rows = parsed.rows[max(first, at - 50)..<at].filter { $0.count == width }
            .map { self.cells(of: $0) }
        return cells.indices.count { column in
            cells[column].isEmpty && rows.allSatisfy { !$0[column].isEmpty }
        }
    }

    /// The last number of the row is what those above it come to.
    private func isSum(_ cells: [[UInt8]], above at: Int, from first: Int) -> Bool {
        guard let column = cells.indices.last(where: { ColumnSum.hundredths(cells[$0]) != nil }),
            column > 0, let told = ColumnSum.hundredths(cells[column])
        else { return false }
        let rows = parsed.rows[first..<at].filter { $0.count == width }
        return rows.count > 1 && ColumnSum.of(rows.map { self.cells(of: $0)[column] }) == told
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
        guard names.dropFirst().allSatisfy({ !$0.isEmpty }), !hasHeaderBelow(header) else {
            return false
        }
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

    /// The row below names columns as well, and has as many fields as the rows: what is above it says
    /// something of the file.
    private func hasHeaderBelow(_ header: Int) -> Bool {
        let rows = parsed.rows[(header + 1)...].prefix(100).filter { $0.count == width }
        guard rows.count > 2, rows[rows.startIndex].line == parsed.rows[header + 1].line else {
            return false
        }
        let below = HeaderVote(rows.map { cells(of: $0) })
        return below.lines > 0 && below.isSure
    }

    /// Takes the row above the table for its header where the rows have a delimiter more at their
    /// end, with nothing behind it.
    private mutating func narrow(above first: Int, to last: Int) -> Bool {
        guard width > 2, first > 0, parsed.rows[first - 1].count == width - 1 else { return false }
        let body = (first...max(first, last)).filter { parsed.rows[$0].count == width }
            .map { parsed.rows[$0] }
        let texts = body.prefix(300).map { cells(of: $0) }
        guard texts.allSatisfy({ $0[width - 1].isEmpty }) else { return false }
        let names = cells(of: parsed.rows[first - 1])
        let vote = HeaderVote([names] + texts.map { Array($0.dropLast()) })
        guard vote.lines > 0 else { return false }
        self.vote = vote
        width -= 1
        skipLines = parsed.rows[first - 1].line - 1
        headerLines = 1
        isNarrowed = true
        firstData = first
        rows = body
        footers = footers(behind: last)
        raggedRows = parsed.rows.count - first - body.count - footers
        return true
    }

    /// Records behind the last row that say something of the file; those before them, and all where
    /// one has more fields than the rows, are rows that are broken.
    private func footers(behind last: Int) -> Int {
        let behind = parsed.rows[(last + 1)...]
        guard !behind.isEmpty, last >= firstData,
            behind.allSatisfy({ $0.count <= width + (isNarrowed ? 1 : 0) })
        else {
            return 0
        }
        let kind = recordKind
        let first = behind.firstIndex { row in
            let cells = cells(of: row).filter { !$0.isEmpty }
            if let kind, let own = cells.first, own != kind, own.count <= 3 { return true }
            guard let cell = cells.first else { return false }
            if FooterWords.begin(cell) { return true }
            // Apart from the rows, and hardly half of one.
            let at = parsed.rows.firstIndex { $0.start == row.start } ?? 0
            if cells.count * 2 <= width, isBehindGap(at) { return true }
            guard cells.count == 1 else { return false }
            // A number is a count if it is right.
            guard CellShape(cell) == .number else { return true }
            return Int(String(decoding: cell, as: UTF8.self)) == rows.count
        }
        return first.map { parsed.rows.count - $0 } ?? 0
    }

    /// What all rows begin with, where that is a short mark: `D`, `DTL`, `10`.
    private var recordKind: [UInt8]? {
        guard rows.count > 1, width > 2 else { return nil }
        let marks = Set(rows.prefix(500).map { parsed.bytes(parsed.fields[$0.first]) })
        guard let mark = marks.first, marks.count == 1, (1...3).contains(mark.count) else {
            return nil
        }
        return mark
    }

    private mutating func findHeader(from first: Int, to last: Int) {
        let candidates = (first...last).filter { parsed.rows[$0].count == width }
        vote = HeaderVote(candidates.prefix(300).map { cells(of: parsed.rows[$0]) })
        isTransposed = Self.isTransposed(candidates.prefix(60).map { cells(of: parsed.rows[$0]) })
        headerLines = isTransposed ? 0 : vote.lines
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

extension TableLayout {
    /// Each row begins with a name, and is of one kind, while the columns are of several.
    private static func isTransposed(_ rows: [[[UInt8]]]) -> Bool {
        guard rows.count > 2, rows.count < 50, let width = rows.first?.count, width > 1, width < 20,
            !rows[0].dropFirst().contains(where: { ColumnWords.reads($0) })
        else { return false }
        let names = rows.map { $0[0] }
        guard Set(names).count == names.count,
            names.count(where: { ColumnWords.reads($0) }) * 10 >= names.count * 7
        else { return false }
        // Of one kind within a row, of several within a column, and not for the first row's sake.
        let kinds = rows.map { row in Set(row.dropFirst().map { CellShape($0).kind }) }
        return kinds.allSatisfy { $0.count == 1 } && Set(kinds.dropFirst()).count > 1
    }
}

/// Words that begin a line of totals or a closing line.
enum FooterWords {
    private static let words = [
        "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
        "endsumme", "zwischensumme", "gesamtbetrag", "endbetrag", "summen", "gesamtergebnis",
        "solde", "saldo", "balance", "kontostand", "somme", "totale",
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

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
    private(set) var ragged: [ParsedText.Row] = []
    /// Rows behind the last were told to be totals.
    private(set) var hasTotals = false
    /// The header has more fields than the rows: what is empty at their ends is left out.
    private(set) var isWidened = false
    /// The header has a field less than the rows: there is nothing in their last.
    private(set) var isNarrowed = false
    /// The rows' last fields have delimiters in them: there seem to be more fields than names.
    private(set) var isOverlong = false
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
        first = passEmpty(from: first, to: last)
        first = passMeagre(from: first, to: last)
        first = passRemarks(from: first, to: last)
        first = passSmallTable(from: first, to: last)
        first = passUnlike(from: first, to: last)
        let body = passClosing(from: last, downTo: first) ?? passTotals(from: last, downTo: first)
        hasTotals = body < last
        last = body
        if widen(around: first) || narrow(above: first, to: last) || shorten() {
            // The rows are known.
        } else if first < parsed.rows.count, first <= last {
            skipLines = parsed.rows[first].line - 1
            findHeader(from: first, to: last)
            footers = footers(behind: last)
            ragged += parsed.rows[(last + 1)...].dropLast(footers)
        }
        if skipLines > 0, !hasComment { doubts["skip_lines"] = nil }
    }

    func cells(of row: ParsedText.Row) -> [[UInt8]] {
        parsed.fields(of: row).map { parsed.bytes($0) }
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
        // One delimiter more behind the names may have nothing behind it.
        let inner = names.dropFirst().dropLast(!isAlone && wide == width + 1 ? 1 : 0)
        guard inner.allSatisfy({ !$0.isEmpty }), !hasHeaderBelow(header) else { return false }
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
        ragged = parsed.rows[first...].dropLast(footers).filter { $0.count != width + 1 }
        return true
    }

    /// Takes the first line for the header of rows most of which have more fields than it.
    private mutating func shorten() -> Bool {
        guard let names = widthOfNames else { return false }
        let look = parsed.rows.prefix(300).map { Array(cells(of: $0).prefix(names)) }
        let vote = HeaderVote(look)
        guard vote.lines == 1 else { return false }
        self.vote = vote
        width = names
        headerLines = 1
        isOverlong = true
        firstData = 1
        rows = Array(parsed.rows.dropFirst())
        return true
    }

    private mutating func findHeader(from first: Int, to last: Int) {
        let candidates = (first...last).filter { parsed.rows[$0].count == width }
        let look = candidates.prefix(300).map { parsed.rows[$0] }
        vote = HeaderVote(
            look.map { cells(of: $0) }, quotes: QuoteVote.sum(look, in: parsed))
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
        ragged = from <= last ? parsed.rows[from...last].filter { $0.count != width } : []
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

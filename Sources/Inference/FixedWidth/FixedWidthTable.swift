/// A sample read as fixed width: by the dashes below its names, by the blanks between its columns,
/// or by what kinds of characters stand below each other.
struct FixedWidthTable {
    private(set) var found = FoundFixedWidth(slices: [])
    private var data: ArraySlice<FixedLines.Line> = []
    private var header: FixedLines.Line?
    private var doubts: [(key: String, text: String)] = []
    private var isHeaderSure = true

    private static let linesLookedAt = 500
    private static let preambleLimit = 6

    /// Nil where nothing speaks for it.
    init?(_ text: [UInt8], isWhole: Bool, maximum: Int) {
        guard let all = FixedLines(text, isWhole: isWhole, maximum: max(maximum, 20) + 20),
            all.lines.count > 2
        else { return nil }
        let pages = PageHeads(all.lines)
        let lines = pages.lines
        found.ignored = pages.starts
        var end = lines.count
        if let types = Self.recordTypes(lines) {
            guard findColumns(Array(lines[1..<end - 1])) else { return nil }
            found.recordTypes = types
            (found.skipLines, end) = (0, data.endIndex)
        } else if !findRuled(lines), !findColumns(lines) {
            return nil
        }
        found.footerLines = isWhole ? end - data.endIndex : 0
        let longest = found.slices.last?.upperBound ?? 0
        found.pads = data.contains { $0.characters.count < longest }
        data = data.prefix(maximum)
    }

    /// Names above dashes: `---- ----------`.
    private mutating func findRuled(_ lines: [FixedLines.Line]) -> Bool {
        guard
            let rule = lines.prefix(12).firstIndex(where: { line in
                line.characters.allSatisfy { "-= ".unicodeScalars.contains($0) }
                    && line.characters.split(separator: " ").count > 1
            }), rule > 0, rule + 1 < lines.count
        else { return false }
        let runs = lines[rule].characters.split(separator: " ").map { $0.startIndex..<$0.endIndex }
        guard runs.allSatisfy({ $0.count > 1 }) || runs.count > 2 else { return false }
        let starts = runs.map(\.lowerBound)
        found.slices = zip(starts, starts.dropFirst() + [runs[runs.count - 1].upperBound])
            .map { $0..<$1 }
        let gaps = zip(runs, runs.dropFirst()).flatMap { Array($0.upperBound..<$1.lowerBound) }
        func fits(_ line: FixedLines.Line) -> Bool { gaps.allSatisfy { line.isBlank($0) } }
        let body = lines[(rule + 1)...]
        let last = body.lastIndex { line in
            fits(line) && !isFooter(line) && found.slices.count { !line.cell($0).isEmpty } > 1
        }
        guard let last, body[...last].count(where: fits) * 10 >= (last - rule) * 8 else {
            return false
        }
        take(body[...last], header: lines[rule - 1])
        found.skipLines = lines[rule].number
        return true
    }

    private func isFooter(_ line: FixedLines.Line) -> Bool {
        FooterWords.begin(line.cell(0..<line.characters.count))
    }

    /// By the blanks between them, or, where that shows more, by what characters they are of.
    private mutating func findColumns(_ lines: [FixedLines.Line]) -> Bool {
        let packed = PackedColumns(lines.prefix(Self.linesLookedAt)).ofWholeLines
        let hasGaps = findGaps(lines)
        guard let packed, packed.count > found.slices.count, !found.hasHeader,
            !(hasGaps && holdsValues)
        else { return hasGaps }
        found = FoundFixedWidth(slices: packed)
        take(lines[...], header: nil)
        doubts = [
            (
                "columns",
                "nothing stands between columns: where one ends is guessed by its characters"
            )
        ]
        return true
    }

    /// All that is between the gaps is a number or a moment: there is nothing more to find in it.
    private var holdsValues: Bool {
        data.prefix(50).allSatisfy { line in
            found.slices.allSatisfy { CellShape(line.cell($0)).isTyped }
        }
    }

    private mutating func findGaps(_ lines: [FixedLines.Line]) -> Bool {
        var best: (grid: ColumnGrid, body: Range<Int>, worth: Int)?
        for skip in Self.starts(lines) {
            for behind in Self.ends(lines) where skip + behind + 3 <= lines.count {
                let body = skip..<lines.count - behind
                let grid = ColumnGrid(lines[body].prefix(Self.linesLookedAt))
                guard grid.evidence >= 0.5 else { continue }
                if skip > Self.preambleLimit,
                    !lines[body].prefix(3).allSatisfy({ grid.fits($0) })
                {
                    continue
                }
                if skip > 1, Self.isRow(lines[skip - 1], of: grid, lines[body]) { continue }
                // What is left out must be worth it, unless the names of all columns stand below it.
                let cost = skip > 1 ? min(skip, Self.preambleLimit) : 0
                let isBelow = skip > 0 && Self.isNames(lines[skip], of: grid, lines[body])
                let worth =
                    grid.columns.count * 2 - (skip + behind == 0 ? 0 : 1)
                    + (isBelow ? 2 : -cost)
                if worth > best?.worth ?? 2 { best = (grid, body, worth) }
            }
        }
        guard let best else { return false }
        var body = best.body
        // Notes below the table don't keep to its columns.
        while body.count > 3, lines.count - body.upperBound < 20,
            isFooter(lines[body.upperBound - 1])
                || isNote(lines[body.upperBound - 1], beside: best.grid, lines, body)
        {
            body.removeLast()
        }
        // Nor do titles above it, which a long table would bear.
        while body.count > 3, body.lowerBound < 20,
            isNote(lines[body.lowerBound], beside: best.grid, lines, body)
        {
            body.removeFirst()
        }
        if body.count <= 3 { body = best.body }
        settle(best.grid, lines, body)
        return true
    }

    /// It has as many numbers and moments as a line from the middle, in the same columns.
    private static func isRow(
        _ line: FixedLines.Line, of grid: ColumnGrid, _ body: ArraySlice<FixedLines.Line>
    ) -> Bool {
        let middle = body[(body.startIndex + body.endIndex) / 2]
        let typed = grid.columns.filter { CellShape(middle.cell($0)).isTyped }
        return typed.count > 1 && typed.allSatisfy { CellShape(line.cell($0)).isTyped }
    }

    /// A text above each of the columns, some of which have numbers in them or moments.
    private static func isNames(
        _ line: FixedLines.Line, of grid: ColumnGrid, _ body: ArraySlice<FixedLines.Line>
    ) -> Bool {
        let middle = body[(body.startIndex + body.endIndex) / 2]
        let grid = grid.named(by: line) ?? grid
        return grid.columns.allSatisfy { column in
            let shape = CellShape(line.cell(column))
            return shape == .token || shape == .words
        } && grid.columns.contains { CellShape(middle.cell($0)).isTyped }
    }

    /// A rule, or a line that does not keep to the columns and has few of their numbers.
    private func isNote(
        _ line: FixedLines.Line, beside grid: ColumnGrid, _ lines: [FixedLines.Line],
        _ body: Range<Int>
    ) -> Bool {
        if Self.isRule(line) { return true }
        if grid.fits(line) { return false }
        func typed(_ line: FixedLines.Line) -> Int {
            grid.columns.count { CellShape(line.cell($0)).isTyped }
        }
        return typed(line) * 2 < typed(lines[(body.lowerBound + body.upperBound) / 2])
    }

    /// Dashes and blanks, and nothing else.
    private static func isRule(_ line: FixedLines.Line) -> Bool {
        line.characters.count > 3
            && line.characters.allSatisfy { "-=_ ".unicodeScalars.contains($0) }
    }

    /// Lines that the body may begin with: one of the first, or one behind a blank line.
    private static func starts(_ lines: [FixedLines.Line]) -> [Int] {
        let first = 0...min(preambleLimit, max(0, lines.count - 3))
        let behind = lines.indices.prefix(60).dropFirst(first.upperBound + 1).filter {
            lines[$0].number > lines[$0 - 1].number + 1
        }
        return Array(first) + behind.prefix(10)
    }

    /// Lines that may stand behind the body: a few, or those behind a blank line.
    private static func ends(_ lines: [FixedLines.Line]) -> [Int] {
        let last = Array(0...min(2, max(0, lines.count - 3)))
        let behind = (1...20).filter { count in
            let at = lines.count - count
            return count > 2 && at > lines.count / 2 && lines[at].number > lines[at - 1].number + 1
        }
        return last + behind.suffix(2)
    }

    /// Whether the first line that keeps to the columns, or the one above them, names them.
    private mutating func settle(
        _ grid: ColumnGrid, _ lines: [FixedLines.Line], _ body: Range<Int>
    ) {
        for first in [body.lowerBound - 1, body.lowerBound]
        where first >= 0 && first + 2 < body.upperBound && !Self.isRule(lines[first]) {
            let start = first + (Self.isRule(lines[first + 1]) ? 2 : 1)
            let bare = ColumnGrid(lines[start..<body.upperBound].prefix(Self.linesLookedAt))
            guard bare.columns.count >= grid.columns.count else { continue }
            let below = bare.named(by: lines[first]) ?? bare
            let (slices, isGuess) = below.slices(header: lines[first])
            let cells = ([lines[first]] + lines[start..<body.upperBound].prefix(200)).map {
                line in slices.map { line.cell($0) }
            }
            let vote = HeaderVote(cells)
            guard vote.lines > 0, cells[0].allSatisfy({ !$0.isEmpty }) else { continue }
            found.slices = slices
            isHeaderSure = vote.isSure
            take(lines[start..<body.upperBound], header: lines[first])
            found.skipLines = lines[start - 1].number
            if isGuess { doubtSlices() }
            return
        }
        let (slices, isGuess) = grid.slices(header: nil)
        let packed = PackedColumns(lines[body].prefix(Self.linesLookedAt))
        found.slices = slices.flatMap { packed.columns(in: $0) }
        take(lines[body], header: nil)
        found.skipLines = body.lowerBound > 0 ? lines[body.lowerBound - 1].number : 0
        if isGuess { doubtSlices() }
    }

    private mutating func doubtSlices() {
        doubts.append(("columns", "where in a gap one column ends and the next begins is guessed"))
    }

    /// One record above and one below that begin unlike all between them.
    private static func recordTypes(_ lines: [FixedLines.Line]) -> FoundFixedWidth.RecordTypes? {
        guard lines.count >= 5 else { return nil }
        for length in 1...3 {
            let starts = lines.map { line in
                var text = String.UnicodeScalarView()
                text.append(contentsOf: line.characters.prefix(length))
                return String(text)
            }
            let detail = starts[1]
            if starts[1..<starts.count - 1].allSatisfy({ $0 == detail }), starts[0] != detail,
                let trailer = starts.last, trailer != detail, trailer != starts[0],
                let all = [starts[0], detail, trailer] as [String]?,
                all.allSatisfy({ $0.allSatisfy(\.isNumber) })
                    || all.allSatisfy({ $0.allSatisfy(\.isUppercase) })
            {
                return .init(header: starts[0], detail: detail, trailer: trailer)
            }
        }
        return nil
    }

    private mutating func take(_ body: ArraySlice<FixedLines.Line>, header: FixedLines.Line?) {
        data = body
        self.header = header
        found.hasHeader = header != nil
        if let header {
            found.names = found.slices.map { String(decoding: header.cell($0), as: UTF8.self) }
            if let last = found.slices.last {
                found.names[found.slices.count - 1] =
                    String(
                        decoding: header.cell(last.lowerBound..<header.characters.count),
                        as: UTF8.self)
            }
        }
    }
}

extension FixedWidthTable {
    /// What its cells are worth beside those of the best dialect of CSV.
    var value: Double {
        let width = Double(found.slices.count)
        var sense = 0.0
        var cells = 0
        for line in data.prefix(120) {
            for slice in found.slices {
                sense += CellShape(line.cell(slice)).sense
                cells += 1
            }
        }
        guard cells > 0 else { return 0 }
        let mean = sense / Double(cells)
        return (width - 1) / width * mean * mean
    }

    func describe(in findings: inout Findings) {
        findings.format = .fixedWidth(found)
        var values = found.slices.indices.map { index in
            ColumnValues(
                number: index + 1, header: found.names.isEmpty ? nil : found.names[index])
        }
        for line in data {
            for (index, slice) in found.slices.enumerated() { values[index].add(line.cell(slice)) }
        }
        let table = TableAnalysis(values, locale: Locale())
        findings.take(table.columns, values)
        findings.rows = data.count
        findings.doubts += doubts
        if !isHeaderSure {
            findings.doubts.append(
                ("skip_lines", "the line that names columns may be data already"))
        }
        if found.footerLines > 0 {
            findings.doubts.append(("footer_lines", "is it always \(found.footerLines)?"))
        }
        if !found.ignored.isEmpty {
            findings.doubts.append(("record_types", "lines that are no records begin so"))
        }
        if found.recordTypes != nil {
            findings.doubts.append(("record_types", "by the first and the last line"))
        }
    }
}

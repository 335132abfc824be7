/// Where the columns of lines are that stand below each other: between positions that are blank in
/// all lines.
struct ColumnGrid {
    /// From the first to behind the last position that is filled in any line.
    private(set) var columns: [Range<Int>] = []
    private let lines: ArraySlice<FixedLines.Line>

    init(_ lines: ArraySlice<FixedLines.Line>) {
        self.lines = lines
        let width = lines.map(\.characters.count).max() ?? 0
        var filled = [Int](repeating: 0, count: width + 1)
        for line in lines {
            for (position, character) in line.characters.enumerated() where character != " " {
                filled[position] += 1
            }
        }
        // In a long file a line or two may not keep to its columns.
        let few = lines.count / 50
        var start: Int?
        for position in 0...width {
            if filled[position] > few {
                start = start ?? position
            } else if let begin = start {
                columns.append(begin..<position)
                start = nil
            }
        }
        joinWords()
    }

    /// A single blank is a gap only where one of its sides is straight; else words happen to be
    /// equally long.
    private mutating func joinWords() {
        var joined: [Range<Int>] = []
        for column in columns {
            if let last = joined.last, column.lowerBound - last.upperBound < 2,
                !(startsStraight(column) && isOften(column)),
                !(endsStraight(last) && isOften(last)), !isPadded(from: last, to: column)
            {
                joined[joined.count - 1] = last.lowerBound..<column.upperBound
            } else {
                joined.append(column)
            }
        }
        columns = joined
    }

    /// More than the single blank of words stands between the two in a good part of the lines.
    private func isPadded(from left: Range<Int>, to right: Range<Int>) -> Bool {
        var both = 0
        var padded = 0
        for line in lines {
            guard let end = left.last(where: { !line.isBlank($0) }),
                let start = right.first(where: { !line.isBlank($0) })
            else { continue }
            both += 1
            if start - end > 2 { padded += 1 }
        }
        return padded > 2 && padded * 5 >= both && isOften(left) && isOften(right)
    }

    /// What stands in a line or two proves nothing.
    private func isOften(_ column: Range<Int>) -> Bool {
        let filled = lines.count { line in column.contains { !line.isBlank($0) } }
        return filled > 1 && filled * 3 >= lines.count
    }

    /// Nearly all that is in the column begins where it begins.
    func startsStraight(_ column: Range<Int>) -> Bool {
        isStraight(column) { !$0.isBlank(column.lowerBound) }
    }

    func endsStraight(_ column: Range<Int>) -> Bool {
        isStraight(column) { !$0.isBlank(column.upperBound - 1) }
    }

    private func isStraight(_ column: Range<Int>, _ isThere: (FixedLines.Line) -> Bool) -> Bool {
        var filled = 0
        var there = 0
        for line in lines where column.contains(where: { !line.isBlank($0) }) {
            filled += 1
            if isThere(line) { there += 1 }
        }
        return there * 10 >= filled * 9
    }

    /// How much speaks for columns that stand below each other: the share of lines that are padded,
    /// if wherever they are, it is for the sake of these columns.
    var evidence: Double {
        guard columns.count > 1, lines.count > 1 else { return 0 }
        var padded = 0
        var runs = 0
        var explained = 0
        for line in lines {
            var isPadded = false
            var start: Int?
            let end = (line.characters.lastIndex { $0 != " " } ?? -1) + 1
            let first = line.characters.firstIndex { $0 != " " } ?? 0
            for position in first..<max(first, end) {
                if line.characters[position] == " " {
                    start = start ?? position
                } else if let begin = start {
                    if position - begin > 1 {
                        isPadded = true
                        runs += 1
                        if isBetweenColumns(begin..<position) { explained += 1 }
                    }
                    start = nil
                }
            }
            if isPadded || end < line.characters.count || first > 0 { padded += 1 }
        }
        guard runs > 0, explained * 20 >= runs * 17 else { return 0 }
        return Double(padded) / Double(lines.count)
    }

    /// There is nothing between the columns, and something in most of them.
    func fits(_ line: FixedLines.Line) -> Bool {
        let isClear = zip(columns, columns.dropFirst()).allSatisfy { left, right in
            (left.upperBound..<right.lowerBound).allSatisfy { line.isBlank($0) }
        }
        let end = columns.last?.upperBound ?? 0
        return isClear && (end..<max(end, line.characters.count)).allSatisfy { line.isBlank($0) }
            && columns.count { $0.contains { !line.isBlank($0) } } * 2 >= columns.count
    }

    private func isBetweenColumns(_ run: Range<Int>) -> Bool {
        zip(columns, columns.dropFirst()).contains {
            run.overlaps($0.upperBound..<$1.lowerBound)
        }
    }

    /// The columns with the gaps between them divided: what is straight at its beginning begins
    /// there; what is straight at its end, as numbers are, gets the gap before it.
    ///
    /// - Parameter header: the line of names, none of which is cut in two if that can be helped.
    func slices(header: FixedLines.Line?) -> (slices: [Range<Int>], isGuess: Bool) {
        var borders: [Int] = []
        var isGuess = false
        for (left, right) in zip(columns, columns.dropFirst()) {
            let gap = left.upperBound...right.lowerBound
            if startsStraight(right) {
                borders.append(right.lowerBound)
            } else if endsStraight(left) {
                borders.append(min(right.lowerBound, left.upperBound + 1))
            } else {
                isGuess = true
                borders.append((left.upperBound + right.lowerBound + 1) / 2)
            }
            guard let header, let last = borders.last else { continue }
            func splits(_ border: Int) -> Bool {
                border > 0 && !header.isBlank(border - 1) && !header.isBlank(border)
            }
            if splits(last),
                let better = gap.filter({ !splits($0) }).max(by: { near($0, last) < near($1, last) }
                )
            {
                borders[borders.count - 1] = better
            }
        }
        let starts = [0] + borders
        let ends = borders + [max(columns.last?.upperBound ?? 0, header?.characters.count ?? 0)]
        return (zip(starts, ends).map { $0..<max($0 + 1, $1) }, isGuess)
    }

    /// With words that have no name above them joined to the named column beside them: the texts of one
    /// column, which happen to have their blanks below each other. Nil where that leaves any without.
    func named(by header: FixedLines.Line) -> ColumnGrid? {
        var grid = self
        var index = 0
        while index < grid.columns.count {
            let column = grid.columns[index]
            guard header.cell(grid.nameRange(index, header)).isEmpty else {
                index += 1
                continue
            }
            func isNear(_ other: Int) -> Bool {
                guard grid.columns.indices.contains(other) else { return false }
                let gap =
                    other > index
                    ? grid.columns[other].lowerBound - column.upperBound
                    : column.lowerBound - grid.columns[other].upperBound
                return gap < 2
            }
            let isText = lines.contains { line in
                !line.cell(column).isEmpty && !CellShape(line.cell(column)).isTyped
            }
            guard isText, let beside = [index + 1, index - 1].first(where: isNear) else {
                return nil
            }
            let first = min(index, beside)
            grid.columns[first] =
                grid.columns[first].lowerBound..<grid.columns[first + 1].upperBound
            grid.columns.remove(at: first + 1)
            index = first
        }
        return grid.columns.count > 1 ? grid : nil
    }

    /// Where a column's name may stand: from behind the column before it, and a name that goes on there,
    /// to its end.
    private func nameRange(_ index: Int, _ header: FixedLines.Line) -> Range<Int> {
        let column = columns[index]
        var start = index == 0 ? 0 : columns[index - 1].upperBound
        while index > 0, start < column.lowerBound, !header.isBlank(start - 1),
            !header.isBlank(start)
        {
            start += 1
        }
        return start..<(index + 1 < columns.count ? column.upperBound : Int.max)
    }

    private func near(_ one: Int, _ other: Int) -> Int { -abs(one - other) }
}

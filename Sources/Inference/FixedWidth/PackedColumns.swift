/// Columns with nothing between them: they show by digits beside letters, by padding, and by days of
/// our times.
struct PackedColumns {
    private let lines: ArraySlice<FixedLines.Line>

    private static let linesNeeded = 4

    init(_ lines: ArraySlice<FixedLines.Line>) { self.lines = lines }

    /// The columns of lines that are equally long; nil where they are not, and where no value is
    /// padded: then a line is one value, such as a code or a moment.
    var ofWholeLines: [Range<Int>]? {
        guard lines.count >= Self.linesNeeded, let length = lines.first?.characters.count,
            length >= 12, lines.allSatisfy({ $0.characters.count == length }),
            lines.count(where: Self.isPadded) * 2 >= lines.count
        else { return nil }
        let columns = columns(in: 0..<length).filter { column in
            lines.contains { line in column.contains { !line.isBlank($0) } }
        }
        return columns.count > 2 ? columns : nil
    }

    private static func isPadded(_ line: FixedLines.Line) -> Bool {
        zip(line.characters, line.characters.dropFirst()).contains { $0 == " " && $1 == " " }
    }

    /// A column as the several that it is made of.
    func columns(in column: Range<Int>) -> [Range<Int>] {
        guard lines.count >= Self.linesNeeded, column.count > 1, !holdsNumbers(column) else {
            return [column]
        }
        let kinds = column.map { position in
            Kind(lines.map { $0.isBlank(position) ? " " : $0.characters[position] })
        }
        var borders: Set<Int> = []
        for index in kinds.indices.dropFirst() where isBorder(index, kinds) {
            borders.insert(column.lowerBound + index)
        }
        for run in Self.ranges(borders, column)
        where kinds[run.lowerBound - column.lowerBound].isDigits {
            borders.formUnion(days(in: run))
        }
        borders.formUnion(padding(in: column, kinds))
        return Self.withoutBlank(Self.ranges(borders, column), of: column, kinds)
    }

    /// What is blank in all lines belongs to the column before it, or at the beginning to the first.
    private static func withoutBlank(
        _ ranges: [Range<Int>], of column: Range<Int>, _ kinds: [Kind]
    ) -> [Range<Int>] {
        var kept: [Range<Int>] = []
        var start = column.lowerBound
        for range in ranges {
            let isBlank = range.allSatisfy { kinds[$0 - column.lowerBound].isBlank }
            if isBlank, let last = kept.last {
                kept[kept.count - 1] = last.lowerBound..<range.upperBound
                start = range.upperBound
            } else if !isBlank {
                kept.append(start..<range.upperBound)
                start = range.upperBound
            }
        }
        return kept.isEmpty ? [column] : kept
    }

    /// Numbers with marks in them, all of the column: `-8.029e+00`.
    private func holdsNumbers(_ column: Range<Int>) -> Bool {
        lines.allSatisfy { line in
            let cell = line.cell(column)
            return CellShape(cell) == .number && cell.contains { ".,eE".utf8.contains($0) }
                && cell.allSatisfy { "0123456789.,eE+-".utf8.contains($0) }
        }
    }

    /// Zeros in every line, behind digits that differ: a number filled up begins there.
    private func padding(in column: Range<Int>, _ kinds: [Kind]) -> [Int] {
        guard lines.count >= 8 else { return [] }
        var borders: [Int] = []
        var zeros = 0
        for (index, kind) in kinds.enumerated() {
            zeros = kind.isZeros ? zeros + 1 : 0
            let start = index - zeros
            if zeros == 3, start >= 0, kinds[start].isDigits, !kinds[start].isConstant {
                borders.append(column.lowerBound + start + 1)
            }
        }
        return borders
    }

    private func isBorder(_ index: Int, _ kinds: [Kind]) -> Bool {
        let (left, right) = (kinds[index - 1], kinds[index])
        // Digits, and text that begins behind them.
        if left.isDigits, right.isLetters { return !endsCode(index, kinds) }
        if left.isText, right.isDigits {
            // The same letters in front of all digits are part of a code.
            let prefix = kinds[..<index].reversed().prefix { !$0.isDigits && $0.isText }
            return !prefix.allSatisfy(\.isConstant) && !isCode(index, kinds)
        }
        // A value behind padding.
        return left.isText && left.blanks * 10 >= lines.count * 6 && right.blanks == 0
    }

    /// `A4711` and `B4712`: a letter or two, digits, and nothing else between blanks.
    private func isCode(_ index: Int, _ kinds: [Kind]) -> Bool {
        let letters = kinds[..<index].reversed().prefix { $0.isLetters }.count
        let digits = kinds[index...].prefix { $0.isDigits }.endIndex
        let start = index - letters
        return (1...2).contains(letters) && (start == 0 || kinds[start - 1].isBlank)
            && digits < kinds.endIndex && kinds[digits].isBlank
    }

    /// `P97412X`: the letters behind the digits are as much the same in all lines as those in front of
    /// them, and the value ends with them.
    private func endsCode(_ index: Int, _ kinds: [Kind]) -> Bool {
        let suffix = kinds[index...].prefix { $0.isLetters && $0.isConstant }
        guard suffix.count <= 2, suffix.endIndex == kinds.endIndex || kinds[suffix.endIndex].isBlank
        else { return false }
        let digits = kinds[..<index].reversed().prefix { $0.isDigits }.count
        let prefix = kinds[..<(index - digits)].reversed().prefix { $0.isLetters }
        let start = index - digits - prefix.count
        return (1...4).contains(prefix.count) && prefix.allSatisfy(\.isConstant)
            && (start == 0 || kinds[start - 1].isBlank)
    }

    /// What characters stand at one position.
    private struct Kind {
        private(set) var digits = 0
        private(set) var blanks = 0
        private(set) var letters = 0
        let count: Int
        let isConstant: Bool
        let isZeros: Bool

        init(_ characters: [Unicode.Scalar]) {
            count = characters.count
            for character in characters {
                if ("0"..."9").contains(character) {
                    digits += 1
                } else if character == " " {
                    blanks += 1
                } else if character.properties.isAlphabetic {
                    letters += 1
                }
            }
            isConstant = Set(characters).count == 1
            isZeros = isConstant && characters.first == "0"
        }

        var isBlank: Bool { blanks == count }
        var isDigits: Bool { digits == count }
        var isLetters: Bool { letters == count }
        /// Letters and padding.
        var isText: Bool { letters + blanks == count }
    }

    private static func ranges(_ borders: Set<Int>, _ column: Range<Int>) -> [Range<Int>] {
        let all = [column.lowerBound] + borders.sorted() + [column.upperBound]
        return zip(all, all.dropFirst()).map { $0..<$1 }
    }

    /// The borders of a date within digits: `20261124` in every line.
    private func days(in run: Range<Int>) -> [Int] {
        guard run.count > 8 else { return [] }
        let match = DateMatch("%Y%m%d")
        for start in run.lowerBound...(run.upperBound - 8) {
            let isDay = lines.allSatisfy { line in
                let cell = line.cell(start..<start + 8)
                return (cell.starts(with: "19".utf8) || cell.starts(with: "20".utf8))
                    && match.takes(cell)
            }
            guard isDay else { continue }
            let end = start + 8 + (isTime(behind: start + 8) ? 6 : 0)
            return [start, start + 8, end].filter { $0 != run.lowerBound && $0 < run.upperBound }
        }
        return []
    }

    /// `063511` in every line.
    private func isTime(behind start: Int) -> Bool {
        lines.count >= 8
            && lines.allSatisfy { line in
                let cell = line.cell(start..<start + 6)
                guard cell.count == 6, cell.allSatisfy({ (0x30...0x39).contains($0) }) else {
                    return false
                }
                return (cell[0], cell[1]) < (0x32, 0x34) && cell[2] < 0x36 && cell[4] < 0x36
            }
    }
}

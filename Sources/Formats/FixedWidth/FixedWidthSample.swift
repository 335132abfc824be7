/// The first records of a file in which they stand side by side: what they have in common is learnt
/// from them, and where the records begin if something was lost or came in among the very first.
///
/// What stands at the file's beginning is taken for the beginning of a record. If that does not go
/// with the longest stretch of records that are in step with each other, and the file's length is
/// no multiple of theirs, the records of that stretch begin where they look like the first ones, or
/// where their columns hold values and not pieces of two.
struct FixedWidthSample {
    /// The kinds of the characters (`FixedWidthPattern.kind`), in rows as long as a record.
    private let rows: [[UInt8]]
    private let length: Int
    private let countsBytes: Bool
    /// From 0, without its last position.
    private let slices: [Range<Int>]
    private let stretch: Stretch?

    static let mostRows = 160
    /// Rows are looked at no further than this, in characters, however long they are.
    static let mostCharacters = 1 << 20
    private static let fewestRows = 5
    /// So many rows are tried as the first of a stretch; behind them, those where one ended.
    private static let mostStarts = 12
    /// Where records begin is looked for this far beside the place where they should.
    private static let farthestShift = 200

    /// - Parameters:
    ///   - rows: the kinds of the first characters of the text, headers and the like left out.
    ///   - slices: of the columns.
    init(rows: [[UInt8]], length: Int, countsBytes: Bool, slices: [Range<Int>]) {
        self.rows = rows
        self.length = length
        self.countsBytes = countsBytes
        self.slices = slices
        stretch = Self.longestStretch(of: rows, length: length, countsBytes: countsBytes)
    }

    /// What the records have in common; nil where that is nothing, too little to tell a record from what
    /// lies beside it, or learnt from too few.
    ///
    /// - Parameter surplus: how many characters the text has beyond a multiple of the records' length.
    func pattern(surplus: Int) -> FixedWidthPattern? {
        guard let stretch else { return nil }
        guard surplus > 0 else { return isDistinct ? stretch.pattern : nil }
        guard stretch.rows.count >= Self.enoughRows, stretch.distinction >= Self.leastDistinction
        else { return nil }
        var pattern = pattern(stretch.rows, shift: shift(of: stretch, surplus))
        pattern?.allowance = min(200, stretch.distinction / 2)
        return pattern
    }

    /// Whether the length of the whole text has to be known: something is odd about its beginning, or
    /// records can hardly be told from what lies beside them.
    var isOdd: Bool {
        guard let stretch, isDistinct else { return true }
        return stretch.start > 0 || 2 * cost(stretch.rows, shift: 0) > stretch.rows.prefix(24).count
    }

    private var isDistinct: Bool { stretch?.distinction ?? 0 >= 300 }

    private static let enoughRows = 8
    private static let leastDistinction = 200

    private struct Stretch {
        let start: Int
        /// Those that are like the others.
        let rows: [[UInt8]]
        let pattern: FixedWidthPattern

        /// How unlike them what lies beside a record is, in thousandths: little where it was learnt
        /// from records that are out of step with each other.
        let distinction: Int

        init(_ start: Int, _ rows: [[UInt8]], _ pattern: FixedWidthPattern) {
            self.start = start
            self.rows = rows
            self.pattern = pattern
            distinction = FixedWidthSample.distinction(of: pattern, in: rows[...])
        }

        var weight: Int { rows.count * (1 + distinction) }
    }

    private static func longestStretch(
        of rows: [[UInt8]], length: Int, countsBytes: Bool
    ) -> Stretch? {
        func pattern(_ rows: [[UInt8]]) -> FixedWidthPattern? {
            FixedWidthPattern(rows: rows, length: length, countsBytes: countsBytes)
        }
        var best: Stretch?
        var start = 0
        while start + fewestRows <= rows.count {
            guard let found = Self.stretch(of: rows, from: start, pattern) else {
                start += 1
                continue
            }
            if best == nil || 2 * found.stretch.weight > 3 * (best?.weight ?? 0) {
                best = found.stretch
            }
            start = start < mostStarts ? start + 1 : max(start + 1, found.end - 1)
        }
        return best.map { trimmed($0, pattern) }
    }

    /// Without the first records, where those are out of step with the last half.
    private static func trimmed(
        _ stretch: Stretch, _ learn: ([[UInt8]]) -> FixedWidthPattern?
    ) -> Stretch {
        guard stretch.rows.count >= 2 * fewestRows,
            let later = learn(Array(stretch.rows.suffix(stretch.rows.count / 2)))
        else { return stretch }
        let odd = stretch.rows.prefix { later.isUnlike($0) }.count
        guard odd > 0 else { return stretch }
        let rows = Array(stretch.rows.dropFirst(odd))
        return Stretch(stretch.start + odd, rows, learn(rows) ?? stretch.pattern)
    }

    /// As many rows as are in step with those at `start`.
    private static func stretch(
        of rows: [[UInt8]], from start: Int, _ learn: ([[UInt8]]) -> FixedWidthPattern?
    ) -> (stretch: Stretch, end: Int)? {
        var like = Array(rows[start..<start + fewestRows])
        guard var pattern = learn(like) else { return nil }
        var end = start + fewestRows
        var relearnAt = 2 * fewestRows
        while end < rows.count {
            if pattern.isUnlike(rows[end]) {
                // One may be unlike the others: two are out of step.
                guard end + 1 < rows.count, !pattern.isUnlike(rows[end + 1]),
                    end - start - like.count < 2 + like.count / 20
                else { break }
            } else {
                like.append(rows[end])
            }
            end += 1
            if like.count == relearnAt {
                guard let better = learn(like) else { return nil }
                pattern = better
                relearnAt *= 2
            }
        }
        guard let whole = learn(like) else { return nil }
        return (Stretch(start, like, whole), end)
    }

    private static func distinction(
        of pattern: FixedWidthPattern, in rows: ArraySlice<[UInt8]>
    ) -> Int {
        let text = zip(rows.prefix(8), rows.dropFirst()).map { $0 + $1 }
        let length = rows[rows.startIndex].count
        let near = max(2, min(length, farthestShift))
        let shifts = Set(Array(1..<near) + Array(max(1, length - near)..<length))
        let least = shifts.map { shift in
            text.reduce(0) { $0 + pattern.unlikeness($1[shift...]) }
        }.min()
        return (least ?? 0) / max(1, text.count)
    }

    private func pattern(_ rows: [[UInt8]], shift: Int = 0) -> FixedWidthPattern? {
        FixedWidthPattern(rows: rows, shift: shift, length: length, countsBytes: countsBytes)
    }

    /// Where in the stretch's rows the records begin: where the text does, or, if all that was lost or
    /// came in lies before them, where they end with the text. Failing both, anywhere near.
    private func shift(of stretch: Stretch, _ surplus: Int) -> Int {
        guard stretch.start > 0 else {
            let costs = [0, surplus].map { cost(Array(stretch.rows.dropFirst()), shift: $0) }
            return 2 * costs[1] < costs[0] ? surplus : 0
        }
        let near = min(length, Self.farthestShift)
        let shifts =
            [0] + (1..<max(1, near)).flatMap { [length - $0, $0] }.filter { $0 > 0 && $0 < length }
        for candidates in [[0, surplus], shifts] {
            /// How unlike the best of the first records they make the others, in thousandths.
            let unlikeness = candidates.map { shift -> Int in
                guard let pattern = pattern(stretch.rows, shift: shift) else { return 1000 }
                return rows[..<min(stretch.start, 4)].map { pattern.unlikeness($0[...]) }.min()
                    ?? 1000
            }
            let least = unlikeness.min() ?? 1000
            guard least <= 100 else { continue }
            let best = candidates.indices.filter { unlikeness[$0] == least }
            return cheapest(best.map { candidates[$0] }, stretch).shift
        }
        // Columns may hold anything: it must be plain to see.
        let best = cheapest([0, surplus], stretch)
        return 2 * best.cost < cost(stretch.rows, shift: 0) ? best.shift : 0
    }

    /// The shift with the fewest pieces, or the nearest of those with hardly more. The stretch's first
    /// record does not count: it may be the damaged one.
    private func cheapest(_ shifts: [Int], _ stretch: Stretch) -> (shift: Int, cost: Int) {
        let rows = Array(stretch.rows.dropFirst().prefix(24))
        let costs = shifts.map { cost(rows, shift: $0) }
        let enough = (costs.min() ?? 0) + rows.count / 12
        guard let best = costs.firstIndex(where: { $0 <= enough }) else { return (0, 0) }
        return (shifts[best], costs[best])
    }

    /// How many columns hold pieces of two values, with padding between them.
    private func cost(_ rows: [[UInt8]], shift: Int) -> Int {
        let rows = rows.prefix(24)
        var cost = 0
        for (index, row) in rows.enumerated() where shift == 0 || index + 1 < rows.count {
            let text = shift == 0 ? row[...] : (row[shift...] + rows[index + 1][..<shift])[...]
            let start = text.startIndex
            cost += slices.count {
                $0.upperBound <= length
                    && Self.isPieced(text[start + $0.lowerBound..<start + $0.upperBound])
            }
        }
        return cost
    }

    /// Whether more than one space stands between two other characters, or a space at both ends of them:
    /// values are padded on one side.
    private static func isPieced(_ text: ArraySlice<UInt8>) -> Bool {
        var spaces = 0
        var hasText = false
        for byte in text {
            if byte == 0x20 {
                spaces += 1
            } else {
                if hasText, spaces > 1 { return true }
                hasText = true
                spaces = 0
            }
        }
        return hasText && spaces > 0 && text.first == 0x20
    }
}

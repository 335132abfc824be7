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

    /// What the records have in common; nil where that is nothing, or there are too few.
    ///
    /// - Parameter isUneven: the length of the text is no multiple of theirs.
    func pattern(isUneven: Bool) -> FixedWidthPattern? {
        guard let stretch else { return nil }
        return isUneven
            ? pattern(stretch.rows, shift: shift(of: stretch)) : stretch.pattern
    }

    /// Whether the length of the whole text has to be known: something is odd about its beginning.
    var isOdd: Bool {
        guard let stretch else { return true }
        return stretch.start > 0 || 2 * cost(stretch.rows, shift: 0) > stretch.rows.prefix(24).count
    }

    /// Whether the records may begin where the text does, if it has so odd a length: there are few, and
    /// none is in pieces.
    var isPlausible: Bool { rows.count < Self.fewestRows && cost(rows, shift: 0) == 0 }

    private struct Stretch {
        var start: Int
        /// Those that are like the others.
        var rows: [[UInt8]]
        var pattern: FixedWidthPattern

        /// How unlike them what lies beside a record is, in thousandths: little where it was learnt
        /// from records that are out of step with each other.
        var distinction = 0

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
        return Stretch(
            start: stretch.start + odd, rows: rows, pattern: learn(rows) ?? stretch.pattern)
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
        var stretch = Stretch(start: start, rows: like, pattern: whole)
        stretch.distinction = distinction(of: whole, in: rows[start..<end])
        return (stretch, end)
    }

    private static func distinction(
        of pattern: FixedWidthPattern, in rows: ArraySlice<[UInt8]>
    ) -> Int {
        let pairs = zip(rows.prefix(4), rows.dropFirst())
        let text = pairs.map { $0 + $1 }
        let length = rows[rows.startIndex].count
        let least = (1..<max(2, min(length, farthestShift))).map { shift in
            text.reduce(0) { $0 + pattern.unlikeness($1[shift...]) }
        }.min()
        return (least ?? 0) / max(1, text.count)
    }

    private func pattern(_ rows: [[UInt8]], shift: Int = 0) -> FixedWidthPattern? {
        FixedWidthPattern(rows: rows, shift: shift, length: length, countsBytes: countsBytes)
    }

    /// Where in the stretch's rows the records begin.
    private func shift(of stretch: Stretch) -> Int {

        let near = min(length, Self.farthestShift)
        let shifts =
            [0] + (1..<max(1, near)).flatMap { [length - $0, $0] }.filter { $0 > 0 && $0 < length }
        /// How unlike the best of the first records they make the others, in thousandths.
        let unlikeness = shifts.map { shift -> Int in
            guard let pattern = pattern(stretch.rows, shift: shift) else { return 1000 }
            return rows[..<min(stretch.start, 4)].map { pattern.unlikeness($0[...]) }.min() ?? 1000
        }
        let least = unlikeness.min() ?? 1000
        if least <= 100 {
            return cheapest(
                shifts.indices.filter { unlikeness[$0] == least }.map { shifts[$0] }, stretch
            ).shift
        }
        // Columns may hold anything: it must be plain to see.
        let best = cheapest(shifts, stretch)
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

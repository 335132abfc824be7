/// Tries the dialects that could be meant, and takes the one that explains the text best.
struct DialectSearch {
    private(set) var best: DialectScore
    /// The best with another delimiter.
    private(set) var second: DialectScore?

    /// As much text as is enough to tell.
    private static let lookedAt = 64 << 10
    /// As many lines must lie in it, if there are as many.
    private static let linesLookedAt = 24

    /// - Parameter delimiter: where the file tells it; nil: to be found.
    init(_ text: [UInt8], isWhole: Bool, delimiter: [UInt8]? = nil) {
        let enough = Self.enough(of: text)
        let isAll = isWhole && text.count <= enough
        let look = isAll ? text : Array(text.prefix(enough))
        self.init(plain: look, isWhole: isAll, delimiter: delimiter)
        for comment in Self.comments(in: look) where !explains(linesFrom: comment) {
            var other = DialectSearch(
                plain: Self.without(comment, look), isWhole: isAll, delimiter: delimiter)
            guard other.best.width > 1 || best.width == 1, other.best.dialect.delimiter != comment,
                other.best.value > (opensWithComments(comment, look) ? 0.7 : 0.9) * best.value
            else { continue }
            var dialect = other.best.dialect
            dialect.comment = comment
            other.best = DialectScore(look, dialect, isWhole: isAll)
            self = other
            break
        }
    }

    /// The text begins with a paragraph of such lines.
    private func opensWithComments(_ mark: [UInt8], _ text: [UInt8]) -> Bool {
        let first = text.split(maxSplits: 3, whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(3)
        return first.count == 3 && first.allSatisfy { $0.starts(with: mark) }
    }

    /// Where lines are long, as those of cells with whole pages in them, more is looked at.
    private static func enough(of text: [UInt8]) -> Int {
        var lines = 0
        for at in text.indices where text[at] == 0x0A || text[at] == 0x0D {
            lines += 1
            if lines >= linesLookedAt { return max(lookedAt, at + 1) }
        }
        return max(lookedAt, text.count)
    }

    private init(plain text: [UInt8], isWhole: Bool, delimiter: [UInt8]?) {
        let none = DialectScore(text, Dialect(delimiter: []), isWhole: isWhole)
        let isOne = DialectScore.isOneColumn(
            ParsedText(text, as: Dialect(delimiter: []), isWhole: isWhole, maximum: 200))
        var scores = delimiter == nil ? [none] : []
        for dialect in DialectCandidates(text, delimiter: delimiter).dialects {
            let score = DialectScore(text, dialect, isWhole: isWhole)
            if isOne, delimiter == nil, !dialect.delimiter.isEmpty, score.parsed.quotedCount == 0 {
                continue
            }
            scores.append(score)
        }
        let sorted = scores.enumerated().sorted {
            ($1.element.value, $0.offset) < ($0.element.value, $1.offset)
        }.map(\.element)
        best = sorted[0]
        let chosen = best.dialect.delimiter
        second = sorted.first { $0.dialect.delimiter != chosen }
        settleQuote(among: sorted)
    }

    /// Where quotes make no difference, or there are none, the usual dialect is meant, in which they
    /// may still come.
    private mutating func settleQuote(among sorted: [DialectScore]) {
        let quote = UInt8(ascii: "\"")
        guard best.dialect.quote == nil, !best.dialect.delimiter.contains(quote) else { return }
        var dialect = best.dialect
        dialect.quote = quote
        let quoted = DialectScore(best.parsed.text, dialect, isWhole: true)
        guard quoted.parsed.brokenQuotes == 0, quoted.width == best.width,
            quoted.rowsOfWidth >= best.rowsOfWidth
        else { return }
        best = quoted
    }

    private static func comments(in text: [UInt8]) -> [[UInt8]] {
        let banners = ["===", "***", "+++", "+--", "---"]
        return (["#", "//"] + banners + ["--", "%", "!", ";"]).filter { mark in
            let (marked, all) = count(Array(mark.utf8), in: text)
            // One such line may close the file.
            return marked > (banners.contains(mark) ? 1 : 0) && all - marked >= 1
        }.map { Array($0.utf8) }
    }

    private static func count(_ mark: [UInt8], in text: [UInt8]) -> (marked: Int, all: Int) {
        var marked = 0
        var all = 0
        for line in text.split(maxSplits: 2000, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            all += 1
            if line.starts(with: mark) { marked += 1 }
        }
        return (marked, all)
    }

    private static func without(_ mark: [UInt8], _ text: [UInt8]) -> [UInt8] {
        var rest: [UInt8] = []
        for line in text.split(
            omittingEmptySubsequences: false, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        where !line.starts(with: mark) {
            rest += line
            rest.append(0x0A)
        }
        return rest
    }

    /// The lines that begin so are rows like the others under the best dialect.
    private func explains(linesFrom mark: [UInt8]) -> Bool {
        if best.dialect.delimiter.starts(with: mark) { return true }
        guard best.width > 1 else { return false }
        // Lines within cells begin as they like.
        if best.parsed.brokenQuotes == 0, best.parsed.quotedCount > 0,
            !best.parsed.rows.contains(where: { best.parsed.text[$0.start...].starts(with: mark) })
        {
            return true
        }
        let marked = best.parsed.rows.indices.filter {
            best.parsed.text[best.parsed.rows[$0].start...].starts(with: mark)
        }
        if isRemarkAmidRows(marked) { return false }
        return marked.contains { best.parsed.rows[$0].count == best.width } || isHeader(marked)
    }

    /// Lines among the rows begin so, and none of these is one.
    private func isRemarkAmidRows(_ marked: [Int]) -> Bool {
        let rows = best.parsed.rows
        let taken = Set(marked)
        let first = rows.indices.first { rows[$0].count == best.width && !taken.contains($0) }
        let last = rows.indices.last { rows[$0].count == best.width && !taken.contains($0) }
        guard let first, let last else { return false }
        let amid = marked.filter { first < $0 && $0 < last }
        return !amid.isEmpty && amid.allSatisfy { rows[$0].count != best.width }
    }

    /// The file's first line alone begins so, and has as many fields as a good part of the rows, though
    /// not as most: their last ones have delimiters in them.
    private func isHeader(_ marked: [Int]) -> Bool {
        let rows = best.parsed.rows
        guard marked == [0], rows[0].count > 2 else { return false }
        return rows.count { $0.count == rows[0].count } * 10 > rows.count
    }
}

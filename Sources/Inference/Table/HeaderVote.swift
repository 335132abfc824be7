/// Whether the first row names the columns: each column votes by how its first cell differs from
/// those below it, and by whether it reads like a name.
struct HeaderVote {
    private(set) var lines = 0
    private(set) var isSure = true
    private(set) var sum = 0.0

    init() {}

    /// - Parameters:
    ///   - rows: of the same number of cells, from the first that can be a header.
    ///   - quotes: what the cells' quotes say for a header.
    init(_ rows: [[[UInt8]]], quotes: Double = 0) {
        guard let first = rows.first else { return }
        sum = quotes
        let body = Self.withoutRepeats(of: first, Array(rows.dropFirst()))
        if body.isEmpty {
            sum += Self.alone(first)
        } else {
            let isScale = HeaderScale.heads(first, body)
            for column in first.indices {
                if isScale, CellShape(first[column]) == .number {
                    sum += 0.5
                    continue
                }
                sum += Self.vote(first[column], body.map { $0[column] }, isList: first.count == 1)
            }
            sum += Self.whole(first)
        }
        let scale = Double(first.count).squareRoot()
        // Without anything that tells names from values, the first row is one like the others.
        // In a list of texts it takes more than a first one of another length.
        lines =
            sum > (body.count > 2 ? first.count == 1 ? 0.6 : 0.35 : body.isEmpty ? 0 : 0.15) ? 1 : 0
        isSure = abs(sum) > 0.5 * scale && !(body.count < 2 && abs(sum) < scale)
        if Self.isGroups(first), body.count > 2, let second = body.first, !second.contains([]) {
            // Names of groups above names of columns.
            let below = HeaderVote(body)
            if below.lines > 0, below.isSure {
                lines = 1 + below.lines
                return
            }
        }
        // Units stand below names, and what is measured below units.
        while lines > 0, lines < 4, body.count - lines >= 2,
            Self.isRule(body[lines - 1])
                || Self.isSecondHeader(body[lines - 1], Array(body.dropFirst(lines)))
                || Self.fillsGaps(body[lines - 1], of: first, Array(body.dropFirst(lines)))
                || lines > 1 && Self.holdsMarks(body[lines - 1], body.dropFirst(lines))
        {
            lines += 1
        }
    }

    /// Names that come again on each page, texts above numbers, say nothing against themselves.
    private static func withoutRepeats(of first: [[UInt8]], _ body: [[[UInt8]]]) -> [[[UInt8]]] {
        guard first.count > 1, body.contains(first) else { return body }
        let others = body.filter { $0 != first }
        let isName = first.indices.contains { column in
            !first[column].isEmpty && !CellShape(first[column]).isTyped && others.count > 1
                && others.allSatisfy { CellShape($0[column]).isTyped || $0[column].isEmpty }
        }
        return isName ? others : body
    }

    /// Texts with gaps between them, over several columns each.
    private static func isGroups(_ row: [[UInt8]]) -> Bool {
        let filled = row.filter { !$0.isEmpty }
        return row.count > 2 && filled.count > 1 && filled.count * 4 <= row.count * 3
            && !filled.contains { CellShape($0).isTyped && CellShape($0) != .number }
    }

    private static func vote(_ cell: [UInt8], _ below: [[UInt8]], isList: Bool) -> Double {
        let shape = CellShape(cell)
        let shapes = below.filter { !NullTexts.contains($0) }.map { CellShape($0) }
            .filter { $0 != .empty }
        if shape == .empty { return -0.2 }
        guard !shapes.isEmpty else {
            return ColumnWords.reads(cell) ? 0.5 : shape.isTyped ? -1 : 0.1
        }
        let typed = shapes.count { $0.isTyped }
        if shape.isTyped {
            // Years and numbers head columns of numbers now and then; all else is data.
            if shape == .number, Self.year(cell) != nil {
                return typed * 2 > shapes.count ? -0.3 : 0.2
            }
            // A day above numbers is what they were counted on.
            if shape == .moment, typed == shapes.count, shapes.count > 2,
                shapes.allSatisfy({ $0 == .number })
            {
                return 0.8
            }
            // A number above texts that are all of a kind names them: an id, a question's number.
            if shape == .number, typed == 0, shapes.count > 1, Set(shapes).count == 1 { return 0.3 }
            return typed * 2 > shapes.count ? -2 : -1
        }
        var vote = 0.0
        if typed * 10 >= shapes.count * 7 {
            // A text above numbers, unless it is a text that stands for none.
            vote += NullTexts.contains(cell) ? 0 : typed == shapes.count && typed > 1 ? 3 : 2
        }
        // What most values read like as well, as ART-1000 and ART-1001 do, is no name.
        let look = below.prefix(50)
        let known =
            ColumnWords.reads(cell, strictly: isList)
            && !(look.count > 2 && look.count(where: ColumnWords.reads) * 2 > look.count)
            && !(isList && cell.contains(0x20)
                && below.prefix(300).count(where: ColumnWords.reads) > 1)
        if known { vote += 1.2 }
        if below.contains(where: { $0 == cell }) {
            return vote - (known && below.count > 3 ? 0.5 : 1.2)
        }
        if typed == 0 {
            let tokens = shapes.count { $0 == .token }
            let lengths = Set(below.filter { !$0.isEmpty }.map(\.count))
            if lengths.count == 1, below.count > 2, let length = lengths.first {
                vote += length == cell.count ? -0.4 : 0.7
            }
            if ColumnWords.hasStyle(cell),
                !below.prefix(50).contains(where: { ColumnWords.hasStyle($0) })
            {
                vote += 0.7
            }
            let digits = below.count { $0.contains { (0x30...0x39).contains($0) } }
            let hasDigits = cell.contains { (0x30...0x39).contains($0) }
            if digits * 10 > below.count * 8, !hasDigits { vote += 0.8 }
            if hasDigits, !known, digits * 2 > below.count { vote -= 0.7 }
            if shape == .token, tokens * 3 < shapes.count { vote += 0.3 }
            if shape == .words, tokens == shapes.count { vote += 0.2 }
            vote += Self.length(cell, below)
            if shape == .mixed || shape == .odd || shape == .structure { vote -= 0.7 }
            // Values of which there are few come again; a name does not.
            let distinct = Set(below.prefix(200))
            if below.count >= 6, distinct.count * 3 <= below.count { vote += 0.8 }
        }
        return vote
    }

    /// A long text above short ones is a question; one as long as those below is a text like them.
    private static func length(_ cell: [UInt8], _ below: [[UInt8]]) -> Double {
        guard cell.count > 40 else { return 0 }
        let lengths = below.prefix(200).map(\.count).sorted()
        let usual = lengths[lengths.count / 2]
        let most = lengths[lengths.count - 1]
        if cell.last == UInt8(ascii: "?"), usual * 2 < cell.count { return 1.5 }
        if most * 3 < cell.count * 2, usual * 2 < cell.count { return 0.8 }
        return cell.count > 60 && usual * 2 > cell.count ? -1 : 0
    }

    private static func whole(_ row: [[UInt8]]) -> Double {
        var sum = 0.0
        let filled = row.filter { !$0.isEmpty }
        if Set(filled).count < filled.count { sum -= 0.4 }
        if filled.count == row.count { sum += 0.1 }
        sum += sequence(row)
        if row.count > 1, filled.count * 2 < row.count { sum -= 1 }
        return sum
    }

    private static func year(_ cell: [UInt8]) -> Int? {
        guard let number = Int(String(decoding: cell.filter { $0 != 0x20 }, as: UTF8.self)),
            (1900...2100).contains(number)
        else { return nil }
        return number
    }

    /// 2019, 2020, 2021; A, B, C: what follows one another is counted out, not measured.
    private static func sequence(_ row: [[UInt8]]) -> Double {
        let years = row.compactMap { year($0) }
        if years.count > 1,
            zip(years, years.dropFirst()).allSatisfy({ $1 - $0 == 1 || $0 - $1 == 1 })
        {
            return Double(years.count)
        }
        let letters = row.filter { $0.count == 1 }.map { $0[0] | 0x20 }
        return letters.count == row.count && letters.count > 2
            && zip(letters, letters.dropFirst()).allSatisfy { $1 == $0 + 1 } ? 1 : 0
    }

    /// A row without any below it.
    private static func alone(_ row: [[UInt8]]) -> Double {
        var sum = 0.0
        for cell in row {
            let shape = CellShape(cell)
            if shape.isTyped { sum -= 1.5 }
            if shape == .token || shape == .words { sum += ColumnWords.reads(cell) ? 1 : 0.15 }
            if shape == .mixed || shape == .odd { sum -= 0.3 }
        }
        return sum
    }

    /// Texts above numbers once more: units, or the second half of names.
    private static func isSecondHeader(
        _ second: [[UInt8]], _ below: [[[UInt8]]]
    ) -> Bool {
        var typedColumns = 0
        for column in second.indices {
            // A further line of the header may come first.
            let cells = below.dropFirst(below.count > 4 ? 2 : 0).map { $0[column] }
            let shapes = cells.filter { !NullTexts.contains($0) }.map { CellShape($0) }
                .filter { $0 != .empty }
            guard shapes.count >= 2, shapes.count(where: { $0.isTyped }) * 10 >= shapes.count * 9
            else { continue }
            let shape = CellShape(second[column])
            if shape.isTyped || shape == .mixed || NullTexts.contains(second[column]) {
                return false
            }
            if shape != .empty { typedColumns += 1 }
        }
        return typedColumns >= 2
    }

    /// Dashes below names.
    private static func isRule(_ row: [[UInt8]]) -> Bool {
        let filled = row.filter { !$0.isEmpty }
        return filled.count * 2 > row.count && filled.contains { $0.count > 2 }
            && filled.allSatisfy { cell in cell.allSatisfy { "-=: ".utf8.contains($0) } }
    }

    /// A line below two of the header with a mark for a column or two, and nothing for those that are
    /// numbers in all rows.
    private static func holdsMarks(_ third: [[UInt8]], _ below: ArraySlice<[[UInt8]]>) -> Bool {
        let filled = third.count { !$0.isEmpty }
        guard below.count > 2, filled > 0, filled * 3 <= third.count,
            !third.contains(where: { CellShape($0).isTyped })
        else { return false }
        return third.indices.count { column in
            third[column].isEmpty && below.prefix(50).allSatisfy { CellShape($0[column]).isTyped }
        } >= 2
    }

    /// Texts below what the first line leaves empty, and nothing below the names of columns that are
    /// never empty: names of answers below the name of a question.
    private static func fillsGaps(
        _ second: [[UInt8]], of first: [[UInt8]], _ below: [[[UInt8]]]
    ) -> Bool {
        guard below.count > 2, !second.contains(where: { CellShape($0).isTyped }),
            second.indices.contains(where: { first[$0].isEmpty && !second[$0].isEmpty })
        else { return false }
        let look = below.prefix(50)
        let lacking = second.indices.filter { column in
            second[column].isEmpty && !first[column].isEmpty
                && look.allSatisfy { CellShape($0[column]).isTyped }
        }
        return lacking.count >= 2
    }
}

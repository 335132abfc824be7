/// Whether the first row names the columns: each column votes by how its first cell differs from
/// those below it, and by whether it reads like a name.
struct HeaderVote {
    private(set) var lines = 0
    private(set) var isSure = true
    private(set) var sum = 0.0

    init() {}

    /// - Parameter rows: of the same number of cells, from the first that can be a header.
    init(_ rows: [[[UInt8]]]) {
        guard let first = rows.first else { return }
        let body = Array(rows.dropFirst())
        if body.isEmpty {
            sum = Self.alone(first)
        } else {
            for column in first.indices {
                sum += Self.vote(first[column], body.map { $0[column] })
            }
            sum += Self.whole(first)
        }
        let scale = Double(first.count).squareRoot()
        lines = sum > 0 ? 1 : 0
        isSure = abs(sum) > 0.5 * scale && !(body.count < 2 && abs(sum) < scale)
        if lines == 1, let second = body.first, body.count >= 3 {
            lines += Self.isSecondHeader(first, second, Array(body.dropFirst())) ? 1 : 0
        }
    }

    private static func vote(_ cell: [UInt8], _ below: [[UInt8]]) -> Double {
        let shape = CellShape(cell)
        let shapes = below.map { CellShape($0) }.filter { $0 != .empty }
        if shape == .empty { return -0.2 }
        guard !shapes.isEmpty else {
            return ColumnWords.reads(cell) ? 0.5 : shape.isTyped ? -1 : 0.1
        }
        let typed = shapes.count { $0.isTyped }
        if shape.isTyped {
            // Years and numbers head columns of numbers now and then; all else is data.
            if shape == .number, let text = Int(String(decoding: cell, as: UTF8.self)),
                (1900...2100).contains(text)
            {
                return typed * 2 > shapes.count ? -0.3 : 0.2
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
        let known = ColumnWords.reads(cell)
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
            if cell.count > 60 { vote -= 1 }
            if shape == .mixed || shape == .odd || shape == .structure { vote -= 0.7 }
            // Values of which there are few come again; a name does not.
            let distinct = Set(below.prefix(200))
            if below.count >= 6, distinct.count * 3 <= below.count { vote += 0.8 }
        }
        return vote
    }

    private static func whole(_ row: [[UInt8]]) -> Double {
        var sum = 0.0
        let filled = row.filter { !$0.isEmpty }
        if Set(filled).count < filled.count { sum -= 0.4 }
        if filled.count == row.count { sum += 0.1 }
        if row.count > 1, filled.count * 2 < row.count { sum -= 1 }
        return sum
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
        _ first: [[UInt8]], _ second: [[UInt8]], _ below: [[[UInt8]]]
    ) -> Bool {
        var typedColumns = 0
        for column in second.indices {
            let shapes = below.map { CellShape($0[column]) }.filter { $0 != .empty }
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
}

/// How well a dialect explains a text: rows that agree on their number of fields, and cells that
/// make sense. After G. van den Burg, A. Nazábal, C. Sutton, "Wrangling messy CSV files by detecting
/// row and type patterns" (2019), with the parts at the beginning and the end that are no rows left
/// out of the count.
struct DialectScore {
    let dialect: Dialect
    let parsed: ParsedText
    /// The number of fields that most rows have.
    private(set) var width = 1
    /// The rows from the first to the last of that width.
    private(set) var body = 0..<0
    private(set) var value = 0.0
    /// Rows with more fields have delimiters in their last text.
    private(set) var isOverlong = false

    var rowsOfWidth: Int { parsed.rows.count { $0.count == width } }

    private static let rowsLookedAt = 120

    init(_ text: [UInt8], _ dialect: Dialect, isWhole: Bool) {
        self.dialect = dialect
        parsed = ParsedText(text, as: dialect, isWhole: isWhole, maximum: 400)
        guard !parsed.rows.isEmpty else { return }
        findBody()
        value = score()
    }

    private mutating func findBody() {
        var counts: [Int: Int] = [:]
        var bare: [Int: Int] = [:]
        for row in parsed.rows {
            counts[row.count, default: 0] += 1
            if hasOneValue(row) { bare[row.count, default: 0] += 1 }
        }
        // A value alone on its line is seldom a row, also where delimiters fill the line up.
        func weight(_ width: Int) -> Double {
            let (all, alone) = (counts[width] ?? 0, bare[width] ?? 0)
            return alone * 2 > all ? Double(all) * 0.34 : Double(all)
        }
        width = counts.keys.max { (weight($0), $0) < (weight($1), $1) } ?? 1
        if let wider = widthOfEnd(after: width, counts) { width = wider }
        if let names = widthOfNames(counts) { (width, isOverlong) = (names, true) }
        let first = parsed.rows.firstIndex { $0.count == width } ?? 0
        let last = parsed.rows.lastIndex { $0.count == width } ?? 0
        body = first..<last + 1
    }

    /// A few rows with more fields than any above them, and no others between them, are the table below
    /// a long preamble of pairs.
    private func widthOfEnd(after width: Int, _ counts: [Int: Int]) -> Int? {
        guard width > 1, let widest = counts.keys.max(), widest >= width + 2,
            counts[widest].map({ $0 >= 3 }) == true,
            let first = parsed.rows.firstIndex(where: { $0.count == widest }),
            let last = parsed.rows.lastIndex(where: { $0.count == widest }),
            last - first + 1 == counts[widest], parsed.rows.count - 1 - last <= 2,
            parsed.rows[first...].allSatisfy({ $0.count == widest || $0.count < width + 1 })
        else { return nil }
        // A preamble that is longer than its table is no longer than a page.
        return first <= 40 ? widest : nil
    }

    /// The first line's, where it names the columns, no row has fewer fields, a good part as many, and
    /// others more: there are delimiters in their last texts.
    private func widthOfNames(_ counts: [Int: Int]) -> Int? {
        let rows = parsed.rows
        guard let names = rows.first?.count, names > 2, rows.count > 5, parsed.quotedCount == 0,
            counts.keys.allSatisfy({ $0 >= names }), counts.count > 1,
            let same = counts[names], (same - 1) * 10 > rows.count
        else { return nil }
        let cells = parsed.fields(of: rows[0]).map { parsed.bytes($0) }
        let areNames = cells.allSatisfy { cell in
            let shape = CellShape(cell)
            return shape == .token || shape == .words
        }
        return areNames && Set(cells).count == names ? names : nil
    }

    private func hasOneValue(_ row: ParsedText.Row) -> Bool {
        parsed.fields(of: row).dropFirst().allSatisfy { $0.start == $0.end }
    }

    private func score() -> Double {
        let rows = parsed.rows
        let inside = body.count { rows[$0].count == width }
        var consistency = Double(inside) / Double(max(1, body.count))
        if isOverlong { consistency = max(0.9, consistency) }
        // A file may have a preamble; but the less it leaves of the file, the less it explains.
        let outside = Double(rows.count - body.count) / Double(rows.count)
        consistency *= 1 - 0.55 * outside
        let broken = Double(parsed.brokenQuotes) / Double(rows.count)
        let sense = sense()
        let pattern: Double
        if dialect.delimiter.isEmpty {
            pattern = 0.33
        } else if width == 1 {
            return 0
        } else {
            pattern = Double(width - 1) / Double(width) * prior
        }
        return pattern * consistency * consistency * sense * sense / (1 + 6 * broken)
            * plausibleQuotes
    }

    private var prior: Double {
        guard dialect.delimiter.count == 1 else { return 1 }
        switch dialect.delimiter[0] {
        case 0x2C, 0x3B, 0x09, 0x7C, 0x01...0x08, 0x1C...0x1F: return 1
        case 0x20: return isEvenlySpaced ? 0.97 : 0.55
        case UInt8(ascii: ":"), UInt8(ascii: "="): return isListOfSettings ? 0.9 : 0.6
        case UInt8(ascii: "@"), UInt8(ascii: "\\"), UInt8(ascii: "%"), UInt8(ascii: "+"),
            UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "$"), UInt8(ascii: "<"),
            UInt8(ascii: ">"):
            return 0.6
        default: return 0.85
        }
    }

    /// Single spaces between as many values on every line, of one type in each column: no prose.
    private var isEvenlySpaced: Bool {
        guard width > 1, body.count > 4, body.allSatisfy({ parsed.rows[$0].count == width }) else {
            return false
        }
        var typed = 0
        let rows = body.dropFirst().prefix(50).map { parsed.rows[$0] }
        for column in 0..<width {
            let shapes = Set(rows.map { CellShape(parsed.bytes(parsed.fields[$0.first + column])) })
            if shapes.contains(.empty) { return false }
            if shapes.count == 1, shapes.allSatisfy(\.isTyped) { typed += 1 }
        }
        return typed == width || typed > 2 && typed * 3 >= width
    }

    /// `name=value` on every line, and no name twice.
    private var isListOfSettings: Bool {
        guard width == 2, parsed.rows.count > 2 else { return false }
        var names: Set<[UInt8]> = []
        return parsed.rows.allSatisfy { row in
            let name = parsed.bytes(parsed.fields[row.first])
            return row.count == 2 && CellShape(name) == .token
                && name.first.map { $0 > 0x39 } == true && names.insert(name).inserted
        }
    }

    private var plausibleQuotes: Double {
        var factor = 1.0
        if dialect.quote != nil, dialect.quote != UInt8(ascii: "\"") { factor *= 0.97 }
        if dialect.quote == UInt8(ascii: "~") { factor *= 0.9 }
        if dialect.escape != nil { factor *= 0.99 }
        if dialect.quote != nil, parsed.quotedCount == 0 { factor *= 0.98 }
        return factor
    }

    /// The mean sense of the cells, and how alike those of a column are.
    private func sense() -> Double {
        var shapes: [CellShape: Int] = [:]
        var columns = [[CellShape: Int]](repeating: [:], count: min(width, 200))
        var edges = 0
        var cells = 0
        let rows = body.lazy.map { parsed.rows[$0] }.filter { $0.count == width }
        for row in rows.prefix(Self.rowsLookedAt) {
            for (index, field) in parsed.fields(of: row).prefix(200).enumerated() {
                let bytes = parsed.bytes(field)
                let shape = CellShape(ofLong: bytes, quoted: field.isQuoted)
                shapes[shape, default: 0] += 1
                columns[index][shape, default: 0] += 1
                cells += 1
                if !field.isQuoted, bytes.first == 0x20 || bytes.last == 0x20 { edges += 1 }
            }
        }
        guard cells > 0 else { return 0 }
        var sum = shapes.reduce(0) { $0 + $1.key.sense * Double($1.value) }
        // Columns without anything in them are seen where a delimiter is taken for several.
        for column in columns where column.count == 1 && column[.empty] != nil {
            sum -= Double(column[.empty] ?? 0) * 0.45
        }
        sum -= Double(edges) * 0.06
        var alike = 0.0
        for column in columns {
            let filled = column.filter { $0.key != .empty }.map(\.value)
            let all = filled.reduce(0, +)
            alike += all == 0 ? 0.8 : Double(filled.max() ?? 0) / Double(all)
        }
        return max(0.01, sum / Double(cells))
            * (0.85 + 0.15 * alike / Double(max(1, columns.count)))
    }

    /// Most lines are as a whole one thing with a type: then there is nothing to take apart.
    static func isOneColumn(_ parsed: ParsedText) -> Bool {
        var typed = 0
        var all = 0
        for row in parsed.rows.dropFirst().prefix(100) {
            guard let field = parsed.fields(of: row).first else { continue }
            let bytes = parsed.bytes(field)
            let shape = CellShape(ofLong: bytes)
            all += 1
            if shape == .moment || shape == .address || CellShape.isPhone(bytes) { typed += 1 }
        }
        return all > 0 && typed * 10 >= all * 9
    }
}

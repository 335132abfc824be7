import JSON

/// All columns of a table, each with the others in mind.
struct TableAnalysis {
    private(set) var columns: [ColumnFinding] = []
    private(set) var key: [String] = []
    private(set) var keyDoubt: String?

    /// - Parameter dots: the names' dots nest.
    init(_ values: [ColumnValues], locale: Locale, dots: Bool = false) {
        let first = values.map { ColumnAnalysis($0, locale: locale) }
        var learned = locale
        let marks = first.compactMap(\.evidence.decimalMark)
        let orders = first.compactMap(\.evidence.dayFirst)
        let comma = marks.count { $0 == UInt8(ascii: ",") }
        if !marks.isEmpty {
            learned.decimalMark = comma * 2 >= marks.count ? UInt8(ascii: ",") : UInt8(ascii: ".")
        }
        if !orders.isEmpty { learned.dayFirst = orders.count { $0 } * 2 >= orders.count }
        var naming = FieldNaming()
        for (index, analysis) in first.enumerated() {
            var refined = learned
            let finding = analysis.finding
            let isNumber = finding.type == .integer || finding.type == .decimal
            refined.isGuess = isNumber ? marks.isEmpty : orders.isEmpty
            var column =
                finding.doubts.isEmpty
                ? finding : ColumnAnalysis(values[index], locale: refined).finding
            column.field = naming.name(
                for: dots ? column.header.map { FieldNaming.dotted($0) } : column.header,
                number: column.number, dots: dots)
            columns.append(column)
        }
        findKey(values)
    }

    private mutating func findKey(_ values: [ColumnValues]) {
        let able = columns.filter { $0.isNeverEmpty && $0.misfits == 0 }
        let unique = able.filter { column in
            column.isUnique && (column.type == .string || column.type == .integer)
                && values[column.number - 1].order.prefix(200).allSatisfy { $0.count <= 64 }
        }
        let rows = columns.first?.rows ?? 0
        if let best = unique.max(by: { rank($0) < rank($1) }) {
            key = [best.field]
            if rows < 20 {
                keyDoubt = "unique in \(rows) \(rows == 1 ? "row" : "rows"): too few to be sure"
            } else if rank(best) < 100 {
                keyDoubt = "unique in the sample, but is it meant to be?"
            }
            return
        }
        key = [
            able.first(where: { $0.type == .string || $0.type == .integer })?.field
                ?? columns.first?.field
        ].compactMap { $0 }
        keyDoubt =
            rows == 0
            ? "there are no rows to tell by"
            : "no column is unique and never empty: name the right ones"
    }

    private func rank(_ column: ColumnFinding) -> Int {
        let parts = ColumnWords.parts(column.header ?? "")
        let words = [
            "id", "key", "uuid", "guid", "no", "nr", "number", "nummer", "num", "code", "sku",
            "ref",
        ]
        var rank = -column.number
        if column.header == nil { return rank }
        if let last = parts.last,
            words.contains(last) || words.contains(where: { $0.count > 1 && last.hasSuffix($0) })
        {
            rank += 1000
        } else if parts.contains(where: { words.contains($0) }) {
            rank += 500
        }
        return rank
    }
}

/// A strict look: RFC 8259.
func isJSON(_ text: [UInt8]) -> Bool { (try? JSONValue.parse(text)) != nil }

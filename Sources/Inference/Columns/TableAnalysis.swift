import JSON

/// All columns of a table, each with the others in mind.
struct TableAnalysis {
    private(set) var columns: [ColumnFinding] = []

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
        var naming =
            dots
            ? FieldNaming(nesting: values.compactMap { $0.header.map { FieldNaming.dotted($0) } })
            : FieldNaming()
        for (index, analysis) in first.enumerated() {
            var refined = learned
            let finding = analysis.finding
            let isNumber = [.integer, .decimal, .number].contains(finding.type)
            refined.isGuess = isNumber ? marks.isEmpty : orders.isEmpty
            var column =
                finding.doubts.isEmpty
                ? finding : ColumnAnalysis(values[index], locale: refined).finding
            column.field = naming.name(
                for: dots ? column.header.map { FieldNaming.dotted($0) } : column.header,
                number: column.number, dots: dots)
            columns.append(column)
        }
        for index in columns.indices { groupLikeOthers(index, values[index]) }
    }

    /// Amounts that are all small have no groups to show; where another column's have, theirs will have
    /// them, too.
    private mutating func groupLikeOthers(_ index: Int, _ values: ColumnValues) {
        let column = columns[index]
        guard column.type == .decimal, column.grouping == nil, column.misfits == 0,
            let other = columns.first(where: {
                $0.type == .decimal && $0.grouping != nil && $0.decimal == column.decimal
            }), let grouping = other.grouping?.utf8.first
        else { return }
        let mark = column.decimal?.utf8.first ?? UInt8(ascii: ".")
        let style = NumberStyle(mark: mark, grouping: grouping)
        let texts = values.order.filter { !$0.isEmpty && !NullTexts.contains($0) }
        if texts.allSatisfy({ style.takes($0) }) { columns[index].grouping = other.grouping }
    }
}

/// A strict look: RFC 8259.
func isJSON(_ text: [UInt8]) -> Bool { (try? JSONValue.parse(text)) != nil }

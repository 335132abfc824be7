import Formats
import Vocabulary
import YAML

extension KeyTable {
    static let trailer = KeyTable(
        "trailer",
        [
            KeySpec(
                "count", .either([.integer(1...100_000), slice]),
                "Where the number of records stands in it."),
            KeySpec(
                "includes", .integer(0...100), default: "0",
                "Records that the count includes beside the data: header, trailer."),
            KeySpec("sum", .list(of: .section(sum)), "Sums over columns of all records."),
        ], isNeverEmpty: true)

    static let sum = KeyTable(
        "a sum",
        [
            KeySpec(
                "of", .either([.text, .integer(1...100_000)]), required: true,
                "The column that is summed up."),
            KeySpec(
                "at", .either([.integer(1...100_000), slice]), required: true,
                "Where the sum stands in the trailer."),
            KeySpec("decimal", .character, default: "\".\"", "The decimal mark, in both."),
            KeySpec("grouping", .character, "What groups digits, in both."),
        ])
}

/// Reads a feed's `trailer`.
struct TrailerReader {
    let section: Section
    /// Where the key stands.
    let span: SourceSpan
    let format: FormatSpec?
    /// Whether `format` asks for lines at the end, perhaps with a mistake in it.
    let hasFooter: Bool

    /// Nil, reported, where the format can have none; otherwise what is wrong is reported.
    func read() -> ControlTotals? {
        guard let format else { return nil }
        switch format.kind {
        case .csv(let dialect):
            guard dialect.footerLines > 0 || hasFooter else {
                return refuse("needs 'footer_lines' in 'format'", "write footer_lines: 1")
            }
        case .fixedWidth(let layout):
            guard layout.footerLines > 0 || layout.recordTypes?.trailer.isEmpty == false else {
                return refuse(
                    "needs a trailer record in 'format'", "write record_types: { trailer: … }")
            }
        case .json, .jsonLines, .xml:
            return refuse("is for csv, tsv and fixed-width", "a manifest can tell a count")
        }
        var totals = ControlTotals()
        totals.count = section.value("count").flatMap { place($0) }
        totals.othersCounted = section.value("includes")?.integer() ?? 0
        if let pair = section["sum"] {
            let nodes: [YAMLNode] =
                if case .sequence(let items) = pair.value.content { items } else { [pair.value] }
            if nodes.isEmpty { section.value("sum")?.report("'sum' is empty") }
            for node in nodes {
                guard
                    let sum = Section(
                        node, as: .sum, title: "'sum'", at: pair.keySpan, in: section.findings)
                else { continue }
                if let read = read(sum) { totals.sums.append(read) }
            }
        }
        if !section.has("count"), !section.has("sum") {
            return refuse("says nothing", "give it 'count' or 'sum'")
        }
        return totals
    }

    private func read(_ sum: Section) -> ControlTotals.Sum? {
        guard let of = sum.value("of"), let scalar = of.scalar(), let at = sum.value("at"),
            let place = place(at)
        else { return nil }
        let columns = KnownColumns(of: format)
        let number = scalar.style == .plain ? Quantities.digits(scalar.text) : nil
        let problem =
            number.map { columns.problem(withNumber: Int(clamping: $0)) }
            ?? columns.problem(withName: scalar.text)
        if let problem { of.report(problem.message, hint: problem.hint) }
        return ControlTotals.Sum(
            column: number.map { .number(Int(clamping: $0)) } ?? .name(scalar.text), place: place,
            mark: sum.value("decimal")?.character() ?? UInt8(ascii: "."),
            grouping: sum.value("grouping")?.character())
    }

    private func place(_ value: Value) -> ControlTotals.Place? {
        guard let text = value.scalar()?.text else { return nil }
        if case .fixedWidth? = format?.kind {
            guard let slice = FixedWidthLayout.Slice(text), slice.last <= 1_000_000 else {
                return value.refuse("must be a slice, not \(text.quoted)", hint: "write 3-10")
            }
            return .slice(slice)
        }
        guard let number = Quantities.digits(text), (1...100_000).contains(number) else {
            return value.refuse(
                "must be the number of a column of the trailer, not \(text.quoted)")
        }
        return .column(Int(number))
    }

    private func refuse(_ message: String, _ hint: String) -> ControlTotals? {
        section.findings.report(
            "'trailer' \(message)", hint: hint,
            at: span)
        return nil
    }
}

import Formats
import YAML

extension KeyTable {
    static let fixedWidthFormatKeys = [
        KeySpec(
            "header_columns", .map(of: slice), for: ["fixed-width"],
            "Slices of the header record, which the records below it have as columns."),
        KeySpec(
            "record_types", .section(recordTypes), for: ["fixed-width"],
            "Records told apart by what they begin with."),
        KeySpec(
            "length", .integer(1...1_000_000), for: ["fixed-width"],
            "How long a data record is; without it, as long as its columns need."),
        KeySpec(
            "line_ends", .boolean, default: "true", for: ["fixed-width"],
            "Whether records stand on lines; false where they stand side by side, each `length` long."
        ),
        KeySpec(
            "positions", .choice(["characters", "bytes"]), default: "characters",
            for: ["fixed-width"], "What slices count: characters, or bytes of UTF-8."),
        KeySpec(
            "trim", .boolean, default: "true", for: ["fixed-width"],
            "Whether spaces around a value are padding."),
    ]

    static let recordTypes = KeyTable(
        "record_types",
        [
            KeySpec("header", .list(of: .text), "A record that stands above others."),
            KeySpec(
                "detail", .list(of: .text),
                "A data record; without it, whatever is none of the others."
            ),
            KeySpec("trailer", .list(of: .text), "A record of totals."),
            KeySpec("ignore", .list(of: .text), "A record that is passed over."),
        ])

    static let slice = ValueShape.described(
        "a slice: `11-40`", as: .pattern("^[0-9]{1,7}(-[0-9]{1,7})?$", orNumber: true))
}

/// Reads the options of fixed width.
struct FixedWidthFormatReader {
    let section: Section
    let encoding: String

    /// What is wrong is reported, and its default taken.
    func read() -> FixedWidthLayout {
        var layout = FixedWidthLayout()
        layout.columns = columns("columns")
        layout.headerColumns = columns("header_columns")
        layout.recordTypes = section.section("record_types").map { readTypes($0) }
        layout.length = section.value("length")?.integer()
        layout.hasLineEnds = section.value("line_ends")?.boolean() ?? true
        layout.countsBytes = section.value("positions")?.choice() == "bytes"
        layout.trims = section.value("trim")?.boolean() ?? true
        layout.ragged = section.value("ragged")?.choice(CSVDialect.Ragged.self) ?? .reject
        layout.skipLines = section.value("skip_lines")?.integer() ?? 0
        layout.footerLines = section.value("footer_lines")?.integer() ?? 0
        check(layout)
        return layout
    }

    private func columns(_ key: String) -> [FixedWidthLayout.Column] {
        guard let value = section.value(key) else { return [] }
        guard case .mapping(let pairs) = value.node.content, !pairs.isEmpty else {
            value.report(
                value.node.kind == "a mapping"
                    ? "\(key.quoted) is empty"
                    : "\(key.quoted) must be a mapping of slices by name, not \(value.node.kind)",
                hint: "write \(key): { NAME: 11-40 }")
            return []
        }
        return pairs.compactMap { pair in
            guard case .scalar(let scalar) = pair.value.content,
                let slice = FixedWidthLayout.Slice(scalar.text), slice.last <= 1_000_000
            else {
                section.findings.report(
                    "\(pair.key.quoted) must be a slice, not \(pair.value.kind)",
                    hint: "write 11-40: the positions from 11 to 40, counted from 1",
                    at: pair.value.isNull ? pair.keySpan : pair.value.span)
                return nil
            }
            return FixedWidthLayout.Column(pair.key, slice)
        }
    }

    private func readTypes(_ types: Section) -> FixedWidthLayout.RecordTypes {
        var taken: [String: String] = [:]
        func prefixes(_ key: String) -> [String] {
            let texts = types.value(key)?.texts() ?? []
            for text in texts {
                if text.isEmpty {
                    types.value(key)?.report("\(key.quoted) has an empty text")
                } else if let other = taken[text] {
                    types.value(key)?.report(
                        "\(text.quoted) is the beginning of \(other.quoted) already")
                }
                taken[text] = key
            }
            return texts.filter { !$0.isEmpty }
        }
        return FixedWidthLayout.RecordTypes(
            header: prefixes("header"), detail: prefixes("detail"), trailer: prefixes("trailer"),
            ignore: prefixes("ignore"))
    }

    private func check(_ layout: FixedWidthLayout) {
        if !layout.hasLineEnds {
            if layout.length == nil {
                section.value("line_ends")?.report(
                    "records side by side need their 'length'", hint: "give 'length' too")
            }
            for key in ["skip_lines"] where section.has(key) {
                section.value(key)?.report("'\(key)' is for files with line ends")
            }
        }
        if layout.countsBytes, encoding.uppercased() != "UTF-8" {
            section.value("positions")?.report(
                "'positions: bytes' is for files in UTF-8",
                hint: "in other encodings slices count characters")
        }
        if !layout.headerColumns.isEmpty, layout.recordTypes?.header.isEmpty != false {
            section.value("header_columns")?.report(
                "nothing tells which record is the header",
                hint: "give record_types: { header: … }")
        }
        guard let length = layout.length else { return }
        for column in layout.columns where column.slice.last > length {
            section.value("columns")?.report(
                "column \(column.name.quoted) ends behind the record's length, \(length)")
        }
    }
}

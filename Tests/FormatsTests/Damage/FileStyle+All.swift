import Formats
import Vocabulary

extension FileStyle {
    static let all = delimited + fixedWidth + json + xml

    private static let names = ["id", "name", "amount", "note"]
    static let recordLimit = 2048

    private static func spec(_ kind: FormatSpec.Kind, _ encoding: String = "UTF-8") -> FormatSpec {
        FormatSpec(kind: kind, encoding: encoding, recordLimit: recordLimit)
    }

    // MARK: - Delimited

    /// - Parameters:
    ///   - quotes: whether a value is quoted that need not be.
    ///   - cell: how a value is written.
    private static func delimited(
        _ name: String, _ dialect: CSVDialect, encoding: Encoding = .utf8, lineEnd: String = "\n",
        syntax: [String], openings: [String], mark: String = "",
        cell: @escaping @Sendable (String) -> String
    ) -> FileStyle {
        let delimiter = String(
            decoding: [dialect.delimiter] + dialect.delimiterTail, as: UTF8.self)
        let label: [Encoding: String] = [
            .utf8: "UTF-8", .windows1252: "windows-1252", .utf16: "UTF-16LE",
        ]
        return FileStyle(
            name: name, format: spec(.csv(dialect), label[encoding] ?? "UTF-8"),
            wanted: dialect.header || dialect.columns != nil
                ? names.map { .name($0) } : (1...4).map { .number($0) },
            syntax: syntax, openings: openings, encoding: encoding
        ) { rows, file in
            file.add(mark)
            if dialect.header { file.add(names.joined(separator: delimiter) + lineEnd) }
            file.endHead()
            for row in rows {
                let values = [row.id, row.name, row.amount, row.note]
                file.add(record: values.map(cell).joined(separator: delimiter), values)
                file.add(lineEnd)
            }
        }
    }

    private static func doubled(_ text: String, _ quote: String, always: Bool) -> String {
        guard always || text.contains(where: { ",;|\n'\"".contains($0) }) else { return text }
        return quote
            + text.split(separator: quote, omittingEmptySubsequences: false)
            .joined(separator: quote + quote) + quote
    }

    private static func escaped(_ text: String, _ special: String) -> String {
        text.reduce(into: "") { $0 += special.contains($1) ? "\\\($1)" : String($1) }
    }

    private static var delimited: [FileStyle] {
        let semicolon = UInt8(ascii: ";")
        let quotes = [",", "\"", "\n"]
        return [
            delimited("csv", CSVDialect(), syntax: quotes, openings: ["\""]) {
                doubled($0, "\"", always: false)
            },
            delimited(
                "csv, all quoted, CRLF", CSVDialect(), lineEnd: "\r\n",
                syntax: quotes + ["\r"], openings: ["\""]
            ) { doubled($0, "\"", always: true) },
            delimited(
                "csv ; windows-1252", CSVDialect(delimiter: semicolon), encoding: .windows1252,
                syntax: [";", "\"", "\n"], openings: ["\""]
            ) { doubled($0, "\"", always: false) },
            delimited(
                "csv UTF-16", CSVDialect(delimiter: semicolon), encoding: .utf16,
                lineEnd: "\r\n", syntax: [";", "\"", "\n"], openings: ["\""], mark: "\u{FEFF}"
            ) { doubled($0, "\"", always: false) },
            delimited(
                "csv with escape", CSVDialect(escape: UInt8(ascii: "\\")), syntax: quotes + ["\\"],
                openings: ["\"", "\\"]
            ) { "\"" + escaped($0, "\"\\") + "\"" },
            delimited(
                "csv ' no header",
                CSVDialect(quote: UInt8(ascii: "'"), header: false), syntax: [",", "'", "\n"],
                openings: ["'"]
            ) { doubled($0, "'", always: false) },
            delimited(
                "csv ||",
                CSVDialect(delimiter: UInt8(ascii: "|"), delimiterTail: [UInt8(ascii: "|")]),
                syntax: ["||", "|", "\"", "\n"], openings: ["\""]
            ) { doubled($0, "\"", always: false) },
            delimited(
                "tsv with escapes",
                CSVDialect(
                    delimiter: 9, quote: nil, escape: UInt8(ascii: "\\"), escapesLetters: true),
                syntax: ["\t", "\\", "\n"], openings: ["\\"]
            ) {
                escaped($0, "\\").split(separator: "\n", omittingEmptySubsequences: false)
                    .joined(separator: "\\n")
            },
        ]
    }

    // MARK: - Fixed width

    private static func padded(_ text: String, _ width: Int) -> String {
        let one = String(text.map { $0 == "\n" ? " " : $0 })
        return String(one.prefix(width)) + String(repeating: " ", count: max(0, width - one.count))
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.last == " " { text.removeLast() }
        while text.first == " " { text.removeFirst() }
        return String(text)
    }

    private static func fixed(
        _ name: String, _ layout: FixedWidthLayout, lineEnd: String, prefix: String
    ) -> FileStyle {
        let columns: [FixedWidthLayout.Column] = [
            .init("id", .init(2, 9)), .init("name", .init(10, 29)), .init("amount", .init(30, 41)),
            .init("note", .init(42, 71)),
        ]
        var layout = layout
        layout.columns = columns
        let hasTypes = layout.recordTypes != nil
        return FileStyle(
            name: name, format: spec(.fixedWidth(layout)), wanted: names.map { .name($0) },
            syntax: lineEnd.isEmpty ? [prefix, " "] : [prefix, " ", "\n"], openings: ["\u{1A}"]
        ) { rows, file in
            if hasTypes { file.add("H20261125\n") }
            file.endHead()
            for row in rows {
                let cells = [
                    padded(row.id, 8), padded(row.name, 20),
                    String(repeating: " ", count: 12 - row.amount.count) + row.amount,
                    padded(row.note, 30),
                ]
                file.add(record: prefix + cells.joined(), cells.map(trimmed))
                file.add(lineEnd)
                // Side by side, each counts as a line.
                if lineEnd.isEmpty { file.countLine() }
            }
            if hasTypes { file.add("T\(rows.count)\n") }
        }
    }

    private static var fixedWidth: [FileStyle] {
        [
            fixed(
                "fixed width, record types",
                FixedWidthLayout(
                    recordTypes: .init(header: ["H"], detail: ["D"], trailer: ["T"]), length: 71),
                lineEnd: "\n", prefix: "D"),
            fixed("fixed width, no length given", FixedWidthLayout(), lineEnd: "\n", prefix: "D"),
            fixed(
                "fixed width, side by side", FixedWidthLayout(length: 71, hasLineEnds: false),
                lineEnd: "", prefix: "D"),
        ]
    }

    // MARK: - JSON

    private static func quoted(_ text: String) -> String {
        "\""
            + escaped(text, "\"\\").split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "\\n") + "\""
    }

    private static func object(_ row: SoundRow, gap: String) -> (String, [String?]) {
        let items =
            "["
            + row.items.map { "{\"sku\":\(quoted($0.sku)),\"count\":\($0.count)}" }
            .joined(separator: ",") + "]"
        let members = [
            "\"id\":\(row.id)", "\"name\":\(quoted(row.name))",
            "\"amount\":{\"value\":\(row.amount),\"currency\":\"EUR\"}",
            "\"note\":\(quoted(row.note))", "\"items\":\(items)",
        ]
        let close = gap.isEmpty ? "" : String(gap.dropLast(2))
        return (
            "{" + gap + members.joined(separator: "," + gap) + close + "}",
            [row.id, row.name, row.amount, row.note, items]
        )
    }

    private static func json(
        _ name: String, _ kind: FormatSpec.Kind, head: String, gap: String, between: String,
        tail: String
    ) -> FileStyle {
        FileStyle(
            name: name, format: spec(kind),
            wanted: ["id", "name", "/amount/value", "note", "items"].map { .name($0) },
            syntax: ["{", "}", "[", "]", ":", ",", "\"", "\\", "\n"],
            openings: ["\"", "{", "[", "/*"]
        ) { rows, file in
            file.add(head)
            file.endHead()
            for (index, row) in rows.enumerated() {
                if index > 0 { file.add(between) }
                let (text, fields) = object(row, gap: gap)
                file.add(record: text, fields)
            }
            file.add(tail)
        }
    }

    private static var json: [FileStyle] {
        [
            json("json lines", .jsonLines, head: "", gap: "", between: "\n", tail: "\n"),
            json(
                "json array, one line", .json(JSONArrayLayout()), head: "[", gap: "", between: ",",
                tail: "]\n"),
            json(
                "json array, a line each", .json(JSONArrayLayout()), head: "[\n", gap: "",
                between: ",\n", tail: "\n]\n"),
            json(
                "json at a pointer, indented", .json(JSONArrayLayout(array: ["data", "rows"])),
                head: "{\n  \"made\": \"today\",\n  \"data\": {\n    \"rows\": [\n      ",
                gap: "\n        ", between: ",\n      ", tail: "\n    ]\n  }\n}\n"),
        ]
    }

    // MARK: - XML

    private static func marked(_ text: String) -> String {
        text.reduce(into: "") {
            switch $1 {
            case "&": $0 += "&amp;"
            case "<": $0 += "&lt;"
            case "\"": $0 += "&quot;"
            default: $0.append($1)
            }
        }
    }

    private static func xml(
        _ name: String, gap: String, encoding: Encoding = .utf8
    ) -> FileStyle {
        let label = encoding == .utf8 ? "UTF-8" : "windows-1252"
        return FileStyle(
            name: name, format: spec(.xml(XMLLayout(record: ["data", "rows", "row"]))),
            wanted: ["@id", "name", "amount/@value", "note", "items/item"].map { .name($0) },
            syntax: ["<", ">", "/", "\"", "=", "&", ";", " "],
            openings: ["<!--", "<![CDATA[", "<?", "<", "\"", "<row>", "<name>"],
            encoding: encoding
        ) { rows, file in
            file.add("<?xml version=\"1.0\" encoding=\"\(label)\"?>\n<data><rows>\(gap)")
            file.endHead()
            for (index, row) in rows.enumerated() {
                if index > 0 { file.add(gap) }
                let items = row.items.map { "<item n=\"\($0.count)\">\(marked($0.sku))</item>" }
                let note =
                    row.note.contains(",") ? "<![CDATA[\(row.note)]]>" : marked(row.note)
                let parts = [
                    "<name>\(marked(row.name))</name>", "<amount value=\"\(row.amount)\"/>",
                    "<!-- \(row.id) -->", "<note>\(note)</note>",
                    "<items>\(items.joined())</items>",
                ]
                // With two attributes or more an item is an object.
                let objects = row.items.map {
                    "{\"@n\":\"\($0.count)\",\"#text\":\(quoted($0.sku))}"
                }
                let value: String? =
                    switch objects.count {
                    case 0: nil
                    case 1: row.items.first?.sku
                    default:
                        "["
                            + row.items.map { quoted($0.sku) }.joined(separator: ",") + "]"
                    }
                let inner = gap.isEmpty ? "" : gap + "  "
                file.add(
                    record: "<row id=\"\(row.id)\">" + inner + parts.joined(separator: inner) + gap
                        + "</row>",
                    [row.id, row.name, row.amount, row.note, value])
            }
            file.add("\(gap)</rows></data>\n")
        }
    }

    private static var xml: [FileStyle] {
        [
            xml("xml, indented", gap: "\n  "), xml("xml, one line", gap: ""),
            xml("xml windows-1252", gap: "\n", encoding: .windows1252),
        ]
    }
}

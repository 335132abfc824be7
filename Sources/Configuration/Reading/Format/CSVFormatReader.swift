import Formats
import YAML

extension KeyTable {
    static let csvFormatKeys = [
        KeySpec(
            "delimiter", .characters(1...8), default: "\",\"", for: ["csv"],
            "What stands between fields."),
        KeySpec(
            "quote", .either([.character, .choice(["none"])]), default: "'\"'", for: ["csv"],
            "What stands around fields that hold delimiters or line ends."),
        KeySpec(
            "escape", .character, for: ["csv"],
            "What makes the next character literal; without it, a quote is doubled."),
        KeySpec(
            "header", .boolean, default: "true", for: ["csv", "tsv"],
            "Whether the columns' names come first; false where `columns` are given."),
        KeySpec(
            "header_lines", .integer(1...10), default: "1", for: ["csv", "tsv"],
            "Records that the header takes; what they say of a column is joined by a space."),
        KeySpec(
            "columns", .either([.list(of: .text), .map(of: slice)]),
            for: ["csv", "tsv", "fixed-width"],
            "The columns' names, where the file doesn't have them; in fixed width with their slices."
        ),
        KeySpec(
            "skip_lines", .integer(0...100_000), default: "0", for: ["csv", "tsv", "fixed-width"],
            "Lines to pass over at the beginning."),
        KeySpec(
            "footer_lines", .integer(0...1000), default: "0", for: ["csv", "tsv", "fixed-width"],
            "Records at the end that are not data."),
        KeySpec(
            "comment", .characters(1...8), for: ["csv", "tsv"],
            "What a line begins with that is not data."),
        KeySpec(
            "ragged", .choice(["reject", "pad"]), default: "reject",
            for: ["csv", "tsv", "fixed-width"],
            "What becomes of a record with too few or too many fields, or too short or too long."),
    ]
}

/// Reads the options of a CSV dialect; TSV is one whose characters are settled.
struct CSVFormatReader {
    let section: Section
    var isTSV = false

    /// Tabs, no quotes, and a backslash before what is literal or named by a letter.
    static let tsv = CSVDialect(
        delimiter: UInt8(ascii: "\t"), quote: nil, escape: UInt8(ascii: "\\"),
        escapesLetters: true)

    /// What is wrong is reported, and its default taken.
    func read() -> CSVDialect {
        var dialect = isTSV ? Self.tsv : CSVDialect()
        if !isTSV { readCharacters(into: &dialect) }
        dialect.comment = section.value("comment")?.characters()
        dialect.skipLines = section.value("skip_lines")?.integer() ?? 0
        dialect.footerLines = section.value("footer_lines")?.integer() ?? 0
        dialect.ragged = section.value("ragged")?.choice(CSVDialect.Ragged.self) ?? .reject
        dialect.columns = section.value("columns")?.texts()
        dialect.header = section.value("header")?.boolean() ?? (dialect.columns == nil)
        dialect.headerLines = section.value("header_lines")?.integer() ?? 1
        if dialect.header, dialect.columns != nil, let pair = section["columns"] {
            section.findings.report(
                "'columns' is for files without a header",
                hint: "leave out 'columns' or 'header: true'", at: pair.keySpan)
        }
        if !dialect.header, let pair = section["header_lines"] {
            section.findings.report(
                "'header_lines' is for files with a header",
                hint: "lines to pass over are 'skip_lines'", at: pair.keySpan)
        }
        checkCharacters(dialect)
        return dialect
    }

    private func readCharacters(into dialect: inout CSVDialect) {
        if let delimiter = delimiter(), let first = delimiter.first {
            dialect.delimiter = first
            dialect.delimiterTail = Array(delimiter.dropFirst())
        }
        if let value = section.value("quote") {
            let isNone = value.scalar()?.text == "none"
            dialect.quote = isNone ? nil : value.character() ?? dialect.quote
        }
        dialect.escape = section.value("escape")?.character()
    }

    private func delimiter() -> [UInt8]? {
        guard let value = section.value("delimiter"), let text = value.scalar()?.text else {
            return nil
        }
        if text == "tab" { return [UInt8(ascii: "\t")] }
        if text == "\\t" {
            return value.refuse("can't be a backslash and a t", hint: "write \"\\t\" or tab")
        }
        return value.characters()
    }

    private func checkCharacters(_ dialect: CSVDialect) {
        func differ(_ key: String, _ other: String) {
            let value = section.value(key) ?? section.value(other)
            value?.report("'\(other)' and '\(key)' must be different characters")
        }
        let delimiter = [dialect.delimiter] + dialect.delimiterTail
        if let quote = dialect.quote, delimiter.contains(quote) { differ("quote", "delimiter") }
        if let comment = dialect.comment {
            if comment.first == dialect.quote { differ("comment", "quote") }
            if comment.starts(with: delimiter) { differ("comment", "delimiter") }
            if comment.first == dialect.escape { differ("comment", "escape") }
        }
        guard let escape = dialect.escape else { return }
        if delimiter.contains(escape) { differ("escape", "delimiter") }
        if escape == dialect.quote {
            section.value("escape")?.report(
                "'escape' is the quote itself", hint: "leave it out: quotes are doubled then")
        }
    }
}

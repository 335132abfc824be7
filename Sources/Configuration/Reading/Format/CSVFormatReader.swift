import Formats
import YAML

extension KeyTable {
    static let csvFormatKeys = [
        KeySpec(
            "delimiter", .character, default: "\",\"", for: ["csv"], "What stands between fields."),
        KeySpec(
            "quote", .either([.character, .choice(["none"])]), default: "'\"'", for: ["csv"],
            "What stands around fields that hold delimiters or line ends."),
        KeySpec(
            "escape", .character, for: ["csv"],
            "What makes the next character literal; without it, a quote is doubled."),
        KeySpec(
            "header", .boolean, default: "true", for: ["csv"],
            "Whether the columns' names come first; false where `columns` are given."),
        KeySpec(
            "columns", .list(of: .text), for: ["csv"],
            "The columns' names, where the file doesn't have them."),
        KeySpec(
            "skip_lines", .integer(0...100_000), default: "0", for: ["csv"],
            "Lines to pass over at the beginning."),
        KeySpec(
            "footer_lines", .integer(0...1000), default: "0", for: ["csv"],
            "Records at the end that are not data."),
        KeySpec(
            "ragged", .choice(["reject", "pad"]), default: "reject", for: ["csv"],
            "What becomes of a record with too few or too many fields."),
        .later("header_lines", "A header of several lines."),
        .later("comment", "What begins a line that is not data."),
    ]
}

/// Reads the options of a CSV dialect.
struct CSVFormatReader {
    let section: Section

    /// What is wrong is reported, and its default taken.
    func read() -> CSVDialect {
        var dialect = CSVDialect()
        dialect.delimiter = delimiter() ?? dialect.delimiter
        if let value = section.value("quote") {
            let isNone = value.scalar()?.text == "none"
            dialect.quote = isNone ? nil : value.character() ?? dialect.quote
        }
        dialect.escape = section.value("escape")?.character()
        dialect.skipLines = section.value("skip_lines")?.integer() ?? 0
        dialect.footerLines = section.value("footer_lines")?.integer() ?? 0
        dialect.ragged = section.value("ragged")?.choice(CSVDialect.Ragged.self) ?? .reject
        dialect.columns = section.value("columns")?.texts()
        dialect.header = section.value("header")?.boolean() ?? (dialect.columns == nil)
        if dialect.header, dialect.columns != nil, let pair = section["columns"] {
            section.findings.report(
                "'columns' is for files without a header",
                hint: "leave out 'columns' or 'header: true'", at: pair.keySpan)
        }
        checkCharacters(dialect)
        return dialect
    }

    private func delimiter() -> UInt8? {
        guard let value = section.value("delimiter"), let text = value.scalar()?.text else {
            return nil
        }
        if text == "tab" { return UInt8(ascii: "\t") }
        if text == "\\t" {
            return value.refuse("must be one ASCII character", hint: "write \"\\t\" or tab")
        }
        guard text.unicodeScalars.count <= 1 else {
            section.findings.notSupportedYet(
                "a delimiter of several characters", at: value.node.span)
            return nil
        }
        return value.character()
    }

    private func checkCharacters(_ dialect: CSVDialect) {
        func differ(_ key: String, _ other: String) {
            let value = section.value(key) ?? section.value(other)
            value?.report("'\(other)' and '\(key)' must be different characters")
        }
        if dialect.quote == dialect.delimiter { differ("quote", "delimiter") }
        guard let escape = dialect.escape else { return }
        if escape == dialect.delimiter { differ("escape", "delimiter") }
        if escape == dialect.quote {
            section.value("escape")?.report(
                "'escape' is the quote itself", hint: "leave it out: quotes are doubled then")
        }
    }
}

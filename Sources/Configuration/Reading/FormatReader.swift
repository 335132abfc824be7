import Formats
import Platform
import YAML

extension KeyTable {
    static let formatTypes = ["csv", "jsonl"]
    static let laterFormatTypes = ["fixed-width", "json", "xml"]

    static let format = KeyTable(
        "a format",
        [
            KeySpec(
                "type", .choice(formatTypes, later: laterFormatTypes), required: true,
                "`csv`, or `jsonl` (JSON Lines: an object or array a line)."),
            KeySpec(
                "encoding", .described("an iconv name"), default: "UTF-8",
                "The characters' encoding; a byte order mark wins over it."),
            KeySpec("delimiter", .character, default: "\",\"", "What stands between fields."),
            KeySpec(
                "quote", .either([.character, .choice(["none"])]), default: "'\"'",
                "What stands around fields that hold delimiters or line ends."),
            KeySpec(
                "escape", .character,
                "What makes the next character literal; without it, a quote is doubled."),
            KeySpec(
                "header", .boolean, default: "true",
                "Whether the columns' names come first; false where `columns` are given."),
            KeySpec(
                "columns", .list(of: .text), "The columns' names, where the file doesn't have them."
            ),
            KeySpec(
                "skip_lines", .integer(0...100_000), default: "0",
                "Lines to pass over at the beginning."),
            KeySpec(
                "footer_lines", .integer(0...1000), default: "0",
                "Records at the end that are not data."),
            KeySpec(
                "ragged", .choice(["reject", "pad"]), default: "reject",
                "What becomes of a record with too few or too many fields."),
            .later("header_lines", "A header of several lines."),
            .later("comment", "What begins a line that is not data."),
            .later("record", "Where the records are in a document."),
            .later("pipe", "A program that filters the file first."),
        ])
}

/// Reads a feed's `format`.
struct FormatReader {
    let limits: Settings.Limits

    func read(_ feed: Section) -> FormatSpec? {
        guard let value = feed.value("format") else { return nil }
        if case .scalar(let scalar) = value.node.content, !value.node.isNull {
            guard let kind = type(scalar.text, value) else { return nil }
            return spec(kind == "csv" ? .csv(CSVDialect()) : .jsonLines, "UTF-8")
        }
        guard let section = feed.section("format") else { return nil }
        let type = section.value("type").flatMap { value in
            value.scalar().flatMap { self.type($0.text, value) }
        }
        let encoding = section.value("encoding").flatMap { self.encoding($0) } ?? "UTF-8"
        if type == "jsonl" {
            for spec in KeyTable.format.keys where !spec.isLater {
                guard spec.name != "type", spec.name != "encoding", let pair = section[spec.name]
                else { continue }
                section.findings.report("'\(spec.name)' is only for type csv", at: pair.keySpan)
            }
            return self.spec(.jsonLines, encoding)
        }
        let dialect = CSVReader(section: section).read()
        return type == nil ? nil : spec(.csv(dialect), encoding)
    }

    private func spec(_ kind: FormatSpec.Kind, _ encoding: String) -> FormatSpec {
        FormatSpec(
            kind: kind, encoding: encoding, recordLimit: limits.record,
            expansionLimit: limits.expansion)
    }

    private func type(_ text: String, _ value: Value) -> String? {
        if KeyTable.formatTypes.contains(text) { return text }
        if KeyTable.laterFormatTypes.contains(text) {
            value.findings.notSupportedYet("format \(text.quoted)", at: value.node.span)
            return nil
        }
        let isJSONLines = ["json-lines", "jsonlines", "ndjson", "json_lines"].contains(text)
        return value.refuse(
            "must be \(KeyTable.formatTypes.listed()), not \(text.quoted)",
            hint: isJSONLines
                ? "did you mean 'jsonl'?" : didYouMean(text, among: KeyTable.formatTypes))
    }

    private func encoding(_ value: Value) -> String? {
        guard let text = value.text() else { return nil }
        if text.utf8.count <= 64, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
            CharacterDecoder(encoding: text) != nil
        {
            return text
        }
        return value.refuse(
            "must be an encoding that iconv knows, not \(text.quoted)",
            hint: didYouMean(text, among: Self.common) ?? "`iconv --list` names them all")
    }

    private static let common = [
        "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "windows-1252", "windows-1250", "windows-1251",
        "ISO-8859-1", "ISO-8859-15", "IBM850", "IBM437", "US-ASCII", "Shift_JIS", "GB18030", "Big5",
        "EUC-KR",
    ]
}

/// Reads the options of a CSV dialect.
private struct CSVReader {
    let section: Section

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

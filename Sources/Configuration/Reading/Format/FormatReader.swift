import Formats
import Platform
import YAML

extension KeyTable {
    static let formatTypes = ["csv", "tsv", "fixed-width", "jsonl", "json", "xml"]

    /// The keys of all types in one table; a key says which types it is for.
    static let format = KeyTable(
        "a format",
        [
            KeySpec(
                "type", .choice(formatTypes), required: true,
                "`csv`, `tsv` (tabs and backslashes), `fixed-width`, `jsonl` (JSON Lines: an object a "
                    + "line), `json` (an array of objects), or `xml`."),
            KeySpec(
                "encoding",
                .described("an iconv name", as: .pattern("^[!-~]{1,64}$", orNumber: true)),
                default: "UTF-8",
                "The characters' encoding; a byte order mark wins over it."),
        ] + csvFormatKeys + fixedWidthFormatKeys + xmlFormatKeys + jsonFormatKeys + [
            KeySpec(
                "pipe",
                .either([
                    .described("a program and its arguments, as a list", as: .program),
                    .section(pipe),
                ]),
                "A program that the file goes through before it is read.")
        ], requiredOf: ["xml": ["record"]])
}

/// Reads a feed's `format`: what all types have in common. Each type's own keys have a reader beside
/// this one.
struct FormatReader {
    let limits: Settings.Limits
    /// Whether a `pipe` whose program is not on this machine is a mistake.
    let demandsPrograms: Bool

    func read(_ feed: Section) -> FormatSpec? {
        guard let value = feed.value("format") else { return nil }
        if case .scalar(let scalar) = value.node.content, !value.node.isNull {
            guard let type = type(scalar.text, value) else { return nil }
            if type == "xml" {
                return value.refuse(
                    "must say where the records are",
                    hint: "write format: { type: xml, record: /orders/order }")
            }
            return shortForm(of: type)
        }
        guard let section = feed.section("format") else { return nil }
        let type = section.value("type").flatMap { value in
            value.scalar().flatMap { self.type($0.text, value) }
        }
        let encoding = section.value("encoding").flatMap { self.encoding($0) } ?? "UTF-8"
        guard let type else {
            // The type has been reported; what can be said of the most usual one is said.
            _ = CSVFormatReader(section: section).read()
            return nil
        }
        refuseForeignKeys(in: section, type)
        let filter = FilterReader(demandsProgram: demandsPrograms).read(section)
        return kind(type, encoding, section).map { kind in
            var format = spec(kind, encoding)
            format.filter = filter
            return format
        }
    }

    /// `format: csv`: a type without any options.
    private func shortForm(of type: String) -> FormatSpec? {
        switch type {
        case "csv": spec(.csv(CSVDialect()), "UTF-8")
        case "fixed-width": spec(.fixedWidth(FixedWidthLayout()), "UTF-8")
        case "json": spec(.json(JSONArrayLayout()), "UTF-8")
        case "tsv": spec(.csv(CSVFormatReader.tsv), "UTF-8")
        default: spec(.jsonLines, "UTF-8")
        }
    }

    private func kind(_ type: String, _ encoding: String, _ section: Section) -> FormatSpec.Kind? {
        switch type {
        case "csv": .csv(CSVFormatReader(section: section).read())
        case "json": .json(JSONFormatReader(section: section).read())
        case "xml": XMLFormatReader(section: section).read().map { .xml($0) }
        case "fixed-width":
            .fixedWidth(FixedWidthFormatReader(section: section, encoding: encoding).read())
        case "tsv": .csv(CSVFormatReader(section: section, isTSV: true).read())
        default: .jsonLines
        }
    }

    private func refuseForeignKeys(in section: Section, _ type: String) {
        for spec in KeyTable.format.keys where !spec.isLater {
            guard !spec.types.isEmpty, !spec.types.contains(type), let pair = section[spec.name]
            else { continue }
            section.findings.report(
                "'\(spec.name)' is only for type \(spec.types.listed())", at: pair.keySpan)
        }
    }

    private func spec(_ kind: FormatSpec.Kind, _ encoding: String) -> FormatSpec {
        FormatSpec(
            kind: kind, encoding: encoding, recordLimit: limits.record,
            expansionLimit: limits.expansion)
    }

    private func type(_ text: String, _ value: Value) -> String? {
        if KeyTable.formatTypes.contains(text) { return text }
        if ["xlsx", "xls", "excel", "ods"].contains(text.lowercased()) {
            return value.refuse(
                "must be \(KeyTable.formatTypes.listed()), not \(text.quoted)",
                hint: "let a program make CSV of it: "
                    + "{ type: csv, pipe: [xlsx2csv, /dev/stdin] }")
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

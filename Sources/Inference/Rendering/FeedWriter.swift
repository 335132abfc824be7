import Compression

/// Writes findings as a partner's file: a feed to start from, with comments where something is
/// unsure. `hopperctl check` takes it once its destination is named.
package struct FeedWriter {
    private let findings: Findings
    private let name: SampleName
    private let partner: String
    private let entity: String
    private let headerCounts: [String: Int]
    private var lines: [String] = []

    /// What stands for the destination until a person names one.
    package static let destination = "name-of-your-destination"

    package init(_ findings: Findings, name: SampleName, partner: String, feed: String?) {
        self.findings = findings
        self.partner = partner
        var name = name
        if let feed { name.feed = feed }
        self.name = name
        entity = name.feed
        headerCounts = findings.columns.reduce(into: [:]) { $0[$1.header ?? "", default: 0] += 1 }
    }

    /// Nil where nothing can be read as records.
    package func text() -> String? {
        var writer = self
        guard writer.write() else { return nil }
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write() -> Bool {
        guard !findings.columns.isEmpty else { return false }
        lines.append(
            "# Written by hopperctl infer from \(findings.rows) rows: a feed to start from.")
        lines.append("# Look at what is unsure, name the destination, then: hopperctl check")
        lines.append("partner: \(yamlText(partner))")
        lines.append("feeds:")
        lines.append("  \(yamlText(name.feed)):")
        lines.append("    match: [\(yamlText(name.pattern))]")
        if let compression = findings.compression {
            lines.append(
                "    # The sample is compressed (\(compression.rawValue)): known by its content.")
        }
        writeFormat()
        writeRecord()
        lines.append("    deliver: [\(Self.destination)]  # name one of destinations/*.yaml")
        return true
    }

    private mutating func writeFormat() {
        lines.append("    format:")
        lines.append("      type: \(findings.format.type)")
        writeEncoding()
        if case .csv(let csv) = findings.format { write(csv) }
        for doubt in doubts("format") { lines.append("      # unsure: \(doubt)") }
    }

    private mutating func writeEncoding() {
        put("encoding", yamlText(findings.encoding.name), at: 6)
    }

    private mutating func write(_ csv: FoundCSV) {
        let dialect = csv.dialect
        if !csv.isTSV {
            let delimiter = dialect.delimiter.isEmpty ? [UInt8(ascii: ",")] : dialect.delimiter
            put("delimiter", delimiter == [0x09] ? "tab" : quoted(delimiter), at: 6)
            switch dialect.quote {
            case nil: put("quote", "none", at: 6)
            case UInt8(ascii: "\""): put("quote", nil, at: 6)
            case .some(let quote): put("quote", quoted([quote]), at: 6)
            }
            put("escape", dialect.escape.map { quoted([$0]) }, at: 6)
        }
        put("comment", dialect.comment.isEmpty ? nil : quoted(dialect.comment), at: 6)
        put("skip_lines", csv.skipLines > 0 ? "\(csv.skipLines)" : nil, at: 6)
        put("header", csv.headerLines > 0 ? "true" : "false", at: 6)
        put("header_lines", csv.headerLines > 1 ? "\(csv.headerLines)" : nil, at: 6)
        put("footer_lines", csv.footerLines > 0 ? "\(csv.footerLines)" : nil, at: 6)
        put("ragged", csv.pads ? "pad" : nil, at: 6)
    }

    private func quoted(_ bytes: [UInt8]) -> String {
        let text = yamlText(String(decoding: bytes, as: UTF8.self))
        return text.hasPrefix("\"") ? text : "\"\(text)\""
    }

    private func doubts(_ key: String) -> [String] {
        findings.doubts.filter { $0.key == key }.map { yamlComment($0.text) }
    }

    /// A key with the doubts about it above; without a value only the doubts.
    private mutating func put(_ key: String, _ value: String?, at indent: Int) {
        let space = String(repeating: " ", count: indent)
        for doubt in doubts(key) { lines.append("\(space)# unsure: \(key): \(doubt)") }
        if let value { lines.append("\(space)\(key): \(value)") }
    }

    private mutating func writeRecord() {
        lines.append("    record:")
        for doubt in doubts("record") { lines.append("      # unsure: \(doubt)") }
        lines.append("      entity: \(yamlText(entity))  # what a record is, in the singular")
        if let doubt = findings.keyDoubt {
            lines.append("      # unsure: key: \(yamlComment(doubt))")
        }
        let key = findings.key.map { yamlText($0) }
        lines.append("      key: [\(key.joined(separator: ", "))]")
        lines.append("      fields:")
        for doubt in doubts("fields") { lines.append("        # unsure: \(doubt)") }
        for column in findings.columns { write(column) }
        writeFilter()
    }

    /// Rows that are empty are no records, and no rejects either.
    private mutating func writeFilter() {
        guard case .csv(let csv) = findings.format, csv.blankRows > 0,
            let key = findings.columns.first(where: { $0.field == findings.key.first }),
            let header = key.header, csv.headerLines > 0, headerCounts[header] == 1,
            key.isNeverEmpty
        else { return }
        lines.append("      # \(csv.blankRows) rows of the sample are empty.")
        lines.append("      where: { \(yamlText(header)): { present: true } }")
    }

    private mutating func write(_ column: ColumnFinding) {
        for doubt in column.doubts { lines.append("        # unsure: \(yamlComment(doubt))") }
        for note in column.notes { lines.append("        # \(yamlComment(note))") }
        var options = ["from: \(source(column))"]
        if column.type != .string { options.append("type: \(column.type.rawValue)") }
        if let format = column.format { options.append("format: \(quoted(Array(format.utf8)))") }
        if let mark = column.decimal { options.append("decimal: \(quoted(Array(mark.utf8)))") }
        if let grouping = column.grouping {
            options.append("grouping: \(quoted(Array(grouping.utf8)))")
        }
        if column.needsTrim { options.append("apply: [trim]") }
        if !column.nullTexts.isEmpty {
            let texts = [""] + column.nullTexts
            options.append(
                "null: [\(texts.map { quoted(Array($0.utf8)) }.joined(separator: ", "))]")
        }
        if !column.booleanWords.isEmpty {
            let words = column.booleanWords.map { "\(yamlText($0.word)): \"\($0.means)\"" }
            options.append("map: { \(words.joined(separator: ", ")) }")
        }
        if isRequired(column) { options.append("required: true") }
        lines.append("        \(yamlText(column.field)): { \(options.joined(separator: ", ")) }")
        if let values = column.values {
            let list = values.map { yamlText($0) }.joined(separator: ", ")
            lines.append("        # one_of: [\(yamlComment(list))]")
        }
    }

    /// A few rows prove little; but a key can't be null.
    private func isRequired(_ column: ColumnFinding) -> Bool {
        column.isNeverEmpty && (column.rows >= 5 || findings.key.contains(column.field))
    }

    private func source(_ column: ColumnFinding) -> String {
        guard let header = column.header, case .csv(let csv) = findings.format, csv.headerLines > 0
        else {
            if case .csv = findings.format { return "\(column.number)" }
            return column.header.map { yamlText($0) } ?? "\(column.number)"
        }
        return headerCounts[header] == 1 ? yamlText(header) : "\(column.number)"
    }
}

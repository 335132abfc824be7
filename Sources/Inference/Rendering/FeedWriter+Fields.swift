extension FeedWriter {
    mutating func writeRecord() {
        comment("What a record is, in the singular.", at: 6)
        line("entity: \(yamlText(name.feed))", at: 6)
        if let doubt = findings.keyDoubt { comment("unsure: \(doubt)", at: 6) }
        line("key: [\(findings.key.map { yamlText($0) }.joined(separator: ", "))]", at: 6)
        put("fields", nil, at: 6)
        line("fields:", at: 6)
        if findings.keyIsRecordNumber, let number = findings.key.first {
            line("\(yamlText(number)): { sequence: feed }", at: 8)
        }
        for column in findings.columns { write(column, at: 8) }
        writeFilter()
    }

    /// Rows that are empty are no records, and no rejects either.
    private mutating func writeFilter() {
        guard case .csv(let csv) = findings.format, csv.blankRows > 0, csv.headerLines > 0 else {
            return
        }
        let able = findings.columns.filter { column in
            column.isNeverEmpty && column.header.map { headerCounts[$0] == 1 } == true
        }
        let key = able.first { $0.field == findings.key.first } ?? able.first
        guard let header = key?.header else { return }
        comment("\(csv.blankRows) rows of the sample are empty.", at: 6)
        line("where: { \(yamlText(header)): { present: true } }", at: 6)
    }

    private mutating func write(_ column: ColumnFinding, at indent: Int) {
        for doubt in column.doubts { comment("unsure: \(doubt)", at: indent) }
        for note in column.notes { comment(note, at: indent) }
        if let values = column.values {
            let list = values.map { yamlText($0) }.joined(separator: ", ")
            comment("if these are all there can be: one_of: [\(list)]", at: indent)
        }
        guard let inner = column.inner else {
            let options = options(column).joined(separator: ", ")
            line("\(yamlText(column.field)): { \(options) }", at: indent)
            return
        }
        line("\(yamlText(column.field)):", at: indent)
        line("from: \(source(column))", at: indent + 2)
        if isRequired(column) { line("required: true", at: indent + 2) }
        line("fields:", at: indent + 2)
        for member in inner { write(member, at: indent + 4) }
    }

    private func options(_ column: ColumnFinding) -> [String] {
        var options = ["from: \(source(column))"]
        func quoted(_ text: String) -> String { Self.quoted(Array(text.utf8)) }
        if column.type != .string { options.append("type: \(column.type.rawValue)") }
        if let format = column.format { options.append("format: \(quoted(format))") }
        if let mark = column.decimal { options.append("decimal: \(quoted(mark))") }
        if let grouping = column.grouping { options.append("grouping: \(quoted(grouping))") }
        if column.needsTrim { options.append("apply: [trim]") }
        if !column.nullTexts.isEmpty {
            let texts = ([""] + column.nullTexts).map(quoted).joined(separator: ", ")
            options.append("null: [\(texts)]")
        }
        if !column.booleanWords.isEmpty {
            let words = column.booleanWords.map { "\(yamlText($0.word)): \"\($0.means)\"" }
            options.append("map: { \(words.joined(separator: ", ")) }")
        }
        if isRequired(column) { options.append("required: true") }
        return options
    }

    /// A few rows prove little; but a key can't be null.
    private func isRequired(_ column: ColumnFinding) -> Bool {
        guard column.isNeverEmpty else { return false }
        return column.rows >= 5 || findings.key.contains(column.field)
    }

    private func source(_ column: ColumnFinding) -> String {
        switch findings.format {
        case .csv(let csv):
            guard let header = column.header, csv.headerLines > 0, headerCounts[header] == 1 else {
                return "\(column.number)"
            }
            return yamlText(header)
        case .fixedWidth(let fixed):
            guard namesSlices(fixed), let header = column.header else {
                return fixed.shown(column.number - 1)
            }
            return yamlText(header)
        default: return yamlText(column.header ?? "")
        }
    }
}

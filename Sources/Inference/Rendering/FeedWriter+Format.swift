extension FeedWriter {
    mutating func writeFormat() {
        put("format", nil, at: 6)
        line("type: \(findings.format.type)", at: 6)
        switch findings.format {
        case .csv(let csv): write(csv)
        case .fixedWidth(let fixed): write(fixed)
        case .json(let records): put("records", records.isEmpty ? nil : yamlText(records), at: 6)
        case .xml(let record):
            if !findings.encoding.isDeclared { putEncoding() }
            put("record", yamlText(record), at: 6)
        case .jsonLines: putEncoding()
        case .unknown: break
        }
    }

    private mutating func putEncoding() {
        put("encoding", yamlText(findings.encoding.name), at: 6)
    }

    private mutating func write(_ csv: FoundCSV) {
        let dialect = csv.dialect
        putEncoding()
        if !csv.isTSV {
            let delimiter = dialect.delimiter.isEmpty ? [csv.standIn] : dialect.delimiter
            put("delimiter", delimiter == [0x09] ? "tab" : Self.quoted(delimiter), at: 6)
            switch dialect.quote {
            case nil: put("quote", "none", at: 6)
            case UInt8(ascii: "\""): put("quote", nil, at: 6)
            case .some(let quote): put("quote", Self.quoted([quote]), at: 6)
            }
            put("escape", dialect.escape.map { Self.quoted([$0]) }, at: 6)
        }
        put("comment", dialect.comment.isEmpty ? nil : Self.quoted(dialect.comment), at: 6)
        put("skip_lines", csv.skipLines > 0 ? "\(csv.skipLines)" : nil, at: 6)
        put("header", csv.headerLines > 0 ? "true" : "false", at: 6)
        put("header_lines", csv.headerLines > 1 ? "\(csv.headerLines)" : nil, at: 6)
        put("footer_lines", csv.footerLines > 0 ? "\(csv.footerLines)" : nil, at: 6)
        put("ragged", csv.pads ? "pad" : nil, at: 6)
    }

    private mutating func write(_ fixed: FoundFixedWidth) {
        putEncoding()
        put("skip_lines", fixed.skipLines > 0 ? "\(fixed.skipLines)" : nil, at: 6)
        put("footer_lines", fixed.footerLines > 0 ? "\(fixed.footerLines)" : nil, at: 6)
        put("ragged", fixed.pads ? "pad" : nil, at: 6)
        if let types = fixed.recordTypes {
            let texts = [types.header, types.detail, types.trailer].map {
                Self.quoted(Array($0.utf8))
            }
            put(
                "record_types",
                "{ header: \(texts[0]), detail: \(texts[1]), trailer: \(texts[2]) }", at: 6)
        }
        if !fixed.ignored.isEmpty {
            let starts = fixed.ignored.map { Self.quoted(Array($0.utf8)) }.joined(separator: ", ")
            put("record_types", "{ ignore: [\(starts)] }", at: 6)
        }
        guard namesSlices(fixed) else {
            put("columns", nil, at: 6)
            return
        }
        doubts("columns", at: 6)
        line("columns:", at: 6)
        for (index, name) in fixed.names.enumerated() {
            line("\(yamlText(name)): \(fixed.shown(index))", at: 8)
        }
    }

    /// Each column has a name of its own, by which fields can ask for it.
    func namesSlices(_ fixed: FoundFixedWidth) -> Bool {
        !fixed.names.isEmpty && Set(fixed.names).count == fixed.names.count
            && fixed.names.allSatisfy { !$0.isEmpty }
    }
}

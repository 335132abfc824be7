/// Looks at a sample, and tells what feed would read such a file.
///
/// - Parameter maximum: rows looked at.
package func infer(_ sample: FileSample, rows maximum: Int = 10_000) -> Findings {
    let encoding = EncodingGuess.guess(sample.head, isWhole: sample.isWhole)
    let text = decoded(sample.head, as: encoding)
    var findings = Findings(
        encoding: encoding, compression: sample.compression, format: .unknown("the file is empty"),
        columns: [], key: [], keyDoubt: nil, rows: 0, isWhole: sample.isWhole, doubts: [])
    if let doubt = encoding.doubt { findings.doubts.append(("encoding", doubt)) }
    let kind = DocumentKind(text, isWhole: sample.isWhole)
    switch kind {
    case .empty: break
    case .binary: findings.format = .unknown("the content is not text")
    case .xml: findings.format = .xml
    case .json: findings.format = .json
    case .jsonLines:
        JSONLinesTable(text, isWhole: sample.isWhole, maximum: maximum).describe(in: &findings)
    case .lines:
        CSVTable(text, sample: sample, encoding: encoding, maximum: maximum)
            .describe(in: &findings)
    }
    if !sample.isWhole {
        findings.doubts.append(
            ("record", "only the beginning of the file was looked at (\(findings.rows) rows)"))
    }
    return findings
}

/// What a text is, by how it begins.
enum DocumentKind {
    case empty, binary, xml, json, jsonLines, lines

    init(_ text: [UInt8], isWhole: Bool) {
        let start = text.drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        guard let first = start.first else {
            self = .empty
            return
        }
        let look = text.prefix(64 << 10)
        if look.count(where: { Self.isOfNoText($0) }) * 50 > look.count {
            self = .binary
        } else if first == UInt8(ascii: "<"), Self.isXML(start) {
            self = .xml
        } else if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            self = Self.ofJSON(start, first: first, isWhole: isWhole)
        } else {
            self = .lines
        }
    }

    /// Controls that no text has. 0x0B is a line end within a cell in exports of FileMaker; 0x01 and 0x1C to 0x1F delimit fields now and then.
    private static func isOfNoText(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00, 0x02...0x08, 0x0E...0x1A, 0x7F: true
        default: false
        }
    }

    private static func isXML(_ text: ArraySlice<UInt8>) -> Bool {
        if text.starts(with: "<?xml".utf8) || text.starts(with: "<!--".utf8)
            || text.starts(with: "<!DOCTYPE".utf8)
        {
            return true
        }
        // <name ...> with a letter behind the bracket, and a closing tag somewhere.
        guard let letter = text.dropFirst().first,
            (0x41...0x5A).contains(letter) || (0x61...0x7A).contains(letter) || letter == 0x5F
        else { return false }
        let look = text.prefix(4096)
        return zip(look, look.dropFirst()).contains {
            $0 == UInt8(ascii: "<") && $1 == UInt8(ascii: "/")
        }
            || zip(look, look.dropFirst()).contains {
                $0 == UInt8(ascii: "/") && $1 == UInt8(ascii: ">")
            }
    }

    private static func ofJSON(
        _ text: ArraySlice<UInt8>, first: UInt8, isWhole: Bool
    ) -> DocumentKind {
        let lines = text.split(maxSplits: 6, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        let whole = lines.count > 6 || !isWhole ? lines.dropLast() : lines[...]
        if first == UInt8(ascii: "{") {
            let objects = whole.count { isJSON(Array($0)) }
            if objects > 0, objects * 2 >= whole.count { return .jsonLines }
            // A single object over several lines, with an array of records in it.
            let second = text.dropFirst().first { $0 > 0x20 }
            return second == UInt8(ascii: "\"") || second == UInt8(ascii: "}") ? .json : .lines
        }
        let second = text.dropFirst().first { $0 > 0x20 }
        if let second, second == UInt8(ascii: "{") || second == UInt8(ascii: "]") { return .json }
        // [1, 2] by lines is JSON too, though no records; [x],… is CSV.
        if isWhole, text.count < 1 << 20, isJSON(Array(text)) { return .json }
        return .lines
    }
}

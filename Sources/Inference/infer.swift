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
    case .xml: XMLTable(text, maximum: maximum).describe(in: &findings)
    case .json(let isLine):
        JSONDocumentTable(text, maximum: maximum, isLine: isLine).describe(in: &findings)
    case .jsonLines:
        JSONLinesTable(text, isWhole: sample.isWhole, maximum: maximum).describe(in: &findings)
    case .lines:
        let table = CSVTable(text, sample: sample, encoding: encoding, maximum: maximum)
        if table.mayBeFixedWidth,
            let fixed = FixedWidthTable(text, isWhole: sample.isWhole, maximum: maximum),
            fixed.value > table.value
        {
            fixed.describe(in: &findings)
        } else {
            table.describe(in: &findings)
        }
    }
    if !sample.isWhole {
        findings.doubts.append(
            ("rows", "only the beginning of the file was looked at: \(findings.rows) records"))
    }
    return findings
}

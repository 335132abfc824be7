import Compression

/// Writes findings as a partner's file: a feed to start from. `hopperctl check` takes it once its
/// destination is named.
///
/// A comment stands above the line that it is about, never behind or below: first what is unsure of
/// it, then what one should know.
package struct FeedWriter {
    let findings: Findings
    let name: SampleName
    private let partner: String
    /// How often columns are called the same.
    let headerCounts: [String: Int]
    private(set) var lines: [String] = []

    /// What stands for the destination until a person names one.
    package static let destination = "name-of-your-destination"

    package init(_ findings: Findings, name: SampleName, partner: String, feed: String?) {
        self.findings = findings
        self.partner = partner
        var name = name
        if let feed { name.feed = feed }
        self.name = name
        headerCounts = findings.columns.reduce(into: [:]) { $0[$1.header ?? "", default: 0] += 1 }
    }

    /// Nil where nothing can be read as records.
    package func text() -> String? {
        guard !findings.columns.isEmpty else { return nil }
        var writer = self
        writer.write()
        return writer.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write() {
        let rows = findings.rows == 1 ? "1 record" : "\(findings.rows) records"
        comment("A feed to start from, made by hopperctl infer of \(rows).", at: 0)
        comment("Settle what is unsure, name the destination, then ask hopperctl check.", at: 0)
        line("partner: \(yamlText(partner))", at: 0)
        line("feeds:", at: 0)
        line("\(yamlText(name.feed)):", at: 2)
        if let compression = findings.compression { comment(Self.words(compression), at: 4) }
        if let doubt = name.doubt { comment("unsure: \(doubt)", at: 4) }
        line("match: [\(yamlText(name.pattern))]", at: 4)
        line("format:", at: 4)
        writeFormat()
        doubts("rows", at: 4)
        line("record:", at: 4)
        writeRecord()
        comment("Name one of destinations/*.yaml, or several.", at: 4)
        line("deliver: [\(Self.destination)]", at: 4)
    }

    private static func words(_ compression: CompressionKind) -> String {
        compression == .zip
            ? "A zip archive: each of its members is read as a file of its own."
            : "Compressed (\(compression.rawValue)), which is known by the content: nothing to set."
    }

    mutating func line(_ text: String, at indent: Int) {
        lines.append(String(repeating: " ", count: indent) + text)
    }

    mutating func comment(_ text: String, at indent: Int) {
        line("# \(yamlComment(text))", at: indent)
    }

    mutating func doubts(_ key: String, at indent: Int, named: Bool = false) {
        for doubt in findings.doubts where doubt.key == key {
            comment("unsure: \(named ? "\(key): " : "")\(doubt.text)", at: indent)
        }
    }

    /// A key with the doubts about it above; without a value the doubts alone, which name it then.
    mutating func put(_ key: String, _ value: String?, at indent: Int) {
        doubts(key, at: indent, named: value == nil)
        if let value { line("\(key): \(value)", at: indent) }
    }

    static func quoted(_ bytes: [UInt8]) -> String {
        let text = yamlText(String(decoding: bytes, as: UTF8.self))
        return text.hasPrefix("\"") ? text : "\"\(text)\""
    }
}

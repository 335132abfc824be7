import Testing

@testable import Inference

/// Hundreds of files made by chance: the dialect must be right on nearly all of them.
@Suite struct EverydayFileTests {
    private static let files = 120

    @Test func `the dialect of 97 of 100 everyday files is found`() {
        var wrong: [String: Int] = [:]
        var wrongFiles = 0
        var types = (columns: 0, right: 0)
        for seed in 0..<UInt64(Self.files) {
            let file = EverydayFile(seed: seed)
            let findings = infer(FileSample(head: file.bytes))
            let mistakes = Self.mistakes(findings, file)
            if mistakes.isEmpty, file.rows.count > 3 {
                for (column, found) in zip(file.columns, findings.columns) {
                    guard let type = column.type else { continue }
                    types.columns += 1
                    if found.type == type {
                        types.right += 1
                    } else {
                        print("seed \(seed): \(column.header) is \(found.type) for \(type)")
                    }
                }
            }
            if !mistakes.isEmpty {
                wrongFiles += 1
                print("seed \(seed): \(mistakes.joined(separator: "; "))")
                print(file.text.prefix(500))
            }
            for mistake in mistakes { wrong[String(mistake.prefix { $0 != " " }), default: 0] += 1 }
        }
        let right = Double(Self.files - wrongFiles) * 100 / Double(Self.files)
        print("everyday files: \(right) % of \(Self.files) right; wrong: \(wrong)")
        #expect(right >= 97)
        print("their columns' types: \(types.right) of \(types.columns) right")
        #expect(types.right * 100 >= types.columns * 97)
    }

    static func mistakes(_ findings: Findings, _ file: EverydayFile) -> [String] {
        guard case .csv(let csv) = findings.format else {
            return ["format \(findings.format)"]
        }
        var mistakes: [String] = []
        let delimiter = String(decoding: csv.dialect.delimiter, as: UTF8.self)
        let isOne = file.columns.count == 1
        if delimiter != (isOne ? "" : file.delimiter) {
            mistakes.append("delimiter \(delimiter.debugDescription) for \(file.delimiter)")
        }
        if file.showsQuote, csv.dialect.quote != file.quote {
            mistakes.append("quote \(csv.dialect.quote ?? 0)")
        }
        if file.showsEscape, csv.dialect.escape != file.escape {
            mistakes.append("escape \(csv.dialect.escape ?? 0)")
        }
        if (csv.headerLines > 0) != file.hasHeader || csv.headerLines > 1 {
            mistakes.append("header \(csv.headerLines) for \(file.hasHeader)")
        }
        if file.hasComments {
            if csv.dialect.comment != [UInt8(ascii: "#")] { mistakes.append("comment") }
        } else if csv.skipLines != file.skipLines {
            mistakes.append("skip_lines \(csv.skipLines) for \(file.skipLines)")
        }
        if csv.footerLines != file.footerLines {
            mistakes.append("footer_lines \(csv.footerLines) for \(file.footerLines)")
        }
        let text = String(decoding: decoded(findings.encoding, file.bytes), as: UTF8.self)
        let plain = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        if plain != file.text {
            mistakes.append("encoding \(findings.encoding.name) for \(file.encoding)")
        }
        return mistakes
    }

    private static func decoded(_ encoding: EncodingGuess, _ bytes: [UInt8]) -> [UInt8] {
        Inference.decoded(bytes, as: encoding)
    }
}

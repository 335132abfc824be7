import Platform
import Testing

@testable import Inference

/// Some seventy shapes of everyday files, two of each: nearly all must be read right.
@Suite struct EverydayShapeTests {
    private static let seeds: [UInt64] = [11, 12]

    @Test func `97 of 100 files of the everyday shapes are read right`() {
        var missed: [String] = []
        var files = 0
        for shape in EverydayShape.all {
            for seed in Self.seeds {
                var random = SeededGenerator(seed: seed)
                let sample = shape.make(&random)
                let findings = infer(FileSample(head: Self.encoded(sample)))
                let mistakes = Self.mistakes(findings, sample)
                files += 1
                guard !mistakes.isEmpty else { continue }
                missed.append(shape.name)
                print("\(shape.name), seed \(seed): \(mistakes.joined(separator: "; "))")
                print(sample.text.prefix(400))
            }
        }
        let right = Double(files - missed.count) * 100 / Double(files)
        print("everyday shapes: \(right) % of \(files) right")
        #expect(EverydayShape.all.count >= 60)
        #expect(right >= 97, "missed: \(missed.joined(separator: "; "))")
    }

    private static func encoded(_ sample: EverydayShape.Sample) -> [UInt8] {
        guard sample.encoding != "UTF-8", var encoder = CharacterEncoder(encoding: sample.encoding)
        else { return Array(sample.text.utf8) }
        return (sample.encoding == "UTF-16LE" ? [0xFF, 0xFE] : [])
            + encoder.encode(Array(sample.text.utf8))
    }

    private static func mistakes(_ findings: Findings, _ sample: EverydayShape.Sample) -> [String] {
        var mistakes: [String] = []
        func compare<Value: Equatable>(_ what: String, _ found: Value, _ truth: Value) {
            if found != truth { mistakes.append("\(what) \(found) for \(truth)") }
        }
        switch (findings.format, sample.truth) {
        case (.csv(let csv), .table(let table)): mistakes += Self.mistakes(csv, table)
        case (.json(let found), .json(let records)): compare("records", found, records)
        case (.xml(let found), .xml(let record)): compare("record", found, record)
        case (.jsonLines, .jsonLines): break
        case (.fixedWidth(let fixed), .fixedWidth(let slices)):
            // Where padding ends is of no matter.
            compare("slices", fixed.slices.map { $0.lowerBound + 1 }, slices.map(\.lowerBound))
        default: mistakes.append("format \(findings.format)")
        }
        let bytes = encoded(sample)
        let mark = sample.text.hasPrefix("\u{FEFF}") ? "\u{FEFF}" : ""
        let text = mark + String(decoding: decoded(bytes, as: findings.encoding), as: UTF8.self)
        if text != sample.text { mistakes.append("encoding \(findings.encoding.name)") }
        for (field, type) in sample.types {
            let found = findings.columns.first { $0.field == field }?.type
            compare(field, found, type)
        }
        return mistakes
    }

    private static func mistakes(_ csv: FoundCSV, _ table: EverydayShape.Table) -> [String] {
        var found = EverydayShape.Table(
            delimiter: String(decoding: csv.dialect.delimiter, as: UTF8.self), quote: table.quote,
            escape: csv.dialect.escape.map { String(Unicode.Scalar($0)) },
            header: csv.headerLines > 0, skip: csv.skipLines, footer: csv.footerLines,
            comment: String(decoding: csv.dialect.comment, as: UTF8.self), isTSV: csv.isTSV)
        if table.quote != nil { found.quote = csv.dialect.quote.map { String(Unicode.Scalar($0)) } }
        // The lines of comments above are passed over either way.
        if !table.comment.isEmpty { found.skip = table.skip }
        if table.delimiter == " | ", found.delimiter == "|" { found.delimiter = " | " }
        return found == table ? [] : ["\(found) for \(table)"]
    }
}

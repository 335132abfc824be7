import Formats
import Mapping
import Vocabulary

/// A format's reader alone: every record taken apart, the plan's twelve columns found in it, and
/// nothing done with them.
enum FormatStage {
    /// - Parameter name: a format as `hopper-generate` names it; `csv.gz` and the like are CSV.
    static func run(_ name: String, _ path: String, _ feed: BenchFeed) throws {
        guard let kind = kind(name) else { fail("no format \(name)") }
        let start = monotonicNanoseconds()
        let reader = try openRecordReader(
            path: path, format: FormatSpec(kind: kind), wanted: feed.plan.wanted, from: .start)
        let block = RecordBlock()
        var records = 0
        var faults = 0
        while try reader.read(into: block) {
            records += block.recordCount
            faults += block.faults.count
        }
        report("format.\(name)", Double(monotonicNanoseconds() - start) / 1e9)
        report("format.\(name).records", records)
        if faults > 0 || reader.bindings.contains(nil) {
            fail("\(name): \(faults) faults, columns \(reader.bindings)")
        }
    }

    private static func kind(_ name: String) -> FormatSpec.Kind? {
        switch name {
        case "csv", "csv.gz", "csv.zst", "csv.xz", "csv.bz2":
            .csv(CSVDialect(delimiter: UInt8(ascii: ";")))
        case "pipes":
            .csv(CSVDialect(delimiter: UInt8(ascii: "|"), delimiterTail: [UInt8(ascii: "|")]))
        case "tsv":
            .csv(
                CSVDialect(
                    delimiter: UInt8(ascii: "\t"), quote: nil, escape: UInt8(ascii: "\\"),
                    escapesLetters: true))
        case "fixed-width": .fixedWidth(FixedWidthLayout(columns: columns))
        case "jsonl": .jsonLines
        case "json": .json(JSONArrayLayout())
        case "xml": .xml(XMLLayout(record: ["customers", "customer"]))
        default: nil
        }
    }

    /// As Benchmarks/Generator/Rewriting.swift writes them.
    private static var columns: [FixedWidthLayout.Column] {
        let widths = [
            ("CUST_NO", 10), ("FIRST", 12), ("LAST", 18), ("E-Mail", 40), ("DOB", 10), ("AMT", 10),
            ("ST", 1), ("STREET", 36), ("ZIP", 5), ("CITY", 16), ("COUNTRY", 2), ("NOTE", 144),
        ]
        var first = 1
        return widths.map { name, width in
            defer { first += width }
            return FixedWidthLayout.Column(name, .init(first, first + width - 1))
        }
    }
}

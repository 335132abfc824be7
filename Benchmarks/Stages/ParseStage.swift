import Formats
import Vocabulary

/// The parser alone: every record of the file taken apart, and nothing done with it.
enum ParseStage {
    static func run(_ path: String) throws(FormatError) {
        let start = monotonicNanoseconds()
        let reader = try openCustomers(path)
        let block = RecordBlock()
        var records = 0
        var faults = 0
        while try reader.read(into: block) {
            records += block.recordCount
            faults += block.faults.count
        }
        report("parse", Double(monotonicNanoseconds() - start) / 1e9)
        report("parse.records", records)
        report("parse.faults", faults)
    }
}

/// The generated customers, opened with the columns that the mapping wants.
func openCustomers(
    _ path: String, wanted: [ColumnReference] = customerColumns.map { .name($0) }
) throws(FormatError) -> any RecordReader {
    let dialect = CSVDialect(delimiter: UInt8(ascii: ";"))
    return try openRecordReader(
        path: path, format: FormatSpec(kind: .csv(dialect)), wanted: wanted, from: .start)
}

let customerColumns = [
    "CUST_NO", "FIRST", "LAST", "E-Mail", "DOB", "AMT", "ST", "STREET", "ZIP", "CITY", "COUNTRY",
    "NOTE",
]

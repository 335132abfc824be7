package import Compression

/// What a sample tells of a file: enough for a feed to start from.
package struct Findings: Sendable {
    package var encoding: EncodingGuess
    package var compression: CompressionKind?
    package var format: FoundFormat
    package var columns: [ColumnFinding]
    /// The fields that tell one record from another.
    package var key: [String]
    package var keyDoubt: String?
    /// The key is a field that no column fills: the record's number in the feed.
    package var keyIsRecordNumber = false
    /// Rows of data that were looked at.
    package var rows: Int
    /// They are all the file has.
    package var isWhole: Bool
    /// Doubts about the whole file, by the key of the configuration that they are about.
    package var doubts: [(key: String, text: String)]

    /// All doubts, those of columns too, in the order of the configuration.
    package var allDoubts: [String] {
        doubts.map { "\($0.key): \($0.text)" }
            + (keyDoubt.map { ["key: \($0)"] } ?? [])
            + columns.flatMap(\.allDoubts)
    }

    /// The columns, and what of them is the key.
    mutating func take(_ columns: [ColumnFinding], _ values: [ColumnValues]) {
        self.columns = columns
        let choice = KeyChoice(columns, values)
        (key, keyDoubt, keyIsRecordNumber) = (choice.fields, choice.doubt, choice.isRecordNumber)
    }
}

/// How the file is written.
package enum FoundFormat: Hashable, Sendable {
    case csv(FoundCSV)
    case jsonLines
    /// The array with the records in it, by its JSON Pointer; empty for the document itself.
    case json(records: String)
    /// The record element, by its path from the root.
    case xml(record: String)
    case fixedWidth(FoundFixedWidth)
    /// Nothing that can be read as records.
    case unknown(String)

    package var type: String {
        switch self {
        case .csv(let csv): csv.isTSV ? "tsv" : "csv"
        case .jsonLines: "jsonl"
        case .json: "json"
        case .xml: "xml"
        case .fixedWidth: "fixed-width"
        case .unknown: "unknown"
        }
    }
}

/// A dialect of CSV, and where in the file the table lies.
package struct FoundCSV: Hashable, Sendable {
    package var dialect: Dialect
    /// A character that a file of one column can be given as its delimiter, since it has none.
    package var standIn = UInt8(ascii: ",")
    /// What databases export: tabs, backslashes, no quotes.
    package var isTSV = false
    /// Records that the header takes; 0 where there is none.
    package var headerLines = 1
    package var skipLines = 0
    package var footerLines = 0
    package var pads = false
    /// Rows with nothing but delimiters, as spreadsheets leave them below the last.
    package var blankRows = 0
    package var width = 1
}

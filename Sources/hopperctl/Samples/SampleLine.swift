import Formats
import JSON
import Vocabulary

/// What one record of a sample gives, as the files with expectations say it.
enum SampleLine {
    /// `{"line":2,"entity":"customer","key":["1"],"to":["crm"],"data":{…}}`
    static func accepted(_ record: AcceptedRecord) -> JSONValue { record.comparable }

    /// `{"line":5,"filtered":true}`
    static func filtered(_ outcome: RecordOutcome) -> JSONValue {
        let place = outcome.line.map { JSONValue.Member("line", .integer($0)) }
        return .object([
            place ?? .init("record", .integer(outcome.number)), .init("filtered", true),
        ])
    }

    /// Line, column (`-` for the whole record), rule and reason, with tabs between them.
    static func rejected(_ reject: RejectedRecord) -> String {
        cells("\(reject.line)", reject.column ?? "-", reject.rule, reject.reason)
    }

    /// The file as a whole: `file` for the line.
    static func failed(rule: String, reason: String) -> String { cells("file", "-", rule, reason) }

    private static func cells(_ cells: String...) -> String {
        cells.map { $0.printable(limit: 1000) }.joined(separator: "\t")
    }

    /// An expected record with its destinations in the order in which they are compared.
    static func ordered(_ record: JSONValue) -> JSONValue {
        guard case .object(var members) = record,
            let to = members.lastIndex(where: { $0.name == "to" }),
            let names = members[to].value.elements?.compactMap(\.text),
            names.count == members[to].value.elements?.count
        else { return record }
        members[to].value = .array(names.sorted().map { .string($0) })
        return .object(members)
    }

    /// The line that an expected record names.
    static func line(of record: JSONValue) -> Int64? {
        guard case .number(let digits)? = record["line"] else { return nil }
        return Int64(digits)
    }

    /// The line that an expected reject names; the file as a whole comes last.
    static func line(ofReject text: String) -> Int64? {
        let cell = text.prefix { $0 != "\t" && $0 != " " }
        return cell == "file" ? .max : Int64(cell)
    }

    /// With one space where any white space is: an editor may have made spaces of tabs.
    static func collapsed(_ text: String) -> String {
        text.split { $0 == " " || $0 == "\t" }.joined(separator: " ")
    }
}

/// One record that could not be accepted, and why; the partner gets it back in the rejects file.
package struct RejectedRecord: Hashable, Sendable {
    /// The record's 1-based number in the file.
    package var number: Int64
    /// The 1-based physical line on which it starts.
    package var line: Int64
    /// Where it starts, in decoded bytes.
    package var byteOffset: Int64
    /// The column or field at fault; nil when the whole record is (it could not be parsed).
    package var column: String?
    /// The rule it broke: `type`, `match`, `required`, `encoding`, `quote`, `fields`, `size`, …
    package var rule: String
    /// What is wrong, without the value: fit for the journal and for `hopperctl`.
    package var reason: String
    /// The value at fault, for the partner's eyes only; cut to at most 256 bytes.
    package var value: String?
    /// The record's columns as they were read (decoded), for the rejects file. A record that could
    /// not be taken apart is one column: its text, cut to the record limit.
    package var columns: [String]

    package init(
        number: Int64, line: Int64, byteOffset: Int64, column: String? = nil, rule: String,
        reason: String, value: String? = nil, columns: [String]
    ) {
        self.number = number
        self.line = line
        self.byteOffset = byteOffset
        self.column = column
        self.rule = rule
        self.reason = reason
        self.value = value
        self.columns = columns
    }
}

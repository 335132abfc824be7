/// How fields and records are told apart, as far as it shows in the bytes.
package struct Dialect: Hashable, Sendable {
    /// One or more ASCII characters; empty where a line is one field.
    package var delimiter: [UInt8]
    package var quote: UInt8?
    /// Nil: a quote is doubled.
    package var escape: UInt8?
    /// What lines begin with that are no records.
    package var comment: [UInt8] = []

    package init(delimiter: [UInt8], quote: UInt8? = UInt8(ascii: "\""), escape: UInt8? = nil) {
        self.delimiter = delimiter
        self.quote = quote
        self.escape = escape
    }
}

/// What a mapping wants from a record: a column by its name, or by its 1-based number.
///
/// In JSON Lines a name is a top-level member's, or a JSON Pointer (RFC 6901) if it begins with `/`.
package enum ColumnReference: Hashable, Sendable {
    case name(String)
    case number(Int)
}

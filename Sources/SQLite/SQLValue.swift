/// A value to bind to a statement's parameter.
package enum SQLValue: Sendable, ExpressibleByIntegerLiteral, ExpressibleByNilLiteral {
    case integer(Int64)
    case text(String)
    /// Borrowed while the statement runs, never copied.
    case blob([UInt8])
    case null

    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(nilLiteral: ()) { self = .null }

    package static func int(_ value: Int) -> SQLValue { .integer(Int64(value)) }
    package static func bool(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }
    package static func optional(_ value: Int64?) -> SQLValue {
        value.map { .integer($0) } ?? .null
    }
    package static func optional(_ value: String?) -> SQLValue { value.map { .text($0) } ?? .null }
    package static func optional(_ value: [UInt8]?) -> SQLValue { value.map { .blob($0) } ?? .null }
    /// All 64 bits, in the two's complement SQLite keeps.
    package static func bits(_ value: UInt64) -> SQLValue { .integer(Int64(bitPattern: value)) }
}

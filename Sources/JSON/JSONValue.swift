/// A JSON value held as a tree: for answers, receipts and commands, never for a record on its way.
///
/// Numbers keep their digits as written; objects keep their order. A repeated member keeps the last.
package enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// As written, RFC 8259's grammar.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([Member])

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONValue

        package init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    package static func integer(_ number: some BinaryInteger) -> JSONValue { .number("\(number)") }

    /// The value of the object's last member of that name.
    package subscript(_ name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }

    package var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    package var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }

    package var int: Int? {
        guard case .number(let digits) = self else { return nil }
        return Int(digits)
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral,
    ExpressibleByNilLiteral
{
    package init(stringLiteral text: String) { self = .string(text) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
    package init(integerLiteral number: Int) { self = .number("\(number)") }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral members: (String, JSONValue)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }
    package init(nilLiteral: ()) { self = .null }
}

import JSON

/// JSON objects as rows: each member is a column, those within members too, by its JSON Pointer.
struct MemberColumns {
    private(set) var book = ColumnBook()
    /// Texts that are no JSON objects.
    private(set) var broken = 0

    private static let depthLimit = 6
    /// Arrays within arrays, and elements looked at in each.
    private static let levelLimit = 3
    private static let elementLimit = 100

    mutating func add(_ text: [UInt8]) {
        guard let value = try? JSONValue.parse(text), case .object(let members) = value else {
            broken += 1
            return
        }
        Self.add(members, below: "", depth: 0, level: 0, to: &book)
        book.endRecord()
    }

    private static func add(
        _ members: [JSONValue.Member], below path: String, depth: Int, level: Int,
        to book: inout ColumnBook
    ) {
        for member in members {
            let pointer = path + "/" + Self.escaped(member.name)
            switch member.value {
            case .object(let inner) where depth < Self.depthLimit && !inner.isEmpty:
                add(inner, below: pointer, depth: depth + 1, level: level, to: &book)
            case .array(let elements):
                book.addStructure(Array(member.value.serialized().utf8), to: pointer)
                if !elements.isEmpty {
                    book.note(list: elements.allSatisfy(isPlain), in: pointer)
                }
                add(elements, at: pointer, level: level, to: &book)
            case .object:
                book.addStructure(Array(member.value.serialized().utf8), to: pointer)
            case .null: book.add([], to: pointer)
            case .boolean(let flag): book.add(Array((flag ? "true" : "false").utf8), to: pointer)
            case .number(let digits): book.add(Array(digits.utf8), to: pointer)
            case .string(let text): book.add(Array(text.utf8), to: pointer)
            }
        }
    }

    private static func isPlain(_ value: JSONValue) -> Bool {
        switch value {
        case .array, .object: false
        default: true
        }
    }

    /// The elements of an array as records of their own, where all arrays there hold objects.
    private static func add(
        _ elements: [JSONValue], at pointer: String, level: Int, to book: inout ColumnBook
    ) {
        guard level < levelLimit else { return }
        for element in elements.prefix(elementLimit) {
            guard case .object(let members) = element, !members.isEmpty else {
                book.closeInner(pointer)
                return
            }
            book.addInner(pointer) { inner in
                add(members, below: "", depth: 0, level: level + 1, to: &inner)
                inner.endRecord()
            }
        }
    }

    /// A member's name within a pointer (RFC 6901).
    static func escaped(_ name: String) -> String {
        guard name.contains(where: { $0 == "~" || $0 == "/" }) else { return name }
        return name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }

    /// A member by its name, where a pointer is not needed.
    static func reference(_ pointer: String) -> String {
        let name = pointer.dropFirst()
        guard !name.isEmpty, !name.contains("/"), !name.contains("~") else { return pointer }
        return String(name)
    }
}

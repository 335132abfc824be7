/// Where the records of an XML document are.
package struct XMLLayout: Hashable, Sendable {
    /// The record element's path from the root, local names: `["orders", "order"]`.
    package var record: [String]
    /// The document says its encoding itself; otherwise the feed's counts.
    package var declaresEncoding: Bool

    package init(record: [String], declaresEncoding: Bool = true) {
        self.record = record
        self.declaresEncoding = declaresEncoding
    }
}

/// Where a field's value is within a record element: `customer/name`, `@id`, `items/item/@sku`, `.`
/// (the record's own text), `items/item/*` (each element as an object, with its attributes).
package struct XMLPath: Hashable, Sendable {
    /// Local names, outermost first.
    package var elements: [String]
    package var target: Target

    package enum Target: Hashable, Sendable {
        /// The text of an element without elements in it; one with elements as an object.
        case content
        case attribute(String)
        /// An object, whatever is in it.
        case object
    }

    /// Nil for what is no path.
    package init?(_ text: String) {
        if text == "." {
            self.init(elements: [], target: .content)
            return
        }
        var parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var target = Target.content
        if let last = parts.last, last.hasPrefix("@") {
            target = .attribute(String(last.dropFirst()))
            guard Self.isName(String(last.dropFirst())) else { return nil }
            parts.removeLast()
        } else if parts.last == "*" {
            target = .object
            parts.removeLast()
        }
        guard parts.allSatisfy({ Self.isName($0) }), !parts.isEmpty || target != .content else {
            return nil
        }
        self.init(elements: parts, target: target)
    }

    init(elements: [String], target: Target) {
        self.elements = elements
        self.target = target
    }

    /// A name without a prefix, as far as it matters here: nothing that paths or tags are made of.
    package static func isName(_ text: String) -> Bool {
        !text.isEmpty && text != "." && text != ".."
            && text.unicodeScalars.allSatisfy { scalar in
                !"/@*<>&\"'=:()[]|,".unicodeScalars.contains(scalar)
                    && !scalar.properties.isWhitespace
            }
    }
}

extension FieldNaming {
    /// `/customer/no` and `customer/@no` nest as `customer.no`; `items/item/*` are `items`.
    static func dotted(_ path: String) -> String {
        // The element's own text.
        if path == "." || path == "/#text" { return "text" }
        var parts = path.split(separator: "/").filter { $0 != "*" && $0 != "#text" }
        if parts.count > 1, isOneOf(parts[parts.count - 1], parts[parts.count - 2]) {
            parts.removeLast()
        }
        return parts.map { part in
            String(part.compactMap { $0 == "@" ? nil : $0 == "." ? "_" : $0 })
        }.joined(separator: ".")
    }

    /// `item` in `items`, `Entry` in `EntryList`, `category` in `categories`.
    static func isOneOf(_ name: Substring, _ parent: Substring) -> Bool {
        let (name, parent) = (name.lowercased(), parent.lowercased())
        return parent == name + "s" || parent == name + "es" || parent == name + "list"
            || name.hasSuffix("y") && parent == name.dropLast() + "ies"
    }
}

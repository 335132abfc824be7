package import JSON

/// The `results` of an answer: what the service says of each record.
package enum ResultList: Hashable, Sendable {
    /// The answer says nothing of single records.
    case absent
    /// It says something, but not in a form that could be read: nothing may be concluded.
    case malformed
    case present([Entry])

    package struct Entry: Hashable, Sendable {
        package var id: String
        /// 200 to 599; nil when it is missing or no such number.
        package var status: Int?
        package var error: String
    }

    /// - Parameter body: parsed already; nil if it is not JSON.
    package init(_ value: JSONValue?, body: [UInt8]) {
        guard let value else {
            // Broken JSON that speaks of results (cut off, badly escaped) is not "all went well".
            self = Self.mentionsResults(body) ? .malformed : .absent
            return
        }
        switch value["results"] {
        case nil, .null?: self = .absent
        case .array(let elements)?: self = .present(elements.compactMap(Self.entry))
        default: self = .malformed
        }
    }

    private static func entry(_ element: JSONValue) -> Entry? {
        guard case .object(let members) = element else { return nil }
        var entry = Entry(id: "", status: nil, error: "")
        for member in members {
            switch (member.name, member.value) {
            case ("id", .string(let text)): entry.id = text
            case ("status", .number(let digits)):
                entry.status = Int(digits).flatMap { (200...599).contains($0) ? $0 : nil }
            case ("error", let value): entry.error = Self.text(of: value) ?? ""
            default: break
            }
        }
        return entry.id.isEmpty ? nil : entry
    }

    /// The words in an `error` member: a text, or an object that holds one (RFC 9457 and its kin).
    package static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .object:
            for name in ["error", "message", "detail", "title"] {
                if let text = value[name].flatMap({ Self.text(of: $0) }) { return text }
            }
            return nil
        case .array, .number: return value.serialized()
        case .null, .boolean: return nil
        }
    }

    private static func mentionsResults(_ body: [UInt8]) -> Bool {
        let name = Array(#""results""#.utf8)
        guard body.count >= name.count else { return false }
        let first = name[0]
        for start in 0...(body.count - name.count) where body[start] == first {
            if body[start..<start + name.count].elementsEqual(name) { return true }
        }
        return false
    }
}

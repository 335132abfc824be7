/// Tags and texts of an XML document, one after the other, as far as it goes: enough to look at one.
/// What reads a file for good is stricter. Prefixes of namespaces are left out.
struct XMLTokens {
    enum Token {
        case open(name: String, attributes: [(name: String, value: [UInt8])], isEmpty: Bool)
        case close
        case text([UInt8])
    }

    private let text: [UInt8]
    /// Behind the last token.
    private(set) var at = 0

    init(_ text: [UInt8]) { self.text = text }

    /// Nil at the end, and where the text breaks off within a tag.
    mutating func next() -> Token? {
        while at < text.count {
            guard text[at] == UInt8(ascii: "<") else { return content() }
            if skip("<!--", to: "-->") || skip("<?", to: "?>") { continue }
            if text[at...].starts(with: "<![CDATA[".utf8) { return section() }
            if text[at...].starts(with: "<!".utf8) {
                guard skipDeclaration() else { return nil }
                continue
            }
            return tag()
        }
        return nil
    }

    private mutating func content() -> Token {
        let end = text[at...].firstIndex(of: UInt8(ascii: "<")) ?? text.count
        defer { at = end }
        return .text(Self.plain(text[at..<end]))
    }

    private mutating func skip(_ start: String, to end: String) -> Bool {
        guard text[at...].starts(with: start.utf8) else { return false }
        at = find(end, from: at + start.utf8.count) ?? text.count
        return true
    }

    /// Behind the next such text.
    private func find(_ what: String, from start: Int) -> Int? {
        let bytes = Array(what.utf8)
        var at = start
        while at + bytes.count <= text.count {
            if text[at] == bytes[0], text[at...].starts(with: bytes) { return at + bytes.count }
            at += 1
        }
        return nil
    }

    private mutating func section() -> Token? {
        let start = at + 9
        guard let end = find("]]>", from: start) else { return nil }
        at = end
        return .text(Array(text[start..<end - 3]))
    }

    /// `<!DOCTYPE … [ … ]>`
    private mutating func skipDeclaration() -> Bool {
        var brackets = 0
        while at < text.count {
            if text[at] == UInt8(ascii: "[") { brackets += 1 }
            if text[at] == UInt8(ascii: "]") { brackets -= 1 }
            at += 1
            if brackets == 0, text[at - 1] == UInt8(ascii: ">") { return true }
        }
        return false
    }

    private mutating func tag() -> Token? {
        var end = at + 1
        var quote: UInt8?
        while end < text.count, quote != nil || text[end] != UInt8(ascii: ">") {
            let byte = text[end]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            }
            end += 1
        }
        guard end < text.count else { return nil }
        defer { at = end + 1 }
        if text[at + 1] == UInt8(ascii: "/") { return .close }
        var inside = text[at + 1..<end]
        let isEmpty = inside.last == UInt8(ascii: "/")
        if isEmpty { inside.removeLast() }
        let nameEnd = inside.firstIndex { $0 <= 0x20 } ?? inside.endIndex
        return .open(
            name: Self.localName(inside[..<nameEnd]),
            attributes: Self.attributes(inside[nameEnd...]), isEmpty: isEmpty)
    }

    private static func localName(_ bytes: ArraySlice<UInt8>) -> String {
        let start = bytes.lastIndex(of: UInt8(ascii: ":")).map { $0 + 1 } ?? bytes.startIndex
        return String(decoding: bytes[start...], as: UTF8.self)
    }

    /// Without those that declare namespaces and schemas.
    private static func attributes(_ bytes: ArraySlice<UInt8>) -> [(String, [UInt8])] {
        var found: [(String, [UInt8])] = []
        var rest = bytes
        while let equal = rest.firstIndex(of: UInt8(ascii: "=")) {
            let name = rest[..<equal].filter { $0 > 0x20 }
            rest = rest[(equal + 1)...].drop { $0 <= 0x20 }
            guard let quote = rest.first,
                let end = rest.dropFirst().firstIndex(of: quote)
            else { break }
            if !name.starts(with: "xmlns".utf8), !name.starts(with: "xsi:".utf8) {
                found.append((localName(name[...]), plain(rest[rest.startIndex + 1..<end])))
            }
            rest = rest[(end + 1)...]
        }
        return found
    }

    private static let entities: [(name: String, means: UInt8)] = [
        ("&lt;", 0x3C), ("&gt;", 0x3E), ("&amp;", 0x26), ("&quot;", 0x22), ("&apos;", 0x27),
    ]

    /// With what the five entities mean that every document knows.
    private static func plain(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        guard bytes.contains(UInt8(ascii: "&")) else { return Array(bytes) }
        var plain: [UInt8] = []
        var rest = bytes
        while let byte = rest.first {
            if byte == UInt8(ascii: "&"),
                let entity = entities.first(where: { rest.starts(with: $0.name.utf8) })
            {
                plain.append(entity.means)
                rest = rest.dropFirst(entity.name.utf8.count)
            } else {
                plain.append(byte)
                rest = rest.dropFirst()
            }
        }
        return plain
    }
}

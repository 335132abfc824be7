extension JSONValue {
    /// RFC 8259 text. `indented` puts each member on a line of its own, two spaces a level.
    package func serialized(indented: Bool = false) -> String {
        var out: [UInt8] = []
        write(into: &out, indent: indented ? 0 : nil)
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends the text to `out`; `indent` is the level for indented text, nil for compact.
    package func write(into out: inout [UInt8], indent: Int? = nil) {
        switch self {
        case .null: out += "null".utf8
        case .boolean(let value): out += (value ? "true" : "false").utf8
        case .number(let digits): out += digits.utf8
        case .string(let text): Self.write(text, into: &out)
        case .array(let elements):
            Self.writeList(elements.count, "[", "]", into: &out, indent: indent) { index, out in
                elements[index].write(into: &out, indent: indent.map { $0 + 1 })
            }
        case .object(let members):
            Self.writeList(members.count, "{", "}", into: &out, indent: indent) { index, out in
                Self.write(members[index].name, into: &out)
                out += (indent == nil ? ":" : ": ").utf8
                members[index].value.write(into: &out, indent: indent.map { $0 + 1 })
            }
        }
    }

    private static func writeList(
        _ count: Int, _ open: String, _ close: String, into out: inout [UInt8], indent: Int?,
        _ element: (Int, inout [UInt8]) -> Void
    ) {
        out += open.utf8
        for index in 0..<count {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            if let indent { newline(indent + 1, into: &out) }
            element(index, &out)
        }
        if let indent, count > 0 { newline(indent, into: &out) }
        out += close.utf8
    }

    private static func newline(_ level: Int, into out: inout [UInt8]) {
        out.append(UInt8(ascii: "\n"))
        out += repeatElement(UInt8(ascii: " "), count: level * 2)
    }

    /// Appends a JSON string with its quotes; control characters are escaped.
    package static func write(_ text: String, into out: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        out.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): out += "\\\"".utf8
            case UInt8(ascii: "\\"): out += "\\\\".utf8
            case 0x0A: out += "\\n".utf8
            case 0x0D: out += "\\r".utf8
            case 0x09: out += "\\t".utf8
            case 0..<0x20, 0x7F:
                out += "\\u00".utf8
                out.append(digits[Int(byte >> 4)])
                out.append(digits[Int(byte & 15)])
            default: out.append(byte)
            }
        }
        out.append(UInt8(ascii: "\""))
    }
}

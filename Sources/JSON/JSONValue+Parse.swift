extension JSONValue {
    /// What is wrong with a JSON text, and at which byte.
    package struct ParseError: Error, Hashable, Sendable {
        package let reason: String
        package let byteOffset: Int
    }

    /// Reads one RFC 8259 text, strictly: UTF-8, no trailing commas, no comments, nothing after it.
    /// - Parameters:
    ///   - maximumDepth: nesting beyond it is refused, so that input can't exhaust the stack.
    ///   - mendsText: half a character (`\ud83d` alone, a byte that is not UTF-8), as it is left of a
    ///     text that was cut, becomes U+FFFD and is no reason to refuse the rest.
    package static func parse(
        _ bytes: [UInt8], maximumDepth: Int = 64, mendsText: Bool = false
    ) throws(ParseError) -> JSONValue {
        var parser = Parser(bytes: bytes, maximumDepth: maximumDepth, mendsText: mendsText)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.position == bytes.count else { throw parser.error("text after the value") }
        return value
    }

    private struct Parser {
        let bytes: [UInt8]
        let maximumDepth: Int
        let mendsText: Bool
        var position = 0

        func error(_ reason: String) -> ParseError {
            ParseError(reason: reason, byteOffset: position)
        }

        func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

        mutating func skipSpace() {
            while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                position += 1
            }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            guard peek() == byte else { return false }
            position += 1
            return true
        }

        mutating func value(depth: Int) throws(ParseError) -> JSONValue {
            guard depth <= maximumDepth else { throw error("nested too deeply") }
            skipSpace()
            switch peek() {
            case UInt8(ascii: "{"): return try object(depth: depth)
            case UInt8(ascii: "["): return try array(depth: depth)
            case UInt8(ascii: "\""): return .string(try string())
            case UInt8(ascii: "t"): return try word("true", .boolean(true))
            case UInt8(ascii: "f"): return try word("false", .boolean(false))
            case UInt8(ascii: "n"): return try word("null", .null)
            case nil: throw error("the text ends where a value is expected")
            default: return try number()
            }
        }

        mutating func word(_ text: String, _ value: JSONValue) throws(ParseError) -> JSONValue {
            for byte in text.utf8 {
                guard take(byte) else { throw error("a value is expected") }
            }
            return value
        }

        mutating func object(depth: Int) throws(ParseError) -> JSONValue {
            position += 1
            var members: [Member] = []
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            while true {
                skipSpace()
                guard peek() == UInt8(ascii: "\"") else { throw error("a member name is expected") }
                let name = try string()
                skipSpace()
                guard take(UInt8(ascii: ":")) else { throw error("':' is expected") }
                members.append(Member(name, try value(depth: depth + 1)))
                skipSpace()
                if take(UInt8(ascii: "}")) { return .object(members) }
                guard take(UInt8(ascii: ",")) else { throw error("',' or '}' is expected") }
            }
        }

        mutating func array(depth: Int) throws(ParseError) -> JSONValue {
            position += 1
            var elements: [JSONValue] = []
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(elements) }
            while true {
                elements.append(try value(depth: depth + 1))
                skipSpace()
                if take(UInt8(ascii: "]")) { return .array(elements) }
                guard take(UInt8(ascii: ",")) else { throw error("',' or ']' is expected") }
            }
        }

        mutating func number() throws(ParseError) -> JSONValue {
            let start = position
            _ = take(UInt8(ascii: "-"))
            if !take(UInt8(ascii: "0")) { try digits() }
            if take(UInt8(ascii: ".")) { try digits() }
            if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
                if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
                try digits()
            }
            return .number(String(decoding: bytes[start..<position], as: UTF8.self))
        }

        mutating func digits() throws(ParseError) {
            let start = position
            while let byte = peek(), (0x30...0x39).contains(byte) { position += 1 }
            guard position > start else { throw error("a value is expected") }
        }

        mutating func string() throws(ParseError) -> String {
            position += 1
            let start = position
            while let byte = peek() {
                switch byte {
                case UInt8(ascii: "\""):
                    position += 1
                    return try valid(bytes[start..<position - 1])
                case UInt8(ascii: "\\"): return try escapedString(from: start)
                case 0..<0x20: throw error("a control character in a string")
                default: position += 1
                }
            }
            throw error("the text ends inside a string")
        }

        func valid(_ text: ArraySlice<UInt8>) throws(ParseError) -> String {
            guard let valid = String(validating: text, as: UTF8.self) else {
                if mendsText { return String(decoding: text, as: UTF8.self) }
                throw error("a string is not UTF-8")
            }
            return valid
        }

        /// A string in which an escape was met: what stands before it is taken as it is.
        mutating func escapedString(from start: Int) throws(ParseError) -> String {
            var text = Array(bytes[start..<position])
            while let byte = peek() {
                position += 1
                switch byte {
                case UInt8(ascii: "\""): return try valid(text[...])
                case UInt8(ascii: "\\"): try escape(into: &text)
                case 0..<0x20: throw error("a control character in a string")
                default: text.append(byte)
                }
            }
            throw error("the text ends inside a string")
        }

        mutating func escape(into text: inout [UInt8]) throws(ParseError) {
            guard let byte = peek() else { throw error("the text ends inside a string") }
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                let code = try codePoint()
                guard let scalar = Unicode.Scalar(code) else { throw error("a lone surrogate") }
                text += String(Character(scalar)).utf8
            default: throw error("an unknown escape")
            }
        }

        /// What stands behind `\u`, with the second half of a pair.
        mutating func codePoint() throws(ParseError) -> UInt32 {
            let code = try hexadecimal()
            guard (0xD800..<0xE000).contains(code) else { return code }
            let behind = position
            if code < 0xDC00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
                let low = try hexadecimal()
                if (0xDC00..<0xE000).contains(low) {
                    return 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
                }
            }
            guard mendsText else { throw error("a lone surrogate") }
            // Whatever follows is read for itself.
            position = behind
            return 0xFFFD
        }

        mutating func hexadecimal() throws(ParseError) -> UInt32 {
            guard position + 4 <= bytes.count,
                bytes[position..<position + 4].allSatisfy({ $0.isHexadecimalDigit }),
                let code = UInt32(
                    String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
            else { throw error("four hexadecimal digits are expected") }
            position += 4
            return code
        }
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
        default: false
        }
    }
}

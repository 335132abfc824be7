import Vocabulary

/// Values of type json: RFC 8259, strictly, written without the white space between their parts (a
/// raw line feed must never get into a payload).
extension RecordRun {
    /// Deeper nesting is refused.
    static var deepestJSON: Int { 64 }

    mutating func putJSON(_ text: Text) -> Bool {
        data.reserve(text.count)
        var at = text.endOfJSONSpace(0)
        guard putValue(text, &at, depth: 0) else { return false }
        return text.endOfJSONSpace(at) == text.count
    }

    /// An array as it is; anything else, a text whatever it looks like, as an array of one.
    mutating func putList(_ text: Text, _ kind: FieldKind) -> Bool {
        if kind.isText {
            data.reserve(6 * text.count + 4)
            data.put(UInt8(ascii: "["))
            data.put(jsonString: text)
            data.put(UInt8(ascii: "]"))
            return true
        }
        let start = text.endOfJSONSpace(0)
        if start < text.count, text[start] == UInt8(ascii: "[") { return putJSON(text) }
        data.reserve(1)
        data.put(UInt8(ascii: "["))
        guard putJSON(text) else { return false }
        data.reserve(1)
        data.put(UInt8(ascii: "]"))
        return true
    }

    private mutating func putValue(_ text: Text, _ at: inout Int, depth: Int) -> Bool {
        guard at < text.count, depth <= Self.deepestJSON else { return false }
        let start = at
        switch text[at] {
        case UInt8(ascii: "{"): return putMembers(text, &at, depth: depth)
        case UInt8(ascii: "["): return putElements(text, &at, depth: depth)
        case UInt8(ascii: "\""):
            at = text.endOfJSONString(at)
        case UInt8(ascii: "t"): at = text.endOf("true", at)
        case UInt8(ascii: "f"): at = text.endOf("false", at)
        case UInt8(ascii: "n"): at = text.endOf("null", at)
        default: at = text.endOfJSONNumber(at)
        }
        guard at > start else { return false }
        data.put(text.slice(start, at))
        return true
    }

    private mutating func putMembers(_ text: Text, _ at: inout Int, depth: Int) -> Bool {
        data.put(UInt8(ascii: "{"))
        at = text.endOfJSONSpace(at + 1)
        if take(UInt8(ascii: "}"), text, &at) { return true }
        while true {
            let end = at < text.count ? text.endOfJSONString(at) : -1
            guard end > at else { return false }
            data.put(text.slice(at, end))
            at = text.endOfJSONSpace(end)
            guard take(UInt8(ascii: ":"), text, &at),
                putValue(text, &at, depth: depth + 1)
            else { return false }
            at = text.endOfJSONSpace(at)
            if take(UInt8(ascii: "}"), text, &at) { return true }
            guard take(UInt8(ascii: ","), text, &at) else { return false }
        }
    }

    private mutating func putElements(_ text: Text, _ at: inout Int, depth: Int) -> Bool {
        data.put(UInt8(ascii: "["))
        at = text.endOfJSONSpace(at + 1)
        if take(UInt8(ascii: "]"), text, &at) { return true }
        while true {
            guard putValue(text, &at, depth: depth + 1) else { return false }
            at = text.endOfJSONSpace(at)
            if take(UInt8(ascii: "]"), text, &at) { return true }
            guard take(UInt8(ascii: ","), text, &at) else { return false }
        }
    }

    /// Takes the byte and the space behind it.
    private mutating func take(_ byte: UInt8, _ text: Text, _ at: inout Int) -> Bool {
        guard at < text.count, text[at] == byte else { return false }
        data.put(byte)
        at = text.endOfJSONSpace(at + 1)
        return true
    }

    /// The text of a JSON string's inside (known to be valid), without its escapes.
    mutating func unescaped(_ text: Text) -> Text {
        plain.count = 0
        plain.reserve(text.count)
        var at = 0
        while at < text.count {
            let byte = text[at]
            at += 1
            guard byte == UInt8(ascii: "\\"), at < text.count else {
                plain.put(byte)
                continue
            }
            let letter = text[at]
            at += 1
            switch letter {
            case UInt8(ascii: "b"): plain.put(0x08)
            case UInt8(ascii: "t"): plain.put(0x09)
            case UInt8(ascii: "n"): plain.put(0x0A)
            case UInt8(ascii: "f"): plain.put(0x0C)
            case UInt8(ascii: "r"): plain.put(0x0D)
            case UInt8(ascii: "u"):
                // Hopper itself escapes only control characters this way.
                plain.put((text[at + 2] - 0x30) << 4 | text[at + 3].hexadecimalValue)
                at += 4
            default: plain.put(letter)
            }
        }
        return plain.text
    }
}

extension Text {
    func endOfJSONSpace(_ start: Int) -> Int {
        var at = start
        while at < count {
            switch self[at] {
            case 0x20, 0x0A, 0x0D, 0x09: at += 1
            default: return at
            }
        }
        return at
    }

    /// The index behind the closing quote; -1 when no valid string begins there.
    func endOfJSONString(_ start: Int) -> Int {
        guard self[start] == UInt8(ascii: "\"") else { return -1 }
        var at = start + 1
        while at < count {
            switch self[at] {
            case UInt8(ascii: "\""): return at + 1
            case UInt8(ascii: "\\"):
                at = endOfJSONEscape(at + 1)
                guard at > 0 else { return -1 }
            case 0..<0x20: return -1
            default: at += 1
            }
        }
        return -1
    }

    private func endOfJSONEscape(_ at: Int) -> Int {
        guard at < count else { return -1 }
        switch self[at] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return at + 1
        case UInt8(ascii: "u"):
            guard let unit = hexadecimal(at + 1) else { return -1 }
            // A surrogate stands only as one of a pair.
            if unit & 0xFC00 == 0xDC00 { return -1 }
            guard unit & 0xFC00 == 0xD800 else { return at + 5 }
            guard at + 6 < count, self[at + 5] == UInt8(ascii: "\\"),
                self[at + 6] == UInt8(ascii: "u"), let low = hexadecimal(at + 7),
                low & 0xFC00 == 0xDC00
            else { return -1 }
            return at + 11
        default: return -1
        }
    }

    private func hexadecimal(_ start: Int) -> Int? {
        guard start + 4 <= count else { return nil }
        var number = 0
        for index in start..<start + 4 {
            let value = self[index].hexadecimalValue
            guard value < 16 else { return nil }
            number = number << 4 | Int(value)
        }
        return number
    }

    func endOf(_ word: StaticString, _ start: Int) -> Int {
        let end = start + word.utf8CodeUnitCount
        guard end <= count else { return -1 }
        for index in start..<end where self[index] != word.byte(index - start) {
            return -1
        }
        return end
    }

    func endOfJSONNumber(_ start: Int) -> Int {
        var at = start
        if self[at] == UInt8(ascii: "-") { at += 1 }
        let integer = at
        at = endOfDigits(at)
        guard at > integer, at == integer + 1 || self[integer] != 0x30 else { return -1 }
        if at < count, self[at] == UInt8(ascii: ".") {
            let fraction = at + 1
            at = endOfDigits(fraction)
            guard at > fraction else { return -1 }
        }
        if at < count, self[at] | 0x20 == UInt8(ascii: "e") {
            var exponent = at + 1
            if exponent < count,
                self[exponent] == UInt8(ascii: "-") || self[exponent] == UInt8(ascii: "+")
            {
                exponent += 1
            }
            at = endOfDigits(exponent)
            guard at > exponent else { return -1 }
        }
        return at
    }

    private func endOfDigits(_ start: Int) -> Int {
        var at = start
        while at < count, self[at] &- 0x30 < 10 { at += 1 }
        return at
    }
}

extension UInt8 {
    /// 0 to 15, or 255.
    fileprivate var hexadecimalValue: UInt8 {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x37
        case 0x61...0x66: self - 0x57
        default: 255
        }
    }
}

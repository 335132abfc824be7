import CPlatform

/// `apply`: each step has a fast way for ASCII and one that knows Unicode.
extension RecordRun {
    /// A field's steps; most have one, and most of these are `trim`.
    @inline(__always) mutating func apply(_ op: OpReference, to text: Text) -> Text {
        if op.steps.count == 1, steps[Int(op.steps.first)] == .trim { return text.trimmed }
        return applySteps(op.steps, to: text)
    }

    mutating func applySteps(_ range: TableRange, to text: Text) -> Text {
        var text = text
        for index in Int(range.first)..<Int(range.first + range.count) {
            switch steps[index] {
            case .trim: text = text.trimmed
            case .collapse: text = collapsed(text)
            case .lowercase: text = lowercased(text)
            case .uppercase: text = uppercased(text)
            case .digits: text = digits(of: text)
            case .nfc: text = composed(text)
            }
        }
        return text
    }

    /// Each run of white space becomes one space.
    private mutating func collapsed(_ text: Text) -> Text {
        withNextScratch(text.count) { out in
            var at = 0
            var inSpace = false
            while at < text.count {
                let width = text.widthOfSpace(at)
                if width > 0 {
                    if !inSpace { out.put(0x20) }
                    inSpace = true
                    at += width
                } else {
                    out.put(text[at])
                    inSpace = false
                    at += 1
                }
            }
        }
    }

    @inline(__always) private mutating func lowercased(_ text: Text) -> Text {
        changedCase(text, from: 0x41, lower) { $0.properties.lowercaseMapping }
    }

    @inline(__always) private mutating func uppercased(_ text: Text) -> Text {
        changedCase(text, from: 0x61, upper) { $0.properties.uppercaseMapping }
    }

    /// - Parameter first: `A` or `a`: the first of the 26 letters of ASCII that change.
    @inline(__always) private mutating func changedCase(
        _ text: Text, from first: UInt8, _ table: CaseTable, _ mapping: (Unicode.Scalar) -> String
    ) -> Text {
        var isWhole = true
        let changed = withNextScratch(text.count) { out in
            let to = unsafe out.base
            var at = 0
            while at < text.count {
                let byte = text[at]
                if byte < 0x80 {
                    at += unsafe hopper_copy_other_case(
                        to + at, text.start + at, text.count - at, first)
                } else if byte < 0xE0, at + 1 < text.count {
                    let code = UInt16(byte & 0x1F) << 6 | UInt16(text[at + 1] & 0x3F)
                    let other = code >= 0x80 ? table[code] : 0
                    if other == 0 { break }
                    unsafe to[at] = 0xC0 | UInt8(truncatingIfNeeded: other >> 6)
                    unsafe to[at + 1] = 0x80 | UInt8(truncatingIfNeeded: other & 0x3F)
                    at += 2
                } else {
                    break
                }
            }
            isWhole = at == text.count
            out.count = text.count
        }
        return isWhole ? changed : mapped(text, mapping)
    }

    /// Decimal digits of any script, as ASCII; everything else goes.
    private mutating func digits(of text: Text) -> Text {
        let isASCII = text.isBelow(0x80)
        return withNextScratch(text.count) { out in
            if isASCII {
                for index in 0..<text.count where text[index] &- 0x30 < 10 { out.put(text[index]) }
                return
            }
            for scalar in text.string.unicodeScalars
            where scalar.properties.numericType == .decimal {
                out.put(0x30 + UInt8(scalar.properties.numericValue ?? 0))
            }
        }
    }

    /// Unicode's normalization form C.
    private mutating func composed(_ text: Text) -> Text {
        // What is below U+0300 is in form C already; from there on the lead byte is 0xCC or more.
        if text.isBelow(0xCC) { return text }
        return scratch(Array(text.string.composedScalars.utf8))
    }

    private mutating func mapped(_ text: Text, _ mapping: (Unicode.Scalar) -> String) -> Text {
        var mappedText = ""
        for scalar in text.string.unicodeScalars { mappedText += mapping(scalar) }
        return scratch(Array(mappedText.utf8))
    }

    private mutating func scratch(_ bytes: [UInt8]) -> Text {
        withNextScratch(bytes.count) { out in
            for byte in bytes { out.put(byte) }
        }
    }
}

extension Text {
    /// Without Unicode white space at its ends.
    @inline(__always) var trimmed: Text {
        // Most texts have nothing to lose; what is past ASCII is looked at more closely.
        if count > 0, self[0] &- 0x21 < 0x5F, self[count - 1] &- 0x21 < 0x5F { return self }
        return trimmedSlowly
    }

    private var trimmedSlowly: Text {
        var from = 0
        while from < count {
            let width = widthOfSpace(from)
            if width == 0 { break }
            from += width
        }
        var to = count
        while to > from {
            var start = to - 1
            while start > from, self[start] & 0xC0 == 0x80 { start -= 1 }
            if widthOfSpace(start) == 0 { break }
            to = start
        }
        return slice(from, to)
    }

    /// The bytes of the white space that begins there (the property White_Space); 0 if none does.
    @inline(__always) func widthOfSpace(_ at: Int) -> Int {
        let byte = self[at]
        if byte == 0x20 || byte &- 0x09 < 5 { return 1 }
        return byte < 0xC2 ? 0 : widthOfWideSpace(at)
    }

    private func widthOfWideSpace(_ at: Int) -> Int {
        if self[at] == 0xC2, at + 1 < count {
            return self[at + 1] == 0x85 || self[at + 1] == 0xA0 ? 2 : 0
        }
        guard at + 2 < count else { return 0 }
        switch (self[at], self[at + 1], self[at + 2]) {
        // U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000.
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9),
            (0xE2, 0x80, 0xAF), (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default: return 0
        }
    }
}

/// The inside of a JSON string.
package enum JSONText {
    package static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }

    /// Resolves the escapes in place; the text, which gets shorter, has been checked. Its new length.
    package static func unescape(_ text: UnsafeMutableBufferPointer<UInt8>) -> Int {
        var from = 0
        var to = 0
        func put(_ byte: UInt8) {
            unsafe text[to] = byte
            to += 1
        }
        func unit(_ start: Int) -> UInt32 {
            (start..<start + 4).reduce(0) { unit, index in
                unit << 4 | (unsafe hexadecimalDigit(text[index]) ?? 0)
            }
        }
        while from < text.count {
            let byte = unsafe text[from]
            guard byte == UInt8(ascii: "\\") else {
                put(byte)
                from += 1
                continue
            }
            let escape = unsafe text[from + 1]
            from += 2
            switch escape {
            case UInt8(ascii: "b"): put(0x08)
            case UInt8(ascii: "f"): put(0x0C)
            case UInt8(ascii: "n"): put(0x0A)
            case UInt8(ascii: "r"): put(0x0D)
            case UInt8(ascii: "t"): put(0x09)
            case UInt8(ascii: "u"):
                var code = unit(from)
                from += 4
                if code & 0xFC00 == 0xD800 {
                    code = 0x10000 + (code - 0xD800) << 10 + (unit(from + 2) - 0xDC00)
                    from += 6
                }
                let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
                for byte in UTF8.encode(scalar).unsafelyUnwrappedOrEmpty { put(byte) }
            default: put(escape)
            }
        }
        return to
    }
}

extension UTF8.EncodedScalar? {
    /// Every scalar has an encoding in UTF-8.
    fileprivate var unsafelyUnwrappedOrEmpty: UTF8.EncodedScalar { self ?? UTF8.EncodedScalar() }
}

import Digest

/// What a partner calls a file: bytes, of any kind but `/` and zero.
package struct EntryName: Hashable, Comparable, Sendable {
    package let bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// By their bytes.
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }

    /// The name that `printable` was made from.
    package init(printable: String) {
        var bytes: [UInt8] = []
        let text = Array(printable.utf8)
        var index = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "%"), let byte = Self.encodedByte(in: text, at: index) {
                bytes.append(byte)
                index += 3
            } else {
                bytes.append(text[index])
                index += 1
            }
        }
        self.bytes = bytes
    }

    /// The name that a person means, who writes it as files are listed or as it stood in the inbox.
    package init(asked text: String) {
        let listed = Self(printable: text)
        self = listed.printable == text ? listed : Self(bytes: Array(text.utf8))
    }

    /// The name as the ledger keeps it: text that can be shown, and turned back into the bytes.
    ///
    /// Bytes that are not UTF-8, control and formatting characters are percent-encoded; so is a `%`
    /// that would otherwise read as the beginning of such an encoding.
    package var printable: String {
        encoded { $0.properties.isFitToShow }
    }

    /// The name as a part of a file name of ours: nothing in it is hidden, leads elsewhere, or needs
    /// quoting, and it is at most `limit` bytes long. A longer one is cut and told apart by a hash.
    package func fileName(limit: Int = 200) -> String {
        var text = encoded { $0.properties.isFitToShow && !Self.hostile.contains($0) }
        if text.utf8.first == UInt8(ascii: ".") { text = "%2E" + text.dropFirst() }
        guard text.utf8.count > limit else { return text }
        let mark = "~" + SHA256.hash(bytes).prefix(6).map { String($0, radix: 16) }.joined()
        var kept = ""
        for character in text.unicodeScalars {
            guard kept.utf8.count + 4 + mark.utf8.count <= limit else { break }
            kept.unicodeScalars.append(character)
        }
        return kept + mark
    }

    private static let hostile: Set<Unicode.Scalar> = [
        "/", "\\", ":", "*", "?", "\"", "<", ">", "|",
    ]

    private func encoded(keeping isKept: (Unicode.Scalar) -> Bool) -> String {
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let (scalar, length) = Self.scalar(in: bytes, at: index)
            let next = index + length
            let reads =
                bytes[index] == UInt8(ascii: "%")
                && Self.encodedByte(in: bytes, at: index) != nil
            if let scalar, isKept(scalar), !reads {
                out += bytes[index..<next]
            } else {
                for byte in bytes[index..<next] {
                    out += [
                        UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)],
                    ]
                }
            }
            index = next
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The scalar that is encoded at `index`, and its length; nil and 1 where there is none.
    private static func scalar(in bytes: [UInt8], at index: Int) -> (Unicode.Scalar?, Int) {
        let first = bytes[index]
        if first < 0x80 { return (Unicode.Scalar(first), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard index + length <= bytes.count,
            let text = String(validating: bytes[index..<(index + length)], as: UTF8.self),
            text.unicodeScalars.count == 1
        else { return (nil, 1) }
        return (text.unicodeScalars.first, length)
    }

    /// The byte that `%XX` at `index` stands for; nil where no such encoding stands.
    private static func encodedByte(in text: [UInt8], at index: Int) -> UInt8? {
        guard index + 2 < text.count, let high = value(of: text[index + 1]),
            let low = value(of: text[index + 2])
        else { return nil }
        return high << 4 | low
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}

extension Unicode.Scalar.Properties {
    fileprivate var isFitToShow: Bool {
        switch generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }
}

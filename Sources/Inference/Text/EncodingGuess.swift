import Platform

/// How a text is encoded, as far as its bytes tell.
package struct EncodingGuess: Hashable, Sendable {
    /// An iconv name.
    package var name: String
    /// Where it comes from: a mark, or the bytes alone.
    package var hasMark = false
    /// An XML document says so itself.
    package var isDeclared = false
    /// Why one may doubt it; nil where the bytes leave none.
    package var doubt: String?

    static func guess(_ bytes: [UInt8], isWhole: Bool) -> EncodingGuess {
        if let marked = marked(bytes) { return marked }
        if let declared = declared(bytes) { return declared }
        if let wide = wide(bytes) { return wide }
        // Its bytes are ASCII, too.
        if bytes.contains(0x1B), escapes(bytes) { return EncodingGuess(name: "ISO-2022-JP") }
        switch utf8(bytes, isWhole: isWhole) {
        case .ascii:
            return EncodingGuess(
                name: "UTF-8",
                doubt: isWhole ? nil : "the sample is plain ASCII: other letters may come later")
        case .utf8: return EncodingGuess(name: "UTF-8")
        case .damaged:
            return EncodingGuess(
                name: "UTF-8", doubt: "some bytes of it are not UTF-8: their records are rejected")
        case .other: break
        }
        return ReadingContest(bytes).best()
    }

    private static func marked(_ bytes: [UInt8]) -> EncodingGuess? {
        let marks: [(String, [UInt8])] = [
            ("UTF-8", [0xEF, 0xBB, 0xBF]), ("UTF-32LE", [0xFF, 0xFE, 0, 0]),
            ("UTF-32BE", [0, 0, 0xFE, 0xFF]), ("UTF-16LE", [0xFF, 0xFE]),
            ("UTF-16BE", [0xFE, 0xFF]),
        ]
        guard let mark = marks.first(where: { bytes.starts(with: $0.1) }) else { return nil }
        return EncodingGuess(name: mark.0, hasMark: true)
    }

    /// What an XML document says of itself: `<?xml version="1.0" encoding="ISO-8859-1"?>`.
    private static func declared(_ bytes: [UInt8]) -> EncodingGuess? {
        guard bytes.starts(with: "<?xml".utf8) else { return nil }
        let text = String(
            decoding: bytes.prefix(200).prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let name = text.firstMatch(of: /encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/)?.1,
            CharacterDecoder.knows(String(name))
        else { return nil }
        let isUTF8 = name.lowercased() == "utf-8"
        return EncodingGuess(name: isUTF8 ? "UTF-8" : String(name), isDeclared: true)
    }

    /// UTF-16 and UTF-32 without a mark: digits, delimiters and line ends leave zeros on one side.
    private static func wide(_ bytes: [UInt8]) -> EncodingGuess? {
        let look = bytes.prefix(64 << 10)
        var zeros = [0, 0, 0, 0]
        for (index, byte) in look.enumerated() where byte == 0 { zeros[index & 3] += 1 }
        let units = look.count / 4
        guard units > 0, zeros.reduce(0, +) * 20 > look.count else { return nil }
        let doubt = "there is no byte order mark"
        if zeros[1] * 10 > units * 9, zeros[2] * 10 > units * 9, zeros[3] * 10 > units * 9 {
            return EncodingGuess(name: "UTF-32LE", doubt: doubt)
        }
        if zeros[0] * 10 > units * 9, zeros[1] * 10 > units * 9, zeros[2] * 10 > units * 9 {
            return EncodingGuess(name: "UTF-32BE", doubt: doubt)
        }
        let (even, odd) = (zeros[0] + zeros[2], zeros[1] + zeros[3])
        if odd > even * 10, hasWideLines(look, zeroBehind: true) {
            return EncodingGuess(name: "UTF-16LE", doubt: doubt)
        }
        if even > odd * 10, hasWideLines(look, zeroBehind: false) {
            return EncodingGuess(name: "UTF-16BE", doubt: doubt)
        }
        return nil
    }

    /// Line ends are wide, too, but for a few that are half of another letter: else there are zeros
    /// in a text of single bytes.
    private static func hasWideLines(_ look: ArraySlice<UInt8>, zeroBehind: Bool) -> Bool {
        var wide = 0
        var narrow = 0
        for at in look.indices where look[at] == 0x0A || look[at] == 0x0D {
            let zero = zeroBehind ? at + 1 : at - 1
            if look.indices.contains(zero), look[zero] == 0 { wide += 1 } else { narrow += 1 }
        }
        return wide >= narrow
    }

    private enum Strictness { case ascii, utf8, damaged, other }

    /// Letters of several bytes that outweigh a byte that is none.
    private static let damageOutweighed = 20

    private static func utf8(_ bytes: [UInt8], isWhole: Bool) -> Strictness {
        var letters = 0
        var faults = 0
        var at = 0
        while at < bytes.count {
            if bytes[at] < 0x80 {
                at += 1
                continue
            }
            guard let length = utf8Length(bytes, at) else {
                // The sample may end within a letter.
                let rest = bytes[(at + 1)...]
                if !isWhole, bytes[at] >= 0xC2, rest.count < 3,
                    rest.allSatisfy({ $0 & 0xC0 == 0x80 })
                {
                    break
                }
                faults += 1
                at += 1
                continue
            }
            letters += 1
            at += length
        }
        if faults == 0 { return bytes.allSatisfy { $0 < 0x80 } ? .ascii : .utf8 }
        return letters > faults * damageOutweighed ? .damaged : .other
    }

    /// The bytes of the letter that begins there; nil where none does.
    private static func utf8Length(_ bytes: [UInt8], _ at: Int) -> Int? {
        let length: Int
        switch bytes[at] {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: return nil
        }
        guard at + length <= bytes.count else { return nil }
        return bytes[at + 1..<at + length].allSatisfy { $0 & 0xC0 == 0x80 } ? length : nil
    }

    private static func escapes(_ bytes: [UInt8]) -> Bool {
        bytes.indices.dropLast(2).contains { at in
            bytes[at] == 0x1B && bytes[at + 1] == UInt8(ascii: "$")
                && (bytes[at + 2] == UInt8(ascii: "B") || bytes[at + 2] == UInt8(ascii: "@"))
        }
    }
}

/// The text as UTF-8; what is no character becomes U+FFFD.
func decoded(_ bytes: [UInt8], as encoding: EncodingGuess) -> [UInt8] {
    if encoding.name == "UTF-8" {
        let body =
            encoding.hasMark && bytes.starts(with: [0xEF, 0xBB, 0xBF])
            ? Array(bytes.dropFirst(3)) : bytes
        return body
    }
    var bytes = bytes
    if encoding.hasMark,
        let mark = [4, 2].first(where: { encoding.name.contains($0 == 4 ? "32" : "16") }),
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
            || bytes.starts(with: [0, 0, 0xFE, 0xFF])
    {
        bytes.removeFirst(mark)
    }
    guard var decoder = CharacterDecoder(encoding: encoding.name) else { return bytes }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 4)
    var at = 0
    var room = [UInt8](repeating: 0, count: 64 << 10)
    while at < bytes.count {
        let step = unsafe bytes.withUnsafeBytes { input in
            unsafe room.withUnsafeMutableBytes { output in
                unsafe decoder.decode(
                    UnsafeRawBufferPointer(rebasing: input[at...]), into: output)
            }
        }
        text += room[..<step.produced]
        at += step.consumed
        switch step.stop {
        case .invalid: text += [0xEF, 0xBF, 0xBD]
        case .incomplete: return text
        case .inputUsed, .outputFull: break
        }
        if step.consumed == 0, step.produced == 0 { break }
    }
    return text
}

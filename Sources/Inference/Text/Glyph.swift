import Platform

/// What a byte stands for in an encoding whose characters are single bytes.
struct Glyph: Sendable {
    /// Nil where the encoding has no character.
    var scalar: Unicode.Scalar?
    /// The small letter of it.
    var folded: Unicode.Scalar = " "
    var isLetter = false
    var isUpper = false
    var isLower = false
    var isDigit = false
    var isLatin = false

    init(_ scalar: Unicode.Scalar?) {
        guard let scalar else { return }
        let properties = scalar.properties
        self.scalar = scalar
        isLetter = properties.isAlphabetic && !"µªº".unicodeScalars.contains(scalar)
        isUpper = properties.isUppercase
        isLower = properties.isLowercase
        isDigit = (0x30...0x39).contains(scalar.value)
        isLatin = scalar.value < 0x250
        folded = scalar == "İ" ? "i" : properties.lowercaseMapping.unicodeScalars.first ?? scalar
    }

    /// Of all bytes; nil where iconv doesn't know the encoding.
    static func table(_ encoding: String) -> [Glyph]? {
        guard CharacterDecoder.knows(encoding) else { return nil }
        var scalars = (0..<0x80).map { Optional(Unicode.Scalar(UInt8($0))) }
        // Letters of Hebrew wait for the vowel signs that may follow, so a space is set behind.
        let pairs = (UInt8(0x80)...0xFF).flatMap { [$0, UInt8(ascii: " ")] }
        let text = decoded(pairs, as: EncodingGuess(name: encoding))
        let beyond = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        guard beyond.count == 256 else { return nil }
        for at in stride(from: 0, to: 256, by: 2) {
            let isNone = beyond[at] == "\u{FFFD}" || (0x80..<0xA0).contains(beyond[at].value)
            scalars.append(isNone ? nil : beyond[at])
        }
        return scalars.map(Glyph.init)
    }
}

import Platform

/// Which single byte encoding makes the most plausible text of the bytes: letters that one language
/// has, in words whose case makes sense. It is never more than plausible.
struct SingleByteGuess {
    /// The bytes from 0x80 on, each with its neighbours.
    private var places: [(before: UInt8, byte: UInt8, after: UInt8)] = []

    init(_ bytes: [UInt8]) {
        for (index, byte) in bytes.enumerated() where byte >= 0x80 {
            places.append(
                (
                    index > 0 ? bytes[index - 1] : 0x0A, byte,
                    index + 1 < bytes.count ? bytes[index + 1] : 0x0A
                ))
            if places.count == 4000 { break }
        }
    }

    /// In the order of how common they are: the first of equals is taken.
    private static let candidates = [
        "windows-1252", "ISO-8859-15", "IBM850", "IBM437", "windows-1250", "windows-1251",
        "ISO-8859-2", "IBM852", "KOI8-R", "IBM866", "windows-1254", "windows-1253", "macintosh",
        "windows-1257", "windows-1255", "windows-1256", "windows-874",
    ]

    func best() -> EncodingGuess {
        let scores = Self.candidates.map { (name: $0, score: score($0)) }
        let sorted = scores.enumerated().sorted {
            ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
        }.map(\.element)
        let first = sorted[0]
        let twins = sorted.dropFirst().filter { $0.score >= first.score - 0.05 }.map(\.name)
        var doubt = "there is no mark, and the letters fit \(first.name) best"
        if first.name == "windows-1252",
            !places.contains(where: { (0x80...0x9F).contains($0.byte) })
        {
            doubt += " (ISO-8859-1 reads the same here)"
        } else if !twins.isEmpty {
            doubt += "; \(twins.joined(separator: ", ")) would do as well"
        }
        return EncodingGuess(name: first.name, doubt: doubt + ": look at names with accents")
    }

    private func score(_ encoding: String) -> Double {
        guard let table = Self.table(encoding), !places.isEmpty else { return -100 }
        var common = 0.0
        var letters: [Unicode.Scalar: Int] = [:]
        var (starts, uppercase, lowercase) = (0, 0, 0)
        for place in places {
            guard let scalar = table[Int(place.byte) - 0x80] else {
                common -= 10
                continue
            }
            let before = Self.character(place.before, table)
            let after = Self.character(place.after, table)
            if scalar.properties.isAlphabetic, scalar != "µ" {
                letters[scalar, default: 0] += 1
                common += Self.fit(scalar, before, after)
                if Spelling.isWrong(scalar, before: before, after: after) { common -= 3 }
                if Spelling.isForeignTilde(scalar, after: after) {
                    letters[scalar, default: 0] -= 2
                }
                if !before.properties.isAlphabetic { starts += 1 }
                if !Self.isLatin(scalar), scalar.properties.isUppercase { uppercase += 1 }
                if !Self.isLatin(scalar), scalar.properties.isLowercase { lowercase += 1 }
            } else if Alphabet.signs.contains(scalar) {
                // A sign inside a word is a letter of another encoding.
                let isInside = before.properties.isAlphabetic && after.properties.isAlphabetic
                let isUnit = !before.properties.isAlphabetic && after.properties.isAlphabetic
                common +=
                    scalar == "µ" && isUnit
                    ? 2 : isInside && scalar != "’" && scalar != "·" ? -3 : 0.5
            } else {
                common -= scalar.value < 0xA0 ? 10 : 4
            }
        }
        // Words without a capital among them are seldom of a script that has some.
        if starts >= 4, uppercase == 0, lowercase > starts { common -= Double(lowercase) * 0.4 }
        var best = -Double.infinity
        for alphabet in Alphabet.all {
            var sum = 0.0
            for (scalar, count) in letters {
                sum += Double(count) * (alphabet.letters.contains(scalar) ? 2 : -1)
                if alphabet.common.contains(scalar) { sum += Double(count) * 0.8 }
            }
            best = max(best, sum)
        }
        // Of a single letter one can't tell much: then what is most common is taken.
        if encoding == "windows-1252" { best += letters.count > 3 ? 1.5 : 3 }
        return (common + best) / Double(places.count)
    }

    /// How well a letter stands between its neighbours.
    private static func fit(
        _ scalar: Unicode.Scalar, _ before: Unicode.Scalar, _ after: Unicode.Scalar
    ) -> Double {
        var fit = 0.0
        let isUpper = scalar.properties.isUppercase
        if isSmall(before) { fit += isUpper ? -2 : 0.5 }
        // A capital by itself is no word.
        if isUpper, !before.properties.isAlphabetic, !after.properties.isAlphabetic { fit -= 2 }
        if before.properties.isUppercase, !isUpper, after.properties.isUppercase { fit -= 2 }
        if isSmall(after) { fit += 0.25 }
        for other in [before, after] where other.properties.isAlphabetic {
            if isLatin(other) != isLatin(scalar) { fit -= 2 }
        }
        if before.properties.numericType != nil || after.properties.numericType != nil {
            fit -= 0.5
        }
        return fit
    }

    /// A small letter, or one of a script without capitals.
    private static func isSmall(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isLowercase
            || scalar.properties.isAlphabetic && !scalar.properties.isUppercase
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool { scalar.value < 0x250 }

    private static func character(_ byte: UInt8, _ table: [Unicode.Scalar?]) -> Unicode.Scalar {
        byte < 0x80 ? Unicode.Scalar(byte) : table[Int(byte) - 0x80] ?? " "
    }

    private static func table(_ encoding: String) -> [Unicode.Scalar?]? {
        guard CharacterDecoder.knows(encoding) else { return nil }
        return (0x80...0xFF).map { byte in
            // Letters of Hebrew wait for the vowel signs that may follow.
            let text = decoded([UInt8(byte), 0x20], as: EncodingGuess(name: encoding))
            let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
            return scalars.count == 2 && scalars.first != "\u{FFFD}" ? scalars.first : nil
        }
    }
}

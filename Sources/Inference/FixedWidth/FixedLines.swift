/// A text's lines as characters, for looking at what stands below what.
struct FixedLines {
    struct Line {
        /// From 1, in physical lines.
        let number: Int
        let characters: [Unicode.Scalar]

        /// Blank beyond the end, too.
        func isBlank(_ position: Int) -> Bool {
            position >= characters.count || characters[position] == " "
        }

        /// The text between two positions, without the spaces around it.
        func cell(_ range: Range<Int>) -> [UInt8] {
            let slice = characters[
                min(range.lowerBound, characters.count)..<min(range.upperBound, characters.count)]
            let start = slice.drop { $0 == " " }
            let end = start.lastIndex { $0 != " " } ?? start.startIndex - 1
            var text = String.UnicodeScalarView()
            text.append(contentsOf: start[start.startIndex..<max(start.startIndex, end + 1)])
            return Array(String(text).utf8)
        }
    }

    /// Without those that are empty or blank.
    private(set) var lines: [Line] = []

    private static let lengthLimit = 4000

    /// - Parameter isWhole: the last line is not cut off.
    init?(_ text: [UInt8], isWhole: Bool, maximum: Int) {
        var number = 0
        var start = 0
        var at = 0
        func take(_ end: Int) -> Bool {
            number += 1
            guard end - start <= Self.lengthLimit else { return false }
            let characters = Array(
                String(decoding: text[start..<end], as: UTF8.self).unicodeScalars)
            if characters.contains(where: { $0 != " " }) {
                lines.append(Line(number: number, characters: characters))
            }
            return true
        }
        while at < text.count, lines.count < maximum {
            let byte = text[at]
            if byte == 0x09 { return nil }
            guard byte == 0x0A || byte == 0x0D else {
                at += 1
                continue
            }
            guard take(at) else { return nil }
            at += byte == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A ? 2 : 1
            start = at
        }
        if at >= text.count, start < text.count, isWhole, !take(text.count) { return nil }
    }
}

/// The different words of a sample that have bytes beyond ASCII, cut where every encoding would cut
/// them: so the costs of reading them in one encoding and another can be compared.
struct SampleWords {
    struct Word: Hashable {
        var bytes: ArraySlice<UInt8>
        /// A digit, or a space for all else.
        var before: UInt8
        var after: UInt8
    }

    private(set) var words: [Word] = []
    /// The values from 0x80 on that stand anywhere in the sample.
    private(set) var values = Set<UInt8>()

    private static let enough = 1200
    private static let longest = 60

    init(_ bytes: [UInt8]) {
        var seen = Set<Word>()
        var isPresent = [Bool](repeating: false, count: 256)
        var at = 0
        var start = 0
        while at < bytes.count {
            // Words start with a letter or with a byte beyond ASCII.
            start = at
            var isHigh = false
            while at < bytes.count, Self.joins(bytes, at) {
                if bytes[at] >= 0x80 {
                    isHigh = true
                    isPresent[Int(bytes[at])] = true
                }
                at += 1
            }
            if isHigh, words.count < Self.enough {
                let word = Word(
                    bytes: bytes[start..<min(at, start + Self.longest)],
                    before: Self.neighbour(bytes, start - 1),
                    after: Self.neighbour(bytes, at))
                if seen.insert(word).inserted { words.append(word) }
            }
            at += 1
        }
        values = Set((0x80...0xFF).filter { isPresent[Int($0)] })
    }

    /// Letters and bytes beyond ASCII; and what may be the second half of a character.
    private static func joins(_ bytes: [UInt8], _ at: Int) -> Bool {
        let byte = bytes[at]
        if byte >= 0x80 || isLetter(byte) { return true }
        guard at > 0, bytes[at - 1] >= 0x80 else { return false }
        // A digit between two such bytes: characters of four bytes.
        if isDigit(byte) { return at + 1 < bytes.count && bytes[at + 1] >= 0x80 }
        return (0x40...0x7E).contains(byte)
    }

    private static func neighbour(_ bytes: [UInt8], _ at: Int) -> UInt8 {
        bytes.indices.contains(at) && isDigit(bytes[at])
            ? UInt8(ascii: "0") : UInt8(ascii: " ")
    }

    static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

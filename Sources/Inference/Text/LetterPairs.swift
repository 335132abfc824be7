/// How readily the letters of a language follow one another: what tells encodings apart that read
/// the same bytes as other letters.
///
/// The tables are made by `scripts/letter-pairs`. A row stands for a letter, a column for the one
/// behind it; each digit of base 62 is five times the negative logarithm of the chance. The first
/// of each is the space between words.
struct LetterPairs: Sendable {
    let name: String
    /// The column of each letter.
    private let columns: [Unicode.Scalar: Int]
    private let costs: [Double]

    /// Between words.
    static let space = 0

    init(_ name: String, letters: String, rows: String) {
        self.name = name
        var columns: [Unicode.Scalar: Int] = [:]
        for letter in letters.unicodeScalars { columns[letter] = columns.count }
        columns[" "] = nil
        self.columns = columns
        costs = rows.utf8.compactMap { digit in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): Double(digit - UInt8(ascii: "0")) / 5
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): Double(digit - UInt8(ascii: "A") + 10) / 5
            case UInt8(ascii: "a")...UInt8(ascii: "z"): Double(digit - UInt8(ascii: "a") + 36) / 5
            default: nil
            }
        }
        assert(costs.count == (columns.count + 1) * (columns.count + 1), "rows of \(name)")
    }

    /// The column of a letter, which is small; nil where the language does not have it.
    func column(_ letter: Unicode.Scalar) -> Int? { columns[letter] }

    /// The negative logarithm of the chance that one follows the other.
    func cost(_ before: Int, _ after: Int) -> Double { costs[before * (columns.count + 1) + after] }
}

extension LetterPairs {
    static let western = [german, french, spanish, italian, portuguese, dutch]
    static let northern = [swedish, danish, norwegian, finnish, icelandic]
    static let central = [polish, czech, slovak, hungarian, romanian, croatian, slovene]
    static let baltic = [lithuanian, latvian, estonian]
    static let cyrillic = [russian, ukrainian, bulgarian, macedonian]

    /// Where the letters alone don't decide: fewer files are in some languages than in others.
    var prior: Double {
        switch name {
        case "German", "French", "Spanish", "Italian": 0
        case "Icelandic", "Macedonian", "Slovak", "Albanian": 2
        default: 0.5
        }
    }
}

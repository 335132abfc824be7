import Glibc
import Platform

/// The characters of East Asia, those first that texts have most of, and what each costs.
///
/// The lists are made by `scripts/letter-pairs`.
enum CharacterRanks {
    /// What no everyday text has.
    static let rare = 13.0

    /// Punctuation that all of them share.
    private static let punctuation =
        "、。，・：；？！（）「」〜－\u{3000}…％＋／～０１２３４５６７８９＆《》【】·“”—①②③℃※○●→№"

    /// The negative logarithm of the chance of the character in some place of the list.
    private static func cost(rank: Int, of count: Int) -> Double {
        log(Double(rank + 30)) + log(log(Double(count + 30) / 30))
    }

    /// The cost of each pair of bytes that stands for a character of the list.
    static func costs(_ list: String, in encoding: String) -> [UInt16: Double] {
        guard var encoder = CharacterEncoder(encoding: encoding) else { return [:] }
        var costs: [UInt16: Double] = [:]
        func put(_ character: Unicode.Scalar, _ cost: Double) {
            let bytes = encoder.encode(Array(character.utf8))
            guard bytes.count == 2 else { return }
            costs[UInt16(bytes[0]) << 8 | UInt16(bytes[1])] = cost
        }
        for character in punctuation.unicodeScalars { put(character, 7) }
        let count = list.unicodeScalars.count
        for (rank, character) in list.unicodeScalars.enumerated() {
            put(character, cost(rank: rank, of: count))
        }
        return costs
    }
}

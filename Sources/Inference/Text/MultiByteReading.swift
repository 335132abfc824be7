/// Reads words in an encoding of East Asia, whose characters are mostly pairs of bytes.
struct MultiByteReading: Sendable {
    let pairing: Pairing
    private let costs: [UInt16: Double]
    private let katakana: [Int?]

    static let all = Pairing.all.map { MultiByteReading($0) }

    private static let invalid = 15.0
    private static let ascii = 4.0

    private init(_ pairing: Pairing) {
        self.pairing = pairing
        costs = CharacterRanks.costs(pairing.ranks, in: pairing.name)
        katakana = (0...255).map { byte in
            guard pairing.halves.contains(UInt8(byte)), byte >= 0xA1,
                let scalar = Unicode.Scalar(UInt32(0xFF61 + byte - 0xA1))
            else { return nil }
            return LetterPairs.halfwidthKatakana.column(scalar)
        }
    }

    func costs(_ words: [SampleWords.Word]) -> [Double] { words.map { cost($0.bytes) } }

    private func cost(_ bytes: ArraySlice<UInt8>) -> Double {
        let pairs = LetterPairs.halfwidthKatakana
        var cost = 0.0
        var column = LetterPairs.space
        var at = bytes.startIndex
        while at < bytes.endIndex {
            let lead = bytes[at]
            let next = katakana[Int(lead)]
            if next == nil, column != LetterPairs.space {
                cost += pairs.cost(column, LetterPairs.space)
                column = LetterPairs.space
            }
            if let next {
                cost += pairs.cost(column, next)
                column = next
                at += 1
            } else if lead < 0x80 {
                cost += Self.ascii
                at += 1
            } else if pairing.halves.contains(lead) {
                cost += CharacterRanks.rare
                at += 1
            } else if let length = pairing.length(bytes, at) {
                let pair = UInt16(lead) << 8 | UInt16(bytes[at + 1])
                cost += (length == 2 ? costs[pair] : nil) ?? CharacterRanks.rare
                at += length
            } else {
                cost += Self.invalid
                at += 1
            }
        }
        if column != LetterPairs.space { cost += pairs.cost(column, LetterPairs.space) }
        return cost
    }

    /// How many characters of the sample are none, up to a few.
    func faults(_ bytes: [UInt8]) -> Int {
        var faults = 0
        var at = 0
        while at < bytes.count, faults < 8 {
            if bytes[at] < 0x80 || pairing.halves.contains(bytes[at]) {
                at += 1
            } else if let length = pairing.length(bytes[...], at) {
                at += length
            } else {
                // The sample may end within a character.
                if at + 4 < bytes.count { faults += 1 }
                at += 1
            }
        }
        return faults
    }
}

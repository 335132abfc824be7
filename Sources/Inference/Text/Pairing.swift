/// Which bytes make the characters of an encoding of East Asia.
struct Pairing: Sendable {
    let name: String
    let ranks: String
    let leads: ClosedRange<UInt8>
    let trails: [ClosedRange<UInt8>]
    /// Katakana of half the width, a byte each; a range of ASCII where there are none.
    var halves: ClosedRange<UInt8> = 0...0
    /// How few of all files are encoded so.
    let prior: Double

    /// The bytes of the character that begins there; nil where none does.
    func length(_ bytes: ArraySlice<UInt8>, _ at: Int) -> Int? {
        let lead = bytes[at]
        guard at + 1 < bytes.endIndex else { return nil }
        let trail = bytes[at + 1]
        if name == "EUC-JP", lead == 0x8E { return (0xA1...0xDF).contains(trail) ? 2 : nil }
        if name == "EUC-JP", lead == 0x8F {
            return at + 2 < bytes.endIndex && trail >= 0xA1 && bytes[at + 2] >= 0xA1 ? 3 : nil
        }
        guard leads.contains(lead) else { return nil }
        if name == "GB18030", SampleWords.isDigit(trail) {
            return at + 3 < bytes.endIndex && leads.contains(bytes[at + 2])
                && SampleWords.isDigit(bytes[at + 3]) ? 4 : nil
        }
        return trails.contains { $0.contains(trail) } ? 2 : nil
    }

    /// Of the two kinds of Shift_JIS the one of Windows: it has all of the other, and the backslash.
    static let all = [
        Pairing(
            name: "CP932", ranks: CharacterRanks.japanese, leads: 0x81...0xFC,
            trails: [0x40...0x7E, 0x80...0xFC], halves: 0xA0...0xDF, prior: 1.5),
        Pairing(
            name: "EUC-JP", ranks: CharacterRanks.japanese, leads: 0xA1...0xFE,
            trails: [0xA1...0xFE], prior: 3),
        Pairing(
            name: "GB18030", ranks: CharacterRanks.simplifiedChinese, leads: 0x81...0xFE,
            trails: [0x40...0x7E, 0x80...0xFE], prior: 1),
        Pairing(
            name: "Big5", ranks: CharacterRanks.traditionalChinese, leads: 0x81...0xFE,
            trails: [0x40...0x7E, 0xA1...0xFE], prior: 1.5),
        Pairing(
            name: "EUC-KR", ranks: CharacterRanks.korean, leads: 0x81...0xFE,
            trails: [0x41...0x5A, 0x61...0x7A, 0x81...0xFE], prior: 1.5),
    ]

    /// The vendor's extension where the standard doesn't have all of the characters.
    static func widened(_ name: String, _ bytes: [UInt8]) -> String {
        let wider = ["EUC-KR": "CP949", "Big5": "Big5-HKSCS"]
        guard let other = wider[name] else { return name }
        let mark: [UInt8] = [0xEF, 0xBF, 0xBD]
        func faults(_ name: String) -> Int {
            let text = decoded(bytes, as: EncodingGuess(name: name))
            return text.indices.count { text[$0] == mark[0] && text[$0...].starts(with: mark) }
        }
        let own = faults(name)
        return own > 0 && faults(other) < own ? other : name
    }
}

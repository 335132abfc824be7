import Glibc

/// Whether the bytes are pairs, as in the encodings of East Asia.
///
/// The pairs must be in order from the first to the last; they must stand side by side, and not
/// alone within words of ASCII, as accents do; and most must be among the characters that everyday
/// texts are made of, which each of these encodings keeps in rows of its own.
struct MultiByteGuess {
    private let bytes: ArraySlice<UInt8>

    private static let lookedAt = 64 << 10
    private static let pairsNeeded = 4

    init(_ bytes: [UInt8]) { self.bytes = bytes.prefix(Self.lookedAt) }

    /// An iconv name; nil where none of them explains the text.
    func best() -> String? {
        let fits = Pairing.all.compactMap { pairing in
            likelihood(pairing).map { (name: pairing.name, value: $0) }
        }
        guard let best = fits.max(by: { $0.value < $1.value }) else { return nil }
        return Self.widened(best.name, Array(bytes))
    }

    /// How well the pairs fit, as the logarithm of their chances; nil where they are none.
    private func likelihood(_ pairing: Pairing) -> Double? {
        var pairs = 0
        var common = 0
        var lonely = 0
        var chances = 0.0
        var run = 0
        var beforeRun: UInt8 = 0x0A
        var at = bytes.startIndex
        func endRun(before after: UInt8) {
            if run == 1, Self.isLetter(beforeRun) || Self.isLetter(after) { lonely += 1 }
            run = 0
        }
        while at < bytes.endIndex {
            let lead = bytes[at]
            if lead < 0x80 {
                endRun(before: lead)
                at += 1
                continue
            }
            if run == 0 { beforeRun = at > bytes.startIndex ? bytes[at - 1] : 0x0A }
            if pairing.singles.contains(lead) {
                // Katakana of half the width: no everyday text is made of them alone.
                (pairs, run, at) = (pairs + 1, run + 1, at + 1)
                chances += Pairing.rare
                continue
            }
            guard at + 1 < bytes.endIndex else { break }
            let trail = bytes[at + 1]
            guard pairing.leads.contains(lead), pairing.takes(trail: trail) else { return nil }
            let chance = pairing.chance(lead, trail)
            if chance > Pairing.rare { common += 1 }
            chances += chance
            (pairs, run, at) = (pairs + 1, run + 1, at + 2)
        }
        endRun(before: 0x0A)
        guard pairs >= Self.pairsNeeded, common * 10 >= pairs * 8, lonely * 5 <= pairs else {
            return nil
        }
        return chances + pairing.prior
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    /// The vendor's extension where the standard doesn't have all of the characters.
    private static func widened(_ name: String, _ bytes: [UInt8]) -> String {
        let wider = ["Shift_JIS": "CP932", "EUC-KR": "CP949", "Big5": "Big5-HKSCS"]
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

/// One of the encodings: which bytes begin and end its pairs, and in which rows its usual
/// characters are.
private struct Pairing {
    let name: String
    let leads: ClosedRange<UInt8>
    let trails: [ClosedRange<UInt8>]
    /// Pairs that a row of the standard has.
    let row: Int
    /// Rows of everyday characters, with the share that they have of a text.
    let usual: [(leads: ClosedRange<UInt8>, share: Double)]
    /// Characters of one byte beyond ASCII.
    var singles: ClosedRange<UInt8> = 0...0
    /// Of all files, as a logarithm.
    var prior = 0.0

    /// The logarithm of the chance of what is hardly ever seen.
    static let rare = -12.0

    func takes(trail: UInt8) -> Bool { trails.contains { $0.contains(trail) } }

    /// The logarithm of its row's share, spread over the row's pairs.
    func chance(_ lead: UInt8, _ trail: UInt8) -> Double {
        guard let rows = usual.first(where: { $0.leads.contains(lead) }) else { return Self.rare }
        // What GBK and UHC have of their own is rare.
        if row == 94, trail < 0xA1 { return Self.rare }
        return log(rows.share / Double(row * rows.leads.count))
    }

    static let all: [Pairing] = [
        Pairing(
            name: "Shift_JIS", leads: 0x81...0xFC, trails: [0x40...0x7E, 0x80...0xFC], row: 188,
            usual: [(0x81...0x83, 0.5), (0x88...0x97, 0.45), (0x98...0x9F, 0.03)],
            singles: 0xA1...0xDF),
        Pairing(
            name: "EUC-JP", leads: 0xA1...0xFE, trails: [0xA1...0xFE], row: 94,
            usual: [(0xA4...0xA5, 0.4), (0xB0...0xCF, 0.5), (0xA1...0xA3, 0.08)]),
        // Names and places have no kana; but few files are encoded so.
        Pairing(
            name: "EUC-JP", leads: 0xA1...0xFE, trails: [0xA1...0xFE], row: 94,
            usual: [(0xB0...0xCF, 0.96), (0xA1...0xA3, 0.03)], prior: -3),
        Pairing(
            name: "GB18030", leads: 0x81...0xFE, trails: [0x40...0x7E, 0x80...0xFE], row: 94,
            usual: [(0xB0...0xD7, 0.95), (0xA1...0xA3, 0.04)]),
        Pairing(
            name: "Big5", leads: 0x81...0xFE, trails: [0x40...0x7E, 0xA1...0xFE], row: 157,
            usual: [(0xA4...0xC6, 0.95), (0xA1...0xA3, 0.04)]),
        Pairing(
            name: "EUC-KR", leads: 0x81...0xFE,
            trails: [0x41...0x5A, 0x61...0x7A, 0x81...0xFE], row: 94,
            usual: [(0xB0...0xC8, 0.95), (0xA1...0xA3, 0.04)]),
    ]
}

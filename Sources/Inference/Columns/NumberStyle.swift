/// How a column's numbers are written.
struct NumberStyle: Hashable {
    /// Nil for whole numbers.
    var mark: UInt8?
    var grouping: UInt8?

    private static let dot = UInt8(ascii: ".")
    private static let comma = UInt8(ascii: ",")

    /// The plainest first: the first that explains all values is taken.
    static let all: [NumberStyle] = [
        NumberStyle(mark: nil), NumberStyle(mark: dot), NumberStyle(mark: comma),
        NumberStyle(mark: nil, grouping: comma), NumberStyle(mark: nil, grouping: dot),
        NumberStyle(mark: nil, grouping: 0x27), NumberStyle(mark: nil, grouping: 0x20),
        NumberStyle(mark: dot, grouping: comma), NumberStyle(mark: comma, grouping: dot),
        NumberStyle(mark: dot, grouping: 0x27), NumberStyle(mark: comma, grouping: 0x20),
        NumberStyle(mark: dot, grouping: 0x20), NumberStyle(mark: comma, grouping: 0x27),
    ]

    /// Whether the mapping takes the text as a number of this style.
    func takes(_ text: [UInt8]) -> Bool {
        var at = 0
        if text.first == UInt8(ascii: "-") || text.first == UInt8(ascii: "+") { at = 1 }
        var group = 0
        var groups = 0
        while at < text.count {
            if text[at] &- 0x30 < 10 {
                group += 1
            } else if text[at] == grouping {
                guard groups == 0 ? (1...3).contains(group) : group == 3 else { return false }
                groups += 1
                group = 0
            } else {
                break
            }
            at += 1
        }
        if groups > 0, group != 3 { return false }
        guard at < text.count else { return group > 0 }
        guard text[at] == mark, at + 1 < text.count else { return false }
        return text[(at + 1)...].allSatisfy { $0 &- 0x30 < 10 }
    }

    /// The value could as well be a whole number in groups: `1.234`.
    static func isAmbiguous(_ text: [UInt8], _ separator: UInt8) -> Bool {
        guard let at = text.firstIndex(of: separator) else { return true }
        let unsigned = text.first == UInt8(ascii: "-") ? 1 : 0
        return text.count - at == 4 && (1...3).contains(at - unsigned)
            && text[unsigned] != UInt8(ascii: "0")
    }

    /// `-5.59E-05`: the exponent has a sign or the number a fraction, as no code has. Nil where it is
    /// none.
    static func powerOfTen(_ text: [UInt8], mark: UInt8) -> Bool {
        guard let at = text.firstIndex(where: { $0 | 0x20 == UInt8(ascii: "e") }) else {
            return false
        }
        let number = Array(text[..<at])
        var power = text[(at + 1)...]
        let hasSign = power.first == UInt8(ascii: "-") || power.first == UInt8(ascii: "+")
        if hasSign { power.removeFirst() }
        guard (1...3).contains(power.count), power.allSatisfy({ $0 &- 0x30 < 10 }) else {
            return false
        }
        return (hasSign || number.contains(mark)) && NumberStyle(mark: mark).takes(number)
    }

    /// `007`: its zeros would be lost.
    static func hasLeadingZero(_ text: [UInt8]) -> Bool {
        let digits = text.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
        guard digits.first == 0x30, let second = digits.dropFirst().first else { return false }
        return second &- 0x30 < 10
    }
}

/// A number in JSON's notation (a leading `+`, leading zeros and a missing integer part allowed) as
/// it must be known to be compared exactly, however many digits it has.
struct NumberView {
    private let text: Text
    private let isNegative: Bool
    private let isZero: Bool
    /// The first digit that is not 0, and the end of the digits.
    private let first: Int
    private let end: Int
    /// The power of ten of that first digit.
    private let magnitude: Int

    /// Nil when the text is not a number.
    init?(_ text: Text) {
        var at = 0
        let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
        if isNegative || text.count > 0 && text[0] == UInt8(ascii: "+") { at = 1 }
        var digits = 0
        var integerDigits = -1
        var first = -1
        var digitsBeforeFirst = 0
        while at < text.count {
            let byte = text[at]
            if byte &- 0x30 < 10 {
                if byte != 0x30, first < 0 {
                    first = at
                    digitsBeforeFirst = digits
                }
                digits += 1
            } else if byte == UInt8(ascii: "."), integerDigits < 0 {
                integerDigits = digits
            } else {
                break
            }
            at += 1
        }
        let end = at
        guard digits > 0, let exponent = Self.exponent(text, at) else { return nil }
        if integerDigits < 0 { integerDigits = digits }
        self.text = text
        self.isNegative = isNegative
        isZero = first < 0
        self.first = first
        self.end = end
        magnitude = integerDigits - 1 - digitsBeforeFirst + exponent
    }

    private static func exponent(_ text: Text, _ start: Int) -> Int? {
        guard start < text.count else { return 0 }
        guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
        var at = start + 1
        var isNegative = false
        if at < text.count, text[at] == UInt8(ascii: "-") || text[at] == UInt8(ascii: "+") {
            isNegative = text[at] == UInt8(ascii: "-")
            at += 1
        }
        guard at < text.count else { return nil }
        var exponent = 0
        while at < text.count {
            let digit = text[at] &- 0x30
            guard digit < 10 else { return nil }
            // Beyond this no text is long enough to make a difference.
            exponent = min(exponent * 10 + Int(digit), 1 << 40)
            at += 1
        }
        return isNegative ? -exponent : exponent
    }

    /// Negative, 0 or positive, as the first is less than, equal to or greater than the second.
    static func compare(_ left: NumberView, _ right: NumberView) -> Int {
        let leftSign = left.isZero ? 0 : left.isNegative ? -1 : 1
        let rightSign = right.isZero ? 0 : right.isNegative ? -1 : 1
        guard leftSign == rightSign, leftSign != 0 else { return leftSign - rightSign }
        guard left.magnitude == right.magnitude else {
            return left.magnitude < right.magnitude ? -leftSign : leftSign
        }
        var leftAt = left.first
        var rightAt = right.first
        while true {
            let leftDigit = left.digit(&leftAt)
            let rightDigit = right.digit(&rightAt)
            if leftDigit < 0, rightDigit < 0 { return 0 }
            let difference = max(leftDigit, 0) - max(rightDigit, 0)
            if difference != 0 { return difference < 0 ? -leftSign : leftSign }
        }
    }

    /// The next digit; -1 after the last.
    private func digit(_ at: inout Int) -> Int {
        if at < end, text[at] == UInt8(ascii: ".") { at += 1 }
        guard at < end else { return -1 }
        defer { at += 1 }
        return Int(text[at]) - 0x30
    }
}

/// A scalar's text, and whether it was quoted.
package struct YAMLScalar: Hashable, Sendable {
    /// As it is meant: unquoted, unescaped, folded.
    package var text: String
    package var style: Style

    package enum Style: Hashable, Sendable {
        case plain
        /// Single or double quotes, a literal or a folded block: always a text.
        case quoted
    }

    package init(_ text: String, style: Style) {
        self.text = text
        self.style = style
    }

    /// What the scalar is under YAML 1.2's core schema (10.3.2): `NO` and `on` are texts.
    package var value: Value {
        guard style == .plain else { return .text }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .boolean(true)
        case "false", "False", "FALSE": return .boolean(false)
        case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf",
            "-.Inf", "-.INF":
            return .number
        default: return isNumber ? .number : .text
        }
    }

    package enum Value: Hashable, Sendable {
        case null
        case boolean(Bool)
        /// An integer (also `0o17`, `0x1F`) or a floating-point number; its digits are the text.
        case number
        case text
    }

    /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, `0o…` or `0x…`.
    private var isNumber: Bool {
        var rest = Substring(text).utf8
        if rest.starts(with: "0o".utf8) {
            return rest.count > 2
                && rest.dropFirst(2).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "7")) ~= $0 }
        }
        if rest.starts(with: "0x".utf8) {
            return rest.count > 2 && text.dropFirst(2).allSatisfy { $0.isASCII && $0.isHexDigit }
        }
        func takeDigits() -> Int {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 }
            rest = rest.dropFirst(digits.count)
            return digits.count
        }
        func take(_ allowed: String) -> Bool {
            guard let first = rest.first, allowed.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = take("+-")
        let whole = takeDigits()
        let fraction = take(".") ? takeDigits() : 0
        guard whole + fraction > 0 else { return false }
        if take("eE") {
            _ = take("+-")
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}

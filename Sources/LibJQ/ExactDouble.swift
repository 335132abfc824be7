import Glibc

/// Which of JSON's numbers a double can stand for: those that come out with the same value when the
/// double is written with as few digits as tell it from all others.
enum ExactDouble {
    /// Any number of so many digits is one of them, where the exponent is nothing special.
    private static let safeDigits = 15

    /// The double; nil where it would be another number.
    static func value(of literal: UnsafeRawBufferPointer) -> Double? {
        // The usual: a few digits and perhaps a point.
        var digits = 0
        var whole = 0
        var scale = 0
        var isPlain = true
        var isFraction = false
        for index in 0..<literal.count {
            let byte = unsafe literal[index]
            let digit = Int(byte) - 0x30
            if digit >= 0, digit < 10 {
                digits += 1
                guard digits <= safeDigits else { break }
                whole = whole * 10 + digit
                if isFraction { scale += 1 }
            } else if byte == UInt8(ascii: ".") {
                isFraction = true
            } else if byte != UInt8(ascii: "-") {
                isPlain = false
            }
        }
        if isPlain, digits <= safeDigits {
            // Both are whole numbers that doubles hold, so the quotient is the nearest there is.
            let value = Double(whole) / Self.powers[scale]
            return unsafe literal[0] == UInt8(ascii: "-") ? -value : value
        }
        return unsafe slowValue(of: literal)
    }

    private static let powers: [Double] = (0...safeDigits).map { scale in
        (0..<scale).reduce(1) { power, _ in power * 10 }
    }

    private static func slowValue(of literal: UnsafeRawBufferPointer) -> Double? {
        let text = unsafe String(decoding: literal, as: UTF8.self)
        let value = unsafe strtod(text, nil)
        guard value.isFinite, let meant = Digits(text), let held = Digits(value.description),
            meant == held
        else { return nil }
        return value
    }

    /// A number's value, whatever way it is written.
    private struct Digits: Equatable {
        let isNegative: Bool
        /// Without zeros at either end; none for zero.
        let digits: Substring
        /// The power of ten of the first of them.
        let magnitude: Int

        init?(_ text: String) {
            isNegative = text.hasPrefix("-")
            var digits = ""
            var point: Int?
            var exponent = 0
            for (index, character) in zip(text.indices, text) {
                switch character {
                case "-", "+": continue
                case ".": point = digits.count
                case "e", "E":
                    // One that is no Int is no double either.
                    guard let number = Int(text[index...].dropFirst()) else { return nil }
                    exponent = number
                default: digits.append(character)
                }
                if character == "e" || character == "E" { break }
            }
            let leading = digits.prefix { $0 == "0" }.count
            var rest = digits.dropFirst(leading)
            while rest.last == "0" { rest.removeLast() }
            self.digits = rest
            magnitude =
                rest.isEmpty
                ? 0 : (point ?? digits.count) - leading + min(max(exponent, -1 << 32), 1 << 32)
        }
    }
}

/// Why a line is not JSON (RFC 8259), and where in the block it was found out.
struct JSONFault: Error {
    var at: Int
    var reason: Reason

    enum Reason: String {
        case valueExpected = "a value is expected"
        case nameExpected = "a member's name is expected"
        case colonExpected = "':' is expected"
        case commaOrBraceExpected = "',' or '}' is expected"
        case commaOrBracketExpected = "',' or ']' is expected"
        case controlCharacter = "a control character, or the line's end, within a string"
        case unknownEscape = "an unknown escape"
        case hexadecimalExpected = "four hexadecimal digits are expected"
        case loneSurrogate = "half of a surrogate pair"
        case digitExpected = "a digit is expected"
        case tooDeep = "nested too deeply"
        case textBehind = "text behind the value"
        case scalar = "neither an object nor an array"
        case array = "an array where an object is expected"

        /// It is JSON, and no record all the same.
        var isWellFormed: Bool { self == .scalar || self == .array }
    }
}

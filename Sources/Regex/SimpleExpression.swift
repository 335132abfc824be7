/// The part of RE2's syntax that `ByteAutomaton` runs by itself: literals, classes, groups,
/// alternatives, repetition, and the text's two ends. Captures don't matter here, nor does which of
/// several matches would be taken: all that is asked is whether there is one.
indirect enum SimpleExpression: Hashable, Sendable {
    case empty
    /// One byte of these.
    case byte(ByteSet)
    case sequence([SimpleExpression])
    case alternatives([SimpleExpression])
    /// No upper bound: any number of times.
    case repeated(SimpleExpression, from: Int, to: Int?)
    case beginning
    case end

    /// One character past ASCII: as loosely as RE2 has it (re2/compile.cc, `Add_80_10ffff`).
    static let wideCharacter: SimpleExpression = {
        let following = SimpleExpression.byte(ByteSet(0x80...0xBF))
        return .alternatives([
            .sequence([.byte(ByteSet(0xC2...0xDF)), following]),
            .sequence([.byte(ByteSet(0xE0...0xEF)), following, following]),
            .sequence([.byte(ByteSet(0xF0...0xF4)), following, following, following]),
        ])
    }()

    /// The character, byte by byte.
    static func literal(_ scalar: Unicode.Scalar) -> SimpleExpression {
        let bytes = UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        let parts = bytes.map { SimpleExpression.byte(ByteSet($0)) }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    /// Whether it can match without taking a byte.
    var takesNothing: Bool {
        switch self {
        case .empty, .beginning, .end: true
        case .byte: false
        case .sequence(let parts): parts.allSatisfy(\.takesNothing)
        case .alternatives(let parts): parts.contains(where: \.takesNothing)
        case .repeated(let part, let from, _): from == 0 || part.takesNothing
        }
    }
}

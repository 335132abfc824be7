extension SimpleExpression {
    /// Nil for whatever is not plainly in the part that is known: RE2 is there for the rest. The
    /// pattern is one that RE2 takes, so that nothing has to be found wrong with it.
    init?(pattern: String) {
        var parser = Parser(rest: Array(pattern.unicodeScalars)[...])
        guard let expression = parser.alternatives(depth: 0), parser.rest.isEmpty else {
            return nil
        }
        self = expression
    }

    private struct Parser {
        var rest: ArraySlice<Unicode.Scalar>

        static let deepest = 20

        mutating func take(_ scalar: Unicode.Scalar) -> Bool {
            guard rest.first == scalar else { return false }
            rest.removeFirst()
            return true
        }

        mutating func alternatives(depth: Int) -> SimpleExpression? {
            guard depth <= Self.deepest else { return nil }
            var parts: [SimpleExpression] = []
            repeat {
                guard let part = sequence(depth: depth) else { return nil }
                parts.append(part)
            } while take("|")
            return parts.count == 1 ? parts[0] : .alternatives(parts)
        }

        private mutating func sequence(depth: Int) -> SimpleExpression? {
            var parts: [SimpleExpression] = []
            while let next = rest.first, next != "|", next != ")" {
                guard let atom = atom(depth: depth), let part = quantified(atom) else { return nil }
                parts.append(part)
            }
            return parts.isEmpty ? .empty : parts.count == 1 ? parts[0] : .sequence(parts)
        }

        private mutating func atom(depth: Int) -> SimpleExpression? {
            let scalar = rest.removeFirst()
            switch scalar {
            case "(":
                if take("?") { guard take(":") else { return nil } }
                guard let inner = alternatives(depth: depth + 1), take(")") else { return nil }
                return inner
            case "[": return characterClass()
            case ".": return CharacterClass(ascii: ByteSet("\n"), isNegated: true).expression
            case "^": return .beginning
            case "$": return .end
            case "\\": return escaped()
            case "*", "+", "?", "{", "}", "]": return nil
            default: return .literal(scalar)
            }
        }

        private mutating func escaped() -> SimpleExpression? {
            switch rest.first {
            case "A":
                rest.removeFirst()
                return .beginning
            case "z":
                rest.removeFirst()
                return .end
            default:
                return escapedClass()?.expression
            }
        }

        /// What may stand behind a backslash in a class too.
        private mutating func escapedClass() -> CharacterClass? {
            guard let scalar = rest.popFirst() else { return nil }
            switch scalar {
            case "d": return .digits
            case "D": return .digits.negated
            case "s": return .spaces
            case "S": return .spaces.negated
            case "w": return .wordCharacters
            case "W": return .wordCharacters.negated
            case "t": return CharacterClass(0x09)
            case "n": return CharacterClass(0x0A)
            case "v": return CharacterClass(0x0B)
            case "f": return CharacterClass(0x0C)
            case "r": return CharacterClass(0x0D)
            case "!"..."/", ":"..."@", "["..."^", "`", "{"..."~":
                return CharacterClass(UInt8(scalar.value))
            default: return nil
            }
        }

        /// Behind the opening bracket.
        private mutating func characterClass() -> SimpleExpression? {
            let isNegated = take("^")
            var found = CharacterClass()
            var wide: [SimpleExpression] = []
            var isFirst = true
            while isFirst || rest.first != "]" {
                guard let scalar = rest.popFirst() else { return nil }
                defer { isFirst = false }
                if scalar == "\\" {
                    guard let escaped = escapedClass() else { return nil }
                    found.formUnion(escaped)
                    // The start of a range?
                    if rest.first == "-", rest.dropFirst().first != "]" { return nil }
                    continue
                }
                if scalar == "[", rest.first == ":" { return nil }
                if scalar == "-", !isFirst, rest.first != "]" { return nil }
                guard rest.first == "-", rest.dropFirst().first != "]" else {
                    if scalar.isASCII {
                        found.ascii.insert(UInt8(scalar.value))
                    } else {
                        wide.append(.literal(scalar))
                    }
                    continue
                }
                rest.removeFirst()
                guard let last = rest.popFirst(), last != "\\", last != "[", last.isASCII,
                    scalar <= last
                else { return nil }
                found.formUnion(
                    CharacterClass(ascii: ByteSet(UInt8(scalar.value)...UInt8(last.value))))
            }
            rest.removeFirst()
            if wide.isEmpty { return (isNegated ? found.negated : found).expression }
            guard !isNegated, !found.isWide else { return nil }
            return .alternatives([found.expression] + wide)
        }

        private mutating func quantified(_ atom: SimpleExpression) -> SimpleExpression? {
            var bounds: (from: Int, to: Int?)
            switch rest.first {
            case "*": bounds = (0, nil)
            case "+": bounds = (1, nil)
            case "?": bounds = (0, 1)
            case "{": bounds = (0, 0)
            default: return atom
            }
            // What repeating nothing means is better left to RE2.
            guard !atom.takesNothing else { return nil }
            rest.removeFirst()
            if case (0, 0?) = bounds {
                guard let said = braces() else { return nil }
                bounds = said
            }
            // As few as possible, or as many: both find the same.
            _ = take("?")
            if let next = rest.first, ["*", "+", "?", "{"].contains(next) { return nil }
            return .repeated(atom, from: bounds.from, to: bounds.to)
        }

        /// `2}`, `2,}`, `2,4}`.
        private mutating func braces() -> (from: Int, to: Int?)? {
            guard let from = number() else { return nil }
            if take("}") { return (from, from) }
            guard take(",") else { return nil }
            if take("}") { return (from, nil) }
            guard let to = number(), take("}"), from <= to else { return nil }
            return (from, to)
        }

        private mutating func number() -> Int? {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard (1...4).contains(digits.count) else { return nil }
            rest.removeFirst(digits.count)
            return digits.reduce(0) { $0 * 10 + Int($1.value - 0x30) }
        }
    }
}

/// Some characters of ASCII, and either all others or none.
private struct CharacterClass {
    var ascii = ByteSet()
    var isWide = false

    static let digits = CharacterClass(ascii: ByteSet(0x30...0x39))
    static let spaces = CharacterClass(ascii: ByteSet("\t\n\u{C}\r "))
    static let wordCharacters: CharacterClass = {
        var found = CharacterClass(ascii: ByteSet(0x30...0x39))
        found.ascii.formUnion(ByteSet(0x41...0x5A))
        found.ascii.formUnion(ByteSet(0x61...0x7A))
        found.ascii.insert(0x5F)
        return found
    }()

    init() {}

    init(_ byte: UInt8) { ascii = ByteSet(byte) }

    init(ascii: ByteSet, isNegated: Bool = false) {
        self.ascii = isNegated ? ascii.restOfASCII : ascii
        isWide = isNegated
    }

    var negated: CharacterClass {
        var other = CharacterClass(ascii: ascii.restOfASCII)
        other.isWide = !isWide
        return other
    }

    mutating func formUnion(_ other: CharacterClass) {
        ascii.formUnion(other.ascii)
        isWide = isWide || other.isWide
    }

    var expression: SimpleExpression {
        isWide ? .alternatives([.byte(ascii), SimpleExpression.wideCharacter]) : .byte(ascii)
    }
}

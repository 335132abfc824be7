import Testing

@testable import Regex

/// RE2 is the twin: whatever a table says, RE2 must say too.
@Suite struct ByteAutomatonTests {
    @Test(arguments: [
        #"^[^@\s]+@[^@\s]+$"#, #"^[A-Z]{2}\d+$"#, #"^\d{5}(-\d{4})?$"#, "^(A|I|T)$", "^(?:ab|c)*d",
        #"^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$"#, #"\.csv$"#, "b", "", "^", "$", "^$", "a{2,}?b", ".",
        "^.$",
        "^é+$", "^[äöü]+$", "^[^a]$", #"^\W\S\D$"#, "a^b", "a$b", "a|^b$|", "^[]a]$", "^[^]a]$",
        "^[a-]$",
        "^[-a]$", #"^[\w.+-]+$"#, #"^\x41?$|a"#, "x*", "^(a|ab)(c|bcd)$", "(^a|b)c", "(a|b$)",
        #"\Aab\z"#, "^[!-/]$", #"[\n\t]"#, #"^\+?[0-9 ()/]{6,20}$"#, #"^(0|[1-9]\d*)(\.\d{2})?$"#,
    ])
    func `a table and RE2 find the same in texts near the pattern`(pattern: String) throws {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededRandom(seed: seed)
        let expression = try RegularExpression(pattern)
        let twin = try RegularExpression(pattern, asksRE2: true)
        #expect(expression.hasTable != pattern.contains(#"\x"#))
        let near = Array((pattern + "aAbz019@. \n-é").unicodeScalars)
        for round in 0..<2000 {
            let text = Self.text(round % 24, of: near, &random)
            #expect(
                expression.isFound(in: text) == twin.isFound(in: text),
                "\(text.debugDescription), seed \(seed)")
        }
    }

    @Test func `a table and RE2 find the same for patterns made at random`() throws {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededRandom(seed: seed)
        let signs = Array("aab01^$()[]^|*+?{}-,.\\dswDSWnz:é€🦔@ 2".unicodeScalars)
        var tables = 0
        for round in 0..<2500 {
            let pattern =
                round % 2 == 0
                ? Self.pattern(depth: 0, &random)
                : Self.text(Int.random(in: 1...9, using: &random), of: signs, &random)
            guard let expression = try? RegularExpression(pattern), expression.hasTable else {
                continue
            }
            tables += 1
            let twin = try RegularExpression(pattern, asksRE2: true)
            let near = Array((pattern + "ab01@\n\r\u{B} é").unicodeScalars)
            for count in 0..<24 {
                let text = Self.text(count / 2, of: near, &random)
                #expect(
                    expression.isFound(in: text) == twin.isFound(in: text),
                    "\(pattern.debugDescription) in \(text.debugDescription), seed \(seed)")
            }
        }
        #expect(tables > 400, "seed \(seed)")
    }

    @Test func `every character is taken for what RE2 takes it for`() throws {
        let patterns = [
            ".", #"^\s$"#, #"^\S$"#, #"^\w$"#, #"^\W$"#, #"^\d$"#, #"^\D$"#, "^[^a]$", "^[é€🦔]$",
        ]
        for pattern in patterns {
            let expression = try RegularExpression(pattern)
            let twin = try RegularExpression(pattern, asksRE2: true)
            #expect(expression.hasTable)
            for value in Array(0..<0x3000) + Array(0xD700..<0x11000) + [0x1F994, 0x10FFFF] {
                guard let scalar = Unicode.Scalar(UInt32(value)) else { continue }
                let text = String(Character(scalar))
                if expression.isFound(in: text) != twin.isFound(in: text) {
                    Issue.record("\(pattern): U+\(String(value, radix: 16))")
                }
            }
        }
    }

    @Test(arguments: [
        "(?i)ab", #"^\pL+$"#, #"\bab\b"#, "^[[:alpha:]]$", "[^é]", "[à-ü]", "(^)*", "(a*)+",
        "a{1000}",
        "(?m)^a$", "(?P<name>a)", #"\Qa.b\E"#, "(a|b|ab|ba|aab|bba){1,40}", "a.{8}b",
    ])
    func `what is not plain is left to RE2`(pattern: String) throws {
        #expect(try !RegularExpression(pattern).hasTable)
    }

    /// A pattern that is in order, mostly.
    private static func pattern(depth: Int, _ random: inout SeededRandom) -> String {
        let atoms = [
            "a", "b", "0", "é", ".", #"\d"#, #"\s"#, #"\w"#, #"\D"#, #"\S"#, #"\."#, "[ab]",
            "[^@a]", "[^é]", "[0-9a]",
            #"[\d.-]"#, #"[^\s@]"#, "[aé]", "🦔", "@", " ",
        ]
        var made = random.next() % 3 == 0 ? "^" : ""
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let isGroup = depth < 3 && random.next() % 4 == 0
            made +=
                isGroup
                ? "(" + pattern(depth: depth + 1, &random) + ")"
                : atoms.randomElement(using: &random) ?? ""
            made +=
                ["", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"]
                .randomElement(using: &random) ?? ""
            if random.next() % 8 == 0 { made += "|" }
        }
        return made + (random.next() % 3 == 0 ? "$" : "")
    }

    private static func text(
        _ count: Int, of scalars: [Unicode.Scalar], _ random: inout SeededRandom
    ) -> String {
        var made = String.UnicodeScalarView()
        for _ in 0..<count {
            if let scalar = scalars.randomElement(using: &random) { made.append(scalar) }
        }
        return String(made)
    }
}

import Regex
import Testing
import Vocabulary

@testable import Mapping

@Suite struct RegularExpressionTests {
    @Test(arguments: [
        ("b+", "abbc", true), ("^b", "abbc", false), ("", "", true), ("^$", "", true),
        ("^$", "x", false), ("^.$", "🦔", true), (#"^\pL+$"#, "Łódź", true), ("(?i)ab", "xAB", true),
        ("a.c", "a\nc", false), ("(?s)a.c", "a\nc", true),
    ])
    func `patterns are found anywhere, in characters`(pattern: String, text: String, found: Bool)
        throws
    {
        #expect(try RegularExpression(pattern).isFound(in: text) == found)
    }

    @Test(arguments: ["(", "[a", "a**", "(?=x)", #"\1"#, "a{1001}", "\u{0}("])
    func `what RE2 does not take is a mistake with a message`(pattern: String) {
        do throws(RegularExpression.SyntaxError) {
            _ = try RegularExpression(pattern)
            Issue.record("\(pattern) was taken")
        } catch { #expect(!error.message.isEmpty) }
    }

    @Test func `a program that needs too much memory is a mistake`() {
        #expect(throws: RegularExpression.SyntaxError.self) {
            try RegularExpression("((a{100}){100}){100}", memory: 1 << 16)
        }
    }

    @Test func `time is linear where a backtracking matcher would never end`() throws {
        let expression = try RegularExpression("^(a*)*(a|aa)+$")
        #expect(!expression.isFound(in: String(repeating: "a", count: 100_000) + "b"))
    }
}

@Suite struct LetterCaseTests {
    @Test func `every letter changes case as Unicode says, alone and between others`() throws {
        let fields = [
            FieldSpec(name: "l", source: .column("A"), apply: [.lowercase]),
            FieldSpec(name: "u", source: .column("A"), apply: [.uppercase]),
        ]
        let scalars = (0x20..<0x3000).compactMap { Unicode.Scalar(UInt32($0)) }
            .filter { $0 != "\"" && $0 != "\\" }
        let texts = scalars.map { "Abcdefghijklmnopqr\($0)sTZé" }
        let records = try MappingBench(fields).run(texts: texts.map { [$0] }).records
        #expect(records.count == texts.count)
        for (index, scalar) in scalars.enumerated() {
            let low = "\"abcdefghijklmnopqr\(scalar.properties.lowercaseMapping)stzé\""
            let high = "\"ABCDEFGHIJKLMNOPQR\(scalar.properties.uppercaseMapping)STZÉ\""
            let expected = "\"l\":\(low),\"u\":\(high)}}"
            let end = records[index].utf8.suffix(expected.utf8.count)
            #expect(end.elementsEqual(expected.utf8), "U+\(String(scalar.value, radix: 16))")
        }
    }
}

import JSON
import Testing

@Suite struct JSONTests {
    static func parse(_ text: String) throws -> JSONValue { try JSONValue.parse(Array(text.utf8)) }

    @Test(arguments: [
        ("null", JSONValue.null), (" true ", true), ("false", false), ("\"\"", ""),
        ("0", .number("0")), ("-0.5e+10", .number("-0.5e+10")), ("1E3", .number("1E3")),
        ("123456789012345678901234567890.10", .number("123456789012345678901234567890.10")),
        ("[]", .array([])), ("{}", .object([])), ("[1, [2]]", .array([1, .array([2])])),
        (#"{"a":{"b":null}}"#, JSONValue.object([.init("a", .object([.init("b", .null)]))])),
        (#""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00é""#, "\"\\/\u{8}\u{c}\n\r\t\u{e9}😀é"),
    ])
    func `a text becomes its value`(text: String, value: JSONValue) throws {
        #expect(try Self.parse(text) == value)
    }

    @Test(arguments: [
        "", " ", "nul", "nulls", "tru", "01", "-", "1.", ".5", "1e", "+1", "0x1", "NaN", "Infinity",
        "\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u+123\"", "\"\\ud800\"", "\"\\ud800\\u0041\"",
        "\"\\udc00\"", "\"a\nb\"", "\"\t\"", "[1,]", "[,1]", "[1 2]", "[", "{\"a\"}", "{\"a\":}",
        "{\"a\":1,}", "{a:1}", "{\"a\":1", "1 2", "[]]", "// x\n1", "'a'",
    ])
    func `what is not RFC 8259 is refused`(text: String) {
        #expect(throws: JSONValue.ParseError.self) { try Self.parse(text) }
    }

    @Test(arguments: [
        [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xC0, 0xAF, 0x22],
        [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
        [0xEF, 0xBB, 0xBF, 0x31],
    ])
    func `bytes that are not UTF-8, or a byte order mark, are refused`(bytes: [UInt8]) {
        #expect(throws: JSONValue.ParseError.self) { try JSONValue.parse(bytes) }
    }

    @Test(arguments: [
        (Array(#""a\ud83d""#.utf8), "a\u{FFFD}"), (Array(#""\udc00b""#.utf8), "\u{FFFD}b"),
        (Array(#""\ud83dx""#.utf8), "\u{FFFD}x"), (Array(#""\ud83d\n""#.utf8), "\u{FFFD}\n"),
        (Array(#""\ud83d\ud83d\ude00""#.utf8), "\u{FFFD}😀"),
        (Array(#""\ud83d\u0041""#.utf8), "\u{FFFD}A"),
        ([0x22, 0x61, 0xF0, 0x9F, 0x22], "a\u{FFFD}"),
        ([0x22, 0xFF, 0x5C, 0x6E, 0x22], "\u{FFFD}\n"),
    ])
    func `half a character is mended where that is asked for`(
        bytes: [UInt8], text: String
    ) throws {
        #expect(try JSONValue.parse(bytes, mendsText: true) == .string(text))
        #expect(throws: JSONValue.ParseError.self) { try JSONValue.parse(bytes) }
    }

    @Test func `a repeated member is kept, and the last one counts`() throws {
        let value = try Self.parse(#"{"a":1,"b":2,"a":3}"#)
        #expect(value["a"]?.int == 3)
        #expect(value.serialized() == #"{"a":1,"b":2,"a":3}"#)
        #expect(value["c"] == nil)
        #expect(value["a"]?.text == nil)
    }

    @Test func `depth is bounded, and an error names the byte`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array(
                (String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(throws: Never.self) { try JSONValue.parse(nested(65), maximumDepth: 64) }
        let error = #expect(throws: JSONValue.ParseError.self) {
            try JSONValue.parse(nested(100_000), maximumDepth: 64)
        }
        #expect(error?.reason == "nested too deeply")
        #expect(error?.byteOffset == 65)
        let place = #expect(throws: JSONValue.ParseError.self) { try Self.parse(#"{"a": x}"#) }
        #expect(place?.byteOffset == 6)
    }

    @Test func `what is written reads back the same, whatever the text`() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = Seeded(state: seed)
        for _ in 0..<300 {
            let value = Self.random(depth: 0, using: &random)
            #expect(try Self.parse(value.serialized()) == value, "seed \(seed)")
            #expect(try Self.parse(value.serialized(indented: true)) == value, "seed \(seed)")
        }
        #expect(JSONValue.string("\u{7F}\u{1}").serialized() == #""\u007f\u0001""#)
        let indented: JSONValue = ["a": [1, .object([])], "b": nil]
        #expect(
            indented.serialized(indented: true)
                == "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": null\n}")
    }

    struct Seeded: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    static func random(depth: Int, using random: inout Seeded) -> JSONValue {
        func text(_ random: inout Seeded) -> String {
            var text = ""
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let wide = Bool.random(using: &random)
                let code = UInt32.random(in: 0...(wide ? 0x10FFFF : 0x7F), using: &random)
                if let scalar = Unicode.Scalar(code) { text.unicodeScalars.append(scalar) }
            }
            return text
        }
        switch Int.random(in: 0...(depth > 4 ? 3 : 5), using: &random) {
        case 0: return .null
        case 1: return .boolean(Bool.random(using: &random))
        case 2: return .number("\(Int.random(in: -1000...1000, using: &random)).5e-3")
        case 3: return .string(text(&random))
        case 4:
            return .array(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    Self.random(depth: depth + 1, using: &random)
                })
        default:
            return .object(
                (0..<Int.random(in: 0...4, using: &random)).map { _ in
                    JSONValue.Member(text(&random), Self.random(depth: depth + 1, using: &random))
                })
        }
    }
}

import Testing
import Vocabulary

@testable import Mapping

/// Each option and type, one text at a time: what is written, or the rule that rejects it.
@Suite struct ValueTests {
    private func rule(_ answer: String) -> String {
        answer.split(separator: ":").first.map(String.init) ?? ""
    }

    @Test(arguments: [
        ("", "null"), ("x", #""x""#), (" x ", #"" x ""#), ("a\"b\\c", #""a\"b\\c""#),
        ("a\nb\r\tc\u{8}\u{C}", #""a\nb\r\tc\b\f""#),
        ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""),
        ("Zażółć 🦔", #""Zażółć 🦔""#),
        ("sixteen bytes ok sixteen bytes \" ok", #""sixteen bytes ok sixteen bytes \" ok""#),
    ])
    func `strings are escaped, and nothing else`(text: String, json: String) throws {
        #expect(try MappingBench.value(.string, text) == json)
    }

    @Test(arguments: [
        ("0", "0"), ("7", "7"), ("007", "7"), ("000", "0"), ("-5", "-5"), ("+5", "5"),
        ("-0", "0"), ("-007", "-7"), ("", "null"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ])
    func `integers lose leading zeros and nothing else`(text: String, json: String) throws {
        #expect(try MappingBench.value(.integer(grouping: nil), text) == json)
    }

    @Test(arguments: ["x", "1.0", "1,000", "1e3", "--1", "-", "+", " 1", "1 ", "0x10", "１"])
    func `what is not an integer is rejected`(text: String) throws {
        #expect(rule(try MappingBench.value(.integer(grouping: nil), text)) == "type")
    }

    @Test(arguments: [
        ("1.234.567,50", "1234567.50"), ("12,50", "12.50"), ("007,50", "7.50"), (",5", "0.5"),
        ("-0,00", "0.00"), ("-0,01", "-0.01"), ("+1,0", "1.0"), ("0", "0"), ("1.234", "1234"),
        ("12345,6", "12345.6"), ("-1.234,5", "-1234.5"), ("00,10", "0.10"), ("", "null"),
        ("1.23,4", "reject"), ("1234.567,0", "reject"), (".123", "reject"), ("1..234", "reject"),
        ("1.2345", "reject"), ("5,", "reject"), (",", "reject"), ("1,2,3", "reject"),
        ("1,2.345", "reject"), ("1e5", "reject"), ("abc", "reject"), ("-", "reject"),
        ("1.234.", "reject"), ("12 ", "reject"), ("1,5-", "reject"),
    ])
    func `decimals keep their digits, and groups must be well placed`(
        text: String, json: String
    ) throws {
        let mark = UInt8(ascii: ",")
        let answer = try MappingBench.value(
            .decimal(mark: mark, grouping: UInt8(ascii: ".")), text)
        if json == "reject" {
            #expect(rule(answer) == "type")
            #expect(answer.contains("with \",\" as decimal mark"))
        } else {
            #expect(answer == json)
        }
    }

    @Test func `hundreds of digits come out as they went in`() throws {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededRandom(seed: seed)
        for _ in 0..<200 {
            let whole = (0..<Int.random(in: 1...400, using: &random)).map { index in
                String(Int.random(in: index == 0 ? 1...9 : 0...9, using: &random))
            }.joined()
            let part = (0..<Int.random(in: 1...400, using: &random)).map { _ in
                String(Int.random(in: 0...9, using: &random))
            }.joined()
            let answer = try MappingBench.value(
                .decimal(mark: UInt8(ascii: ","), grouping: nil), "\(whole),\(part)")
            #expect(answer == "\(whole).\(part)", "seed \(seed)")
        }
    }

    @Test(arguments: [
        ("1e5", "1e5"), ("-1.5E-10", "-1.5e-10"), ("2.0", "2.0"), ("1E+3", "1e+3"),
        ("01.5e007", "1.5e007"), ("e5", "reject"), ("1e", "reject"), ("1e+", "reject"),
        ("1e5.0", "reject"), ("NaN", "reject"), ("Infinity", "reject"),
    ])
    func `numbers may have an exponent`(text: String, json: String) throws {
        let answer = try MappingBench.value(
            .number(mark: UInt8(ascii: "."), grouping: nil), text)
        #expect(json == "reject" ? rule(answer) == "type" : answer == json)
    }

    @Test(arguments: [
        ("true", "true"), ("TRUE", "true"), ("t", "true"), ("Yes", "true"), ("Y", "true"),
        ("1", "true"), ("false", "false"), ("F", "false"), ("no", "false"), ("n", "false"),
        ("0", "false"), ("", "null"), ("2", "reject"), ("on", "reject"), ("\u{11}", "reject"),
        ("truE ", "reject"), ("nö", "reject"),
    ])
    func `booleans in all their spellings`(text: String, json: String) throws {
        let answer = try MappingBench.value(.boolean, text)
        #expect(json == "reject" ? rule(answer) == "type" : answer == json)
    }

    @Test(arguments: [
        (
            #" { "a" : [ 1 , 2.50 , { } , [ ] ] , "b":"x\u00e9\ud83e\udd94" } "#,
            #"{"a":[1,2.50,{},[]],"b":"x\u00e9\ud83e\udd94"}"#
        ),
        ("{\n\t\"a\":\r\n null}", #"{"a":null}"#), ("true", "true"), ("-0.5e-3", "-0.5e-3"),
        (#""text""#, #""text""#), ("", "null"), ("{", "reject"), ("[1,]", "reject"),
        (#"{"a":1,}"#, "reject"), ("01", "reject"), ("1.", "reject"), ("nul", "reject"),
        ("1 2", "reject"), (#""\x""#, "reject"), (#""\ud800""#, "reject"),
        (#""\udc00\ud800""#, "reject"), ("\"a\nb\"", "reject"), ("'a'", "reject"),
        ("{1:2}", "reject"), ("[1 2]", "reject"), ("\"", "reject"), (#""\u12""#, "reject"),
        (String(repeating: "[", count: 100_000), "reject"),
    ])
    func `json is checked strictly and written compactly`(text: String, json: String) throws {
        let answer = try MappingBench.value(.json, text)
        #expect(json == "reject" ? rule(answer) == "type" : answer == json)
    }

    @Test func `a list stays one, and anything else becomes one of one`() throws {
        func value(_ text: String, _ kind: FieldKind) throws -> String {
            try MappingBench.value(.list, MappingBench.Cell(text: text, kind: kind))
        }
        #expect(try value(#" ["x", 1, {"a": null}] "#, .json) == #"["x",1,{"a":null}]"#)
        #expect(try value("[]", .json) == "[]")
        #expect(try value(#"{"a": "b"}"#, .json) == #"[{"a":"b"}]"#)
        #expect(try value("a\"b\n", .text) == #"["a\"b\n"]"#)
        // Whatever a text looks like, it is one.
        #expect(try value("[1]", .text) == #"["[1]"]"#)
        #expect(try value("12.50", .number) == "[12.50]")
        #expect(try value("false", .boolean) == "[false]")
        #expect(try value("", .text) == "null")
        #expect(try MappingBench.value(.list, MappingBench.Cell.null) == "null")
        #expect(try MappingBench.value(.list, MappingBench.Cell.absent) == "null")
        #expect(rule(try value("[1", .json)) == "type")
        #expect(rule(try value(#"{"a"}"#, .json)) == "type")
    }

    @Test func `a source's own kinds`() throws {
        typealias Cell = MappingBench.Cell
        let number = Cell(text: "12.50", kind: .number)
        let mark = UInt8(ascii: ",")
        #expect(try MappingBench.value(.string, number) == #""12.50""#)
        // A JSON number has a dot, whatever mark the field's texts have.
        #expect(try MappingBench.value(.decimal(mark: mark, grouping: nil), number) == "12.50")
        #expect(
            try MappingBench.value(.decimal(mark: mark, grouping: UInt8(ascii: ".")), number)
                == "12.50")
        #expect(try MappingBench.value(.boolean, Cell(text: "true", kind: .boolean)) == "true")
        #expect(try MappingBench.value(.string, Cell.null) == "null")
        #expect(try MappingBench.value(.string, Cell.absent) == "null")
        let object = Cell(text: #"{"a": 1}"#, kind: .json)
        #expect(try MappingBench.value(.json, object) == #"{"a":1}"#)
        #expect(
            try MappingBench.value(.string, object)
                == "type: an object or array where a text is expected")
    }

    @Test(arguments: [
        ([TextStep.trim], " \u{A0}\u{3000}\t x y \u{2028}\u{85} ", "x y"),
        ([.trim], "é", "é"), ([.trim], "   ", ""), ([.collapse], "a \t\u{2003} b  c", "a b c"),
        ([.lowercase], "ÄÖÜ Straße ŁÓDŹ", "äöü straße łódź"), ([.lowercase], "ABC@[`Z", "abc@[`z"),
        ([.uppercase], "straße äé", "STRASSE ÄÉ"), ([.uppercase], "az{`m", "AZ{`M"),
        ([.digits], "+49 (30) 12-34", "49301234"), ([.digits], "٣x４", "34"),
        ([.nfc], "e\u{301}a\u{323}\u{308}", "\u{E9}\u{1EA1}\u{308}"), ([.nfc], "ok", "ok"),
        ([.trim, .collapse, .uppercase, .nfc], "  e\u{301}  b ", "\u{C9} B"),
    ])
    func `apply works in order and knows Unicode`(
        steps: [TextStep], text: String, expected: String
    ) throws {
        let answer = try MappingBench.value(.string, text) {
            $0.apply = steps
            $0.nullTexts = []
        }
        #expect(Array(answer.unicodeScalars) == Array("\"\(expected)\"".unicodeScalars))
    }

    @Test func `null texts, defaults and required`() throws {
        func value(_ text: String, _ edit: (inout FieldSpec) -> Void) throws -> String {
            try MappingBench.value(.string, text, edit)
        }
        #expect(try value("N/A") { $0.nullTexts = ["N/A", "-"] } == "null")
        // Once null texts are named, only those are null.
        #expect(try value("") { $0.nullTexts = ["N/A"] } == #""""#)
        #expect(try MappingBench.value(.boolean, "") { $0.nullTexts = ["N/A"] } == "null")
        #expect(try value(" - ") { ($0.nullTexts, $0.apply) = (["-"], [.trim]) } == "null")
        #expect(try value("") { $0.defaultText = "none" } == #""none""#)
        #expect(try value("") { ($0.defaultText, $0.required) = ("", true) } == #""""#)
        #expect(try value("") { ($0.defaultText, $0.apply) = ("ABC", [.lowercase]) } == #""abc""#)
        #expect(
            try value("") { ($0.defaultText, $0.map) = ("A", ["A": "active"]) } == #""active""#)
        #expect(try value("") { $0.required = true } == "required: a value is required")
        #expect(
            try value("X") { ($0.required, $0.map, $0.otherwise) = (true, ["A": "b"], .null) }
                == "required: a value is required")
    }

    @Test func `map and otherwise, short lists and long ones`() throws {
        var many: [String: String] = [:]
        for number in 0..<500 { many["key \(number)"] = "value \(number)" }
        for map in [["A": "active", "key 77": "value 77"], many] {
            func value(_ text: String, _ otherwise: FieldSpec.Otherwise) throws -> String {
                try MappingBench.value(.string, text) { ($0.map, $0.otherwise) = (map, otherwise) }
            }
            #expect(try value("key 77", .reject) == #""value 77""#)
            #expect(try value("key 7777", .reject).hasPrefix("map: "))
            #expect(try value("other", .keep) == #""other""#)
            #expect(try value("other", .null) == "null")
            #expect(try value("other", .text("unknown")) == #""unknown""#)
        }
        #expect(
            try MappingBench.value(.integer(grouping: nil), "one") { $0.map = ["one": "1"] } == "1")
    }

    @Test func `one_of, match and length`() throws {
        #expect(try MappingBench.value(.string, "b") { $0.oneOf = ["a", "b"] } == #""b""#)
        #expect(
            try MappingBench.value(.string, "c") { $0.oneOf = ["a", "b"] }
                == #"one_of: not one of "a", "b""#)
        #expect(try MappingBench.value(.string, "xay") { $0.match = "a" } == #""xay""#)
        #expect(
            try MappingBench.value(.string, "xby") { $0.match = "^a$" }
                == "match: does not match ^a$")
        #expect(try MappingBench.value(.string, "ä") { $0.match = "^.$" } == #""ä""#)
        #expect(try MappingBench.value(.string, "äöü") { $0.maxLength = 3 } == #""äöü""#)
        #expect(
            try MappingBench.value(.string, "äöüx") { $0.maxLength = 3 }
                == "length: longer than 3 characters")
        #expect(
            try MappingBench.value(.string, "ä") { $0.minLength = 2 }
                == "length: shorter than 2 characters")
    }

    @Test(arguments: [
        (ValueType.integer(grouping: nil), "5", "10", "4", "5", "11"),
        (
            .decimal(mark: 44, grouping: 46), "0.5", "1000", "0,4999999999999999999999", "0,500",
            "1.000,000000000000000000001"
        ),
        (.decimal(mark: 44, grouping: 46), "-1,5", "1.000,5", "-1,51", "-1,50", "1000,51"),
        (.number(mark: 46, grouping: nil), "1e-3", "1e3", "0.00099", "0.001", "1000.1"),
        (.number(mark: 46, grouping: nil), "-1e400", "1e400", "-1.1e400", "9e399", "1.1e400"),
        (
            .date(format: "%d.%m.%Y"), "1900-01-01", "31.12.2099", "31.12.1899", "01.01.1900",
            "01.01.2100"
        ),
        (
            .time(format: nil), "08:00", "17:30:00.5", "07:59:59.999", "08:00:00.000",
            "17:30:00.51"
        ),
        (
            .timestamp(format: nil, zone: nil), "2026-01-01T00:00:00Z", "2026-12-31T23:59:59.5Z",
            "2026-01-01T00:30:00+01:00", "2025-12-31T23:00:00-01:00", "2026-12-31T23:59:59.51Z"
        ),
    ])
    func `bounds are exact, and those at the bound are in`(
        type: ValueType, min: String, max: String, below: String, at: String, above: String
    ) throws {
        func value(_ text: String) throws -> String {
            try MappingBench.value(type, text) { ($0.min, $0.max) = (min, max) }
        }
        #expect(rule(try value(below)) == "min")
        #expect(!(try value(at)).contains(": "))
        #expect(rule(try value(above)) == "max")
    }

    @Test func `split makes an array, each part treated by itself`() throws {
        func value(_ text: String, _ edit: (inout FieldSpec) -> Void = { _ in }) throws -> String {
            try MappingBench.value(.integer(grouping: nil), text) {
                $0.split = "; "
                edit(&$0)
            }
        }
        #expect(try value("1; 02; 3") == "[1,2,3]")
        #expect(try value("1") == "[1]")
        #expect(try value("1; ; 3") == "[1,null,3]")
        #expect(try value("") == "null")
        #expect(try value("") { $0.required = true } == "required: a value is required")
        #expect(try value("1; x") == "type: not an integer: digits, perhaps with a sign")
        #expect(try value("") { $0.defaultText = "4; 5" } == "[4,5]")
        #expect(try value(" 1 ;  2 ") { $0.apply = [.trim] } == "[1,2]")
        let template = try MappingBench(
            [
                FieldSpec(
                    name: "t", source: .template("{A}|{B}"), apply: [.trim, .lowercase], split: "|")
            ])
        #expect(
            template.run(texts: [[" ÄB ", "Cd"]]).records[0].contains(#""t":["äb","cd"]"#))
    }

    @Test func `templates take columns, numbers and braces; all empty is null`() throws {
        let bench = try MappingBench(
            [FieldSpec(name: "t", source: .template("{{{A}}}-{2}"))], columns: ["A", "B"])
        #expect(bench.plan.wanted == [.name("A"), .number(2)])
        let records = bench.run(texts: [["x", "y"], ["", "y"], ["", ""]]).records
        #expect(records[0].contains(#""t":"{x}-y""#))
        #expect(records[1].contains(#""t":"{}-y""#))
        #expect(records[2].contains(#""t":null"#))
    }

    @Test func `constants`() throws {
        let bench = try MappingBench([
            FieldSpec(name: "a", source: .constant(.null)),
            FieldSpec(name: "b", source: .constant(.boolean(true))),
            FieldSpec(name: "c", source: .constant(.number("12.50"))),
            FieldSpec(name: "d", source: .constant(.text("12"))),
            FieldSpec(
                name: "e", source: .constant(.text("23.11.2026")), type: .date(format: "%d.%m.%Y")),
        ])
        #expect(
            bench.run(texts: [[]]).records[0].hasSuffix(
                #""a":null,"b":true,"c":12.50,"d":"12","e":"2026-11-23"}}"#))
    }
}

/// SplitMix64, so that a failure can be run again.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

import Digest
import Testing
import Vocabulary

@testable import Mapping

@Suite struct DisguiseTests {
    func value(
        _ type: ValueType, _ text: String, _ disguise: FieldSpec.Disguise,
        _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws -> String {
        try MappingBench.value(type, text) {
            $0.disguise = disguise
            edit(&$0)
        }
    }

    func value(
        _ text: String, _ disguise: FieldSpec.Disguise,
        _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws -> String {
        try value(.string, text, disguise, edit)
    }

    /// FIPS 180-4's example.
    static let abc = "\"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\""

    @Test func `a hash is SHA-256 of the text as the steps left it`() throws {
        #expect(try value("abc", .hash) == Self.abc)
        #expect(try value(" ABC ", .hash) { $0.apply = [.trim, .lowercase] } == Self.abc)
        #expect(try value("x", .hash) { $0.map = ["x": "abc"] } == Self.abc)
    }

    @Test func `null stays null, and a default is hashed`() throws {
        #expect(try value("", .hash) == "null")
        #expect(try value("-", .hash) { $0.nullTexts = ["-"] } == "null")
        #expect(try value("", .hash) { $0.defaultText = "abc" } == Self.abc)
        #expect(try value("", .hash) { $0.required = true } == "required: a value is required")
        #expect(
            try value("", .hash) { $0.nullTexts = [] }
                == "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"")
    }

    @Test func `the checks come before the hash`() throws {
        #expect(try value("abd", .hash) { $0.match = "c$" } == "match: does not match c$")
        #expect(
            try value(.integer(grouping: nil), "12a", .hash)
                == "type: not an integer: digits, perhaps with a sign")
        #expect(
            try value(.integer(grouping: nil), "12", .hash) { $0.max = "11" }
                == "max: more than 11")
    }

    @Test func `one value in two notations has one hash`() throws {
        let date = ValueType.date(format: "%d.%m.%Y")
        #expect(try value(date, "1.2.1990", .hash) == value("1990-02-01", .hash))
        #expect(try value(.integer(grouping: nil), "007", .hash) == value("7", .hash))
    }

    @Test func `each part of a list is hashed by itself`() throws {
        #expect(try value("abc,abc", .hash) { $0.split = "," } == "[\(Self.abc),\(Self.abc)]")
    }

    @Test func `a keyed hash is HMAC-SHA-256 under the credential's content`() throws {
        var bench = try MappingBench(
            [
                FieldSpec(
                    name: "v", source: .column("A"), disguise: .keyedHash(credential: "pepper")),
                FieldSpec(
                    name: "w", source: .column("A"), disguise: .keyedHash(credential: "pepper")),
            ], key: ["v"])
        #expect(bench.plan.credentials == ["pepper"])
        // RFC 4231, test case 2, and one whose key is longer than a block: test case 6.
        bench.keys = [TextDigest(key: Array("Jefe".utf8))]
        let two = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        let first = bench.run(texts: [["what do ya want for nothing?"]])
        #expect(
            first.records[0].hasSuffix(
                "\"key\":[\"\(two)\"],\"data\":{\"v\":\"\(two)\",\"w\":\"\(two)\"}}"))
        bench.keys = [TextDigest(key: [UInt8](repeating: 0xAA, count: 131))]
        let six = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        let text = "Test Using Larger Than Block-Size Key - Hash Key First"
        #expect(bench.run(texts: [[text]]).records[0].contains(six))
    }

    @Test func `a condition sees the hash, not the value`() throws {
        let hash = String(Self.abc.dropFirst().dropLast())
        let bench = try MappingBench(
            [FieldSpec(name: "v", source: .column("A"), disguise: .hash)],
            routes: [
                Condition(tests: [.init(subject: "v", predicate: .oneOf(["abc"]))]),
                Condition(tests: [.init(subject: "v", predicate: .oneOf([hash]))]),
            ])
        let result = bench.run(texts: [["abc"]])
        #expect(result.routes[0].map(\.count) == [0, 1])
    }

    @Test(arguments: [
        (FieldSpec.Mask(keepLast: 4), "4111111111111111", "************1111"),
        (FieldSpec.Mask(keepFirst: 2, keepLast: 2), "DE1234", "DE**34"),
        (FieldSpec.Mask(keepFirst: 2, keepLast: 2), "DE34", "****"),
        (FieldSpec.Mask(keepFirst: 2, keepLast: 2), "DE345", "DE*45"),
        (FieldSpec.Mask(), "Grüße", "*****"),
        (FieldSpec.Mask(keepFirst: 1, keepLast: 1), "Ωmega€", "Ω****€"),
        (FieldSpec.Mask(keepFirst: 1, with: UInt8(ascii: "\""), keepsLength: true), "ab", #"a\""#),
        (
            FieldSpec.Mask(keepLast: 2, with: UInt8(ascii: "x"), keepsLength: false), "1234567",
            "xxx67"
        ),
        (FieldSpec.Mask(keepLast: 2, keepsLength: false), "12", "***"),
    ])
    func `a mask leaves some characters`(
        _ mask: FieldSpec.Mask, _ text: String, _ expected: String
    ) throws {
        #expect(try value(text, .mask(mask)) == "\"\(expected)\"")
    }

    @Test(arguments: [
        ("jane.doe@example.com", "j***@example.com"), ("élise@example.fr", "é***@example.fr"),
        ("j@example.com", "***@example.com"), ("jane", "***"), ("@example.com", "***"),
        ("\"a@b\"@example.com", #"\"***@example.com"#),
    ])
    func `a masked address keeps its domain`(_ text: String, _ expected: String) throws {
        #expect(try value(text, .maskedAddress) == "\"\(expected)\"")
    }

    @Test func `a masked value of another type is a text`() throws {
        #expect(
            try value(.decimal(mark: 0x2E, grouping: nil), "1234.50", .mask(.init(keepLast: 3)))
                == "\"****.50\"")
        #expect(
            try value(.date(format: nil), "1990-02-01", .mask(.init(keepFirst: 4)))
                == "\"1990******\"")
    }

    @Test func `a disguise works with coalesce, concat and templates`() throws {
        let columns: [ColumnReference] = [.name("A"), .name("B")]
        for source in [
            FieldSpec.Source.coalesce(columns), .concat(columns, separator: ""), .template("{B}"),
        ] {
            let bench = try MappingBench(
                [FieldSpec(name: "v", source: source, disguise: .hash)], columns: ["A", "B"])
            #expect(bench.run(texts: [["", "abc"]]).records[0].contains(Self.abc))
        }
    }

    @Test func `what can't be disguised is refused`() {
        #expect(throws: PlanError.self) {
            try MappingBench([
                FieldSpec(name: "v", source: .column("A"), type: .json, disguise: .hash)
            ])
        }
        #expect(throws: PlanError.self) {
            try MappingBench([
                FieldSpec(name: "v", source: .sequence(.file), type: .date(format: nil))
            ])
        }
    }
}

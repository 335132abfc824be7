import Testing
import Vocabulary

@testable import Mapping

@Suite struct LookupTests {
    static func table(_ pairs: [(String, String)], name: String = "t.csv") -> ReferenceTable {
        var builder = ReferenceTableBuilder()
        for (index, pair) in pairs.enumerated() {
            _ = builder.add(key: Array(pair.0.utf8), value: Array(pair.1.utf8), line: index + 2)
        }
        return builder.finish(name: name)
    }

    static let countries = table([("DE", "Germany"), ("ÖS", "Österreich \"A\""), ("XX", "")])

    func value(
        _ text: String, _ otherwise: FieldSpec.Otherwise = .reject,
        _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws -> String {
        try MappingBench.value(.string, text) {
            $0.lookup = FieldSpec.Lookup(table: Self.countries, otherwise: otherwise)
            edit(&$0)
        }
    }

    @Test func `a text that is listed gives the table's`() throws {
        #expect(try value("DE") == "\"Germany\"")
        #expect(try value("ÖS") == #""Österreich \"A\"""#)
        #expect(try value(" de ") { $0.apply = [.trim, .uppercase] } == "\"Germany\"")
        #expect(try value("") { $0.defaultText = "DE" } == "\"Germany\"")
        #expect(try value("DE,ÖS") { $0.split = "," } == #"["Germany","Österreich \"A\""]"#)
    }

    @Test func `a text that is not listed is what otherwise says`() throws {
        #expect(try value("FR") == "lookup: not in the table of known values")
        #expect(try value("FR", .keep) == "\"FR\"")
        #expect(try value("FR", .null) == "null")
        #expect(try value("FR", .null) { $0.required = true } == "required: a value is required")
        #expect(try value("FR", .text("none")) == "\"none\"")
        #expect(try value("") == "null")
    }

    @Test func `what is listed without a value is null`() throws {
        #expect(try value("XX") == "null")
        #expect(try value("XX") { $0.required = true } == "required: a value is required")
    }

    @Test func `the checks see what the table gave`() throws {
        #expect(
            try value("ABCDEFGHIJKLMNO", .keep) { $0.maxLength = 14 }
                == "length: longer than 14 characters")
    }

    @Test func `a reject says column, rule and value, and a key and a condition see the result`()
        throws
    {
        let bench = try MappingBench(
            [
                FieldSpec(
                    name: "v", source: .column("A"),
                    lookup: FieldSpec.Lookup(table: Self.countries))
            ], key: ["v"],
            routes: [Condition(tests: [.init(subject: "v", predicate: .oneOf(["Germany"]))])])
        let result = bench.run(texts: [["DE"], ["FR"]])
        #expect(result.records[0].contains(#""key":["Germany"]"#))
        #expect(result.routes[0][0].count == 1)
        let reject = try #require(result.rejects.first)
        #expect(reject.rule == "lookup")
        #expect(reject.column == "A")
        #expect(reject.value == "FR")
    }

    @Test func `a table gives values of the field's type, or is refused`() throws {
        let good = Self.table([("a", "1"), ("b", ""), ("c", "03")])
        let json = try MappingBench.value(.integer(grouping: nil), "c") {
            $0.lookup = FieldSpec.Lookup(table: good)
        }
        #expect(json == "3")
        let bad = Self.table([("a", "1"), ("b", "x")])
        #expect(throws: PlanError.self) {
            try MappingBench.value(.integer(grouping: nil), "a") {
                $0.lookup = FieldSpec.Lookup(table: bad)
            }
        }
    }

    @Test func `a large table finds each of its keys and no others`() throws {
        let table = Self.table((0..<20_000).map { ("k\($0)", "v\($0)") })
        let bench = try MappingBench([
            FieldSpec(
                name: "v", source: .column("A"),
                lookup: FieldSpec.Lookup(table: table, otherwise: .null))
        ])
        let texts = (0..<20_000).map { ["k\($0)"] } + [["k20000"], ["v1"], ["k"]]
        let records = bench.run(texts: texts).records
        for index in 0..<20_000 where !records[index].hasSuffix("\"v\":\"v\(index)\"}}") {
            Issue.record("\(index): \(records[index])")
        }
        #expect(records.suffix(3).allSatisfy { $0.hasSuffix("\"v\":null}}") })
    }

    @Test func `tables are equal when they say the same`() {
        #expect(Self.table([("a", "bc")]) == Self.table([("a", "bc")]))
        #expect(Self.table([("a", "bc")]) != Self.table([("ab", "c")]))
        #expect(Self.table([("a", "bc")]) != Self.table([("a", "bc")], name: "other"))
    }

    @Test func `a key that comes again tells the line of the first`() {
        var builder = ReferenceTableBuilder()
        for line in 2..<100 {
            #expect(builder.add(key: [UInt8(line)], value: [], line: line) == nil)
        }
        #expect(builder.add(key: [50], value: [1], line: 200) == 50)
        #expect(builder.finish(name: "t").count == 98)
    }
}

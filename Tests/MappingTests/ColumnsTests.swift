import Testing
import Vocabulary

@testable import Mapping

/// Fields that several columns go into, and those that no column does.
@Suite struct ColumnsTests {
    typealias Cell = MappingBench.Cell

    /// What one field makes of a record with the columns A, B and C: its JSON, or `rule: reason`.
    func value(
        _ source: FieldSpec.Source, _ cells: [Cell], _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws -> String {
        var field = FieldSpec(name: "v", source: source)
        edit(&field)
        let result = try MappingBench([field], columns: ["A", "B", "C"]).run([cells])
        if let reject = result.rejects.first {
            return "\(reject.rule) \(reject.column ?? ""): \(reject.reason)"
        }
        let record = try #require(result.records.first)
        let start = try #require(record.firstRange(of: "\"v\":")?.upperBound)
        return String(record[start...].dropLast(2))
    }

    func value(
        _ source: FieldSpec.Source, _ texts: [String], _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws -> String {
        try value(source, texts.map { Cell(text: $0) }, edit)
    }

    static let all: [ColumnReference] = [.name("A"), .name("B"), .number(3)]
    let first = FieldSpec.Source.coalesce(all)
    let joined = FieldSpec.Source.concat(all, separator: ", ")

    @Test func `coalesce takes the first column that has a value`() throws {
        #expect(try value(first, ["a", "b", "c"]) == "\"a\"")
        #expect(try value(first, ["", "b", "c"]) == "\"b\"")
        #expect(try value(first, ["", "-", "ç"]) { $0.nullTexts = ["", "-"] } == "\"ç\"")
        #expect(try value(first, ["  ", "b", ""]) { $0.apply = [.trim] } == "\"b\"")
        #expect(try value(first, [.absent, .null, Cell(text: "7", kind: .number)]) == "\"7\"")
        #expect(try value(first, [Cell(text: "a")]) == "\"a\"")
    }

    @Test func `coalesce without any value is null, a default or a reject`() throws {
        #expect(try value(first, ["", "", ""]) == "null")
        #expect(try value(first, [.absent, .null, Cell(text: "")]) == "null")
        #expect(try value(first, [Cell]()) == "null")
        #expect(try value(first, ["", "", ""]) { $0.defaultText = "x" } == "\"x\"")
        #expect(
            try value(first, ["", "", ""]) { $0.required = true }
                == "required v: a value is required")
    }

    @Test func `what coalesce takes is checked like any value`() throws {
        let integer = { (field: inout FieldSpec) in field.type = .integer(grouping: nil) }
        #expect(try value(first, ["", "007", "x"], integer) == "7")
        #expect(
            try value(first, ["", "x", "7"], integer)
                == "type v: not an integer: digits, perhaps with a sign")
        #expect(try value(first, ["", "b,c", ""]) { $0.split = "," } == #"["b","c"]"#)
        #expect(try value(first, ["", "N", ""]) { $0.map = ["N": "no"] } == "\"no\"")
    }

    @Test func `concat joins the columns that have a value`() throws {
        #expect(try value(joined, ["a", "b", "c"]) == "\"a, b, c\"")
        #expect(try value(joined, ["a", "", "c"]) == "\"a, c\"")
        #expect(try value(joined, ["", "", "c"]) == "\"c\"")
        #expect(try value(joined, ["", "", ""]) == "null")
        #expect(
            try value(joined, ["Größe", "n/a", "\"q\""]) { $0.nullTexts = ["n/a"] }
                == #""Größe, \"q\"""#)
        #expect(try value(.concat(Self.all, separator: ""), ["1", "2", "3"]) == "\"123\"")
    }

    @Test func `the steps go over each column of concat by itself`() throws {
        let steps = { (field: inout FieldSpec) in field.apply = [.trim, .uppercase] }
        #expect(try value(joined, [" straße ", "  ", "ä "], steps) == "\"STRASSE, Ä\"")
        let digits = { (field: inout FieldSpec) in field.apply = [.digits] }
        #expect(
            try value(.concat(Self.all, separator: "-"), ["+49", "(30)", "1 2"], digits)
                == "\"49-30-12\"")
        // A default goes through them too, as everywhere.
        #expect(
            try value(joined, ["", "", ""]) {
                steps(&$0)
                $0.defaultText = " none "
            } == "\"NONE\"")
        #expect(
            try value(joined, ["a, b", "", " c"]) {
                $0.apply = [.trim]
                $0.split = ","
            } == #"["a","b","c"]"#)
    }

    @Test func `long and many texts are joined whole`() throws {
        let long = String(repeating: "ä\n", count: 5000)
        let escaped = String(repeating: #"ä\n"#, count: 5000)
        #expect(try value(joined, [long, "b", long]) == "\"\(escaped), b, \(escaped)\"")
    }

    @Test func `an object is no part of a text`() throws {
        #expect(
            try value(joined, [Cell(text: "a"), Cell(text: "{}", kind: .json), .null])
                == "type v: an object or array where a text is expected")
        #expect(
            try value(first, [.null, Cell(text: "[1]", kind: .json), .null]) { $0.type = .json }
                == "[1]")
    }

    @Test func `a sequence is the record's number`() throws {
        var bench = try MappingBench(
            [
                FieldSpec(
                    name: "n", source: .sequence(.file), type: .integer(grouping: nil)),
                FieldSpec(name: "s", source: .sequence(.feed)),
                FieldSpec(name: "a", source: .column("A"), match: "^a"),
            ], key: ["n", "s"],
            filter: Condition(tests: [.init(subject: "A", predicate: .not(.oneOf(["x"])))]),
            routes: [Condition(tests: [.init(subject: "n", predicate: .greater(than: "1"))])])
        bench.blockSize = 2
        let result = bench.run(texts: [["a"], ["x"], ["b"], ["a"]])
        let expected = [1, 4].map {
            #""key":["\#($0)","\#(5000 + $0)"],"data":{"n":\#($0),"s":"\#(5000 + $0)","a":"a"}}"#
        }
        for (record, end) in zip(result.records, expected) { #expect(record.hasSuffix(end)) }
        #expect(result.records.count == 2)
        #expect(result.routes[0][0].count == 1)
    }
}

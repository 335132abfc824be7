import Foundation
import Testing
import Vocabulary

@testable import Mapping

/// Fields with fields of their own.
@Suite struct NestedFieldTests {
    private static let lines = NestedSpec(
        .list,
        fields: [
            FieldSpec(name: "sku", source: .column("/sku"), required: true),
            FieldSpec(name: "qty", source: .column("qty"), type: .integer(grouping: nil)),
            FieldSpec(
                name: "price.net", source: .column("/price/net"),
                type: .decimal(mark: UInt8(ascii: "."), grouping: nil)),
        ])

    private func lines(_ edit: (inout FieldSpec) -> Void = { _ in }) -> FieldSpec {
        var field = FieldSpec(name: "lines", source: .column("/items"))
        field.nested = Self.lines
        edit(&field)
        return field
    }

    /// The field's JSON, or what is told of the reject: column, rule, value.
    private func map(_ json: String, _ field: FieldSpec, kind: FieldKind = .json) throws -> String {
        let bench = try MappingBench([field])
        let result = bench.run([[.init(text: json, kind: kind)]])
        if let reject = result.rejects.first {
            return "\(reject.column ?? "-") \(reject.rule) \(reject.value ?? "")"
        }
        let record = try #require(result.records.first)
        let start = try #require(record.range(of: "\"\(field.name)\":"))
        return String(record[start.upperBound...].dropLast(2))
    }

    @Test(arguments: [
        (
            #"[{"sku":"a","qty":1,"price":{"net":1.50}},{"sku":"b"}]"#,
            #"[{"sku":"a","qty":1,"price":{"net":1.50}},{"sku":"b","qty":null,"price":{"net":null}}]"#
        ),
        (
            "[ { \"x\" : [ 1 , { \"sku\" : 2 } ] ,\n\"sku\" : \"a\" } ]",
            #"[{"sku":"a","qty":null,"price":{"net":null}}]"#
        ),
        ("[]", "[]"), ("  [ ] ", "[]"),
        (#"{"sku":"only"}"#, #"[{"sku":"only","qty":null,"price":{"net":null}}]"#),
        (
            #"[{"s\u006bu":"\u00e9\"\n","qty":"7"}]"#,
            #"[{"sku":"é\"\n","qty":7,"price":{"net":null}}]"#
        ),
        // Of members with the same name the last one counts, with all that it has below.
        (
            #"[{"price":{"net":1},"price":{"gross":2},"sku":"x\n","sku":"y"}]"#,
            #"[{"sku":"y","qty":null,"price":{"net":null}}]"#
        ),
        ("[{\"sku\":null}]", "/items/0/sku required "),
        (#"[{"sku":"a"},{"sku":"b","qty":"x"}]"#, "/items/1/qty type x"),
        (#"[{"sku":"a"},{"sku":"b","price":{"net":"1,5"}}]"#, "/items/1/price/net type 1,5"),
        (#"[{"sku":"a"},{"sku":"b","qty":{}}]"#, "/items/1/qty type {}"),
        (#"[{"sku":"a"},7]"#, "/items/1 type 7"), ("[null]", "/items/0 type null"),
        ("7", "/items type 7"), (#""text""#, #"/items type "text""#),
        (#"[{"sku":"a"}"#, #"/items type [{"sku":"a"}"#), ("[{]", "/items/0 type {]"),
        ("[7x]", "/items/0 type 7"),
        ("[x]", "/items type [x]"),
        (#"[{"sku":"a"},]"#, #"/items type [{"sku":"a"},]"#),
        (#"[{"sku":"\x"}]"#, #"/items/0 type {"sku":"\x"}]"#),
    ])
    func `an array of objects becomes an array of mapped objects`(
        json: String, answer: String
    ) throws {
        #expect(try map(json, lines()) == answer)
        // A cell of a CSV file can hold JSON too.
        #expect(try map(json, lines(), kind: .text) == answer)
    }

    @Test func `no value is null, and may be required`() throws {
        #expect(try map("null", lines(), kind: .null) == "null")
        #expect(try map("", lines(), kind: .absent) == "null")
        #expect(try map("", lines(), kind: .text) == "null")
        #expect(try map("", lines { $0.required = true }, kind: .absent) == "/items required ")
        #expect(try map("3", lines(), kind: .number) == "/items type 3")
    }

    @Test func `length counts the elements`() throws {
        let field = lines { ($0.minLength, $0.maxLength) = (1, 2) }
        let one = #"{"sku":"a"}"#
        #expect(try map("[]", field) == "/items length ")
        #expect(try map("[\(one),\(one)]", field).hasPrefix("[{"))
        #expect(try map("[\(one),\(one),\(one)]", field) == "/items length ")
        let bench = try MappingBench([field])
        #expect(
            bench.run([[.init(text: "[]", kind: .json)]]).rejects[0].reason
                == "fewer than 1 element")
    }

    @Test func `an object becomes an object`() throws {
        let field = lines { $0.nested?.form = .object }
        #expect(
            try map(#"{"qty":3,"sku":"a"}"#, field)
                == #"{"sku":"a","qty":3,"price":{"net":null}}"#)
        #expect(try map(#"[{"sku":"a"}]"#, field) == #"/items type [{"sku":"a"}]"#)
        #expect(try map(#"{"sku":"a","qty":"x"}"#, field) == "/items/qty type x")
        #expect(try map(#"{"sku":"a"} x"#, field) == #"/items type {"sku":"a"} x"#)
    }

    @Test func `elements can be left out, and templates see the element`() throws {
        let field = lines {
            $0.nested = NestedSpec(
                .list,
                fields: [
                    FieldSpec(name: "t", source: .template("{sku}-{/price/net}")),
                    FieldSpec(name: "c", source: .constant(.number("1"))),
                ],
                filter: Condition(tests: [.init(subject: "kind", predicate: .oneOf(["line"]))]))
        }
        #expect(
            try map(
                #"[{"kind":"x"},{"kind":"line","sku":"a","price":{"net":2}},{"kind":"line"}]"#,
                field) == #"[{"t":"a-2","c":1},{"t":null,"c":1}]"#)
        #expect(try map(#"[{"kind":"x"}]"#, field) == "[]")
    }

    @Test func `what nests can nest further, and every text is its own`() throws {
        var batches = FieldSpec(name: "batches", source: .column("batches"))
        batches.nested = NestedSpec(
            .list,
            fields: [
                FieldSpec(name: "no", source: .column("no"), type: .integer(grouping: nil)),
                FieldSpec(name: "note", source: .column("note"), apply: [.trim]),
            ])
        var origin = FieldSpec(name: "origin", source: .column("/origin"))
        origin.nested = NestedSpec(
            .object, fields: [FieldSpec(name: "land", source: .column("land"))])
        let field = lines {
            $0.nested = NestedSpec(
                .list,
                fields: [
                    FieldSpec(name: "a", source: .column("a")), batches, origin,
                    FieldSpec(name: "z", source: .column("z")),
                    FieldSpec(name: "raw", source: .column("batches"), type: .json),
                ])
        }
        let long = String(repeating: #"\u00e9"#, count: 2000)
        let text =
            #"[{"a":"\n1","batches":[{"no":1,"note":" \t\#(long) "},{"no":2}],"#
            + #""origin":{"land":"\u0044E"},"z":"\\z"},{"a":"x","batches":{"no":3},"z":"y"}]"#
        let clean = String(repeating: "é", count: 2000)
        #expect(
            try map(text, field)
                == #"[{"a":"\n1","batches":[{"no":1,"note":"\#(clean)"},{"no":2,"note":null}],"#
                + #""origin":{"land":"DE"},"z":"\\z","raw":[{"no":1,"note":" \t\#(long) "},"#
                + #"{"no":2}]},{"a":"x","batches":[{"no":3,"note":null}],"origin":null,"#
                + #""z":"y","raw":{"no":3}}]"#)
        #expect(
            try map(#"[{},{"batches":[{},{},{"no":"x"}]}]"#, field)
                == "/items/1/batches/2/no type x")
        #expect(try map(#"[{},{"origin":[]}]"#, field) == "/items/1/origin type []")
    }

    @Test func `a fault in one record says nothing of the next`() throws {
        let bench = try MappingBench([lines(), FieldSpec(name: "b", source: .column("B"))])
        let result = bench.run([
            [.init(text: #"[{"sku":"a"},{"sku":null}]"#, kind: .json), .init(text: "1")],
            [.init(text: "5", kind: .number), .init(text: "1")],
            [.init(text: #"[{"sku":"a"}]"#, kind: .json), .init(text: "[]", kind: .json)],
            [.init(text: #"[{"sku":"a"}]"#, kind: .json), .init(text: "1")],
        ])
        #expect(result.rejects.map(\.column) == ["/items/1/sku", "/items", "B"])
        #expect(result.counts.accepted == 1)
    }

    @Test func `deep nesting and endless arrays end in a reject`() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(try map("[{\"sku\":\(deep)", lines()).hasPrefix("/items/0 type"))
        let field = lines {
            $0.nested = NestedSpec(
                .list,
                fields: [
                    FieldSpec(
                        name: "c",
                        source: .constant(.text(String(repeating: "x", count: 100_000))))
                ])
        }
        let many = "[" + Array(repeating: "{}", count: 1000).joined(separator: ",") + "]"
        #expect(try map(many, field).hasPrefix("/items/"))
        #expect(try map(many, field).contains(" size "))
    }

    @Test func `mistakes are told where they stand`() throws {
        var inner = FieldSpec(name: "inner", source: .column("inner"))
        inner.nested = NestedSpec(
            .list,
            fields: [FieldSpec(name: "a", source: .column("a"), match: "(")],
            filter: Condition(tests: [.init(subject: "b", predicate: .match("["))]))
        let field = lines { $0.nested = NestedSpec(.list, fields: [inner]) }
        let error = #expect(throws: PlanError.self) { try MappingBench([field]) }
        let within = (error?.problems ?? []).map(\.place)
        func place(_ last: PlanError.Place) -> PlanError.Place {
            .within(.init(index: 1, name: "lines"), .within(.init(index: 0, name: "inner"), last))
        }
        #expect(within == [place(.field(index: 0, name: "a")), place(.filter(subject: "b"))])
        #expect(
            error?.problems.first?.description.hasPrefix(
                "field lines: field inner: field a: match: not a regular expression") == true)
        let bound = lines {
            $0.nested = NestedSpec(
                .list,
                fields: [
                    FieldSpec(
                        name: "q", source: .column("q"), type: .integer(grouping: nil), min: "x")
                ])
        }
        #expect(
            throws: PlanError(problems: [
                .init(
                    place: .within(
                        .init(index: 1, name: "lines"), .field(index: 0, name: "q")),
                    option: "min", message: "\"x\" is not an integer")
            ])
        ) { try MappingBench([bound]) }
    }

    @Test func `it can't be a key, and conditions ask only whether it is there`() throws {
        #expect(throws: PlanError.self) { try MappingBench([lines()], key: ["lines"]) }
        #expect(throws: PlanError.self) {
            try MappingBench(
                [lines()],
                routes: [Condition(tests: [.init(subject: "lines", predicate: .oneOf(["x"]))])])
        }
        let bench = try MappingBench(
            [lines()],
            routes: [Condition(tests: [.init(subject: "lines", predicate: .present(true))])])
        let result = bench.run([
            [.init(text: #"[{"sku":"a"}]"#, kind: .json)], [.null],
        ])
        #expect(result.routes[0][0].indices == [0])
    }
}

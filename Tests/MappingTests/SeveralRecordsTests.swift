import Testing
import Vocabulary

@testable import Mapping

/// Several records of one.
@Suite struct SeveralRecordsTests {
    private static let order = RecordSpec(
        entity: "order", key: ["no"],
        fields: [
            FieldSpec(name: "no", source: .column("/no")),
            FieldSpec(name: "total", source: .column("/total"), type: .integer(grouping: nil)),
        ])

    private static func line(_ edit: (inout RecordSpec) -> Void = { _ in }) -> RecordSpec {
        var spec = RecordSpec(
            entity: "order_line", key: ["no", "sku"],
            fields: [
                FieldSpec(name: "no", source: .column("/no")),
                FieldSpec(name: "sku", source: .column("./sku")),
                FieldSpec(name: "qty", source: .column("./qty"), type: .integer(grouping: nil)),
            ])
        spec.each = "/items"
        edit(&spec)
        return spec
    }

    private static func row(_ no: String, _ total: String, _ items: String) -> [MappingBench.Cell] {
        [
            .init(text: no), .init(text: total, kind: .number),
            items.isEmpty ? .absent : .init(text: items, kind: .json),
        ]
    }

    private static func items(_ count: Int) -> String {
        "[" + (0..<count).map { #"{"sku":"s\#($0)","qty":\#($0)}"# }.joined(separator: ",") + "]"
    }

    private static let columns = ["/no", "/total", "/items"]

    @Test func `an order and its lines`() throws {
        let bench = try MappingBench(
            records: [Self.order, Self.line()],
            routes: [
                RouteSpec(), RouteSpec(entities: ["order"]),
                RouteSpec(
                    entities: ["order_line"],
                    condition: Condition(tests: [
                        .init(subject: "qty", predicate: .greater(than: "1"))
                    ])),
            ], columns: Self.columns)
        let result = bench.run([
            Self.row("A\"1", "7", #"[{"sku":"x","qty":1},{"qty":2,"sk\u0075":"y\u00e9"}]"#),
            Self.row("A2", "0", ""), Self.row("A3", "1", #"{"sku":"z","qty":3}"#),
        ])
        let head = "{\"id\":\"0123456789abcdef."
        #expect(
            result.records == [
                head + #"1.1","line":2,"sequence":5001,"entity":"order","key":["A\"1"],"#
                    + #""data":{"no":"A\"1","total":7}}"#,
                head + #"1.2","line":2,"sequence":5001,"entity":"order_line","#
                    + #""key":["A\"1","x"],"data":{"no":"A\"1","sku":"x","qty":1}}"#,
                head + #"1.3","line":2,"sequence":5001,"entity":"order_line","#
                    + #""key":["A\"1","yé"],"data":{"no":"A\"1","sku":"yé","qty":2}}"#,
                head + #"2.1","line":3,"sequence":5002,"entity":"order","key":["A2"],"#
                    + #""data":{"no":"A2","total":0}}"#,
                head + #"3.1","line":4,"sequence":5003,"entity":"order","key":["A3"],"#
                    + #""data":{"no":"A3","total":1}}"#,
                head + #"3.2","line":4,"sequence":5003,"entity":"order_line","#
                    + #""key":["A3","z"],"data":{"no":"A3","sku":"z","qty":3}}"#,
            ])
        #expect(result.counts == RecordCounts(accepted: 3, made: 6))
        #expect(result.routes[0].map(\.indices) == [[0, 1, 2, 3, 4, 5], [0, 3, 4], [2, 5]])
    }

    @Test func `one fault rejects the record, and nothing of it goes out`() throws {
        let bench = try MappingBench(
            records: [Self.order, Self.line()], columns: Self.columns)
        let result = bench.run([
            Self.row("A1", "7", #"[{"sku":"x"},{"sku":"y","qty":"many"}]"#),
            Self.row("A2", "x", ""), Self.row("A3", "1", #"[{"sku":"x"},{"qty":1}]"#),
            Self.row("A4", "1", "[7]"), Self.row("A5", "1", #"[{"sku":"x"}"#),
            Self.row("A6", "1", "5"), Self.row("A7", "1", #"[{"sku":"x"}]"#),
        ])
        #expect(result.records.count == 2)
        #expect(result.counts == RecordCounts(accepted: 1, rejected: 6, made: 2))
        #expect(
            result.rejects.map { "\($0.number) \($0.column ?? "-") \($0.rule)" } == [
                "1 /items/1/qty type", "2 /total type", "3 /items/1/sku key", "4 /items/0 type",
                "5 /items/0 type", "6 /items type",
            ])
    }

    @Test func `a record of which nothing is made is filtered`() throws {
        let none = Self.line {
            $0.filter = Condition(tests: [
                .init(subject: "./qty", predicate: .greater(than: "5")),
                .init(subject: "/total", predicate: .not(.oneOf(["9"]))),
            ])
        }
        let bench = try MappingBench(records: [none], columns: Self.columns)
        let result = bench.run([
            Self.row("A1", "7", ""), Self.row("A2", "7", "[]"), Self.row("A3", "7", Self.items(5)),
            Self.row("A4", "7", Self.items(8)), Self.row("A5", "9", Self.items(8)),
        ])
        #expect(result.counts == RecordCounts(accepted: 1, filtered: 4, made: 2))
        #expect(result.records.map { $0.dropFirst(24).prefix(4) } == ["4.1\"", "4.2\""])
    }

    @Test func `a wide row becomes narrow ones, and an array of texts records`() throws {
        func narrow(_ month: String) -> RecordSpec {
            RecordSpec(
                entity: "sales", key: ["shop", "month"],
                fields: [
                    FieldSpec(name: "shop", source: .column("SHOP")),
                    FieldSpec(name: "month", source: .constant(.text(month))),
                    FieldSpec(
                        name: "sum", source: .column(month), type: .integer(grouping: nil)),
                ],
                filter: Condition(tests: [.init(subject: month, predicate: .present(true))]))
        }
        var tag = RecordSpec(
            entity: "tag", key: ["t"],
            fields: [
                FieldSpec(name: "t", source: .column("."), apply: [.uppercase]),
                FieldSpec(name: "of", source: .template("{SHOP}/{.}")),
            ])
        tag.each = "TAGS"
        let bench = try MappingBench(
            records: [narrow("JAN"), narrow("FEB"), tag],
            columns: ["SHOP", "JAN", "FEB", "TAGS"])
        let result = bench.run(texts: [
            ["b1", "5", "", ""], ["b2", "1", "2", #"["x","\u0041\n"]"#],
        ])
        #expect(
            result.records.map { String($0.split(separator: "data\":")[1]) } == [
                #"{"shop":"b1","month":"JAN","sum":5}}"#, #"{"shop":"b2","month":"JAN","sum":1}}"#,
                #"{"shop":"b2","month":"FEB","sum":2}}"#, #"{"t":"X","of":"b2/x"}}"#,
                #"{"t":"A\n","of":"b2/A\n"}}"#,
            ])
    }

    private static func tags(_ column: String, _ key: String) -> RecordSpec {
        var spec = RecordSpec(
            entity: "tag", key: ["t"], fields: [FieldSpec(name: "t", source: .column(key))])
        spec.each = column
        return spec
    }

    @Test func `a value alone is an array of one where the element itself is asked for`() throws {
        var mixed = Self.tags("TAGS", ".")
        mixed.fields.append(FieldSpec(name: "m", source: .column("./m")))
        mixed.filter = Condition(tests: [.init(subject: ".", predicate: .not(.oneOf(["no"])))])
        let bench = try MappingBench(records: [mixed], columns: ["TAGS"])
        let result = bench.run([
            [.init(text: #"[{"m":"1"},"b"]"#, kind: .json)], [.init(text: "a\n")],
            [.init(text: "7", kind: .number)], [.init(text: "no")], [.absent],
            [.init(text: #"{"m":"2"}"#, kind: .json)], [.init(text: "[x")],
        ])
        #expect(
            result.records.map { String($0.split(separator: "data\":")[1]) }
                == [#"{"t":"a\n","m":null}}"#, #"{"t":"7","m":null}}"#])
        #expect(result.counts == RecordCounts(accepted: 2, rejected: 3, filtered: 2, made: 2))
        #expect(result.rejects.map(\.number) == [1, 6, 7])
    }

    @Test func `the array at fault is named, whichever of several it is`() throws {
        let bench = try MappingBench(
            records: [Self.tags("A", "./t"), Self.tags("B", "./t")], columns: ["A", "B"])
        let good = MappingBench.Cell(text: #"[{"t":"1"}]"#, kind: .json)
        let result = bench.run([
            [.init(text: "x"), good], [good, .init(text: "x")],
            [.init(text: "[5]", kind: .json), good],
            [good, .init(text: #"[{"t":1},5]"#, kind: .json)],
        ])
        #expect(result.rejects.map(\.column) == ["A", "B", "A/0", "B/1"])
    }

    @Test func `the records of one begin a batch together, and end one when they take several`()
        throws
    {
        var bench = try MappingBench(
            records: [Self.order, Self.line()], columns: Self.columns)
        bench.recordLimit = 10
        let result = bench.run([
            Self.row("A", "1", Self.items(5)), Self.row("B", "1", Self.items(5)),
            Self.row("C", "1", Self.items(24)), Self.row("D", "1", Self.items(1)),
            Self.row("E", "1", Self.items(9)),
        ])
        #expect(result.batches.map(\.count) == [6, 6, 10, 10, 5, 2, 10])
        #expect(result.counts == RecordCounts(accepted: 5, made: 49))
        bench.recordLimit = 1000
        bench.byteLimit = 400
        let small = bench.run([Self.row("A", "1", Self.items(5)), Self.row("B", "1", "[]")])
        #expect(small.batches.map(\.count) == [3, 3, 1])
        #expect(small.payloads.allSatisfy { $0.count <= 400 })
    }

    @Test func `more than ten thousand records of one are a fault`() throws {
        let bench = try MappingBench(
            records: [Self.order, Self.line()], columns: Self.columns)
        let result = bench.run([
            Self.row("A", "1", Self.items(9_999)), Self.row("B", "1", Self.items(10_000)),
        ])
        #expect(result.counts == RecordCounts(accepted: 1, rejected: 1, made: 10_000))
        #expect(result.rejects[0].rule == "size")
        #expect(result.rejects[0].reason == "more than 10000 records are made of it")
    }

    @Test func `fields within fields, in an element and beside it`() throws {
        var parts = FieldSpec(name: "parts", source: .column("./parts"))
        parts.nested = NestedSpec(.list, fields: [FieldSpec(name: "p", source: .column("p"))])
        var buyer = FieldSpec(name: "buyer", source: .column("/total"))
        buyer.nested = NestedSpec(.object, fields: [FieldSpec(name: "n", source: .column("n"))])
        let spec = Self.line { $0.fields += [parts, buyer] }
        var outer = Self.order
        outer.fields[1] = buyer
        let bench = try MappingBench(records: [outer, spec], columns: Self.columns)
        let items = #"[{"sku":"a","parts":[{"p":"\u0031"},{"p":2}]},{"sku":"b"}]"#
        let result = bench.run([
            [.init(text: "A"), .init(text: #"{"n":"é\n"}"#, kind: .json), .init(text: items)],
            [
                .init(text: "B"), .init(text: #"{"n":"\u00e9"}"#, kind: .json),
                .init(text: items, kind: .json),
            ],
            [
                .init(text: "C"), .init(text: "[]", kind: .json), .init(text: items, kind: .json),
            ],
            [
                .init(text: "D"), .init(text: "{}", kind: .json),
                .init(text: #"[{"sku":"a"},{"sku":"b","parts":[{},{"p":{}}]}]"#, kind: .json),
            ],
        ])
        #expect(
            result.records.map { String($0.split(separator: "data\":")[1]) } == [
                #"{"no":"A","buyer":{"n":"é\n"}}}"#,
                #"{"no":"A","sku":"a","qty":null,"parts":[{"p":"1"},{"p":"2"}],"#
                    + #""buyer":{"n":"é\n"}}}"#,
                #"{"no":"A","sku":"b","qty":null,"parts":null,"buyer":{"n":"é\n"}}}"#,
                #"{"no":"B","buyer":{"n":"é"}}}"#,
                #"{"no":"B","sku":"a","qty":null,"parts":[{"p":"1"},{"p":"2"}],"#
                    + #""buyer":{"n":"é"}}}"#,
                #"{"no":"B","sku":"b","qty":null,"parts":null,"buyer":{"n":"é"}}}"#,
            ])
        #expect(result.rejects.map(\.column) == ["/total", "/items/1/parts/1/p"])
    }

    @Test func `mistakes say which record they are about`() throws {
        let bad = Self.line {
            $0.fields[2].match = "("
            $0.key = ["nope"]
        }
        let error = #expect(throws: PlanError.self) {
            try MappingBench(
                records: [Self.order, bad],
                routes: [
                    RouteSpec(
                        condition: Condition(tests: [
                            .init(subject: "qty", predicate: .present(true))
                        ]))
                ])
        }
        #expect(
            error?.problems.map { "\($0.record) \($0.option)" } == [
                "0 when", "1 match", "1 key",
            ])
    }
}

import JQ
import Testing
import Vocabulary

@testable import Mapping

/// Records whose data goes through a jq program.
@Suite struct ProgramTests {
    private static func spec(
        _ program: String, key: [String] = ["id"], unique: [String] = [],
        _ edit: (inout RecordSpec) -> Void = { _ in }
    ) -> RecordSpec {
        var spec = RecordSpec(
            entity: "thing", key: key,
            fields: [
                FieldSpec(name: "id", source: .column("ID")),
                FieldSpec(
                    name: "price.net", source: .column("PRICE"),
                    type: .decimal(mark: UInt8(ascii: "."), grouping: nil)),
                FieldSpec(name: "kind", source: .column("KIND")),
            ],
            filter: Condition(tests: [.init(subject: "KIND", predicate: .not(.oneOf(["skip"])))]),
            unique: unique)
        spec.program = program
        edit(&spec)
        return spec
    }

    private static func bench(
        _ program: String, key: [String] = ["id"], unique: [String] = [],
        routes: [Condition] = []
    ) throws -> MappingBench {
        try MappingBench(
            records: [spec(program, key: key, unique: unique)],
            routes: routes.map { RouteSpec(condition: $0) }, columns: ["ID", "PRICE", "KIND"])
    }

    private static func data(_ record: String) -> Substring {
        record[(record.firstRange(of: "\"data\":")?.upperBound ?? record.startIndex)...].dropLast()
    }

    @Test func `what the program gives is the record`() throws {
        let bench = try Self.bench("{no: .id, price: .price.net, \"é\\n\": .kind}", key: ["no"])
        let result = bench.run(texts: [["1", "1.10", "a\"b"], ["2", "0.1", ""]])
        #expect(
            result.records == [
                #"{"id":"0123456789abcdef.1","line":2,"sequence":5001,"entity":"thing","#
                    + #""key":["1"],"data":{"no":"1","price":1.10,"é\n":"a\"b"}}"#,
                #"{"id":"0123456789abcdef.2","line":3,"sequence":5002,"entity":"thing","#
                    + #""key":["2"],"data":{"no":"2","price":0.1,"é\n":null}}"#,
            ])
        #expect(result.counts == RecordCounts(accepted: 2, made: 2))
    }

    @Test func `key and conditions look at what it gives`() throws {
        let bench = try Self.bench(
            ".id |= \"n\\(.)\" | .deep.total = (.price.net * 2) | if .kind then .kind |= ascii_upcase else . end",
            key: ["deep.total", "id"],
            routes: [
                Condition(tests: [
                    .init(subject: "deep.total", predicate: .atLeast("3")),
                    .init(subject: "kind", predicate: .oneOf(["A\"Ä"])),
                ]),
                Condition(tests: [.init(subject: "price.net", predicate: .oneOf(["1.50"]))]),
                Condition(tests: [.init(subject: "price", predicate: .present(true))]),
                Condition(tests: [.init(subject: "kind", predicate: .present(false))]),
            ].map { $0 })
        let result = bench.run(texts: [
            ["1", "1.50", "a\"Ä"], ["2", "1.50", "b"], ["3", "1.00", "a\"Ä"], ["4", "1", ""],
        ])
        #expect(result.rejects.isEmpty)
        #expect(result.records[0].contains(#""key":["3","n1"],"data":{"id":"n1","#))
        #expect(result.routes[0].map(\.indices) == [[0], [0, 1], [0, 1, 2, 3], [3]])
    }

    @Test func `a key that it takes away, or makes an array of, rejects the record`() throws {
        let bench = try Self.bench(
            """
            if .kind == "gone" then del(.id) elif .kind == "null" then .id = null
            elif .kind == "list" then .id = [1, .id] elif .kind == "empty" then .id = ""
            elif .kind == "number" then .id = 1.50 elif .kind == "true" then .id = true else . end
            """)
        let kinds = ["gone", "null", "list", "empty", "number", "true", "x"]
        let result = bench.run(texts: kinds.map { ["7", "1", $0] })
        #expect(result.rejects.map(\.number) == [1, 2, 3, 4])
        #expect(result.rejects.allSatisfy { $0.rule == "key" && $0.column == "id" })
        #expect(result.rejects[2].value == #"[1,"7"]"#)
        #expect(
            result.records.map {
                $0.contains("\"key\":[\"1.5\"]") || $0.contains("\"key\":[\"true\"]")
            }
                == [true, true, false])
    }

    @Test func `empty filters, an error rejects, and so does what is no single object`() throws {
        let bench = try Self.bench(
            """
            if .kind == "none" then empty elif .kind == "no" then error("not \\(.id)")
            elif .kind == "two" then ., . elif .kind == "text" then "t\\(.id)"
            elif .kind == "nan" then .id = nan else . end
            """)
        let result = bench.run(texts: [
            ["1", "1", "none"], ["2", "1", "no"], ["3", "1", "two"], ["4", "1", "text"],
            ["5", "1", "nan"], ["6", "12345678901234567.89", "x"], ["7", "x", "x"],
            ["8", "1", "skip"], ["9", "1", "x"],
        ])
        #expect(result.counts == RecordCounts(accepted: 1, rejected: 6, filtered: 2, made: 1))
        #expect(
            result.rejects.map { "\($0.number) \($0.rule) \($0.column ?? "-") \($0.value ?? "-")" }
                == [
                    "2 jq - not 2", "3 jq - -", #"4 jq - "t4""#, "5 jq - -",
                    "6 jq - 12345678901234567.89", "7 type PRICE x",
                ])
        // What is in a record stands in the value only, which the journal never gets.
        #expect(
            result.rejects.allSatisfy { !$0.reason.contains("not 2") && !$0.reason.contains("t4") })
        #expect(result.rejects[0].columns == ["2", "1", "no"])
    }

    @Test func `unique looks at what it gives`() throws {
        let bench = try Self.bench(".no = (.id | ascii_downcase)", unique: ["no"])
        let result = bench.run(texts: [
            ["A", "1", ""], ["b", "1", ""], ["a", "1", ""], ["B", "x", ""], ["c", "1", "skip"],
            ["C", "1", ""],
        ])
        #expect(result.rejects.map { "\($0.number) \($0.rule)" } == ["3 unique", "4 type"])
        #expect(result.rejects[0].reason == "the record on line 2 has the same no")
        #expect(result.rejects[0].column == "no" && result.rejects[0].value == "a")
    }

    @Test func `batches are the same however many records go at once`() throws {
        let rows = (0..<900).map { number in
            [
                "\(number)", number % 17 == 0 ? "x" : "\(number).50",
                ["a", "skip", "drop", "no", String(repeating: "z", count: 90)][number % 5],
            ]
        }
        let program = """
            if .kind == "drop" then empty elif .kind == "no" then error(.id)
            else .twice = .price.net * 2 end
            """
        var all: [MappingBench.Result] = []
        for blockSize in [1, 7, 300, 900] {
            for (records, bytes) in [(1000, 1 << 20), (7, 1 << 20), (1000, 700)] {
                var bench = try Self.bench(program)
                (bench.blockSize, bench.recordLimit, bench.byteLimit) = (blockSize, records, bytes)
                all.append(bench.run(texts: rows))
            }
        }
        for (index, result) in all.enumerated() {
            #expect(result.counts == all[0].counts)
            #expect(result.rejects.map(\.number) == all[0].rejects.map(\.number))
            #expect(result.rejects.map(\.value) == all[0].rejects.map(\.value))
            #expect(result.payloads == all[index % 3].payloads)
        }
        #expect(all[0].counts.rejected > 180 && all[0].counts.filtered > 300)
        #expect(all[1].batches.count > 40 && all[2].batches.count > 40)
    }

    @Test func `a record that brings the program down is rejected, and the third ends the file`()
        throws
    {
        let bench = try Self.bench(
            "if .kind == \"huge\" then .x = ([] | .[100000000] = 1) else .id |= \"n\\(.)\" end")
        func rows(_ huge: Set<Int>) -> [[String]] {
            (1...40).map { ["\($0)", "1", huge.contains($0) ? "huge" : ""] }
        }
        let two = bench.run(texts: rows([3, 30]))
        #expect(two.counts == RecordCounts(accepted: 38, rejected: 2, made: 38))
        #expect(two.rejects.map { "\($0.number) \($0.rule)" } == ["3 jq", "30 jq"])
        #expect(two.rejects[0].reason.contains("crashed, or needed more than 256 MiB"))
        #expect(two.failure == nil)
        let three = bench.run(texts: rows([3, 20, 30]))
        guard case .program(let losses, let line, _) = three.failure else {
            Issue.record("it went on")
            return
        }
        #expect(losses == 3 && line == 31)
    }

    @Test func `several records of one have programs of their own`() throws {
        var line = RecordSpec(
            entity: "line", key: ["no", "sku"],
            fields: [
                FieldSpec(name: "no", source: .column("/no")),
                FieldSpec(name: "sku", source: .column("./sku")),
            ])
        line.each = "/items"
        line.program =
            "if .sku == \"-\" then empty elif .sku == \"!\" then error(.sku) else .sku |= \"s\\(.)\" end"
        let order = RecordSpec(
            entity: "order", key: ["no"], fields: [FieldSpec(name: "no", source: .column("/no"))])
        var count = order
        count.entity = "count"
        count.program = "{no, n: (.no | length)} | select(.n > 1)"
        let bench = try MappingBench(
            records: [order, line, count],
            routes: [
                RouteSpec(
                    entities: ["line"],
                    condition: Condition(tests: [.init(subject: "sku", predicate: .match("^sb"))]))
            ], columns: ["/no", "/items"])
        func row(_ no: String, _ skus: [String]) -> [MappingBench.Cell] {
            [
                .init(text: no),
                .init(
                    text: "[" + skus.map { #"{"sku":"\#($0)"}"# }.joined(separator: ",") + "]",
                    kind: .json),
            ]
        }
        let result = bench.run([
            row("A", ["a", "-", "b"]), row("AB", []), row("C", ["a", "!"]), row("D", ["-"]),
        ])
        #expect(
            result.records.map { Self.data($0) } == [
                #"{"no":"A"}"#, #"{"no":"A","sku":"sa"}"#, #"{"no":"A","sku":"sb"}"#,
                #"{"no":"AB"}"#, #"{"no":"AB","n":2}"#, #"{"no":"D"}"#,
            ])
        #expect(result.records[2].contains(#".1.3","line":2,"#))
        #expect(result.routes[0].map(\.indices) == [[2]])
        #expect(
            result.rejects.map { "\($0.number) \($0.rule) \($0.column ?? "-") \($0.value ?? "-")" }
                == ["3 jq /items/1 !"])
    }

    @Test func `what a program can't have is told when it is compiled`() {
        func problems(_ spec: RecordSpec, _ subject: String = "id") -> [String] {
            do throws(PlanError) {
                let condition = Condition(tests: [
                    .init(subject: subject, predicate: .present(true))
                ])
                _ = try MappingPlan(compiling: spec, routes: [condition])
                return []
            } catch {
                return error.problems.map(\.description)
            }
        }
        #expect(problems(Self.spec("."), "price.net") == [])
        #expect(problems(Self.spec(".x.total = 1"), "x.total") == [])
        #expect(
            problems(Self.spec("with_entries(.key |= \"_\" + .) # gives _id", key: ["_id"])) == [])
        #expect(problems(Self.spec(".total = 1", key: ["id", "tota"])).count == 1)
        #expect(problems(Self.spec(".subtotal = 1"), "total").count == 1)
        #expect(
            problems(Self.spec("."), "total")[0].hasPrefix("route 1: when total: there is no field")
        )
        #expect(problems(Self.spec(".", unique: ["nr"])).count == 1)
        #expect(
            problems(Self.spec(".a |\n  foo")) == ["jq: foo/0 is not defined"])
        // Whether a field is a single value is for the program to say.
        #expect(problems(Self.spec(".id |= .[0]") { $0.fields[0].split = "," }) == [])
    }
}

import Testing
import Vocabulary

@testable import Mapping

@Suite struct RejectTests {
    @Test func `a reject holds all that a partner needs`() throws {
        let bench = try MappingBench(
            [
                FieldSpec(name: "n", source: .column("N"), type: .integer(grouping: nil)),
                FieldSpec(
                    name: "amount", source: .columnNumber(3),
                    type: .decimal(mark: UInt8(ascii: ","), grouping: nil)),
            ], columns: ["X", "N", "AMT"])
        let result = bench.run(texts: [["x\ny", "1", "1,5"], ["ü", "2", "1.5"]])
        #expect(
            result.rejects == [
                RejectedRecord(
                    number: 2, line: 3, byteOffset: result.rejects[0].byteOffset, column: "AMT",
                    rule: "type",
                    reason: "not a decimal number: digits with \",\" as decimal mark",
                    value: "1.5", columns: ["ü", "2", "1.5"])
            ])
    }

    @Test func `the first field that fails is the one that is named`() throws {
        let bench = try MappingBench([
            FieldSpec(name: "a", source: .column("A"), type: .boolean),
            FieldSpec(name: "b", source: .column("B"), type: .boolean),
        ])
        #expect(bench.run(texts: [["x", "z"], ["1", "z"]]).rejects.map(\.column) == ["A", "B"])
    }

    @Test func `a record that could not be taken apart is one column`() throws {
        let bench = try MappingBench([FieldSpec(name: "a", source: .column("A"))])
        let fault = RecordFault(rule: "quote", reason: "no end", column: "A")
        let result = bench.run(
            [[.init(text: "x")], [.init(text: "\"a;"), .init(text: "b")]], faults: [1: fault])
        #expect(result.counts == RecordCounts(accepted: 1, rejected: 1, filtered: 0))
        #expect(result.rejects[0].rule == "quote" && result.rejects[0].column == "A")
        #expect(result.rejects[0].columns == ["\"a;b"])
    }

    @Test func `an empty key is a reject`() throws {
        let bench = try MappingBench(
            [
                FieldSpec(name: "a", source: .column("A")),
                FieldSpec(name: "b", source: .column("B"), nullTexts: []),
            ], key: ["a", "b"])
        let result = bench.run(texts: [["", "x"], ["x", ""], ["x", "y"]])
        #expect(result.rejects.map(\.rule) == ["key", "key"])
        #expect(result.rejects.map(\.column) == ["A", "B"])
        #expect(result.records.count == 1)
    }

    @Test func `no reason holds the value`() throws {
        let secret = "GEHEIM-4711"
        let types: [ValueType] = [
            .integer(grouping: nil), .decimal(mark: 46, grouping: nil),
            .number(mark: 46, grouping: nil), .boolean, .date(format: nil), .time(format: nil),
            .timestamp(format: nil, zone: nil), .json,
        ]
        for type in types {
            let answer = try MappingBench.value(type, secret)
            #expect(answer.hasPrefix("type: not a") && !answer.contains("GEHEIM"))
        }
    }

    @Test func `a long value is cut between characters`() throws {
        let bench = try MappingBench([FieldSpec(name: "a", source: .column("A"), type: .boolean)])
        let value = bench.run(texts: [[String(repeating: "€", count: 200)]]).rejects[0].value
        #expect(value == String(repeating: "€", count: 85))
    }
}

import TestSupport
import Testing
import Vocabulary

@testable import Mapping

@Suite struct UniqueTests {
    func bench(_ unique: [String], key: [String] = ["a"]) throws -> MappingBench {
        var bench = try MappingBench(
            [
                FieldSpec(name: "a", source: .column("A"), type: .integer(grouping: nil)),
                FieldSpec(name: "b", source: .column("B"), apply: [.trim, .lowercase]),
                FieldSpec(name: "c", source: .column("C"), match: "^[^!]*$"),
            ], key: key, columns: ["A", "B", "C"], unique: unique)
        bench.blockSize = 3
        return bench
    }

    @Test func `the second record with a key is rejected, and told where the first is`() throws {
        let result = try bench(["a"]).run(texts: [
            ["1", "x", ""], ["2", "x", ""], ["01", "y", ""], ["3", "", ""], ["2", "", ""],
        ])
        #expect(result.counts == RecordCounts(accepted: 3, rejected: 2, filtered: 0))
        let reject = try #require(result.rejects.first)
        #expect(reject.number == 3)
        #expect(reject.rule == "unique")
        #expect(reject.column == "A")
        #expect(reject.reason == "the record on line 2 has the same a")
        #expect(reject.value == "1")
        #expect(reject.columns == ["01", "y", ""])
        #expect(result.rejects.last?.reason == "the record on line 3 has the same a")
    }

    @Test func `several fields are one key together, as they come out`() throws {
        let result = try bench(["a", "b"]).run(texts: [
            ["1", "Ä", ""], ["1", "B", ""], ["2", "ä", ""], ["1", " ä ", ""], ["12", "", ""],
            ["1", "2", ""],
        ])
        #expect(result.rejects.map(\.number) == [4])
        #expect(result.rejects[0].reason == "the record on line 2 has the same a, b")
    }

    @Test func `a record without a value in one of them is like no other`() throws {
        let result = try bench(["b"]).run(texts: [["1", "", ""], ["2", " ", ""], ["3", "", ""]])
        #expect(result.counts.accepted == 3)
    }

    @Test func `a record that is rejected for another reason has no claim`() throws {
        let result = try bench(["a"]).run(texts: [["1", "", "!"], ["1", "", ""], ["1", "", ""]])
        #expect(result.rejects.map(\.rule) == ["match", "unique"])
        #expect(result.rejects[1].reason == "the record on line 3 has the same a")
    }

    @Test func `a record that does not fit into a batch any more keeps its key`() throws {
        var bench = try bench(["a"])
        bench.recordLimit = 2
        bench.byteLimit = 150
        let result = bench.run(texts: (1...50).map { ["\($0)", "bbbbbbbbbbbb", "c"] })
        #expect(result.counts.accepted == 50)
        #expect(result.batches.count > 20)
    }

    @Test func `lists and objects can't be held against each other`() {
        #expect(throws: PlanError.self) {
            try MappingBench(
                [FieldSpec(name: "v", source: .column("A"), split: ",")], unique: ["v"])
        }
        #expect(throws: PlanError.self) {
            try MappingBench([FieldSpec(name: "v", source: .column("A"))], unique: ["w"])
        }
    }
}

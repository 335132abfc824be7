import Testing
import Vocabulary

@testable import Mapping

@Suite struct RecordShapeTests {
    @Test func `a record is written as the contract says, to the byte`() throws {
        let bench = try MappingBench(
            [
                FieldSpec(
                    name: "customer_id", source: .column("NO"), type: .integer(grouping: nil)),
                FieldSpec(name: "name.given", source: .column("FIRST")),
                FieldSpec(name: "email", source: .column("MAIL")),
                FieldSpec(name: "name.family", source: .column("LAST")),
                FieldSpec(name: "full", source: .template("{FIRST} {LAST}")),
                FieldSpec(name: "country", source: .constant(.text("DE"))),
            ], key: ["customer_id", "email"])
        #expect(
            bench.plan.wanted == [.name("NO"), .name("FIRST"), .name("MAIL"), .name("LAST")])
        let result = bench.run(texts: [["004711", "Åsa", "a@b.c", "O\"Neil\n"]])
        #expect(
            result.records == [
                #"{"id":"0123456789abcdef.1","line":2,"sequence":5001,"entity":"thing","#
                    + #""key":["4711","a@b.c"],"data":{"customer_id":4711,"#
                    + #""name":{"given":"Åsa","family":"O\"Neil\n"},"email":"a@b.c","#
                    + #""full":"Åsa O\"Neil\n","country":"DE"}}"#
            ])
    }

    @Test func `members of one parent stand together, where its first one stands`() throws {
        let names = ["a.b.c", "x", "a.d", "a.b.e", "y.z"]
        let bench = try MappingBench(
            names.map { FieldSpec(name: $0, source: .constant(.text($0))) }, key: ["x"])
        #expect(
            bench.run(texts: [[]]).records[0].hasSuffix(
                #""data":{"a":{"b":{"c":"a.b.c","e":"a.b.e"},"d":"a.d"},"x":"x","y":{"z":"y.z"}}}"#)
        )
    }

    @Test func `numbers of records go on over blocks, rejected and filtered ones counted`() throws {
        var bench = try MappingBench(
            [FieldSpec(name: "n", source: .column("N"), type: .integer(grouping: nil))],
            filter: Condition(tests: [.init(subject: "N", predicate: .not(.oneOf(["7"])))]))
        bench.blockSize = 3
        let result = bench.run(texts: (1...10).map { [$0 == 4 ? "x" : "\($0)"] })
        #expect(result.counts == RecordCounts(accepted: 8, rejected: 1, filtered: 1))
        #expect(result.records.last?.contains("abcdef.10\",\"line\":11,\"sequence\":5010,") == true)
        #expect(result.rejects.map(\.number) == [4])
    }

    @Test func `a batch is cut by its records`() throws {
        var bench = try MappingBench([FieldSpec(name: "n", source: .column("N"))])
        bench.recordLimit = 4
        bench.blockSize = 7
        let result = bench.run(texts: (0..<10).map { ["\($0)"] })
        #expect(result.batches.map(\.count) == [4, 4, 2])
        #expect(result.routes.allSatisfy { $0.isEmpty })
    }

    @Test(arguments: [1, 200, 333, 1000, 5000])
    func `a batch is cut by its bytes, and a larger record is alone in its own`(limit: Int) throws {
        var bench = try MappingBench([FieldSpec(name: "n", source: .column("N"))])
        bench.byteLimit = limit
        bench.blockSize = 9
        let rows = (0..<60).map { [String(repeating: "x", count: $0 % 7 == 3 ? 900 : $0)] }
        let result = bench.run(texts: rows)
        #expect(result.records.count == 60)
        for (index, payload) in result.payloads.enumerated() {
            let records = result.batches[index].count
            #expect(payload.count <= limit || records == 1)
            if index + 1 < result.payloads.count {
                // The next record would not have fitted.
                let next = result.batches[index + 1][0].utf8.count
                #expect(payload.count + 2 + next > limit)
            }
        }
    }

    @Test func `a run of rejects stops for a commit`() throws {
        let bench = try MappingBench(
            [FieldSpec(name: "n", source: .column("N"), type: .integer(grouping: nil))])
        let mapper = Mapper(
            plan: bench.plan, bindings: [0], columns: ["N"], file: MappingBench.file,
            sequenceBase: 0)
        let batch = BatchUnderConstruction(routes: 0, records: 10, bytes: 1000)
        let rows = (0..<2500).map { _ in [MappingBench.Cell(text: "x")] }
        let block = bench.block(rows, first: 1)
        #expect(mapper.map(block, from: 0, into: batch) == 1000)
        #expect(batch.isFull && batch.rejects.count == 1000 && batch.records == 0)
        batch.reset()
        #expect(mapper.map(block, from: 1000, into: batch) == 2000)
        batch.reset()
        #expect(mapper.map(block, from: 2000, into: batch) == 2500)
        #expect(!batch.isFull && batch.counts.rejected == 500)
    }

    @Test func `large rejects stop for a commit before they fill the memory`() throws {
        let bench = try MappingBench(
            [FieldSpec(name: "n", source: .column("N"), type: .integer(grouping: nil))])
        let mapper = Mapper(
            plan: bench.plan, bindings: [0], columns: ["N"], file: MappingBench.file,
            sequenceBase: 0)
        let batch = BatchUnderConstruction(routes: 0, records: 10, bytes: 1000)
        let large = String(repeating: "x", count: 1 << 20)
        let rows = (0..<9).map { _ in [MappingBench.Cell(text: large)] }
        let block = bench.block(rows, first: 1)
        #expect(mapper.map(block, from: 0, into: batch) == 4)
        #expect(batch.isFull)
        #expect(batch.rejects.allSatisfy { $0.value?.utf8.count == 256 })
    }

    @Test func `routes take the records their conditions hold for`() throws {
        func when(_ predicate: Condition.Predicate) -> Condition {
            Condition(tests: [.init(subject: "status", predicate: predicate)])
        }
        let bench = try MappingBench(
            [FieldSpec(name: "status", source: .column("S"), apply: [.lowercase])],
            routes: [nil, when(.oneOf(["active", "trial"])), when(.not(.oneOf(["active"])))])
        let result = bench.run(texts: [["ACTIVE"], ["gone"], ["Trial"], [""]])
        #expect(result.routes.count == 1)
        #expect(result.routes[0].map(\.indices) == [[0, 1, 2, 3], [0, 2], [1, 2, 3]])
    }

    @Test func `a block knows where reading stands before each of its records`() throws {
        let bench = try MappingBench([FieldSpec(name: "n", source: .column("N"))])
        let block = bench.block([[.init(text: "abc")], [.init(text: "d")]], first: 11)
        block.end = ReadPosition(byteOffset: 4, line: 14, records: 12)
        #expect(
            block.position(before: 1) == ReadPosition(byteOffset: 3, line: 13, records: 11))
        #expect(block.position(before: 2) == block.end)
    }
}

import Testing
import Vocabulary

@testable import Mapping

@Suite struct ConditionTests {
    @Test(
        arguments: [
            (.oneOf(["a", "b"]), ["b"], ["c", "", "ab"]),
            (.not(.oneOf(["a"])), ["b", ""], ["a"]),
            (
                .greater(than: "10"), ["10.0000000000000000000000001", "11", "1e2"],
                ["10", "9", "10.0"]
            ),
            (.atLeast("10"), ["10", "10.00", "+10"], ["9.99999999999999999999999"]),
            (.less(than: "-1"), ["-1.5", "-100"], ["-1", "-1.0", "0", "5"]),
            (.atMost("0"), ["0", "-0.0", "-3"], ["0.0001"]),
            // Texts by code point.
            (.atLeast("2026-01-01"), ["2026-01-01", "2027"], ["2025-12-31", "2026"]),
            (.greater(than: "10"), ["a"], ["!"]),
            (.match("^x+$"), ["x", "xxx"], ["", "xy"]),
            (.present(true), ["x", " "], [""]),
            (.present(false), [""], ["x"]),
            (.all([.greater(than: "1"), .less(than: "3")]), ["2"], ["1", "3"]),
            (.not(.all([.present(true), .not(.match("a"))])), ["a", ""], ["b"]),
        ] as [(Condition.Predicate, [String], [String])])
    func `a filter lets those through for which it holds`(
        predicate: Condition.Predicate, passing: [String], failing: [String]
    ) throws {
        let condition = Condition(tests: [.init(subject: "A", predicate: predicate)])
        let bench = try MappingBench(
            [FieldSpec(name: "a", source: .column("A"))], filter: condition)
        #expect(bench.run(texts: passing.map { [$0] }).counts.accepted == Int64(passing.count))
        #expect(bench.run(texts: failing.map { [$0] }).counts.filtered == Int64(failing.count))
        // A route asks the same of what became of it.
        let routed = try MappingBench(
            [FieldSpec(name: "A", source: .column("A"))], routes: [condition])
        #expect(routed.run(texts: passing.map { [$0] }).routes[0][0].count == passing.count)
        #expect(routed.run(texts: failing.map { [$0] }).routes[0][0].isEmpty)
    }

    @Test func `null is not equal, not greater, not present`() throws {
        func count(_ predicate: Condition.Predicate) throws -> Int64 {
            let bench = try MappingBench(
                [FieldSpec(name: "a", source: .column("A"))],
                filter: Condition(tests: [.init(subject: "A", predicate: predicate)]))
            return bench.run([[.null], [.absent]]).counts.accepted
        }
        #expect(try count(.oneOf(["", "null"])) == 0)
        #expect(try count(.not(.oneOf(["x"]))) == 2)
        #expect(try count(.atMost("z")) == 0)
        #expect(try count(.present(false)) == 2)
    }

    @Test func `tests side by side must all hold, and a filter's column is wanted`() throws {
        let bench = try MappingBench(
            [FieldSpec(name: "a", source: .column("A"))],
            filter: Condition(tests: [
                .init(subject: "B", predicate: .oneOf(["1"])),
                .init(subject: "3", predicate: .oneOf(["2"])),
            ]), columns: ["A", "B", "C"])
        #expect(bench.plan.wanted == [.name("A"), .name("B"), .number(3)])
        #expect(
            bench.run(texts: [["x", "1", "2"], ["y", "1", "3"], ["z", "2", "2"]]).counts
                == RecordCounts(accepted: 1, rejected: 0, filtered: 2))
    }

    @Test func `a route sees text, not its escapes, and exact numbers`() throws {
        func route(_ predicate: Condition.Predicate, _ type: ValueType = .string) throws -> [Int] {
            let bench = try MappingBench(
                [FieldSpec(name: "A", source: .column("A"), type: type)],
                routes: [Condition(tests: [.init(subject: "A", predicate: predicate)])])
            let texts =
                type == .string ? ["a\"b", "a\\b\n\u{1}", "x"] : ["12,50", "12,5000000001"]
            return bench.run(texts: texts.map { [$0] }).routes[0][0].indices
        }
        #expect(try route(.oneOf(["a\"b"])) == [0])
        #expect(try route(.oneOf(["a\\b\n\u{1}"])) == [1])
        #expect(try route(.match("^a.b$")) == [0])
        #expect(try route(.greater(than: "12.5"), .decimal(mark: 44, grouping: nil)) == [1])
        #expect(try route(.oneOf(["12.50"]), .decimal(mark: 44, grouping: nil)) == [0])
    }
}

import Foundation
import Testing
import Vocabulary

@testable import Mapping

@Suite struct PayloadFuzzTests {
    /// Texts made of what hurts: quotes, controls, digits, white space, wide characters.
    @Test func `whatever comes in, a payload is JSON and has line feeds only between records`()
        throws
    {
        let seed = UInt64.random(in: 0...(.max))
        var random = SeededRandom(seed: seed)
        let pieces = [
            "\"", "\\", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "é",
            "🦔", "e\u{301}", "ß", "1", "0", "-", ",", ".", "e", "{", "}", "[", "]", ":", " ", "|",
            "true", "null", "2026-01-01", "abcdefghijklmnopqrstuvwxyz", "İ",
        ]
        func text() -> String {
            (0..<Int.random(in: 0...6, using: &random))
                .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let types: [ValueType] = [
            .string, .json, .integer(grouping: 46), .decimal(mark: 44, grouping: 46),
            .number(mark: 46, grouping: nil), .boolean, .date(format: nil), .time(format: nil),
            .timestamp(format: nil, zone: "Europe/Berlin"),
        ]
        for round in 0..<40 {
            let steps = TextStep.allCases.shuffled(using: &random).prefix(round % 4)
            var bench = try MappingBench(
                [
                    FieldSpec(name: "a", source: .column("A"), apply: Array(steps)),
                    FieldSpec(name: "x.b", source: .column("B"), split: "|"),
                    FieldSpec(name: "x.c\n\"", source: .template("{A}\n{B}"), apply: Array(steps)),
                    FieldSpec(name: "d", source: .column("D"), type: types[round % types.count]),
                ],
                routes: [Condition(tests: [.init(subject: "a", predicate: .match("[0-9]"))])])
            bench.recordLimit = 16
            bench.byteLimit = 900
            bench.blockSize = 37
            let rows = (0..<150).map { _ in
                (0..<3).map { _ in MappingBench.Cell(text: text()) }
            }
            let result = bench.run(rows)
            #expect(result.counts.read == 150, "seed \(seed)")
            #expect(Int64(result.records.count) == result.counts.accepted, "seed \(seed)")
            #expect(Int64(result.rejects.count) == result.counts.rejected, "seed \(seed)")
            for (index, payload) in result.payloads.enumerated() {
                let document = try JSONSerialization.jsonObject(
                    with: Data([91] + payload + [93]))
                let records = try #require(document as? [[String: Any]])
                #expect(
                    records.count == result.batches[index].count
                        && payload.count(where: { $0 == 10 }) == records.count - 1,
                    "seed \(seed)")
                for record in records {
                    let id = try #require(record["id"] as? String)
                    let number = try #require(Int(id.split(separator: ".")[1]))
                    let data = try #require(record["data"] as? [String: Any])
                    if steps.isEmpty {
                        let text = rows[number - 1][0].text
                        #expect(data["a"] as? String ?? "" == text, "seed \(seed)")
                    }
                }
            }
        }
    }
}

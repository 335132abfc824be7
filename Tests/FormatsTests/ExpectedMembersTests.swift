import Formats
import TestSupport
import Testing
import Vocabulary

/// The names that are expected where they stood in the record before save work, and nothing else.
@Suite struct ExpectedMembersTests {
    private let scratch = ScratchDirectory("expected-members")

    private static let wanted = ["id", "name", "a.b", "/in/id", "/in/deep/x", "/list/1/id", long]
    /// Longer than what is remembered of a name, by one byte, with its quotes and colon.
    private static let long = String(repeating: "n", count: 30)

    private func read(_ lines: [String]) throws -> Reading {
        try Reading(
            scratch.write(lines.joined(separator: "\n"), to: "in.jsonl"),
            FormatSpec(kind: .jsonLines), wanted: Self.wanted.map { .name($0) })
    }

    private static func line(_ random: inout SeededGenerator, _ number: Int) -> String {
        let long = Self.long
        var members = [
            #""id":\#(number)"#, #""name":"n\#(number)""#, #""a.b":[\#(number)]"#,
            #""in":{"id":"i\#(number)","deep":{"x":\#(number),"y":1}}"#,
            #""list":[{"id":1},{"no":0,"id":\#(number)}]"#, #""\#(long)":"l\#(number)""#,
            #""\#(long)n":1"#, #""\#(long.dropLast())":2"#, #""nobody":{"id":3}"#, #""":4"#,
        ]
        switch random.next() % 8 {
        case 0: members.shuffle(using: &random)
        case 1: members.remove(at: Int(random.next() % UInt64(members.count)))
        case 2: members.append(#""id":"again""#)
        case 3: members = members.map { $0.replacing("\":", with: "\" :") }
        case 4: members = members.map { $0.replacing("\":", with: "\":\t ") }
        case 5: members[Int(random.next() % 10)] = #""\u0069d":"escaped""#
        case 6: members = members.map { random.next() % 4 == 0 ? #""x\#(number)":0"# : $0 }
        default: break
        }
        var line = Array(("{" + members.joined(separator: ",") + "}").utf8)
        if random.next() % 3 == 0 {
            let at = Int(random.next() % UInt64(line.count))
            line[at] = [0x22, 0x3A, 0x2C, 0x7B, 0x7D, 0x61][Int(random.next() % 6)]
        }
        return String(decoding: line, as: UTF8.self)
    }

    @Test(arguments: 0..<4)
    func `a record is read behind others as it is read alone`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let lines = (0..<300).map { Self.line(&random, $0) }
        let together = try read(lines)
        try #require(together.records.count == lines.count)
        for (index, line) in lines.enumerated() {
            let alone = try #require(try read([line]).records.first)
            let comment: Comment = "seed \(seed): \(line)"
            #expect(together.records[index].rule == alone.rule, comment)
            #expect(together.records[index].fields == alone.fields, comment)
        }
        #expect(together.faults.count > 20 && together.faults.count < 100)
    }

    @Test func `objects with more members than are remembered are read to their end`() throws {
        let members = (0..<100).map { "\"m\($0)\":\($0)" } + [#""id":7"#, #""name":"last""#]
        let line = "{" + members.joined(separator: ",") + "}"
        let reading = try read([line, line, line])
        #expect(
            reading.records.map { $0.fields.prefix(2) }
                == .init(repeating: ["7", "last"], count: 3))
    }
}

import Formats
import Glibc
import SimdjsonTwin
import TestSupport
import Testing
import Vocabulary

/// The JSON Lines reader beside a reader that stands on simdjson.
@Suite struct SimdjsonTwinTests {
    private let scratch = ScratchDirectory("simdjson")

    private static let wanted = ["a", "b", "c", "ä", "é\"", "longer name"]

    @Test(arguments: 0..<4)
    func `both find the same in random and damaged lines, and refuse the same`(
        seed: UInt64
    ) throws {
        var generator = SeededGenerator(seed: seed)
        var lines: [[UInt8]] = []
        for index in 0..<5000 {
            var line = Self.line(&generator)
            if index % 4 > 0 { Self.damage(&line, &generator) }
            // Neither an empty line nor a line end is a matter of JSON.
            line.removeAll { $0 == 0x0A }
            lines.append([0x20, UInt8(ascii: "{")] == line.prefix(2) ? line : [0x20] + line)
        }
        for depth in [63, 64, 65, 300] {
            let open = #"{"a":"# + String(repeating: "[", count: depth - 1)
            lines.append(Array((open + String(repeating: "]", count: depth - 1) + "}").utf8))
        }
        lines.removeAll { $0.allSatisfy { [0x20, 0x09, 0x0D].contains($0) } }
        let reading = try Reading(
            scratch.write(Array(lines.joined(separator: [0x0A])), to: "in.jsonl"),
            FormatSpec(kind: .jsonLines), wanted: Self.wanted.map { .name($0) })
        try #require(reading.records.count == lines.count)
        let twin = Twin(Self.wanted)
        var good = 0
        var beyondDouble = 0
        for (record, line) in zip(reading.records, lines) {
            let comment: Comment = "seed \(seed): \(String(decoding: line, as: UTF8.self))"
            switch twin.read(line) {
            case .values(let values):
                try #require(record.rule == nil, comment)
                for (field, value) in zip(record.fields, values) {
                    try #require(field.map { _ in true } == value.map { _ in true }, comment)
                    guard let field, let value else { continue }
                    // What simdjson has no text of is an object or an array.
                    if let value { try #require(field == value, comment) }
                }
                good += 1
            case .beyondDouble:
                // Here a number is its digits; what becomes of it the mapping says.
                if record.rule == nil { beyondDouble += 1 }
            case .refused:
                try #require(record.rule != nil, comment)
            }
        }
        #expect(good > 1200 && good < 4000)
        #expect(beyondDouble < 50)
    }

    private static func line(_ generator: inout SeededGenerator) -> [UInt8] {
        var members: [String] = []
        for _ in 0..<Int.random(in: 1..<6, using: &generator) {
            members.append(
                ["\"a\"", "\"b\"", "\"\\u0061\"", "\"x\"", "\"ä\"", #""é\"""#, "\"longer name\""]
                    .randomElement(using: &generator)! + ":" + value(0, &generator))
        }
        return Array(("{" + members.joined(separator: ",") + "}").utf8)
    }

    private static func value(_ depth: Int, _ generator: inout SeededGenerator) -> String {
        switch Int.random(in: 0..<(depth < 3 ? 8 : 6), using: &generator) {
        case 0: return ["true", "false", "null"].randomElement(using: &generator)!
        case 1, 2:
            return [
                "0", "-0", "1.10", "12345678901234567890123", "-1e5", "1E+2", "0.1e1",
                "3.14159265358979323846264338327950288", "1e-400", "18446744073709551615",
            ].randomElement(using: &generator)!
        case 3, 4, 5:
            return [
                #""a""#, #""ä€😀""#, #""\u00e4\ud83d\ude00\n""#, #""tab\t\/""#, #""q\"uote\\""#,
                #""""#, "\"\u{2028}\"", "\"long enough for more than one step of any kernel\"",
            ].randomElement(using: &generator)!
        case 6:
            let inner = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                ["\"a\"", #""\u00e4""#].randomElement(using: &generator)! + " : "
                    + value(depth + 1, &generator)
            }
            return "{" + inner.joined(separator: ",") + "}"
        default:
            let inner = (0..<Int.random(in: 0..<4, using: &generator)).map { _ in
                value(depth + 1, &generator)
            }
            return "[ " + inner.joined(separator: " , ") + "]"
        }
    }

    private static func damage(_ line: inout [UInt8], _ generator: inout SeededGenerator) {
        let pieces: [[UInt8]] =
            [
                "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "-", ".", "e", "t", "nul", "\\u12",
                "\\ud800", "\\ud83d\\ude00", "\u{1}", "\t", " ", "01", "+1", "1e999", "\0",
                "99999999999999999999", "\u{FEFF}", "NaN", "1.", ".5", "\r",
            ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]]
        for _ in 0..<Int.random(in: 1...2, using: &generator) {
            let at = Int.random(in: 0..<line.count, using: &generator)
            let piece = pieces.randomElement(using: &generator)!
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: line[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            case 1: line.insert(contentsOf: piece, at: at)
            case 2: line.removeSubrange(at..<min(line.count, at + 2))
            default: line.replaceSubrange(at..<(at + 1), with: piece)
            }
            if line.isEmpty { line = [UInt8(ascii: "x")] }
        }
    }
}

/// simdjson's reader, safely.
@safe private final class Twin {
    enum Finding {
        /// By wanted name: nil where it is absent, nil text for an object or an array.
        case values([String??])
        case beyondDouble
        case refused
    }

    private let twin: OpaquePointer
    private let count: Int

    init(_ names: [String]) {
        count = names.count
        var texts: [UnsafePointer<CChar>] = unsafe []
        for name in names { unsafe texts.append(UnsafePointer(strdup(name)!)) }
        defer {
            for index in names.indices {
                unsafe free(UnsafeMutablePointer(mutating: texts[index]))
            }
        }
        unsafe twin = simdjson_twin_new(texts, names.count)
    }

    deinit { unsafe simdjson_twin_free(twin) }

    func read(_ line: [UInt8]) -> Finding {
        let padded = line + [UInt8](repeating: 0, count: simdjson_twin_padding())
        var values = unsafe [simdjson_twin_value](
            repeating: unsafe simdjson_twin_value(), count: count)
        return unsafe padded.withUnsafeBytes { bytes in
            let error = unsafe simdjson_twin_read(
                twin, bytes.baseAddress!.assumingMemoryBound(to: CChar.self), line.count, &values)
            guard error == 0 else {
                return simdjson_twin_is_number_error(error) != 0 ? .beyondDouble : .refused
            }
            return unsafe .values(values.map { value in unsafe Self.shown(value) })
        }
    }

    private static func shown(_ value: simdjson_twin_value) -> String?? {
        switch unsafe value.kind {
        case simdjson_twin_absent: return nil
        case simdjson_twin_container: return .some(nil)
        default:
            return unsafe String(
                decoding: UnsafeRawBufferPointer(start: value.text, count: value.length),
                as: UTF8.self)
        }
    }
}

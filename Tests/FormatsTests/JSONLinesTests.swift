import Formats
import JSON
import TestSupport
import Testing
import Vocabulary

@Suite struct JSONLinesTests {
    private let scratch = ScratchDirectory("json-lines")

    private func read(
        _ text: String, wanted: [String], limit: Int = 1 << 20, block: Int = 1 << 16
    ) throws -> Reading {
        try Reading(
            scratch.write(text, to: "in.jsonl"), FormatSpec(kind: .jsonLines, recordLimit: limit),
            wanted: wanted.map { .name($0) }, sizes: ReadingSizes(block: block))
    }

    @Test(arguments: [
        #"{"a":1}"#, #"{}"#, #" { "a" : [ 1 , -0 , 0.5 , 1e5 , 1E-5 , -12.5e+10 ] } "#,
        #"{"a":"\"\\\/\b\f\n\r\t\u0041\ud83d\uDE00"}"#, #"{"a":null,"b":true,"c":false}"#,
        #"{"a":{"b":[[[{"c":{}}]]]}}"#, "{\"a\":\"é€😀\u{7F}\"}", "\t{}\r", #"{"":1}"#,
        #"{"a":123456789012345678901234567890.000000000000000000001}"#,
    ])
    func `a line of good JSON is a record`(line: String) throws {
        let reading = try read(line + "\n", wanted: ["a"])
        #expect(reading.faults == [])
        #expect(reading.records.count == 1)
    }

    @Test(arguments: [
        "{", "}", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#, #"{,}"#, #"{a:1}"#, #"{'a':1}"#, "[1,]",
        "[1 2]", "[,1]", "[1", "[01]", "[-]", "[+1]", "[.5]", "[1.]", "[1e]", "[1e+]", "[0x1]",
        "[NaN]", "[Infinity]", "[tru]", "[True]", "[nul]", "[nulll]", "[falsee]", #"["\x"]"#,
        #"["\u12"]"#, #"["\uD800"]"#, #"["\uDC00"]"#, #"["\uD800\u0041"]"#, "[\"\u{1}\"]",
        "[\"\t\"]", #"["a]"#, "{} {}", "[]x", "1", #""a""#, "null", "x", "{}//", "\u{FEFF}[]",
        #"{"a":1 "b":2}"#, #"{"a" 1}"#, "[\u{A0}1]", "\u{C}[]", "[\"a\\",
    ])
    func `a line of bad JSON is a fault, and the next line goes on`(line: String) throws {
        // Behind a first line, so that no byte order mark is seen.
        let reading = try read("{}\n" + line + "\n{\"a\":7}", wanted: ["a"])
        #expect(reading.faults == ["json"])
        #expect(reading.records.map(\.line) == [1, 2, 3])
        #expect(reading.records[1].raw == Array(line.utf8))
        #expect(reading.records[2].fields == ["7"])
        #expect(reading.reasons[0].hasPrefix("byte "))
    }

    /// Not a record that lacks its fields, let alone one that has all it needs.
    @Test func `an array is a record only where something of arrays is wanted`() throws {
        let text = "[1]\n {\"a\":2}\n[]\n [1,x]\n"
        let reading = try read(text, wanted: ["a"])
        #expect(reading.records.map(\.rule) == ["json", nil, "json", "json"])
        #expect(reading.reasons[0] == "byte 1: an array where an object is expected")
        #expect(reading.records.map(\.line) == [1, 2, 3, 4])
        #expect(try read(text, wanted: []).faults.count == 3)
        for wanted in ["/0", "/1/a"] {
            let reading = try read(text, wanted: ["a", wanted])
            #expect(reading.records.map(\.rule) == [nil, nil, nil, "json"], "\(wanted)")
        }
    }

    @Test func `nesting is followed to 64 levels`() throws {
        let good = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        let bad = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)
        let endless = String(repeating: "[", count: 100_000)
        let reading = try read([good, bad, endless].joined(separator: "\n"), wanted: ["/0"])
        #expect(reading.records.map(\.rule) == [nil, "json", "json"])
    }

    @Test func `every kind of value is told apart`() throws {
        let reading = try read(
            #"{"s":"x","n":-1.50,"t":true,"z":null,"o":{"a" : 1},"l":[1, 2],"e":""}"#,
            wanted: ["s", "n", "t", "z", "o", "l", "e", "x"])
        #expect(
            reading.kinds == [
                [.text, .number, .boolean, .null, .json, .json, .text, .absent]
            ])
        #expect(
            reading.records[0].fields == [
                "x", "-1.50", "true", "null", #"{"a" : 1}"#, "[1, 2]", "", nil,
            ])
        #expect(reading.bindings == [0, 1, 2, 3, 4, 5, 6, 7])
    }

    @Test func `pointers reach into objects and arrays`() throws {
        let wanted = [
            "/a/b", "/a", "/l/0", "/l/2/x", "/a~1b", "/m~0n", "/a/b/c", "/l/-", "/l/01", "/0", "a",
        ]
        let reading = try read(
            """
            {"a":{"b":"\\u00e9"},"l":["p",1,{"x":"\\n"}],"a/b":1,"m~n":2,"0":"zero"}
            ["first",{"b":1}]
            {"a":{"b":{"c":true}}}
            """, wanted: wanted)
        #expect(reading.faults == [])
        #expect(
            reading.records[0].fields == [
                "é", #"{"b":"\u00e9"}"#, "p", "\n", "1", "2", nil, nil, nil, "zero",
                #"{"b":"\u00e9"}"#,
            ])
        #expect(reading.records[1].fields[9] == "first")
        #expect(reading.records[2].fields[6] == "true")
    }

    @Test func `a record's own text stays as it stands, escapes and all`() throws {
        let line = #"{"a":"x\ny","unread":[1, 2]}"#
        let path = scratch.write(line + "\n", to: "raw.jsonl")
        let reader = try openRecordReader(
            path: path, format: FormatSpec(kind: .jsonLines), wanted: [.name("a")], from: .start)
        let block = RecordBlock()
        #expect(try reader.read(into: block))
        #expect(block.keepsRecordText)
        #expect(block.text(ofField: 0, inRecord: 0) == "x\ny")
        let record = unsafe block.records[0]
        let text = unsafe UnsafeBufferPointer(
            start: block.bytes + Int(record.start), count: Int(record.length))
        #expect(unsafe String(decoding: text, as: UTF8.self) == line)
    }

    @Test func `of members with one name the last counts, with all it holds`() throws {
        let reading = try read(
            """
            {"a":"x\\n","a":"y\\t"}
            {"o":{"p":1,"q":2},"o":{"q":3}}
            {"o":{"p":1},"o":5}
            {"o":{"p":"\\n"},"o":{"p":"\\t"}}
            """, wanted: ["a", "/o/p", "/o/q", "/o"])
        #expect(reading.records[0].fields == ["y\t", nil, nil, nil])
        #expect(reading.records[1].fields == [nil, nil, "3", #"{"q":3}"#])
        #expect(reading.records[2].fields == [nil, nil, nil, "5"])
        #expect(reading.records[3].fields == [nil, "\t", nil, #"{"p":"\t"}"#])
    }

    @Test func `a name with escapes is found`() throws {
        let reading = try read(
            #"{"n\u0061me with a long tail":1,"\u0062":2}"#,
            wanted: ["name with a long tail", "b", "name with a long tale"])
        #expect(reading.records[0].fields == ["1", "2", nil])
    }

    @Test func `blank lines are passed over and counted as lines`() throws {
        let reading = try read("\n  \n{}\r\n\r\n\t\n{}\n\n", wanted: [])
        #expect(reading.records.map(\.line) == [3, 6])
        #expect(reading.records.map(\.number) == [1, 2])
    }

    @Test func `bytes that are not UTF-8 cost their line alone`() throws {
        let path = scratch.write(
            Array("{\"a\":\"1\"}\n{\"a\":\"".utf8) + [0xC0, 0xAF] + Array("\"}\n{\"a\":3}".utf8),
            to: "bad.jsonl")
        let reading = try Reading(path, FormatSpec(kind: .jsonLines), wanted: [.name("a")])
        #expect(reading.records.map(\.rule) == [nil, "encoding", nil])
        #expect(reading.reasons == ["an invalid character at byte 16"])
    }

    @Test(arguments: [64, 100, 1000])
    func `a line beyond the limit is a fault and the next one goes on`(block: Int) throws {
        let long = "{\"a\":\"" + String(repeating: "é", count: 500) + "\"}"
        let reading = try read(
            "{\"a\":1}\n\(long)\r\n{\"a\":2}\n\(long)", wanted: ["a"], limit: 99, block: block)
        #expect(reading.records.map(\.rule) == [nil, "size", nil, "size"])
        #expect(reading.records.map(\.line) == [1, 2, 3, 4])
        #expect(reading.records[1].raw == Array(long.utf8.prefix(98)))
        #expect(reading.largestBlock < 1000 + 2 * block)
    }

    @Test(arguments: 0..<4)
    func `random documents are taken apart as a tree parser does`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let wanted = ["a", "/b", "/a/b", "/c/0", "/c/1/a", "longer name", "/longer name/a"]
        for round in 0..<300 {
            var lines: [[UInt8]] = []
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                var line: [UInt8] = []
                Self.write(&line, depth: 0, &generator)
                if Int.random(in: 0..<4, using: &generator) == 0 {
                    let index = Int.random(in: 0..<line.count, using: &generator)
                    line[index] = Array("{}[]\",:\\u0x".utf8).randomElement(using: &generator)!
                }
                lines.append(line)
            }
            let text = String(decoding: Array(lines.joined(separator: [0x0A])), as: UTF8.self)
            let reading = try read(text, wanted: wanted, block: 64 + round)
            let comment: Comment = "seed \(seed), round \(round): \(text)"
            let expected = lines.filter { !$0.allSatisfy { $0 == 0x20 } }.map {
                Self.expected($0, wanted)
            }
            try #require(reading.records.count == expected.count, comment)
            for (record, fields) in zip(reading.records, expected) {
                if let fields {
                    try #require(record.rule == nil, comment)
                    try #require(record.fields.map(Self.plain) == fields, comment)
                } else {
                    try #require(record.rule == "json", comment)
                }
                let rest = try Reading(
                    scratch.path + "/in.jsonl", FormatSpec(kind: .jsonLines),
                    wanted: wanted.map { .name($0) },
                    from: ReadPosition(
                        byteOffset: record.offset, line: record.line, records: record.number - 1))
                try #require(
                    rest.records == Array(reading.records[(Int(record.number) - 1)...]), comment)
            }
        }
    }

    private static func write(
        _ out: inout [UInt8], depth: Int, _ generator: inout SeededGenerator
    ) {
        let names = ["a", "b", "c", "longer name", "longer nope", "x"]
        let kind = depth == 0 ? 0 : Int.random(in: 0..<(depth > 3 ? 4 : 7), using: &generator)
        switch kind {
        case 0 where depth == 0, 4, 5:
            out.append(UInt8(ascii: "{"))
            for index in 0..<Int.random(in: 0..<5, using: &generator) {
                if index > 0 { out += ",".utf8 }
                out += "\"\(names.randomElement(using: &generator)!)\" :".utf8
                write(&out, depth: depth + 1, &generator)
            }
            out.append(UInt8(ascii: "}"))
        case 6:
            out.append(UInt8(ascii: "["))
            for index in 0..<Int.random(in: 0..<4, using: &generator) {
                if index > 0 { out += ", ".utf8 }
                write(&out, depth: depth + 1, &generator)
            }
            out.append(UInt8(ascii: "]"))
        case 1: out += ["-1", "0", "2.50", "1e9"].randomElement(using: &generator)!.utf8
        case 2: out += ["true", "false", "null"].randomElement(using: &generator)!.utf8
        default:
            out +=
                [#""""#, #""text""#, #""\u00e9\n\\""#, #""\uD83D\uDE00!""#].randomElement(
                    using: &generator)!.utf8
        }
    }

    /// By the tree parser.
    private static func expected(_ line: [UInt8], _ wanted: [String]) -> [String?]? {
        guard let tree = try? JSONValue.parse(line) else { return nil }
        switch tree {
        case .object, .array: break
        default: return nil
        }
        return wanted.map { name in
            let tokens =
                name.hasPrefix("/")
                ? name.dropFirst().split(separator: "/").map(String.init) : [name]
            var value: JSONValue? = tree
            for token in tokens {
                if let elements = value?.elements {
                    value = Int(token).flatMap {
                        $0 < elements.count ? Optional.some(elements[$0]) : .none
                    }
                } else {
                    value = value?[token]
                }
            }
            return switch value {
            case .none: nil
            case .string(let text): text
            case .number(let digits): digits
            case .boolean(let flag): flag ? "true" : "false"
            case .null: "null"
            case .some(let tree): tree.serialized()
            }
        }
    }

    /// Containers come as they stand in the line: without the differences that mean nothing.
    private static func plain(_ field: String?) -> String? {
        guard let field, field.hasPrefix("{") || field.hasPrefix("[") else { return field }
        return (try? JSONValue.parse(Array(field.utf8)))?.serialized() ?? field
    }
}

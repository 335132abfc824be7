import Formats
import Foundation
import TestSupport
import Testing
import Vocabulary

@Suite struct JSONArrayTests {
    private let scratch = ScratchDirectory("json-array")

    private func read(
        _ text: String, array: String = "", wanted: [String] = ["id", "/a/b"],
        limit: Int = 1 << 20, block: Int = 1 << 16, records: Int = 8192,
        from position: ReadPosition = .start
    ) throws -> Reading {
        try Reading(
            scratch.write(text, to: "in.json"),
            FormatSpec(
                kind: .json(try #require(JSONArrayLayout(pointer: array))), recordLimit: limit),
            wanted: wanted.map { .name($0) }, from: position,
            sizes: ReadingSizes(block: block, records: records))
    }

    private func reason(_ text: String, array: String = "") -> String? {
        do { _ = try read(text, array: array) } catch {
            if case .unreadable("json", let reason, _, _)? = error as? FormatError { return reason }
        }
        return nil
    }

    @Test(arguments: [64, 75, 1 << 16]) func `elements are records`(block: Int) throws {
        let text = """
            [
              {"id": 1, "a": {"b": "x\\ny"}},
              {"id": 12345678901234567890.10, "a": {"b": [1,
                2]}}, {"id":"\\u00e4"},
              5, "text", null,
              [7]
            ]
            """
        let reading = try read(text, block: block)
        #expect(
            reading.records.map(\.fields) == [
                ["1", "x\ny"], ["12345678901234567890.10", "[1,\n    2]"], ["ä", nil], [], [], [],
                [],
            ])
        #expect(reading.records.map(\.line) == [2, 3, 4, 5, 5, 5, 6])
        #expect(reading.faults == ["json", "json", "json", "json"])
        #expect(reading.reasons.last == "byte 1: an array where an object is expected")
        #expect(reading.records[3].raw == Array("5".utf8))
        #expect(reading.records[4].raw == Array("\"text\"".utf8))
    }

    @Test(arguments: [64, 1 << 16]) func `the array may be anywhere`(block: Int) throws {
        let long = String(repeating: "[{\"data\": []}, \"]}\\\"\"],", count: 100)
        let text = """
            {"data": {"x": [\(long) 1], "it\\u0065ms": [{"id": 0}, [{"id": 1}, {"id": 2}], {}]},
             "count": {"data": [{"id": 9}]}, "y": "]"}\n
            """
        let reading = try read(text, array: "/data/items/1", block: block)
        #expect(reading.records.map(\.fields) == [["1", nil], ["2", nil]])
        #expect(try read(#"{"a/b": {"m~n": [{"id": 1}]}}"#, array: "/a~1b/m~0n").records.count == 1)
        #expect(try read("[]").records.isEmpty)
        #expect(try read(" [ ] ").records.isEmpty)
    }

    @Test func `a document without the array is not read`() {
        for text in ["", " \n", "\u{FEFF}"] {
            #expect(
                throws: FormatError.unreadable(
                    rule: "empty", reason: "the file is empty", line: nil, byteOffset: nil)
            ) { try read(text, array: "/items") }
        }
        #expect(reason("{\"a\": [1]}") == "the document is not an array")
        #expect(reason("[[{}]]", array: "/items") == "the document has no array at /items")
        #expect(
            reason("{\"a\": {\"b\": 5}}", array: "/a/b") == "what stands at /a/b is not an array")
        #expect(reason("{\"a\": 5}", array: "/a/b") == "what stands at /a/b is not an array")
        #expect(reason(String(repeating: "[", count: 2000), array: "/9") != nil)
    }

    @Test(arguments: [
        (#"{"id": 2, "n": "open}"#, "json"), (#"{"id": 2, "n": }"#, "json"),
        (#"{"id": 2, "n": {"x": 1}"#, "json"), (#"{"id": 2}}"#, "json"), (#"{"id" 2}"#, "json"),
        (#"{"id": 02}"#, "json"), (#"{id: 2}"#, "json"), (#"{"id": 2,}"#, "json"),
        (#"{"id": 2, "in": [{"id": 3}, {"id": x}, {"id": 5}]}"#, "json"), ("nonsense", "json"),
        (#"{"id": 2, "n": ""# + String(repeating: "x", count: 3000) + #""}"#, "size"),
        (#"{"id": 2, "n": ["# + String(repeating: "{\"x\":1},", count: 500) + "0]}", "size"),
    ])
    func `what is broken costs itself alone`(_ broken: String, _ rule: String) throws {
        for separator in [",\n  ", ",\n", ", ", ","]
        where separator.contains("\n") || !broken.contains("open") {
            let opening = separator.contains("\n") ? "[" + separator.dropFirst() : "["
            let text =
                opening
                + [#"{"id": 1, "n": [{"x": 1}, {"x": 2}]}"#, broken, #"{"id": 3}"#, #"{"id": 4}"#]
                .joined(separator: separator) + "\n]\n"
            for block in [64, 100, 1 << 16] {
                let reading = try read(text, limit: 1000, block: block)
                try #require(
                    reading.records.map(\.rule)
                        == [nil, rule, nil, nil],
                    "\(separator.debugDescription) \(broken.prefix(60))")
                #expect(reading.records.compactMap(\.fields.first).suffix(2) == ["3", "4"])
            }
        }
    }

    @Test func `an end that is missing is said once`() throws {
        #expect(try read("[{\"id\":1}").records.map(\.rule) == [nil, "json"])
        #expect(try read("[{\"id\":1},{\"id\":").records.map(\.rule) == [nil, "json"])
        #expect(try read("{\"a\":[{\"id\":1}]", array: "/a").records.map(\.rule) == [nil, "json"])
        #expect(try read("[{\"id\":1}] x\n").records.map(\.rule) == [nil, "json"])
        #expect(try read("[{\"id\":1}]\n\n").records.map(\.rule) == [nil])
    }

    @Test(arguments: [
        "]", "},", "],", "{\"id\":2}#,", "\",", "[\"x\",", "{\"id\":2}},", "\u{FEFF}", "[[[[,",
        "{\"id\":2,\"n\":{\"a\":1,", "{\"id\":2,\"n\":[{\"a\":\"1},",
    ])
    func `an odd bracket, quote or byte between elements costs none of them`(odd: String) throws {
        let elements = [1, 3, 4, 5].map {
            "{\"id\":\($0),\"name\":\"n\",\"l\":[{\"id\":8},{\"id\":9}]}"
        }
        for separator in [",", ",\n", ",\n  "] {
            let text =
                "[" + elements[0] + separator + odd + elements[1...].joined(separator: separator)
                + "]\n"
            let whole = try read(text, limit: 1000)
            #expect(
                whole.records.compactMap(\.fields.first) == ["1", "3", "4", "5"],
                "\(separator.debugDescription)")
            #expect(whole.faults.count <= 2)
            for block in [64, 99] {
                let other = try read(text, limit: 1000, block: block, records: 1)
                #expect(other.records == whole.records)
                for end in other.ends {
                    let rest = try read(text, limit: 1000, block: block, from: end)
                    #expect(rest.records == Array(whole.records[Int(end.records)...]), "\(end)")
                }
            }
        }
    }

    @Test func `the first element on the bracket's line does not hide where others begin`() throws {
        let text = """
            [{"id":1,"name":"a"},
            {"id":2,"name":"b,
            {"name":"c","id":3},
            {"id":4,"name":"d","l":[1,2},
            {"id":5,"name":"e"}]
            """
        let reading = try read(text)
        #expect(reading.records.map(\.rule) == [nil, "json", nil, "json", nil])
        #expect(reading.records.map(\.line) == [1, 2, 3, 4, 5])
    }

    @Test func `a broken first element costs itself alone`() throws {
        for broken in ["{\"id\":1,\"name\":\"a", "{\"id\":1 \"name\":\"a\"}", "\"id\":1}"] {
            let text = "[\(broken),\n{\"id\":2,\"name\":\"b\"},\n{\"id\":3,\"name\":\"c\"}\n]"
            let reading = try read(text)
            #expect(reading.records.compactMap(\.fields.first) == ["2", "3"], "\(broken)")
        }
    }

    @Test func `arrays on end are one that was closed too early`() throws {
        let text = "[{\"id\":1},\n{\"id\":2}]\n[{\"id\":3},\n{\"id\":4}]\n"
        let reading = try read(text)
        #expect(reading.records.map(\.rule) == [nil, nil, "json", nil, nil])
        #expect(reading.reasons == ["the array is closed before its last element"])
        #expect(reading.records[2].line == 2)
    }

    @Test func `the end that is missing is found from every position`() throws {
        let text = "[{\"id\":1},{\"id\":2}"
        for text in [text, text + "\n", text + ",\n\n"] {
            let whole = try read(text)
            #expect(whole.records.map(\.rule) == [nil, nil, "json"])
            for end in try read(text, block: 64, records: 1).ends {
                let rest = try read(text, from: end)
                #expect(rest.records == Array(whole.records[Int(end.records)...]))
            }
        }
    }

    @Test func `invalid characters cost their records`() throws {
        let bytes = Array("[{\"id\":\"".utf8) + [0xFF] + Array("\"},\n{\"id\":2}]".utf8)
        let reading = try Reading(
            scratch.write(bytes, to: "bad.json"),
            FormatSpec(kind: .json(JSONArrayLayout())), wanted: [.name("id")])
        #expect(reading.records.map(\.rule) == ["encoding", nil])
    }

    @Test(arguments: 0..<4) func `reading goes on anywhere with the same records`(seed: UInt64)
        throws
    {
        var generator = SeededGenerator(seed: 77 + seed)
        func next(_ count: Int) -> Int { Int(generator.next() % UInt64(count)) }
        let gap = [",\n  ", ",", ", ", ",\r\n\t"][Int(seed)]
        let pieces = [
            "{\"id\":%,\"a\":{\"b\":\"\\u00e9\\n\"}}", "{\"id\":%}",
            "{\"id\":%,\"l\":[{\"id\":1},{\"id\":2}]}",
            "{\"id\":%", "{\"id\":%}}", "{\"id\":%,\"n\":\"open}", "x", "5", "", "{\"id\":\"\\q\"}",
            "{\"id\":%,\"n\":\"" + String(repeating: "y", count: 300) + "\"}",
        ]
        var elements = ["{\"id\":0}"]
        for index in 1..<200 {
            elements.append(
                pieces[next(4) > 0 ? next(3) : next(pieces.count)]
                    .replacingOccurrences(of: "%", with: "\(index)"))
        }
        let text =
            "{\"x\":[0],\"items\":[" + gap.dropFirst() + elements.joined(separator: gap)
            + "],\"y\":[]}\n"
        let whole = try read(text, array: "/items", limit: 200)
        #expect(whole.records.count > 50)
        #expect(whole.faults.count > 5)
        for (block, records) in [(64, 1), (91, 2), (256, 7), (100, 8192)] {
            let other = try read(
                text, array: "/items", limit: 200, block: block, records: records)
            try #require(other.records == whole.records, "block \(block)")
            for end in other.ends {
                let rest = try read(
                    text, array: "/items", limit: 200, block: block + Int(end.records % 50),
                    from: end)
                try #require(rest.records == Array(whole.records[Int(end.records)...]), "\(end)")
            }
        }
    }
}

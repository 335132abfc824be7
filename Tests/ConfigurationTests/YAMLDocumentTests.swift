import Testing
import YAML

@Suite struct YAMLDocumentTests {
    private func document(_ text: String) -> YAMLDocument { YAMLDocument(Array(text.utf8)) }

    private func problems(_ text: String) -> [String] {
        document(text).problems.map {
            "\($0.span.start.line):\($0.span.start.column) \($0.message)"
        }
    }

    /// The tree on one line, each scalar with its place.
    private func shown(_ node: YAMLNode?) -> String {
        guard let node else { return "nothing" }
        let (start, end) = (node.span.start, node.span.end)
        let place = "@\(start.line):\(start.column)-\(end.line):\(end.column)"
        switch node.content {
        case .scalar(let scalar):
            return (scalar.style == .quoted ? "'\(scalar.text)'" : scalar.text) + place
        case .sequence(let items): return "[" + items.map(shown).joined(separator: " ") + "]"
        case .mapping(let pairs):
            return "{" + pairs.map { "\($0.key): \(shown($0.value))" }.joined(separator: " ") + "}"
        }
    }

    @Test func `no country is a boolean`() throws {
        let document = document("[NO, on, yes, true, 5, 1e3, 0x1F, 1_000, ~, 0o17, 0o8, .]")
        guard case .sequence(let items) = document.root?.content else {
            Issue.record("not a sequence")
            return
        }
        let values: [YAMLScalar.Value] = items.compactMap {
            guard case .scalar(let scalar) = $0.content else { return nil }
            return scalar.value
        }
        #expect(
            values == [
                .text, .text, .text, .boolean(true), .number, .number, .number, .text, .null,
                .number, .text, .text,
            ])
    }

    @Test(arguments: [
        ("a: 1\nb: [x, 'y']\n", "{a: 1@1:4-1:5 b: [x@2:5-2:6 'y'@2:8-2:11]}"),
        ("é: \"ü\"\n", "{é: 'ü'@1:4-1:7}"),
        ("\u{FEFF}a: b\n", "{a: b@1:4-1:5}"),
        ("a: 1\r\nb: 2\rc: 3", "{a: 1@1:4-1:5 b: 2@2:4-2:5 c: 3@3:4-3:5}"),
        // A value that is not there stands at its key.
        ("a:\nb:  \n", "{a: @1:1-1:2 b: @2:1-2:2}"),
        ("a: |\n  x\n  y\n", "{a: 'x\ny\n'@2:1-4:1}"),
        ("null: 5\n5: ~\n", "{null: 5@1:7-1:8 5: ~@2:4-2:5}"),
        // An alias is the node it names, at the node's own place.
        ("a: &x 1\nb: [*x, *x]\n", "{a: 1@1:7-1:8 b: [1@1:7-1:8 1@1:7-1:8]}"),
        ("", "nothing"), ("# only a comment\n", "nothing"),
    ])
    func `every node has its place`(_ text: String, _ tree: String) {
        let document = document(text)
        #expect(shown(document.root) == tree)
        #expect(document.problems.isEmpty)
    }

    @Test(arguments: [
        (
            "a: 1\na: 2\na: 3\n",
            ["2:1 key 'a' is already on line 1", "3:1 key 'a' is already on line 1"]
        ),
        ("a: *x\n", ["1:4 no anchor '&x' before this alias"]),
        ("a: &a [*a]\n", ["1:8 no anchor '&a' before this alias"]),
        ("a: 1\n---\nb: 2\n", ["2:1 a second document; a file holds one"]),
        ("? [a]\n: 3\n", ["1:3 a key must be a single value"]),
        ("a: &k {b: 1}\n*k : 3\n", ["2:1 a key must be a single value"]),
        ("a: !!str 5\n", ["1:4 tags are not used here; quote a text instead"]),
        ("<<: {}\n", ["1:1 merge keys ('<<') are not YAML 1.2; write the keys out"]),
        ("a: {b: 1]\n", ["1:9 mismatched flow sequence end"]),
        ("a: \"\\q\"\n", ["1:5 invalid escape 'q' in double-quoted string"]),
        ("a: b\u{7}\n", ["1:5 a control character"]),
        ("a: b\0\n", ["1:5 a control character"]),
    ])
    func `problems have their place`(_ text: String, _ expected: [String]) {
        #expect(problems(text) == expected)
    }

    @Test func `invalid UTF-8 is found where it stands`() {
        let document = YAMLDocument(Array("a: ü\nb: x".utf8) + [0xE4, 0x0A])
        #expect(document.root == nil)
        #expect(document.problems.map(\.message) == ["not UTF-8"])
        #expect(document.problems.first?.span.start == SourcePlace(line: 2, column: 5))
    }

    @Test func `aliases of aliases stay within bounds`() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...12 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        let found = problems(text)
        #expect(found.count == 1)
        #expect(found.first?.hasSuffix("more than 200000 values, aliases followed") == true)
    }

    @Test func `nesting is bounded, also through aliases`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(problems(deep) == ["1:33 nested deeper than 32 levels"])
        let half = String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
        let hidden =
            "a: &a \(half)\nb: " + String(repeating: "[", count: 20) + "*a"
            + String(repeating: "]", count: 20)
        #expect(problems(hidden) == ["2:24 nested deeper than 32 levels"])
        #expect(problems(String(repeating: "{a: ", count: 33)).first?.contains("nested") == true)
    }
}

import Configuration
import Testing

@Suite struct RenderTests {
    @Test func `a mistake shows its line with a caret under it`() {
        let error = Fixture.error([
            "partners/acme.yaml": Fixture.feed(format: "formatt: { type: csv }"),
            "destinations/crm.yaml": Fixture.destination + "order: key\n",
        ])
        #expect(
            error?.render() == """
                destinations/crm.yaml:3:8: 'order: key' is not supported yet
                   3 | order: key
                     |        ^~~
                partners/acme.yaml:5:5: unknown key 'formatt'; did you mean 'format'?
                   5 |     formatt: { type: csv }
                     |     ^~~~~~~
                2 mistakes in 2 files

                """)
    }

    @Test func `a terminal gets the place in bold and the caret in red`() {
        let mistake = ConfigurationMistake(
            path: "a.yaml", line: 1, column: 1, message: "no", excerpt: .init(text: "x", width: 1))
        #expect(
            ConfigurationError([mistake]).render(colored: true)
                == "\u{1B}[1ma.yaml:1:1:\u{1B}[0m no\n   1 | x\n     | \u{1B}[31m^\u{1B}[0m\n"
                + "1 mistake in 1 file\n")
    }

    @Test func `a mistake without a place is one line`() {
        let error = ConfigurationError([ConfigurationMistake(path: "partners", message: "none")])
        #expect(error.render() == "partners: none\n1 mistake in 1 file\n")
    }

    @Test func `mistakes are sorted by place and told once`() {
        func mistake(_ path: String, _ line: Int?) -> ConfigurationMistake {
            ConfigurationMistake(path: path, line: line, column: line, message: "m")
        }
        let error = ConfigurationError([
            mistake("b", 2), mistake("b", 10), mistake("a", 7), mistake("b", 2), mistake("b", nil),
        ])
        #expect(error.mistakes.map(\.place) == ["a:7:7", "b", "b:2:2", "b:10:10"])
        #expect(error.summary == "4 mistakes in 2 files")
    }

    struct Excerpt: Sendable {
        var line: String
        var column: Int
        var width: Int
        var shown: [String]
    }

    @Test(arguments: [
        // A tab reaches to the next multiple of four.
        Excerpt(line: "a:\tb\tc", column: 6, width: 1, shown: ["a:  b   c", "        ^"]),
        // The caret stands under scalars, also those outside ASCII.
        Excerpt(line: "ä: ö", column: 4, width: 1, shown: ["ä: ö", "   ^"]),
        // What would move the cursor is not printed.
        Excerpt(line: "a: \u{202E}b", column: 4, width: 2, shown: ["a: \u{FFFD}b", "   ^~"]),
        // Behind the end of the line.
        Excerpt(line: "a: [", column: 5, width: 1, shown: ["a: [", "    ^"]),
        Excerpt(line: "", column: 1, width: 1, shown: ["", "^"]),
        // A width beyond the line stops at its end.
        Excerpt(line: "abc", column: 2, width: 50, shown: ["abc", " ^~"]),
    ])
    func `the caret stands under its text`(_ excerpt: Excerpt) {
        let mistake = ConfigurationMistake(
            path: "p", line: 1, column: excerpt.column, message: "m",
            excerpt: .init(text: excerpt.line, width: excerpt.width))
        let lines = mistake.render(colored: false).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1...2].map { $0.dropFirst(7) } == excerpt.shown.map { $0[...] })
    }

    @Test(arguments: [1, 50, 400, 799, 800, 801])
    func `a long line is cut around the caret`(column: Int) {
        var line = String(repeating: "x", count: 800)
        let index = line.index(line.startIndex, offsetBy: min(column, 800) - 1)
        line.replaceSubrange(index...index, with: "!")
        let mistake = ConfigurationMistake(
            path: "p", line: 1, column: column, message: "m",
            excerpt: .init(text: line, width: 10))
        let lines = mistake.render(colored: false).split(separator: "\n").map(Array.init)
        #expect(lines[1].count <= 7 + 98)
        #expect(lines[2].count <= 7 + 99)
        let caret = lines[2].firstIndex(of: "^")
        if column <= 800 { #expect(caret.map { lines[1][$0] } == "!") }
    }
}

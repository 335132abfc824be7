import JQ
import Testing

@testable import LibJQ

/// What is said of programs that can't be used, and where.
@Suite struct JQMistakeTests {
    /// `LINE:COLUMN WORD: MESSAGE` for each mistake.
    static func mistakes(_ program: String) -> [String] {
        do throws(JQSyntaxError) {
            _ = try JQProgram(program)
            return []
        } catch {
            return error.mistakes.map {
                "\($0.line):\($0.column.map { "\($0)" } ?? "-") \($0.word): \($0.message)"
            }
        }
    }

    @Test(arguments: [
        (".a | foo(1) + bar", ["1:6 foo: foo/1 is not defined", "1:15 bar: bar/0 is not defined"]),
        ("# ä\n.e = \"ö\" + bar", ["2:12 bar: bar/0 is not defined"]),
        ("{a: 1,\n b: }", ["2:5 }: syntax error, unexpected '}'"]),
        (".a |\n {", ["2:- : syntax error, unexpected end"]),
        (".a | $x", ["1:6 $x: $x is not defined"]),
        (".a = ~1", ["1:6 ~: syntax error, unexpected INVALID_CHARACTER"]),
    ]) func `jq's own words, at their place`(_ program: String, _ expected: [String]) {
        #expect(Self.mistakes(program) == expected)
    }

    @Test(arguments: [
        "now", "localtime", "strflocaltime(\"%Y\")", "env", "get_search_list", "modulemeta",
        "input", "inputs", "input_filename", "input_line_number", "debug", "stderr", "halt",
        "halt_error", "halt_error(1)", "get_jq_origin", "get_prog_origin",
    ]) func `what reaches out of the record is refused`(_ call: String) {
        let name = call.prefix { $0.isLetter || $0 == "_" }
        for program in [".x |\n  \(call)", "def f: \(call); {a: f}", "\"\\(\(call))\" | {a: .}"] {
            let told = Self.mistakes(program)
            #expect(told.count == 1 && told[0].contains("\(name): '\(name)' can't be used here: "))
        }
        #expect(Self.mistakes("{\(name): .\(name), b: {\"\(name)\": 1}} # \(call)") == [])
    }

    @Test func `so are the environment and other files`() {
        #expect(Self.mistakes(".a = $ENV.HOME")[0].hasPrefix("1:6 $ENV: '$ENV' can't be used here"))
        #expect(
            Self.mistakes("import \"a\" as a; .")[0].hasPrefix("1:1 import: 'import' can't be used")
        )
        #expect(Self.mistakes("\ninclude \"a\"; .")[0].hasPrefix("2:1 include: 'include' can't be"))
        #expect(Self.mistakes(".a\u{0}")[0].contains("NUL"))
    }

    @Test func `a name of one's own is one's own`() {
        #expect(Self.mistakes("def now: 5; def input: 6; {a: now, b: input}") == [])
        #expect(Self.mistakes(". as {a: $now} | {$now, error: 1}") == [])
    }
}

import JQ
import Testing

@testable import LibJQ

/// libjq behind its wrapper, in this process.
@Suite struct JQProgramTests {
    /// What a program makes of a record, as `OUTCOME TEXT`; an object alone is its text.
    static func run(_ program: String, _ record: String, most: Int = 1 << 20) throws -> String {
        var program = try JQProgram(program)
        return run(&program, record, most: most)
    }

    static func run(
        _ program: inout JQProgram, _ record: String, most: Int = 1 << 20
    ) -> String {
        var out: [UInt8] = []
        var record = record
        let outcome = record.withUTF8 {
            unsafe program.run(over: UnsafeRawBufferPointer($0), into: &out, most: most)
        }
        let text = String(decoding: out, as: UTF8.self)
        return outcome == .object ? text : text.isEmpty ? "\(outcome)" : "\(outcome) \(text)"
    }

    static let record =
        #"{"a":1.10,"b":1.1,"n":2,"l":[3.00,2.0,2.00],"s":"é\"\\\n","z":null,"t":true}"#

    @Test func `a record goes through as it is`() throws {
        for record in [
            Self.record, "{}", #"{"":{"":[]},"x":[{},[[]],""]}"#,
            #"{"a":"\b\f\n\r\t\u0000\u001f"}"#,
            #"{"a":"\#u{7F}𝄞","b":[false,true,null]}"#,
        ] {
            #expect(try Self.run(".", record) == record)
        }
        #expect(try Self.run(".", #"{"a":"\u00e9\ud834\udd1e\/"}"#) == #"{"a":"é𝄞/"}"#)
    }

    @Test(
        arguments: [
            "0.1", "1.10", "-0", "0", "-0.0", "1E5", "1e+05", "0.00", "100000000000000000000",

            "123456789012345", "123456789012345.0000", "9007199254740992", "0.1234567890123456",
            "12345678.90", "1e-300", "1.7976931348623157e308", "5e-324", "-12.50",
            "2251799813685249.5",
        ])
    func `a number that is passed on keeps its digits`(_ number: String) throws {
        #expect(try Self.run(".", #"{"a":\#(number)}"#) == #"{"a":\#(number)}"#)
        #expect(
            try Self.run("{b: [.a, {c: .a}]} | .b[1].c |= .", #"{"a":\#(number)}"#)
                == #"{"b":[\#(number),{"c":\#(number)}]}"#)
    }

    @Test(arguments: [
        "12345678901234567.89", "9007199254740993", "-9007199254740993", "1e400", "-1e400",
        "1e-400",
        "1152921504606846976", "0.12345678901234567890", "18446744073709551615",
        "1e99999999999999999999", "123456789012345678", "3.14159265358979323846",
    ]) func `a number that a double can't stand for is refused`(_ number: String) throws {
        #expect(try Self.run("del(.a)", #"{"x":1,"a":[\#(number)]}"#) == "inexact \(number)")
    }

    /// Each number knows the literal it came from, wherever libjq takes it, and forgets it when it is
    /// computed with. libjq's own `jv` carries that: an update of libjq must not get by this table.
    @Test(arguments: [
        ("{x: .a, y: .b}", #"{"x":1.10,"y":1.1}"#),
        ("{l: (.l | sort)}", #"{"l":[2.0,2.00,3.00]}"#),
        ("{l: (.l | unique)}", #"{"l":[2.0,3.00]}"#),
        ("{l: (.l | group_by(.))}", #"{"l":[[2.0,2.00],[3.00]]}"#),
        ("{l: [.l[] | select(. == 2)]}", #"{"l":[2.0,2.00]}"#),
        ("{l: .l[1:]}", #"{"l":[2.0,2.00]}"#),
        ("{x: .l[.n]}", #"{"x":2.00}"#),
        ("{x: (.l | max), y: (.l | min), z: (.l | first, last)} | .z", "several"),
        ("{x: (.l | max), y: (.l | min_by(.))}", #"{"x":3.00,"y":2.0}"#),
        ("{x: ([.a] | add), y: (.l | add)}", #"{"x":1.10,"y":7}"#),
        ("{x: (.z // .a), y: (.l | reverse)}", #"{"x":1.10,"y":[2.00,2.0,3.00]}"#),
        ("{a, l} | with_entries(.value |= .)", #"{"a":1.10,"l":[3.00,2.0,2.00]}"#),
        ("{x: getpath([\"l\", 0]), y: (.l | flatten)}", #"{"x":3.00,"y":[3.00,2.0,2.00]}"#),
        ("{x: [limit(2; .l[])], y: first(.l[])}", #"{"x":[3.00,2.0],"y":3.00}"#),
        ("{l: (.l | to_entries | map(.value))}", #"{"l":[3.00,2.0,2.00]}"#),
        (".l as [$x, $y] | {$x, $y}", #"{"x":3.00,"y":2.0}"#),
        ("{a} | walk(.)", #"{"a":1.10}"#),
        ("reduce .l[] as $x ({}; .x += [$x])", #"{"x":[3.00,2.0,2.00]}"#),
        ("{x: (if .a == .b then .a else 0 end)}", #"{"x":1.10}"#),
        (
            "{x: (.a + 0), y: (.a * 1), z: -.a, w: (.a | floor)}",
            #"{"x":1.1,"y":1.1,"z":-1.1,"w":1}"#
        ),
        (
            "{x: \"\\(.a)\", y: (.l[0] | tostring), z: (.l | tojson)}",
            #"{"x":"1.1","y":"3","z":"[3,2,2]"}"#
        ),
        (
            "{x: (0.1 + 0.2), y: (.n / 4), z: 1.50, w: 1e17, v: 100000000000000000}",
            #"{"x":0.30000000000000004,"y":0.5,"z":1.5,"w":1e+17,"v":1e+17}"#
        ),
        ("label $out | .l[] | {x: .}, break $out", #"{"x":3.00}"#),
        ("{x: [.l | .[] as $i | $i]}", #"{"x":[3.00,2.0,2.00]}"#),
        ("{x: ([.l[], 2] | unique), y: (.l | index(2))}", #"{"x":[2.0,3.00],"y":1}"#),
        ("{x: (.l | del(.[0]))} | .x[0] |= .", #"{"x":[2.0,2.00]}"#),
    ]) func `numbers keep or lose their digits together with where they come from`(
        _ program: String, _ expected: String
    ) throws {
        #expect(try Self.run(program, Self.record) == expected)
    }

    @Test(arguments: [
        ("empty", "nothing"), ("select(.n > 5)", "nothing"),
        (".l[] | {x: .}", "several"), ("repeat(.)", "several"), ("{}, error(\"x\")", "error x"),
        ("error(\"no \\(.n)\")", "error no 2"), (".s | error", "error é\"\\\n"),
        ("error({a: .n})", #"error {"a":2}"#), ("error(null)", "error null"),
        ("error(.z)", "error null"), (".n.x", "error Cannot index number with string \"x\""),
        (".n", "notObject 2"), (".l", "notObject [3.00,2.0,2.00]"), ("null", "notObject null"),
        ("\"x\" * 1000", "notObject \"" + String(repeating: "x", count: 255)),
        ("{a: nan}", "noNumber"), ("{a: infinite}", "noNumber"), ("{a: -infinite}", "noNumber"),
        ("{a: (1e1000)}", "noNumber"), ("{a: (try error(\"x\") catch .)}", #"{"a":"x"}"#),
        ("{a: (.n.x? // 5)}", #"{"a":5}"#),
        ("reduce range(255) as $i ({}; {a: .})", "{"),
        ("reduce range(256) as $i ({}; {a: .})", "tooDeep"),
        ("reduce range(40) as $i (.; {a: ., b: .})", "tooLarge"),
    ]) func `what comes of it`(_ program: String, _ expected: String) throws {
        if expected == "{" {
            #expect(try Self.run(program, Self.record).hasPrefix(#"{"a":{"a""#))
        } else {
            #expect(try Self.run(program, Self.record) == expected)
        }
    }

    @Test func `one record has nothing to do with the next`() throws {
        var program = try JQProgram(
            "if .n == 1 then error(\"x\") elif .n == 2 then .n, .n else . end")
        for _ in 0..<3 {
            #expect(Self.run(&program, #"{"n":0}"#) == #"{"n":0}"#)
            #expect(Self.run(&program, #"{"n":1}"#) == "error x")
            #expect(Self.run(&program, #"{"n":2}"#) == "several")
            #expect(Self.run(&program, #"{"n":1e400}"#) == "inexact 1e400")
        }
    }
}

import Configuration
import Formats
import Testing
import Vocabulary

@testable import Intake

@Suite struct RejectedRowsTests {
    private func written(
        _ format: FormatSpec, _ columns: [String], _ cells: [String], value: String? = nil
    ) -> [UInt8] {
        var rows = RejectedRows(format: format, columns: columns)
        let reject = RejectedRecord(
            number: 3, line: 7, byteOffset: 90, column: "b", rule: "type",
            reason: "is not a date", value: value, columns: cells)
        return rows.head() + rows.rows([reject]) + rows.foot()
    }

    private func csv(_ dialect: CSVDialect, encoding: String = "UTF-8") -> FormatSpec {
        FormatSpec(kind: .csv(dialect), encoding: encoding)
    }

    @Test(arguments: [
        (CSVDialect(), ["x", "y"], "a,b,line,reason\r\nx,y,7,b: is not a date (type)\r\n"),
        (
            CSVDialect(delimiter: UInt8(ascii: ";")), ["x;1", "say \"y\"\n"],
            "a;b;line;reason\r\n\"x;1\";\"say \"\"y\"\"\n\";7;b: is not a date (type)\r\n"
        ),
        (
            CSVDialect(escape: UInt8(ascii: "\\")), ["x\\", "\"y\""],
            "a,b,line,reason\r\n\"x\\\\\",\"\\\"y\\\"\",7,b: is not a date (type)\r\n"
        ),
        (
            CSVDialect(quote: nil), ["x,1", "\"y\""],
            "a,b,line,reason\r\nx 1,\"y\",7,b: is not a date (type)\r\n"
        ),
        (
            CSVDialect(header: false, columns: ["a", "b"], skipLines: 1, footerLines: 1),
            ["x", "y"],
            "rejected rows\r\nx,y,7,b: is not a date (type)\r\nend of the rejected rows\r\n"
        ),
        // One that could not be taken apart: line and reason keep their places.
        (CSVDialect(), ["x,y,z"], "a,b,line,reason\r\n\"x,y,z\",,7,b: is not a date (type)\r\n"),
        (CSVDialect(), ["=1+1", "@x"], "a,b,line,reason\r\n=1+1,@x,7,b: is not a date (type)\r\n"),
    ])
    func `rows come back in the feed's own dialect`(
        dialect: CSVDialect, cells: [String], expected: String
    ) {
        let text = String(decoding: written(csv(dialect), ["a", "b"], cells), as: UTF8.self)
        #expect(text == expected)
    }

    @Test func `columns that are named like ours are told apart`() {
        let text = written(csv(CSVDialect()), ["line", "reason"], ["x", "y"])
        #expect(
            String(decoding: text, as: UTF8.self).hasPrefix(
                "line,reason,hopper_line,hopper_reason\r\n"))
    }

    @Test func `rows come back in the feed's own encoding`() {
        let text = written(
            csv(CSVDialect(), encoding: "windows-1252"), ["Größe"], ["€ 5"], value: "日本")
        let expected =
            Array("Gr".utf8) + [0xF6, 0xDF] + Array("e,line,reason\r\n".utf8) + [0x80]
            + Array(" 5,7,\"b: is not a date (type): \"\"??\"\"\"\r\n".utf8)
        #expect(text == expected)
    }

    @Test func `JSON records come back as a table of records`() {
        let format = FormatSpec(kind: .jsonLines)
        let parsed = written(format, ["id", "/name/given"], [#"{"id":"4\n7","x":[1, 2]}"#])
        #expect(
            String(decoding: parsed, as: UTF8.self)
                == "record,line,reason\r\n"
                + #""{""id"":""4\n7"",""x"":[1, 2]}""# + ",7,b: is not a date (type)\r\n")
        let broken = written(format, ["id", "/name/given"], ["{broken"])
        #expect(String(decoding: broken, as: UTF8.self).contains("\r\n{broken,7,"))
    }
}

@Suite struct RejectsVerdictTests {
    @Test(arguments: [
        (5, 100, RejectsVerdict.within),
        (6, 100, .quarantined("6 of 100 records rejected, the limit is 5%")),
    ])
    func `a share counts at the end only`(rejected: Int64, read: Int64, verdict: RejectsVerdict) {
        let counts = RecordCounts(accepted: read - rejected, rejected: rejected)
        let policy = RejectsPolicy(limit: .share(thousandthsOfPercent: 5000))
        #expect(RejectsVerdict.judge(counts, by: policy, isComplete: true) == verdict)
        #expect(RejectsVerdict.judge(counts, by: policy, isComplete: false) == .within)
    }

    @Test func `a count counts at once, and a warning at the end`() {
        let counts = RecordCounts(accepted: 0, rejected: 3)
        let text = "3 of 3 records rejected, the limit is 2"
        let strict = RejectsPolicy(limit: .count(2))
        #expect(RejectsVerdict.judge(counts, by: strict, isComplete: false) == .quarantined(text))
        let lenient = RejectsPolicy(limit: .count(2), over: .warn)
        #expect(RejectsVerdict.judge(counts, by: lenient, isComplete: false) == .within)
        #expect(RejectsVerdict.judge(counts, by: lenient, isComplete: true) == .warned(text))
        #expect(RejectsVerdict.judge(counts, by: nil, isComplete: true) == .within)
    }
}

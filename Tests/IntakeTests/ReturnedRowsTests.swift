import Configuration
import Formats
import JSON
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// What a partner gets back as rejected, corrects, and drops again: nothing else must be needed.
@Suite(.timeLimit(.minutes(1))) struct ReturnedRowsTests {
    private static let named = CSVDialect(header: false, columns: ["a", "b"])

    @Test(arguments: [
        CSVDialect(), CSVDialect(delimiter: UInt8(ascii: ";"), skipLines: 2, footerLines: 1),
        CSVDialect(headerLines: 2), named,
        CSVDialect(
            delimiter: 9, quote: nil, escape: UInt8(ascii: "\\"), header: false,
            columns: ["a", "b"]),
        CSVDialect(header: false, columns: ["a", "b"], skipLines: 1, footerLines: 1),
        CSVDialect(header: false, columns: ["a", "b"], ragged: .pad),
    ])
    func `rejected rows are dropped again with only the mistakes corrected`(
        dialect: CSVDialect
    ) throws {
        let stage = try IntakeStage { $0.format = FormatSpec(kind: .csv(dialect)) }
        try stage.start()
        defer { stage.stop() }
        let delimiter = String(UnicodeScalar(dialect.delimiter))
        var text = ""
        for number in 0..<dialect.skipLines { text += "above \(number)\n" }
        if dialect.header { text += "a\(delimiter)b\n" }
        for _ in 1..<dialect.headerLines { text += "\(delimiter)\n" }
        for number in 1...9 {
            text += number % 3 == 0 ? "!\(number)" : "n\(number)"
            text += "\(delimiter)why (not)\n"
        }
        for number in 0..<dialect.footerLines { text += "below \(number)\n" }
        stage.drop(text, as: "first.csv")
        let first = stage.receipt("first.csv") { $0["state"]?.text == "archived" }
        #expect(first?["records"]?["rejected"]?.int == 3)
        let rejected = try #require(
            stage.scratch.read("drops/acme/receipts/first.csv.rejected.csv"))
        stage.drop(rejected.replacing("!", with: "n"), as: "second.csv")
        let second = stage.receipt("second.csv") { $0["state"]?.text == "archived" }
        #expect(second?["records"]?["accepted"]?.int == 3, "\(rejected)\n\(second as Any)")
        #expect(second?["records"]?["rejected"]?.int == 0)
        #expect(try stage.payloads().last?.contains(#""a":"n9","b":"why (not)""#) == true)
        #expect(stage.scratch.read("drops/acme/receipts/second.csv.rejected.csv") == nil)
    }

    @Test func `rows that are wrong again come back once more, and no longer than before`() throws {
        let stage = try IntakeStage { $0.format = FormatSpec(kind: .csv(Self.named)) }
        try stage.start()
        defer { stage.stop() }
        stage.drop("n1,x\n!2,y\nn3,z,more\nn4,5,6\n", as: "first.csv")
        _ = stage.receipt("first.csv") { $0["state"]?.text == "archived" }
        let rejected = try #require(
            stage.scratch.read("drops/acme/receipts/first.csv.rejected.csv"))
        stage.drop(rejected, as: "second.csv")
        let second = stage.receipt("second.csv") { $0["state"]?.text == "archived" }
        #expect(second?["records"]?["read"]?.int == 3)
        let again = try #require(
            stage.scratch.read("drops/acme/receipts/second.csv.rejected.csv"))
        #expect(again.hasPrefix(#"!2,y,1,"a: "#), "\(again)")
    }

    @Test func `the trailer below them is that of the rows that came back`() throws {
        let mark = UInt8(ascii: ",")
        let stage = try IntakeStage {
            $0.format.kind = .csv(CSVDialect(delimiter: UInt8(ascii: ";"), footerLines: 2))
            $0.trailer = ControlTotals(
                count: .column(2), othersCounted: 1,
                sums: [
                    .init(
                        column: .name("b"), place: .column(4), mark: mark,
                        grouping: UInt8(ascii: "."))
                ])
        }
        try stage.start()
        defer { stage.stop() }
        stage.drop(
            "a;b\nn1;1,00\n!2;1.234,50\nn3;7\n!4;-0,25\n!5;\nsums;below\nT;6;;1.242,25\n",
            as: "first.csv")
        _ = stage.receipt("first.csv") { $0["state"]?.text == "archived" }
        let rejected = try #require(
            stage.scratch.read("drops/acme/receipts/first.csv.rejected.csv"))
        #expect(
            rejected.hasSuffix(
                "\r\nend of the rejected rows\r\nend of the rejected rows;4;;1234,25\r\n"))
        stage.drop(rejected.replacing("!", with: "n"), as: "second.csv")
        let second = stage.receipt("second.csv") { $0["state"]?.text == "archived" }
        #expect(second?["records"]?["accepted"]?.int == 3, "\(rejected)")
    }

    @Test func `a sum that can't be told is left for the partner`() throws {
        let totals = ControlTotals(
            count: .column(1),
            sums: [
                .init(column: .name("b"), place: .column(2)),
                .init(column: .number(3), place: .column(3)),
                .init(column: .name("gone"), place: .column(5)),
            ])
        var trailer = ReturnedTrailer(totals, columns: ["a", "b", "c"])
        trailer.add(["x", "1", "0.5"])
        trailer.add(["x", "on request", "-2"])
        trailer.add(["all;in;one"])
        #expect(trailer.cells(mark: "end") == ["3", "", "", "", ""])
        trailer = ReturnedTrailer(totals, columns: ["a", "b", "c"])
        trailer.add(["x", "-0.000000001", "12345678901234567890.5"])
        #expect(
            trailer.cells(mark: "end")
                == ["1", "-0.000000001", "12345678901234567890.5", "", ""])
        #expect(
            ReturnedTrailer(ControlTotals(), columns: []).cells(mark: "end") == ["end"])
    }
}

import Formats
import TestSupport
import Testing
import Vocabulary

@Suite struct TotalsCheckTests {
    private let scratch = ScratchDirectory("totals")

    /// What does not agree; nil when all does.
    private func check(
        _ text: String, _ kind: FormatSpec.Kind, _ totals: ControlTotals
    ) throws -> String? {
        let path = scratch.write(text, to: "in.csv")
        do {
            let check = try TotalsCheck(path: path, format: FormatSpec(kind: kind), totals: totals)
            let block = RecordBlock()
            while try !check.step(using: block, blocks: 1) {}
            return nil
        } catch {
            guard case .unreadable("trailer", let reason, _, _) = error else { throw error }
            return reason
        }
    }

    private let csv = FormatSpec.Kind.csv(CSVDialect(delimiter: 0x3B, footerLines: 1))

    @Test func `a CSV trailer's count and sum`() throws {
        let totals = ControlTotals(
            count: .column(2),
            sums: [
                .init(column: .name("AMT"), place: .column(3), mark: 0x2C, grouping: 0x2E)
            ])
        func check(_ trailer: String) throws -> String? {
            try self.check("NO;AMT\n1;1.234,50\n2;-0,5\n3\n4;\n\(trailer)\n", csv, totals)
        }
        #expect(try check("T;4; 1234,00 ") == nil)
        #expect(try check("\"T\";\"004\";\"+1.234\"") == nil)
        #expect(try check("T;5;1234") == "the trailer counts 5 records, and the file has 4")
        #expect(
            try check("T;4;1234,01")
                == "the sum of column \"AMT\" is not what the trailer says; 1 record had no number there; "
                + "the file has 1234, and the trailer 1234,01"
        )
        #expect(
            try check("T;4;-0,05")?.hasSuffix("; the file has 1234, and the trailer -0,05") == true)
        let missing =
            "the last record has no number in column 2, where the trailer's should be: the file's end "
            + "may be missing"
        #expect(try check("T;four;1234") == missing)
        #expect(try check("T") == missing)
        #expect(
            try self.check("NO;AMT\n", csv, totals)
                == "the file has no trailer: its end may be missing")
    }

    @Test func `a column that is not there is a matter of the header, not of the trailer`() throws {
        let totals = ControlTotals(sums: [.init(column: .name("AMT"), place: .column(2))])
        #expect(
            throws: FormatError.unreadable(
                rule: "header", reason: "no column \"AMT\", which the trailer sums up", line: nil,
                byteOffset: nil)
        ) { try check("1;2\n3;4\nEND;6\n", csv, totals) }
    }

    @Test func `a number that is too long to be summed up is no missing end`() throws {
        let totals = ControlTotals(sums: [.init(column: .number(1), place: .column(1))])
        let tooLong = "more digits than are summed up here: 24, and nine of them decimals"
        for number in ["0.1234567891", "-1" + String(repeating: "0", count: 24), "+0.0000000000"] {
            #expect(try check("A\n1\n\(number)\n", csv, totals)?.contains(tooLong) == true)
        }
        for other in ["x123456789012", "123-", ""] {
            #expect(
                try check("A\n1\n\"\(other)\";\n", csv, totals)?.contains("has no number") == true)
        }
    }

    @Test func `a count may include the header and the trailer`() throws {
        let totals = ControlTotals(count: .column(1), othersCounted: 2)
        #expect(try check("NO\n1\n2\n4\n", csv, totals) == nil)
        #expect(try check("NO\n1\n2\n2\n", csv, totals) != nil)
    }

    @Test func `sums are exact however many records there are`() throws {
        let totals = ControlTotals(sums: [.init(column: .number(1), place: .column(1))])
        let rows = String(repeating: "0.1\n", count: 30_000)
        #expect(try check("A\n\(rows)3000\n", csv, totals) == nil)
        #expect(try check("A\n\(rows)3000.000000001\n", csv, totals) != nil)
        let large = String(repeating: "99999999999999.99\n", count: 10_000)
        #expect(try check("A\n\(large)999999999999999900.00\n", csv, totals) == nil)
        #expect(try check("A\n1\n0.0000000001\n", csv, totals) != nil)
    }

    @Test func `a fixed-width trailer's slices`() throws {
        let layout = FixedWidthLayout(
            columns: [.init("amt", .init(2, 7))],
            recordTypes: .init(header: ["H"], detail: ["D"], trailer: ["T"]))
        let totals = ControlTotals(
            count: .slice(.init(2, 5)),
            sums: [.init(column: .name("amt"), place: .slice(.init(6, 12)))])
        let head = "H20261124\nD000125\nD  0075\n"
        #expect(try check(head + "T00020000200\n", .fixedWidth(layout), totals) == nil)
        #expect(try check(head + "T00030000200\n", .fixedWidth(layout), totals) != nil)
        #expect(try check(head + "T00020000201\n", .fixedWidth(layout), totals) != nil)
        #expect(
            try check(head, .fixedWidth(layout), totals)
                == "the file has no trailer: its end may be missing")
    }
}

import Testing

@testable import Inference

/// Columns of texts with blanks in them, and of codes with digits in them.
@Suite struct FixedWidthWordsTests {
    private static func left(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }

    private static func right(_ text: String, _ count: Int) -> String {
        String(repeating: " ", count: max(0, count - text.count)) + text
    }

    struct Case: CustomTestStringConvertible {
        var name: String
        var text: String
        /// Cells of the last record.
        var last: [String]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "words of one column, straight at their ends, under one name",
            text: right("id", 8) + right("school", 14) + right("mixed", 8) + right("years", 9)
                + "\n"
                + (1...40).map {
                    right("\($0 * 37)", 8) + right(["12-15 years", "< 12 years"][$0 % 2], 14)
                        + right(["No", "Yes"][$0 % 2], 8) + right("\($0).5\($0 % 10)", 9) + "\n"
                }.joined(),
            last: ["1480", "12-15 years", "No", "40.50"]),
        Case(
            name: "codes that begin and end with a letter",
            text: (1...30).map {
                "P9\(7000 + $0 * 91)X" + left("", 5)
                    + left(["Hex bolt, M8", "Printer paper", "Clamp 16-27"][$0 % 3], 22)
                    + right("\($0 * 3).25", 9) + " KG 2026-01-1\($0 % 10)\n"
            }.joined(),
            last: ["P99730X", "Hex bolt, M8", "90.25", "KG", "2026-01-10"]),
        Case(
            name: "a day of digits between blanks",
            text: (1...30).map {
                left("\(21000 + $0)", 9) + left("202601\($0 % 9 + 10)", 8)
                    + right("\($0).1", 8) + right("-999.0", 8) + "\n"
            }.joined(),
            last: ["21030", "20260113", "30.1", "-999.0"]),
        Case(
            name: "titles that keep to the columns",
            text: "OPEN ITEMS, ALL OF THEM           PAGE 1\nASOF: 2026-01-02\n\n"
                + "NR      DAY              AMOUNT TEXT\n"
                + (1...20).map {
                    "\(4000 + $0)    2026-01-\($0 + 10)" + right("\($0 * 7).50", 13) + " "
                        + ["Red widget", "Blue lamp", "Hose"][$0 % 3] + "\n"
                }.joined(),
            last: ["4020", "2026-01-30", "140.50", "Hose"]),
        Case(
            name: "names padded on their right, numbers on their left",
            text: (1...20).map {
                left(["M67", "NGC2420"][$0 % 2], 8) + right("\($0 * $0 * 11)", 4)
                    + " 0\($0 % 10) 1\($0 % 9) " + left(["--", "12.50", "9.75"][$0 % 3], 6)
                    + left(["---", "13.12"][$0 % 2], 6)
                    + "\($0 % 10).25 \($0 % 3 + 5)\n"
            }.joined(),
            last: ["M67", "4400", "00", "12", "9.75", "---", "0.25", "7"]),
    ]

    @Test(arguments: cases) func `are cut where columns end`(_ table: Case) throws {
        let findings = infer(FileSample(head: Array(table.text.utf8)))
        guard case .fixedWidth(let fixed) = findings.format else {
            Issue.record("it is no fixed width: \(findings.format)")
            return
        }
        let lines = try #require(
            FixedLines(Array(table.text.utf8), isWhole: true, maximum: 1000))
        let last = try #require(lines.lines.last)
        // All lines above the first record are passed over.
        #expect(findings.rows == lines.lines.count { $0.number > fixed.skipLines })
        #expect(findings.columns.contains { $0.type != .string })
        let cells = fixed.slices.map { String(decoding: last.cell($0), as: UTF8.self) }
        #expect(cells == table.last)
    }
}

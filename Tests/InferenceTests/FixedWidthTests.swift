import Testing

@testable import Inference

/// Columns that stand below each other.
@Suite struct FixedWidthTests {
    private static func rows(_ count: Int, _ row: (Int) -> String) -> String {
        (1...count).map { row($0) + "\n" }.joined()
    }

    private static func pad(_ text: String, _ count: Int) -> String {
        text + String(repeating: " ", count: max(0, count - text.count))
    }

    private static func number(_ text: String, _ count: Int) -> String {
        String(repeating: " ", count: max(0, count - text.count)) + text
    }

    private static let names = ["Petra Hofmann", "Mehmet Yilmaz", "Jo Li", "Klaus-Dieter Lehmann"]

    struct Case: CustomTestStringConvertible {
        var name: String
        var text: String
        /// The cells of the first record.
        var first: [String]
        var records: Int
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "decimal commas within blanks",
            text: rows(20) {
                "7244\(1000 + $0) " + pad(names[$0 % 4], 25) + " 314\($0 % 10) "
                    + number("\($0 * 7),57", 8) + " "
                    + number("1\($0)76,08", 10)
            }, first: ["72441001", "Mehmet Yilmaz", "3141", "7,57", "1176,08"], records: 20),
        Case(
            name: "numbers with exponents",
            text: rows(12) {
                "  \($0 % 2 == 0 ? "-" : " ")8.0\($0 % 10)e+00  \($0 % 3 == 0 ? "-" : " ")5.1\($0 % 10)e-01"
            },
            first: ["8.01e+00", "5.11e-01"], records: 12),
        Case(
            name: "a day, a time and an amount with leading zeros, side by side",
            text: rows(12) { index in
                let two = index < 10 ? "0\(index)" : "\(index)"
                let digits = "\(index * 7919 % 9000 + 1000)"
                return "0000\(two)202604\(two)0635\(two)4414********\(digits)00004354\(two)"
                    + pad(["REWE SAGT DANKE", "SHELL 1234", "AMAZON"][index % 3], 22) + "51"
            },
            first: [
                "000001", "20260401", "063501", "4414********8919", "0000435401", "SHELL 1234",
                "51",
            ],
            records: 12),
        Case(
            name: "titles above, and a line of names",
            text: "FIRST NATIONAL BANK            ACCOUNT BALANCE REPORT               PAGE    1\n"
                + "RUN DATE: 11/20/2026   RUN TIME: 02:15:44\n\n"
                + "ACCT-NO     CUSTOMER NAME               BRANCH  OPENED             BALANCE    RATE\n"
                + rows(200) {
                    "441\(1_000_000 + $0)  " + pad(names[$0 % 4].uppercased(), 26)
                        + "  32\(10 + $0 % 90)    04/1\($0 % 10)/2025"
                        + number("2,0\(10 + $0 % 90).53", 16) + number("7.1\($0 % 10)", 8)
                },
            first: ["4411000001", "MEHMET YILMAZ", "3211", "04/11/2025", "2,011.53", "7.11"],
            records: 200),
        Case(
            name: "a rule above the rows, and notes below them",
            text:
                "          MEAN NUMBERS\n======================\nYear    Jan    Feb\n----------------------\n"
                + rows(150) { "\(1700 + $0)   \(10 + $0 % 90).0   \(20 + $0 % 70).5" }
                + "----------------------\nNo observations in 1824; a mean was taken.\n\nNote: preliminary\n",
            first: ["1701", "11.0", "21.5"], records: 150),
        Case(
            name: "a page of prose above",
            text: rows(10) {
                "*** remark \($0) of the station, with its address and all its people ***"
            } + "\n"
                + rows(12) {
                    "These weekly averages are based on \($0) samples per hour, taken aloft"
                } + "\n"
                + rows(120) { "MLO    58\(1000 + $0)   \($0 % 8)    0         3\(10 + $0 % 90).10" },
            first: ["MLO", "581001", "1", "0", "311.10"], records: 120),
    ]

    @Test func `heads of pages are passed over by what they begin with`() throws {
        let pages = (1...5).map { page in
            "FIRST BANK              ACCOUNT REPORT       PAGE    \(page)\nRUN DATE: 11/20/2026\n\n"
                + "ACCT-NO     CUSTOMER NAME               OPENED\n"
                + Self.rows(20) {
                    "44\(page * 1_000_000 + $0 * 7919)   " + Self.pad(Self.names[$0 % 4], 26)
                        + "  04/1\($0 % 10)/2025"
                } + "\n"
        }
        let findings = infer(FileSample(head: Array(pages.joined().utf8)))
        guard case .fixedWidth(let found) = findings.format else {
            Issue.record("\(findings.format)")
            return
        }
        #expect(found.ignored == ["ACCT-NO ", "FIRST BA", "RUN DATE"])
        #expect(findings.rows == 100)
        #expect(found.skipLines == 4)
        #expect(found.names == ["ACCT-NO", "CUSTOMER NAME", "OPENED"])
    }

    @Test(arguments: cases)
    func `columns of fixed width are found`(_ known: Case) throws {
        let findings = infer(FileSample(head: Array(known.text.utf8)))
        guard case .fixedWidth(let found) = findings.format else {
            Issue.record("\(findings.format)")
            return
        }
        #expect(findings.rows == known.records)
        let lines = known.text.split(separator: "\n", omittingEmptySubsequences: false)
        let line = Array(lines[found.skipLines...].first { !$0.isEmpty } ?? "")
        let cells = found.slices.map { slice in
            String(line[min(slice.lowerBound, line.count)..<min(slice.upperBound, line.count)])
                .split(separator: " ").joined(separator: " ")
        }
        #expect(cells == known.first)
    }
}

import Testing

@testable import Inference

/// Tables as programs of others write them, with what surrounds them.
@Suite struct BroughtTableTests {
    struct Case: CustomTestStringConvertible {
        var name: String
        var text: String
        var delimiter = ","
        var header = 1
        var skip = 0
        var footer = 0
        var comment = ""
        var pads = false
        var width: Int
        var testDescription: String { name }
    }

    /// Orders of five columns.
    private static func orders(_ count: Int = 12, by mark: String = ",") -> String {
        let names = ["Anna Schmidt", "Jo Li", "Karin van Dam"]
        let rows = (1...count).map { row in
            [
                "\(1000 + row)", "2026-01-\(row + 10)", names[row % 3], "\(row % 7 + 1)",
                "\(row * 3).25",
            ]
        }
        return ([["id", "day", "customer", "qty", "total"]] + rows)
            .map { $0.joined(separator: mark) + "\n" }.joined()
    }

    private static let notes = ["ok", "late, but well", "red, blue, green", "sent back"]
    private static let days = (1...9).map { "\($0),2026-01-0\($0)" }

    static let cases: [Case] = [
        Case(
            name: "names with a delimiter more than the rows have",
            text:
                "Series id:   LNS14\n\nType of data:   Percent or rate\n\n\nSeries,Year,Period,Value,\n"
                + (1990...2009).map { "LNS14,\($0),Q01,5.\($0 % 9)\n" }.joined(),
            skip: 5, pads: true, width: 5),
        Case(
            name: "numbers that grow evenly name columns of numbers",
            text: "region,0,10,20,30\nBerlin,7,3,12,4\nUlm,1,9,9,2\nBath,44,5,0,31\nLyon,8,8,6,2\n",
            width: 5),
        Case(
            name: "many numbers that grow name columns of numbers",
            text: "turbine,0.0,0.5,1.0,2.0,2.5,3.0,4.2\n"
                + (1...8).map { "E-\($0),0.0,0.0,,\($0)00.0,\($0)50.0,900.0,900.0\n" }.joined(),
            width: 8),
        Case(
            name: "numbers that grow by chance are a row",
            text: "A1,3,7,8,20\nB2,4,4,1,30\nC3,9,1,7,2\nD4,5,2,8,8\n", header: 0, width: 5),
        Case(
            name: "names, types, and marks below them",
            text: "length\twidth\tkind\nc\tc\td\n\t\tclass\n"
                + (1...9).map { "5.\($0)\t1.\($0)\tIris-setosa\n" }.joined(),
            delimiter: "\t", header: 3, width: 3),
        Case(
            name: "the first name begins with a hash",
            text: "#id,day,note\n"
                + days.enumerated().map { "\($1),\(notes[$0 % 4])\n" }.joined(),
            pads: true, width: 3),
        Case(
            name: "commas in a last text that nothing quotes",
            text: "id,day,note\n" + days.enumerated().map { "\($1),\(notes[$0 % 3])\n" }.joined(),
            pads: true, width: 3),
        Case(
            name: "remarks above and among the rows",
            text: "# A table of zones.\n# All text is UTF-8.\n#\n#code\tplace\tzone\tremark\n"
                + (1...9).map { "A\($0)\t+42\($0)\tEurope/Ulm\tx\n" }.joined()
                + "# See above.\nB1\t+1\tAsia/Amman\ty\n",
            delimiter: "\t", header: 0, comment: "#", width: 4),
        Case(
            name: "lines of commas above the header", text: ",,,,\n,,,,\n" + orders(), skip: 2,
            width: 5),
        Case(
            name: "paragraphs below the table, filled up with commas",
            text: ",,,,\n" + orders(30)
                + ",,,,\n,,,,\n\"This is for your use, and no advice.\",,,,\nNor is it an offer.,,,,\n"
                + ",,,,\n\"Made by the bank, member of nothing.\",,,,\n,,,,\nDate made 2026-11-24,,,,\n",
            skip: 1, footer: 8, width: 5),
        Case(
            name: "a total of another kind, with dashes for what has none",
            text: orders() + "Total: Account,--,--,46,234.00\n", footer: 1, width: 5),
        Case(
            name: "a total below a row that has dashes, too",
            text: orders(20) + "1021,2026-02-01,--,--,20.00\nAccount Total,--,--,--,900.00\n",
            footer: 1,
            width: 5),
        Case(
            name: "a total and its parts",
            text: orders(by: ";") + "Summe;;;;234,00\ndavon bar;;;;100,00\ndavon Karte;;;;134,00\n",
            delimiter: ";", footer: 3, width: 5),
        Case(
            name: "a total with a delimiter more", text: orders() + "Orders Total,,,46,234.00,\n",
            footer: 1, width: 5),
        Case(
            name: "a balance behind a blank line, in the last columns",
            text: orders(by: ";") + "\n;;;#Saldo am Ende;1204,55;\n", delimiter: ";", footer: 1,
            width: 5),
        Case(
            name: "two lines of other widths behind a blank line",
            text: orders() + "\n12,record(s) downloaded,from,Jun-01\nSeller ID : ulm\n", footer: 2,
            width: 5),
        Case(
            name: "rows that end before fields which others leave empty",
            text: "id,name,phone,remark\n"
                + (1...30).map { "\($0),Jo Li,030 1\($0),\($0 % 2 == 0 ? "x" : "")\n" }.joined()
                + "31,Al By,030 131\n", pads: true, width: 4),
        Case(
            name: "a row that lacks what no other lacks is for the rejects",
            text: orders(20) + "1021,2026-02-01\n", width: 5),
    ]

    @Test(arguments: cases) func `is read for what it is`(_ table: Case) {
        guard case .csv(let csv) = infer(FileSample(head: Array(table.text.utf8))).format else {
            Issue.record("it is no CSV")
            return
        }
        #expect(String(decoding: csv.dialect.delimiter, as: UTF8.self) == table.delimiter)
        #expect(String(decoding: csv.dialect.comment, as: UTF8.self) == table.comment)
        #expect(csv.headerLines == table.header, "header")
        #expect(csv.skipLines == table.skip || !table.comment.isEmpty, "skip_lines")
        #expect(csv.footerLines == table.footer, "footer_lines")
        #expect(csv.pads == table.pads, "ragged")
        #expect(csv.width == table.width)
    }
}

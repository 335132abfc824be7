@testable import Inference

/// Tables with much around them: reports, statements, measurements, surveys.
extension HardDialectTests {
    private static func rows(_ count: Int, _ row: (Int) -> String) -> String {
        (1...count).map { row($0) + "\n" }.joined()
    }

    static let reports: [Case] = [
        Case(
            name: "a total that begins with what is totalled",
            text: "Co,File,Name,Dept,Gross\n"
                + rows(9) { "XYZ,00\($0),\"Lee, Ann\",940,\"3,14\($0).58\"" }
                + "Report Total,,,,\"99,999.00\"\n", delimiter: ",", footer: 1),
        Case(
            name: "totals above empty rows of delimiters",
            text: "Umsatz;;;;;\n;;;;;\n;Kunde;Jan;Feb;Mrz;\n"
                + rows(6) { ";K\($0);1,5;2,\($0);3,5;" }
                + ";Gesamt;1,0;2,0;3,0;\n;;;;;\n;;;;;\n", delimiter: ";", skip: 2, footer: 3),
        Case(
            name: "a column that says total in every row",
            text: "Country,Indicator,2019,2020\n"
                + rows(5) { "C\($0),\"Population, total\",\($0)00,\($0)50" }
                + "C6,\"Population, total\",900,\n", delimiter: ","),
        Case(
            name: "names of answers below the names of questions",
            text: "No,Start,What do you like?,,,Comments\n,,Price,Service,Other,Open\n"
                + rows(6) { "\($0),2026-01-0\($0),Price,,,\"well, yes\"" }, delimiter: ",",
            headerLines: 2),
        Case(
            name: "long names below short ones, and signs for what is unknown",
            text:
                "\"ID\",\"NAME\",\"C01E\",\"C01M\"\n\"Geography\",\"Area Name\",\"Estimate\",\"Margin\"\n"
                + rows(8) {
                    "\"05US\($0)\",\"St. Louis, Idaho\",\"67\($0)\",\"\($0 == 3 ? "*****" : "529")\""
                },
            delimiter: ",", headerLines: 2),
        Case(
            name: "days above numbers, below the name of them all",
            text:
                "Tabelle 12411\nBevölkerung;;;\n;Stichtag;Stichtag;Stichtag\nLand;31.12.2022;31.12.2023;31.12.2024\n"
                + rows(7) { "Land \($0);17\($0);736;\($0 == 3 ? "-" : "694")" }
                + "__________\nStand: 20.11.2026\n",
            delimiter: ";", headerLines: 2, skip: 2, footer: 2),
        Case(
            name: "a signature in a cell is no comment",
            text: "id;subject;text\n" + rows(6) { "\($0);Hello;\"Hi,\n-- \nAnn\"" }, delimiter: ";"),
        Case(
            name: "values between single blanks",
            text: rows(9) { "-0.003\($0) 0.08\($0)" }, delimiter: " ", header: false),
        Case(
            name: "a server's log with semicolons in it",
            text:
                "#Version: 1.0\n#Fields: date time s-ip cs-method s-port cs(User-Agent) sc-status\n"
                + rows(9) {
                    "2026-01-0\($0) 16:00:0\($0) 10.0.0.5 GET 443 Mozilla/5.0+(Win;+x64) 200"
                },
            delimiter: " ", header: false, comment: "#"),
        Case(
            name: "a preamble of pairs, longer than the table",
            text:
                "Umsatzanzeige;Datei erstellt am: 20.11.2026\n\nIBAN;DE12 5001 0517 0123 4567 89\nKontoname;Giro\n"
                + "Bank;ING\nKunde;Ann\nZeitraum;01.01.2026\nSaldo;1.234,56;EUR\n\nSortierung;Datum\n\n"
                + "Buchung;Wert;Empfänger;Text;Zweck;Saldo;Währung;Betrag;Währung\n"
                + rows(4) {
                    "0\($0).04.2026;0\($0).05.2026;Lee;Gutschrift;ok;7,36;EUR;37\($0),92;EUR"
                },
            delimiter: ";", skip: 11),
        Case(
            name: "facts of a series above its values, in as many columns",
            text:
                "\"Title\",\"Rate of all\"\n\"CDID\",\"L55O\"\n\"PreUnit\",\"\"\n\"Unit\",\"%\"\n\"Release\",\"19-11-2026\"\n"
                + "\"Next\",\"17 December 2026\"\n"
                + rows(20) { "\"20\(10 + $0 % 9) JAN\",\"\($0).5\"" },
            delimiter: ",", header: false, skip: 6),
        Case(
            name: "a logger's two heads, filled up with tabs",
            text:
                "LabVIEW\t\nVersion\t2\n***End***\t\n\t\nChannels\t2\t\t\nSamples\t500\t500\t\nDate\t2026/11/20\t2026/11/20\t\n"
                + "Unit\tVolts\tVolts\t\nDelta\t0.001\t0.001\t\n***End***\t\t\t\nX_Value\tVoltage_0\tVoltage_1\tComment\n"
                + rows(30) { "0.00\($0)\t1.5\($0)\t-4.3\($0)\t" }, delimiter: "\t", skip: 10),
        Case(
            name: "names that come again on each page",
            text: rows(3) { page in
                "Nr,Name,Betrag\n"
                    + (1...6).map { "\(page)\($0),Ann,1\($0).50" }.joined(separator: "\n")
            }, delimiter: ","),
        Case(
            name: "a table drawn with bars and rules",
            text: "+----+---------+\n| id | name    |\n+----+---------+\n"
                + rows(5) { "|  \($0) | Ann Lee |" }
                + "+----+---------+\n5 rows in set (0.00 sec)\n", delimiter: "|", footer: 1,
            comment: "+--"),
        Case(
            name: "dashes below the names of columns",
            text: "id,name,amount\n--,----,------\n" + rows(5) { "\($0),Ann,1\($0).50" }
                + "\n(5 rows affected)\n",
            delimiter: ",", headerLines: 2, footer: 1),
        Case(
            name: "a table of footnotes below the table",
            text: "\"Country\",\"Year\",\"Value\",\"Notes\"\n"
                + rows(6) { "\"Peru\",\"201\($0)\",\"\($0)7\",\"\"" }
                + "\"Sequence\",\"Footnote\"\n\"1\",\"Provisional.\"\n", delimiter: ",", footer: 2),
    ]
}

import Testing

@testable import Inference

/// Files that a hasty look takes for something else.
@Suite struct HardDialectTests {
    struct Case: CustomTestStringConvertible {
        var name: String
        var text: String
        var delimiter: String
        var quote: String? = "\""
        var escape: String?
        var header = true
        var headerLines = 1
        var skip = 0
        var footer = 0
        var comment = ""
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(
            name: "decimal commas between semicolons",
            text: "id;a;b\n1;1,5;2,5\n2;2,25;3,5\n3;0,5;1,75\n", delimiter: ";"),
        Case(
            name: "decimal commas in quotes between commas",
            text: "id,a,b\n1,\"1,5\",\"2,5\"\n2,\"2,25\",\"3,5\"\n", delimiter: ","),
        Case(
            name: "mail addresses in one column",
            text: "email\nann@example.com\nbob.x@example.org\nc@d.example.net\n", delimiter: ""),
        Case(
            name: "times in one column", text: "time\n10:00:01\n10:00:02\n11:30:00\n",
            delimiter: ""),
        Case(
            name: "JSON in cells",
            text: "id\tpayload\n1\t{\"a\": 1, \"b\": [1, 2]}\n2\t{\"a\": 2, \"b\": [3]}\n",
            delimiter: "\t"),
        Case(
            name: "addresses of web pages with commas and semicolons",
            text: "id|url\n1|https://e.example/a?x=1;y=2,3\n2|https://e.example/b?x=2;y=3,4\n",
            delimiter: "|"),
        Case(
            name: "two bars, and empty fields", text: "a||b||c\n1||||x\n2||y||z\n3||||\n",
            delimiter: "||"),
        Case(
            name: "tilde, bar, tilde", text: "id~|~name~|~qty\n1~|~A|B~|~3\n2~|~C~D~|~4\n",
            delimiter: "~|~"),
        Case(
            name: "inches in the middle of cells",
            text: "sku,size,note\nA1,12\" pipe,ok\nA2,3/4\" pipe,ok\nA3,1\" pipe,no\n",
            delimiter: ","),
        Case(
            name: "backslashes before quotes",
            text: "id,text\n1,\"say \\\"hi\\\", twice\"\n2,\"no\"\n3,\"a \\\"b\\\" c\"\n",
            delimiter: ",", escape: "\\"),
        Case(
            name: "doubled quotes", text: "id,text\n1,\"say \"\"hi\"\", twice\"\n2,\"no\"\n",
            delimiter: ","),
        Case(
            name: "single quotes", text: "id,text\n1,'a, b'\n2,'c, d'\n3,'e'\n", delimiter: ",",
            quote: "'"),
        Case(
            name: "line ends in quotes",
            text: "id,text,n\n1,\"one\ntwo, three\",4\n2,\"five\n\nsix\",7\n", delimiter: ","),
        Case(
            name: "dates with commas in quotes",
            text: "day,n\n\"Nov 3, 2026\",1\n\"Nov 4, 2026\",2\n", delimiter: ","),
        Case(
            name: "a header alone", text: "id,name,email,created_at\n", delimiter: ","),
        Case(
            name: "one row and no header", text: "4711,Ann,12.50,2026-11-23\n", delimiter: ",",
            header: false),
        Case(
            name: "numbers and no header", text: "1;2;3\n4;5;6\n7;8;9\n", delimiter: ";",
            header: false),
        Case(
            name: "a preamble and a blank line",
            text:
                "Report of sales\nMade on 2026-11-23\n\nid;qty;price\n1;2;3,50\n2;4;1,25\n3;1;9,00\n",
            delimiter: ";", skip: 3),
        Case(
            name: "a title padded by a spreadsheet",
            text: "Sales 2026;;;\n;;;\nid;name;qty;price\n1;a;2;3,5\n2;b;4;1,2\n3;c;1;9,0\n",
            delimiter: ";", skip: 2),
        Case(
            name: "a line of totals",
            text: "id;name;qty\n1;a;2\n2;b;4\n3;c;1\nSumme;;7\n", delimiter: ";", footer: 1),
        Case(
            name: "a closing line", text: "id,name\n1,a\n2,b\n3,c\nEOF\n", delimiter: ",",
            footer: 1),
        Case(
            name: "comments among the rows",
            text: "# from the meter\nid,v\n1,2.5\n# restarted\n2,2.75\n3,2.5\n", delimiter: ",",
            comment: "#"),
        Case(
            name: "comments, and line ends of carriage returns",
            text: "# from the meter\rid,v\r1,2.5\r# restarted\r2,2.75\r3,2.5\r", delimiter: ",",
            comment: "#"),
        Case(
            name: "a moment and a number, and nothing else",
            text: "date,temp\n2010/01/01 00:00,39.4\n2010/01/01 01:00,39.2\n2010/01/01 02:00,39\n",
            delimiter: ","),
        Case(
            name: "numbers that head columns of words",
            text: "id,100022,100025,100047\nid1,TRUE,TRUE,FALSE\nid2,TRUE,FALSE,FALSE\n",
            delimiter: ","),
        Case(
            name: "rows whose empty ends are left out",
            text:
                "version,codename,created,release,eol,eol-lts\n1.1,Buzz,1993-08-16,1996-06-17\n"
                + "1.2,Rex,1996-06-17,1996-12-12\n7,Wheezy,2011-02-06,2013-05-04,2016-04-25,2018-05-31\n"
                + "15,Duke,2027-08-01\n", delimiter: ","),
        Case(
            name: "a row that is shorter than the header", text: "a,b,c,d\n1,2,3\n", delimiter: ","),
        Case(
            name: "a last row with too many fields is a row, no footer",
            text: "id,name,age\n1101,John,30\n1102,Julie,26\n7,2,3,4,5,6\n", delimiter: ","),
        Case(
            name: "spaces before quotes", text: "\"a\", \"b\"\n\"1\", \"x, y\"\n\"2\", \"z\"\n",
            delimiter: ", "),
        Case(
            name: "line ends of FileMaker in cells",
            text: "id,text\n1,one\u{0B}two\n2,three\u{0B}four\n3,five\n", delimiter: ","),
        Case(
            name: "a closing balance",
            text: "Date;Libellé;Montant\n15/03/2026;A;1,5\n"
                + "16/03/2026;B;-4,2\n17/03/2026;C;3,1\nSolde au 31/03/2026;;\n", delimiter: ";",
            footer: 1),
        Case(
            name: "comments above rows whose last cell may be left out",
            text: "# zones\n#\n# code, place, name, note\nAD\t+42\tAndorra\nAE\t+25\tDubai\tx\n"
                + "AF\t+34\tKabul\nAL\t+41\tTirane\nAM\t+40\tYerevan\tArmenia\n", delimiter: "\t",
            header: false, comment: "#"),
        Case(
            name: "orders that begin with a number sign",
            text: "order,total\n#1001,5.00\n#1002,6.00\n#1003,7.50\n", delimiter: ","),
        Case(
            name: "telephone numbers in one column",
            text: "phone\n+49 30 1234567\n+49 40 7654321\n+49 89 1112223\n+49 69 3332221\n",
            delimiter: ""),
        Case(
            name: "a total below two columns",
            text: "name,amount\nAnn,10.50\nBob,20.25\nCarl,1.25\nTotal,32.00\n", delimiter: ",",
            footer: 1),
        Case(
            name: "a balance behind a blank line, in fewer fields",
            text: "day;kind;text;value;\n01.02.2026;A;x, y;1,50;\n02.02.2026;B;z;2,50;\n"
                + "03.02.2026;B;z;9,50;\n\nOld state;7,00 EUR;\n", delimiter: ";", footer: 1),
        Case(
            name: "escaped commas in every row",
            text: "id,name,note\n0,Brown\\, Sean,ok\n1,Smith\\, Ann,paid\n2,Lee\\, Bob,late\n"
                + "3,Smith\\, Lee,late\n", delimiter: ",", escape: "\\"),
        Case(
            name: "two rows of texts", text: "apple,red\npear,green\n", delimiter: ",",
            header: false),
        Case(
            name: "codes that begin with a word for columns",
            text: "ART-1000-B\nART-1001-A\nART-1002-B\nART-1003-B\n", delimiter: "",
            header: false),
        Case(
            name: "a row that begins like a total, and is none",
            text: "name,amount\nAnn,10.50\nBob,20.25\nTotal,5.00\n", delimiter: ","),
        Case(
            name: "lists between semicolons in a cell of tabs",
            text: "k\tv\na\t1;2;3\nb\t4;5;6\nc\t7;8;9\n", delimiter: "\t"),
        Case(
            name: "a rule and a source below the table",
            text: "Tabelle 4;;\nStichtag;m;w\n31.12.2019;410;421\n31.12.2020;409;422\n"
                + "31.12.2021;411;423\n__________;;\n© Amt, 2026;;\n", delimiter: ";", skip: 1,
            footer: 2),
        Case(
            name: "a last row with nothing but its first value",
            text: "Zutat;Menge;Einheit\nMehl;500;g\nZucker;1/2;Tasse\nSalz;;\n", delimiter: ";"),
        Case(
            name: "telephone numbers that begin with a bracket",
            text: "Telefon\n(030) 12 34 567\n(040) 76 54 321\n(089) 11 12 223\n", delimiter: ""),
        Case(
            name: "bare names above quoted values",
            text: "a;b;c\n\"\";\"\";\"\"\n\"x\";\"\";\"y\"\n\"\";\"z\";\"\"\n", delimiter: ";"),
        Case(
            name: "places, of which the first has a word for columns in it",
            text:
                "vollore ville\nbellegarde du razes\nrene\nsaint germain\ntecou\ngosnay\nlisses\n",
            delimiter: "", header: false),
        Case(
            name: "more lines above the table than rows in it, filled up to one delimiter",
            text: "Bank S.A.;\nPostbox 2108;\nwww.bank.example;\n#Owner;\nANNA EXAMPLE;\n#From;\n"
                + "01.10.2026;31.10.2026;\n#Date;#Text;#Account;#Sum;\n2026-10-02;\"A, B\";12 34;-4,5;\n"
                + "2026-10-03;C;12 34;7,25;\n", delimiter: ";", skip: 7),
        Case(
            name: "a small table above the table",
            text: "Source,Place,Lat,Lon,Units\nNSRDB,Bath,40.1,-80.2,C\nYear,Month,Day,GHI,Temp\n"
                + (1...9).map { "2026,1,\($0),\($0 * 7),-3.5\n" }.joined(), delimiter: ",", skip: 2),
        Case(
            name: "values above the names",
            text: "0,Bath,NA,-5,44.5,,\nday,time,GHI (W/m2),DNI,DHI,zenith,note\n"
                + (1...9).map { "2026-01-01,0\($0):00,\($0),0,\($0 * 3),,\n" }.joined(),
            delimiter: ",", skip: 1),
        Case(
            name: "a preamble that ends with an empty row of delimiters",
            text:
                "Kassenbericht;;;\nDatum:;24.11.2026;;\n;;;\nBon;Artikel;Menge;Betrag\n1;Kaffee;2;5,60\n"
                + "2;Tee;1;2,40\n3;Kuchen;1;3,20\n;;Summe;11,20\n", delimiter: ";", skip: 3,
            footer: 1),
    ]

    @Test(arguments: cases + reports)
    func `a hard dialect is found`(_ hard: Case) throws {
        let findings = infer(FileSample(head: Array(hard.text.utf8)))
        guard case .csv(let csv) = findings.format else {
            Issue.record("\(findings.format)")
            return
        }
        #expect(String(decoding: csv.dialect.delimiter, as: UTF8.self) == hard.delimiter)
        #expect(csv.dialect.quote == hard.quote?.utf8.first)
        #expect(csv.dialect.escape == hard.escape?.utf8.first)
        #expect((csv.headerLines > 0) == hard.header)
        if hard.header { #expect(csv.headerLines == hard.headerLines) }
        #expect(String(decoding: csv.dialect.comment, as: UTF8.self) == hard.comment)
        if hard.comment.isEmpty { #expect(csv.skipLines == hard.skip) }
        #expect(csv.footerLines == hard.footer)
    }
}

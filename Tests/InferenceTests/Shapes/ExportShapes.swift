@testable import Inference

/// What databases, spreadsheets and office programs write.
extension EverydayShape {
    static let export: [EverydayShape] = [
        EverydayShape("a spreadsheet that tells its delimiter") { r in
            let rows = r.rows { row, r in "\(row);\(r.city());\(r.money(","))" }
            return .table(
                "sep=;\nNr;Ort;Betrag\n" + rows, ";", skip: 1, types: ["betrag": .decimal])
        },
        EverydayShape("a spreadsheet's Unicode text") { r in
            let rows = r.rows { row, r in "\(row)\t\(r.german())\t\(r.money(",", group: "."))" }
            return .table("Nr\tName\tSumme\n" + rows, "\t", encoding: "UTF-16LE")
        },
        EverydayShape("a spreadsheet with a title and empty rows of delimiters") { r in
            let rows = r.rows { row, r in "\(row);\(r.city());\(r.number(1...99));\(r.money(","))" }
            return .table("Umsatzliste 2026;;;\n;;;\nNr;Ort;Menge;Umsatz\n" + rows, ";", skip: 2)
        },
        EverydayShape("a spreadsheet with a line of totals") { r in
            let rows = r.rows { row, r in "\(r.city()),\(r.number(1...99)),\(r.money())" }
            return .table(
                "Branch,Orders,Revenue\n" + rows + "Total,512,\(r.money())\n", ",", footer: 1)
        },
        EverydayShape("a database's tabs and backslashes") { r in
            let rows = r.rows(8...30) { row, r in
                "\(row)\t\(r.pick(["\\N", "one\\ttwo", "a\\nb", r.city()]))\t\(r.pick(["\\N", r.day()]))"
            }
            return .table(
                "id\tnote\tday\n" + rows + "99\t\\N\t\\N\n", "\t", isTSV: true,
                types: ["day": .date])
        },
        EverydayShape("a database's CSV without a header") { r in
            let rows = r.rows { row, r in
                "\(row),\"\(r.name())\",\"\(r.day()) \(r.clock())\",NULL,\(r.money())"
            }
            return .table(rows, ",", quote: "\"", header: false)
        },
        EverydayShape("a database's export with backslashes before quotes") { r in
            let rows = r.rows(6...20) { row, r in
                "\"\(row)\",\"\(r.pick(["say \\\"hi\\\", twice", "plain", "12\\\" pipe"]))\",\"\(r.day())\""
            }
            return .table(
                "\"id\",\"text\",\"day\"\n" + rows + "\"77\",\"a \\\"b\\\", c\",\"2026-01-02\"\n",
                ",", quote: "\"",
                escape: "\\")
        },
        EverydayShape("a data frame with its index") { r in
            let rows = r.rows { row, r in "\(row - 1),\(r.city()),\(r.number(1...99)).5" }
            return .table(",city,value\n" + rows, ",", types: ["city": .string, "value": .decimal])
        },
        EverydayShape("a statistics program's row names in quotes") { r in
            let rows = r.rows { row, r in "\"\(row)\",\"\(r.city())\",\(r.number(1...99)).25" }
            return .table("\"\",\"city\",\"value\"\n" + rows, ",", quote: "\"")
        },
        EverydayShape("a search in bars with spaces around them") { r in
            let rows = r.rows { row, r in "\(row) | \(r.city()) | \(r.day())" }
            return .table("id | city | day\n" + rows, " | ")
        },
        EverydayShape("a mainframe's tildes") { r in
            let rows = r.rows { row, r in "\(row)~\(r.name())~\(r.day("ymd"))~\(r.money())" }
            return .table("CUST~NAME~DATE~AMT\n" + rows, "~", types: ["date": .date])
        },
        EverydayShape("an ERP's carets") { r in
            let rows = r.rows { row, r in "\(row)^\(r.name())^\(r.text())^\(r.number(1...90))" }
            return .table("NO^NAME^TEXT^QTY\n" + rows, "^")
        },
        EverydayShape("two bars between fields") { r in
            let rows = r.rows { row, r in
                "\(row)||\(r.name())||\(r.pick(["", r.city()]))||\(r.money())"
            }
            return .table("id||name||city||amount\n" + rows, "||")
        },
        EverydayShape("a field separator of control characters") { r in
            let rows = r.rows { row, r in "\(row)\u{1}\(r.name())\u{1}\(r.text())" }
            return .table(rows, "\u{1}", header: false)
        },
        EverydayShape("customers of a German firm in a DOS encoding") { r in
            let rows = r.rows { row, r in
                "\(10_000 + row);\(r.german());\(r.pick(["Köln", "Düren", "Fürth"]))"
            }
            return .table("KDNR;NAME;ORT\n" + rows, ";", encoding: "IBM850")
        },
        EverydayShape("contacts with line ends in their cells") { r in
            let rows = r.rows { row, r in
                "\(row),\(r.name()),\"Main St. \(row)\n\(r.city())\",n\(row)@example.org"
            }
            return .table("id,name,address,email\n" + rows, ",", quote: "\"")
        },
        EverydayShape("articles with inches") { r in
            let rows = r.rows { row, r in "A\(row),\(r.number(1...9))\" pipe,\(r.money())" }
            return .table("sku,name,price\n" + rows, ",")
        },
        EverydayShape("JSON in cells between tabs") { r in
            let rows = r.rows { row, r in
                "\(row)\t{\"a\": \(r.number(1...9)), \"b\": [1, 2], \"c\": \"x, y; z\"}\t\(r.day())"
            }
            return .table("id\tpayload\tday\n" + rows, "\t", types: ["payload": .json])
        },
        EverydayShape("a list of tags in cells") { r in
            let rows = r.rows { row, r in "\(row);\(r.name());\(r.pick(["a|b|c", "a", "b|c"]))" }
            return .table("id;name;tags\n" + rows, ";")
        },
        EverydayShape("single quotes") { r in
            let rows = r.rows(6...20) { row, r in
                "\(row),'\(r.city()), \(r.pick(["north", "south"]))',\(r.day())"
            }
            return .table("id,place,day\n" + rows, ",", quote: "'")
        },
    ]
}

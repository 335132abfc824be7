@testable import Inference

/// Small files, mostly written by people.
extension EverydayShape {
    static let household: [EverydayShape] = [
        EverydayShape("a list of mail addresses") { r in
            .table("email\n" + r.rows { row, _ in "n\(row).x@example.com" }, "")
        },
        EverydayShape("a list of names without a header") { r in
            .table(r.rows { _, r in r.name() }, "", header: false)
        },
        EverydayShape("a list of telephone numbers") { r in
            .table(
                "Telefon\n"
                    + r.rows { _, r in
                        "(0\(r.number(30...99))) \(r.number(10...99)) \(r.number(10...99)) \(r.number(100...999))"
                    }, "")
        },
        EverydayShape("a list of codes without a header") { r in
            .table(r.rows { row, _ in "ART-\(1000 + row)-B" }, "", header: false)
        },
        EverydayShape("a list of days") { r in
            .table("holiday\n" + r.rows { _, r in r.day("d.m.y") }, "", types: ["holiday": .date])
        },
        EverydayShape("a recipe") { _ in
            .table("Zutat;Menge;Einheit\nMehl;500;g\nZucker;1/2;Tasse\nSalz;;\n", ";")
        },
        EverydayShape("a class list") { r in
            .table(
                "Nachname,Vorname,Geburtstag\n"
                    + r.rows { _, r in "\(r.german()),Jo,\(r.day("d.m.y"))" }, ",")
        },
        EverydayShape("members in a spreadsheet's windows-1252") { r in
            .table(
                "Mitglied;Name;Straße;Eintritt\n"
                    + r.rows { row, r in "\(row);\(r.german());Hauptstraße \(row);\(r.day("d.m.y"))"
                    },
                ";", encoding: "windows-1252", types: ["eintritt": .date])
        },
        EverydayShape("members from a Mac, with its line ends") { r in
            .table(
                ("Nr;Name;Straße\n"
                    + r.rows(8...20) { row, r in "\(row);\(r.german());Königsstraße \(row)" })
                    .replacing("\n", with: "\r"), ";", encoding: "macintosh")
        },
        EverydayShape("a cash book with a sum that adds up") { r in
            let amounts = (1...r.number(3...9)).map { _ in r.number(1...90) }
            return .table(
                "wofür;Betrag\n" + amounts.map { "Posten \($0);\($0),50\n" }.joined()
                    + "Summe;\(amounts.reduce(0, +) + amounts.count / 2),\(amounts.count % 2 == 0 ? "00" : "50")\n",
                ";", footer: 1)
        },
        EverydayShape("a table with its source below") { r in
            .table(
                "city,people\n" + r.rows { _, r in "\(r.city()),\(r.number(1000...90_000))" }
                    + "Source: own count\n",
                ",", footer: 1)
        },
        EverydayShape("a report's title and its makers") { r in
            .table(
                "Shop report\nfrom: Berlin\n\nsku,qty\n"
                    + r.rows { row, r in "A\(row),\(r.number(1...9))" }, ",", skip: 3)
        },
        EverydayShape("games and their results") { r in
            .table(
                "Date,Home,Away,HG,AG\n"
                    + r.rows { _, r in
                        "\(r.day("d/m/y")),\(r.city()),\(r.city()),\(r.number(0...5)),\(r.number(0...5))"
                    },
                ",", types: ["hg": .integer])
        },
        EverydayShape("films with years in brackets") { r in
            .table(
                "id,title,genres\n"
                    + r.rows { row, r in
                        lean(
                            ["\(row)", "\(r.text()) (\(r.number(1960...2020)))", "Drama|Comedy"],
                            by: ",")
                    },
                ",", quote: "\"")
        },
        EverydayShape("one record below its names") { r in
            .table(
                "order_id,customer,total,created_at\n\(r.id()),\(r.name()),12.50,\(r.day())\n", ",")
        },
        EverydayShape("a header alone") { _ in .table("id,name,email,created_at\n", ",") },
        EverydayShape("numbers alone") { r in
            .table(
                r.rows { _, r in "\(r.number(1...99));\(r.number(1...99));\(r.number(1...99))" },
                ";", header: false)
        },
        EverydayShape("names and addresses of Poland") { r in
            .table(
                "Imię;Nazwisko;Miasto\n"
                    + r.rows { _, r in
                        "\(r.pick(["Łukasz", "Małgorzata", "Józef"]));\(r.pick(["Wiśniewski", "Dąbrowska"]));\(r.pick(["Łódź", "Gdańsk", "Kraków"]))"
                    },
                ";", encoding: "windows-1250")
        },
        EverydayShape("customers of Japan") { r in
            .table(
                "番号,氏名,都市\n"
                    + r.rows { row, r in
                        "\(row),\(r.pick(["山田太郎", "佐藤花子", "鈴木一郎"])),\(r.pick(["東京都", "大阪市", "横浜"]))"
                    },
                ",", encoding: "Shift_JIS")
        },
        EverydayShape("customers of Russia") { r in
            .table(
                "Номер;Имя;Сумма\n"
                    + r.rows { row, r in
                        "\(row);\(r.pick(["Иван Петров", "Анна Кузнецова"]));\(r.money(","))"
                    },
                ";", encoding: "windows-1251")
        },
    ]
}

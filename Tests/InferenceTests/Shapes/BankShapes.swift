@testable import Inference

/// What banks, shops and payment services let one download.
extension EverydayShape {
    static let bank: [EverydayShape] = [
        EverydayShape("a savings bank's statement, all in quotes") { r in
            let head = [
                "Auftragskonto", "Buchungstag", "Valutadatum", "Buchungstext", "Betrag", "Währung",
            ]
            let rows = r.rows { _, r in
                quoted(
                    [
                        "DE02120300000000202051", r.day("d.m.y"), r.day("d.m.y"), r.text(),
                        r.money(","), "EUR",
                    ],
                    by: ";")
            }
            return .table(
                quoted(head, by: ";") + "\n" + rows, ";", quote: "\"", encoding: "windows-1252",
                types: ["betrag": .decimal, "buchungstag": .date])
        },
        EverydayShape("a direct bank's statement below facts of the account") { r in
            let rows = r.rows { _, r in
                quoted(
                    [
                        r.day("d.m.y"), r.day("d.m.y"), r.german(), r.text(),
                        r.money(",", group: "."),
                    ], by: ";")
                    + ";"
            }
            return .table(
                "\"Kontonummer:\";\"DE02120300000000202051 / Girokonto\";\n\n\"Von:\";\"01.01.2026\";\n"
                    + "\"Bis:\";\"30.06.2026\";\n\"Kontostand vom 30.06.2026:\";\"1.234,56 EUR\";\n\n"
                    + "\"Buchungstag\";\"Wertstellung\";\"Auftraggeber\";\"Text\";\"Betrag (EUR)\";\n"
                    + rows,
                ";", quote: "\"", skip: 6, encoding: "windows-1252")
        },
        EverydayShape("a statement that closes with a balance") { r in
            let rows = r.rows(6...20) { _, r in "\(r.day("d/m/y"));\(r.text());\(r.money(","))" }
            return .table(
                "Date;Libellé;Montant\n" + rows + "Solde au 31/12/2026;;\(r.money(","))\n", ";",
                footer: 1,
                encoding: "windows-1252", types: ["date": .date])
        },
        EverydayShape("a modern bank's export") { r in
            let rows = r.rows { _, r in
                lean(
                    [r.day(), r.name(), "", "Income", r.text(), r.money(), "", "", ""], by: ",")
            }
            return .table(
                "\"Date\",\"Payee\",\"Account number\",\"Transaction type\",\"Payment reference\","
                    + "\"Amount (EUR)\",\"Amount (Foreign Currency)\",\"Type Foreign Currency\",\"Exchange Rate\"\n"
                    + rows, ",", quote: "\"", types: ["amount_eur": .decimal, "date": .date])
        },
        EverydayShape("a card's export with moments") { r in
            let rows = r.rows { _, r in
                "CARD_PAYMENT,Current,\(r.day()) \(r.clock()),\(r.day()) \(r.clock()),\(r.city()),\(r.money()),0.00,EUR,COMPLETED,\(r.money())"
            }
            return .table(
                "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
                    + rows, ",", types: ["started_date": .timestamp, "fee": .decimal])
        },
        EverydayShape("a payment service's report, with a mark and quotes") { r in
            let rows = r.rows { _, r in
                quoted(
                    [
                        r.day("d/m/y"), r.clock(), "CET", r.name(), "Completed", "EUR",
                        r.money(",", group: "."),
                    ],
                    by: ",")
            }
            return .table(
                "\u{FEFF}\"Date\",\"Time\",\"TimeZone\",\"Name\",\"Status\",\"Currency\",\"Gross\"\n"
                    + rows, ",",
                quote: "\"", types: ["gross": .decimal, "time": .time])
        },
        EverydayShape("a shop's orders, whose further lines are nearly empty") { r in
            let rows = r.rows(5...20) { row, r in
                row % 3 == 0
                    ? "#\(1000 + row - 1),,,,,\(r.number(1...3)),\(r.text().filter { $0 != "," })"
                    : "#\(1000 + row),a\(row)@example.com,paid,\(r.day()) \(r.clock()) +0200,\(r.money(below: 90_000)),1,"
                        + "\(r.text().filter { $0 != "," })"
            }
            return .table(
                "Name,Email,Financial Status,Paid at,Total,Lineitem quantity,Lineitem name\n"
                    + rows, ",")
        },
        EverydayShape("a marketplace's settlement in tabs") { r in
            let rows = r.rows { _, r in
                [
                    "15\(r.id())", "", "", "EUR", "Order", "302-\(r.id())", "ItemPrice", r.money(),
                    r.day("d.m.y"),
                ]
                .joined(separator: "\t")
            }
            return .table(
                "settlement-id\tsettlement-start-date\tdeposit-date\tcurrency\ttransaction-type\torder-id\t"
                    + "amount-type\tamount\tposted-date\n" + rows, "\t", types: ["amount": .decimal]
            )
        },
        EverydayShape("a booking stack of an accountant") { r in
            let rows = r.rows { _, r in
                "\(r.money(",").filter { $0 != "-" });\"S\";\"EUR\";;;;\(r.number(1000...9999));\(r.number(10_000...99_999));\"\";0\(r.number(1...9))10;\"R\(r.id())\";\"\";;\"\(r.german())\""
            }
            return .table(
                "\"EXTF\";700;21;\"Buchungsstapel\";12;20261124093000000;;\"RE\";\"\";\"\";1001;1;20260101;4\n"
                    + "Umsatz (ohne Soll/Haben-Kz);Soll/Haben-Kennzeichen;WKZ Umsatz;Kurs;Basis-Umsatz;"
                    + "WKZ Basis-Umsatz;Konto;Gegenkonto (ohne BU-Schlüssel);BU-Schlüssel;Belegdatum;Belegfeld 1;"
                    + "Belegfeld 2;Skonto;Buchungstext\n" + rows, ";", quote: "\"", skip: 1,
                encoding: "windows-1252")
        },
        EverydayShape("stock prices") { r in
            let rows = r.rows { _, r in
                "\(r.day()),\(r.number(90...110)).\(r.number(10...99)),\(r.number(90...110)).\(r.number(10...99)),\(r.number(90...110)).5,\(r.number(1000...90_000))"
            }
            return .table(
                "Date,Open,High,Low,Volume\n" + rows, ",",
                types: ["date": .date, "volume": .integer])
        },
        EverydayShape("exchange rates below a title of two lines") { r in
            let rows = r.rows { _, r in
                "\(r.day());1,0\(r.number(100...999));0,8\(r.number(100...999))"
            }
            return .table(
                "Euro reference rates\nSource: central bank\n\nDate;USD;GBP\n" + rows, ";", skip: 3,
                types: ["usd": .decimal, "date": .date])
        },
        EverydayShape("invoices between bars, with a count below") { r in
            let count = r.number(4...25)
            let rows = r.rows(count...count) { row, r in
                "INV\(1000 + row)|\(r.day("ymd"))|\(r.name())|\(r.money())"
            }
            return .table(
                "InvoiceNo|InvoiceDate|Customer|Amount\n" + rows + "TRAILER|\(count)||\n", "|",
                footer: 1,
                types: ["invoice_date": .date, "amount": .decimal])
        },
    ]
}

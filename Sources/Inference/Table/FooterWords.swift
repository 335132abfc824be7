/// Words that begin a line of totals or a closing line.
enum FooterWords {
    private static let words = [
        "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme",
        "endsumme", "zwischensumme", "gesamtbetrag", "endbetrag", "summen", "gesamtergebnis",
        "solde", "saldo", "balance", "kontostand", "somme", "totale",
        "suma", "razem", "celkem", "count",
        "anzahl",
        "trailer", "eof", "end of", "ende", "end", "records", "rows", "row count", "record count",
        "number of", "footer", "trl", "datensätze", "checksum", "average", "mittelwert",
        "durchschnitt",
        "generated", "erstellt", "exported", "report end", "--", "==", "***", "###", "(", "totaal",
        "összesen", "итого", "всего", "©", "(c)", "copyright", "__", "source:", "quelle:",
        "fuente:",
        "stand:", "note:", "notes:", "hinweis:", "disclaimer",
    ]

    /// Words that begin what is said of a table; they stand within tables, too.
    private static let remarks = [
        "©", "(c)", "copyright", "__", "source:", "quelle:", "fuente:", "stand:", "note:", "notes:",
        "hinweis:", "disclaimer",
    ]

    /// A total, a closing line or a remark.
    static func begin(_ cell: [UInt8]) -> Bool { begins(cell, with: words + remarks) }

    /// A total or a closing line.
    static func name(_ cell: [UInt8]) -> Bool { begins(cell, with: words) }

    private static func begins(_ cell: [UInt8], with words: [String]) -> Bool {
        if CellShape.isPhone(cell) { return false }
        let text = String(decoding: cell.prefix(60), as: UTF8.self).lowercased()
        let start = text.drop { $0 == " " || $0 == "\"" || $0 == "#" || $0 == "*" || $0 == "<" }
        return words.contains { word in
            start.hasPrefix(word)
                && (start.dropFirst(word.count).first.map { !$0.isLetter && $0 != "_" } ?? true
                    || word.last?.isLetter == false)
        }
    }

    /// `Report Total`, `Umsatz gesamt:`.
    static func end(_ cell: [UInt8]) -> Bool {
        guard cell.count <= 60 else { return false }
        let text = String(decoding: cell, as: UTF8.self).lowercased()
        let last = text.split(whereSeparator: { !$0.isLetter }).last ?? ""
        return ["total", "totals", "gesamt", "summe", "sum"].contains(last)
    }

    /// It says that the row is a total, and nothing else.
    static func isTotal(_ cell: [UInt8]) -> Bool {
        let text = String(decoding: cell.prefix(40), as: UTF8.self).lowercased()
        let words = text.split(whereSeparator: { !$0.isLetter })
        return [
            ["total"], ["totals"], ["grand", "total"], ["report", "total"], ["summe"], ["gesamt"],
            ["gesamtsumme"], ["sum"], ["somme"], ["totale"], ["suma"], ["razem"], ["celkem"],
        ].contains(words.map { String($0) })
    }
}

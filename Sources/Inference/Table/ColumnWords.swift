/// What columns are called, in the languages of everyday files.
enum ColumnWords {
    private static let words: Set<String> = Set(
        """
        id no nr num number nummer numero code key name vorname nachname first last firstname lastname
        surname given family full title date datum fecha data day month year jahr monat tag time zeit
        uhrzeit timestamp created updated modified deleted at on by from to start end begin ende von bis
        email e-mail mail phone tel telefon telephone fax mobile handy address adresse street strasse
        straße city ort stadt town zip plz postcode postal postleitzahl country land state region
        province county status type typ kind art category kategorie group gruppe class klasse level
        amount betrag sum summe total price preis cost kosten value wert qty quantity menge anzahl count
        unit einheit currency währung waehrung rate discount rabatt tax vat mwst ust net netto gross
        brutto balance saldo account konto iban bic bank invoice rechnung order bestellung auftrag item
        artikel article product produkt sku ean gtin isbn material position pos line customer kunde
        kunden client supplier lieferant vendor partner company firma user username login password
        gender geschlecht sex age alter birth born birthday dob geburtsdatum weight gewicht height
        length width size color colour farbe description beschreibung bezeichnung text comment
        kommentar bemerkung note notes notiz remark message subject url link website web image file
        path version lat lon lng latitude longitude latitud longitud score rank rating percent
        temperature temp humidity pressure speed sensor device station reading measure
        language lang locale iso sha hash uuid guid ref reference referenz flag active aktiv enabled
        department abteilung salary gehalt role manager employee mitarbeiter personal staff branch
        filiale store shop warehouse lager stock bestand delivery lieferung shipping versand payment
        zahlung method due paid nom prénom prenom ville pays adresse montant prix quantité quantite
        téléphone libellé libelle nombre apellido apellidos ciudad país pais cantidad precio importe
        dirección descripción nome cognome indirizzo città prezzo quantità descrizione nazwa imię
        imie nazwisko miasto kod kwota ilość ilosc cena opis jméno jmeno příjmení prijmeni město
        mesto ulice částka castka počet pocet ime prezime grad iznos név nev cím cim összeg ár
        имя фамилия город адрес телефон дата сумма цена количество наименование код номер
        tags tag labels label source target host port ip protocol event action result error severity
        duration distance flight airline gate seat passenger room guest patient doctor diagnosis ward
        dose drug species genus sample batch lot serial model make plate vin mileage fuel engine
        grade course student school teacher team player goals points home away season match
        open close high low volume symbol ticker isin wkn index foo bar col column field feld spalte
        """.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Whether the cell reads like a column's name: known words, joined in the usual ways.
    static func reads(_ cell: [UInt8]) -> Bool { reads(cell, strictly: false) }

    /// - Parameter strictly: more than half of the words must be known.
    static func reads(_ cell: [UInt8], strictly: Bool) -> Bool {
        guard (1...60).contains(cell.count) else { return false }
        let parts = parts(String(decoding: cell, as: UTF8.self))
        guard !parts.isEmpty, parts.count <= 6 else { return false }
        let known = parts.count { part in
            words.contains(part) || part.hasSuffix("s") && words.contains(String(part.dropLast()))
                || ["nummer", "datum", "nr", "name", "date", "code", "typ", "betrag", "preis"]
                    .contains {
                        part.count > $0.count + 2 && part.hasSuffix($0)
                    }
        }
        return known * 2 >= parts.count + (strictly ? 1 : 0)
    }

    /// Written as programs name things: `snake_case`, `camelCase`, `ALL_CAPS` with an underscore.
    static func hasStyle(_ cell: [UInt8]) -> Bool {
        guard (2...60).contains(cell.count) else { return false }
        var hasUnderscore = false
        var hasHump = false
        var previous: UInt8 = 0
        for byte in cell {
            switch byte {
            case UInt8(ascii: "_"): hasUnderscore = true
            case 0x41...0x5A: if (0x61...0x7A).contains(previous) { hasHump = true }
            case 0x61...0x7A, 0x30...0x39, UInt8(ascii: "."): break
            default: return false
            }
            previous = byte
        }
        return hasUnderscore || hasHump
    }

    /// The words of a name in lower case: `custNo` and `CUST_NO` are `cust`, `no`.
    static func parts(_ name: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var wasLower = false
        for character in name {
            if character.isLetter {
                if character.isUppercase, wasLower {
                    parts.append(part)
                    part = ""
                }
                wasLower = character.isLowercase
                part += character.lowercased()
            } else {
                if !part.isEmpty { parts.append(part) }
                part = ""
                wasLower = false
            }
        }
        if !part.isEmpty { parts.append(part) }
        return parts
    }
}

/// Texts that stand for no value.
enum NullTexts {
    /// In any case of letters.
    static let known: Set<String> = [
        "null", "\\n", "n/a", "n.a.", "#n/a", "na", "nan", "none", "nil", "-", "--", "---", "?",
        "(null)", "<null>", "[null]", "(none)", "k.a.", "k. a.", "#null!", "#value!", "#div/0!",
        "#ref!", "#name?", "#num!",
        "0000-00-00", "0000-00-00 00:00:00", "00.00.0000", "00/00/0000", "undefined", "—", "–",
        "*****", "(x)", ".", "..", "…",
    ]

    static func contains(_ cell: [UInt8]) -> Bool {
        guard (1...20).contains(cell.count), mayBegin(cell[0]) else { return false }
        let text = String(decoding: cell, as: UTF8.self)
        return known.contains(text.lowercased()) && text != "\\n"
    }

    private static func mayBegin(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "u"), UInt8(ascii: "U"),
            UInt8(ascii: "k"), UInt8(ascii: "K"), UInt8(ascii: "#"), UInt8(ascii: "-"),
            UInt8(ascii: "?"), UInt8(ascii: "("), UInt8(ascii: "<"), UInt8(ascii: "["),
            UInt8(ascii: "0"), UInt8(ascii: "\\"), UInt8(ascii: "*"), UInt8(ascii: "."), 0xE2:
            true
        default: false
        }
    }
}

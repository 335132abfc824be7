@testable import Inference

/// A column of an everyday file: what it may be called, and what stands in it.
struct EverydayColumn {
    enum Kind: CaseIterable {
        case id, code, name, city, phrase, amount, quantity, day, stamp, clock, flag, status, mail
        case link, zip, phone, note, percent, uuid, json
    }

    let kind: Kind
    let header: String
    private let locale: EverydayLocale
    private let style: Int
    private let start: Int

    init(
        _ kind: Kind, locale: EverydayLocale, style: EverydayLocale.HeaderStyle,
        using random: inout SeededGenerator
    ) {
        self.kind = kind
        self.locale = locale
        self.style = random.number(0...5)
        start = random.number(1...90_000)
        header = style.write(random.pick(locale.headers(kind)))
    }

    /// Whether a row of these can be told from column names.
    var isTyped: Bool {
        switch kind {
        case .id, .amount, .quantity, .day, .stamp, .clock, .mail, .link, .uuid, .percent: true
        default: false
        }
    }

    /// The type that its values have for sure.
    var type: ColumnType? {
        switch kind {
        case .id, .quantity: .integer
        case .amount: .decimal
        case .day: .date
        case .stamp: .timestamp
        case .clock: .time
        case .code, .name, .city, .phrase, .mail, .link, .zip, .phone, .percent, .uuid: .string
        case .json: .json
        case .flag, .status, .note: nil
        }
    }

    func cell(_ row: Int, using random: inout SeededGenerator) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (year, month, day) = (
            random.number(1990...2026), random.number(1...12), random.number(1...28)
        )
        let date = locale.date(style, two(day), two(month), "\(year)")
        let clock = "\(two(random.number(0...23))):\(two(random.number(0...59)))"
        switch kind {
        case .id: return "\(start + row)"
        case .code:
            return ["ART-", "K", "P-10", "X_", "SKU", "AB/"][style] + "\(start % 1000 + 100 + row)"
        case .name: return random.pick(locale.names)
        case .city: return random.pick(locale.cities)
        case .phrase: return random.pick(locale.phrases)
        case .amount: return locale.amount(random.number(-20_000...2_000_000), grouped: style < 2)
        case .quantity: return "\(random.number(0...500))"
        case .day: return random.chance(5) ? "" : date
        case .stamp: return "\(date) \(clock):\(two(random.number(0...59)))"
        case .clock: return clock
        case .flag: return random.pick(locale.flags[style % locale.flags.count])
        case .status:
            return random.pick(
                [["A", "I", "P"], ["open", "closed", "new"], ["01", "02", "09"]][style % 3])
        case .mail:
            return
                "\(random.pick(["anna", "b.meier", "info", "x_1", "john.doe"]))\(row)@example.\(random.pick(["com", "de", "co.uk"]))"
        case .link:
            return
                "https://example.com/p/\(row)?a=\(random.number(1...9))&b=x\(style == 0 ? ",y" : "")"
        case .zip: return "0" + "\(random.number(1000...9999))"
        case .phone: return "+49 \(random.number(30...999)) \(random.number(10000...99999))"
        case .note: return random.chance(70) ? "" : random.pick(locale.phrases)
        case .percent: return locale.amount(random.number(0...10_000), grouped: false) + "%"
        case .uuid:
            func hex(_ count: Int) -> String {
                String((0..<count).map { _ in random.pick(Array("0123456789abcdef")) })
            }
            return "\(hex(8))-\(hex(4))-\(hex(4))-\(hex(4))-\(hex(12))"
        case .json: return "{\"a\": \(random.number(1...99)), \"b\": [1, 2]}"
        }
    }
}

/// How people of some place write.
struct EverydayLocale {
    enum HeaderStyle: CaseIterable {
        case asIs, upper, lower, snake
        func write(_ text: String) -> String {
            switch self {
            case .asIs: text
            case .upper: text.uppercased()
            case .lower: text.lowercased()
            case .snake: String(text.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 })
            }
        }
    }

    let encodings: [String]
    let delimiters: [String]
    let decimalComma: Bool
    let names: [String]
    let cities: [String]
    let phrases: [String]
    let flags: [[String]]
    private let words: [EverydayColumn.Kind: [String]]

    func headers(_ kind: EverydayColumn.Kind) -> [String] { words[kind] ?? Self.english[kind]! }

    func amount(_ cents: Int, grouped: Bool) -> String {
        let (mark, group) = decimalComma ? (",", ".") : (".", ",")
        var whole = "\(abs(cents) / 100)"
        if grouped, whole.count > 3 {
            whole = whole.dropLast(3) + group + whole.suffix(3)
        }
        let fraction = abs(cents) % 100
        return (cents < 0 ? "-" : "") + whole + mark + (fraction < 10 ? "0" : "") + "\(fraction)"
    }

    func date(_ style: Int, _ day: String, _ month: String, _ year: String) -> String {
        if style < 2 { return "\(year)-\(month)-\(day)" }
        if style == 5 { return "\(day)/\(month)/\(year)" }
        return decimalComma ? "\(day).\(month).\(year)" : "\(month)/\(day)/\(year)"
    }

    private static let english: [EverydayColumn.Kind: [String]] = [
        .id: ["id", "Order ID", "Customer No", "No."], .code: ["SKU", "Product code", "Item"],
        .name: ["Name", "Last name", "Contact", "Full Name"],
        .city: ["City", "Town", "Ship-to city"],
        .phrase: ["Description", "Title", "Comment"],
        .amount: ["Amount", "Price", "Balance", "Total"],
        .quantity: ["Qty", "Quantity", "Units", "Stock"], .day: ["Date", "Birth date", "Due date"],
        .stamp: ["Created at", "Timestamp", "Last login"], .clock: ["Time", "Start", "Departure"],
        .flag: ["Active", "Newsletter", "Is paid"], .status: ["Status", "State", "Type"],
        .mail: ["E-mail", "Email", "Contact mail"], .link: ["URL", "Link", "Web site"],
        .zip: ["ZIP", "Postcode", "Postal code"], .phone: ["Phone", "Telephone", "Mobile"],
        .note: ["Note", "Remarks", "Comments"], .percent: ["Rate", "Discount", "Share"],
        .uuid: ["uuid", "Session", "Trace id"], .json: ["payload", "Attributes", "meta"],
    ]

    static let all: [EverydayLocale] = [
        EverydayLocale(
            encodings: ["UTF-8", "UTF-8", "UTF-8", "windows-1252", "UTF-16LE"],
            delimiters: [",", ",", ",", "\t", "|", ";"], decimalComma: false,
            names: [
                "John Smith", "Ann O'Neil", "Zoë Brown", "Peter Jones", "Mary-Jane Watson", "Lee",
            ],
            cities: ["London", "New York", "St. Louis", "Bath", "Stoke-on-Trent"],
            phrases: [
                "Blue widget", "Red, large", "12\" pipe", "Call back on Monday", "N/A",
                "Top & bottom",
                "Said \"no\" twice", "see: www.example.com", "5 x 3; 2 x 4", "Line one",
            ], flags: [["yes", "no"], ["true", "false"], ["Y", "N"], ["0", "1"]], words: [:]),
        EverydayLocale(
            encodings: ["UTF-8", "UTF-8", "windows-1252", "windows-1252", "IBM850", "UTF-16LE"],
            delimiters: [";", ";", ";", "\t", "|", ","], decimalComma: true,
            names: ["Jürgen Müller", "Änne Groß", "Özlem Yildiz", "Max Mustermann", "Kühn, Eva"],
            cities: ["München", "Köln", "Bad Tölz", "Berlin", "Weißenfels"],
            phrases: [
                "Schraube M8 x 40", "Größe L, blau", "Rückruf erbeten",
                "Lieferung frei Haus; ab Lager",
                "3/4\" Rohr", "für Büro", "Nr. 5", "keine Angabe", "\"Sonderposten\"",
            ], flags: [["ja", "nein"], ["J", "N"], ["0", "1"]],
            words: [
                .id: ["Kundennr", "Auftrag-Nr", "lfd. Nr."], .code: ["Artikel", "Artikelnummer"],
                .name: ["Name", "Nachname", "Ansprechpartner"], .city: ["Ort", "Stadt"],
                .phrase: ["Bezeichnung", "Beschreibung", "Bemerkung"],
                .amount: ["Betrag", "Preis", "Saldo", "Summe EUR"],
                .quantity: ["Menge", "Anzahl", "Bestand"],
                .day: ["Datum", "Geburtsdatum", "Fälligkeit"],
                .stamp: ["Zeitstempel", "Erstellt am"],
                .clock: ["Uhrzeit", "Beginn"], .flag: ["Aktiv", "Bezahlt"],
                .status: ["Status", "Art"],
                .zip: ["PLZ"], .phone: ["Telefon", "Fax"], .note: ["Notiz", "Hinweis"],
                .percent: ["Rabatt", "Anteil"],
            ]),
        EverydayLocale(
            encodings: ["UTF-8", "UTF-8", "windows-1252"], delimiters: [";", ";", "\t", ","],
            decimalComma: true,
            names: ["François Lévêque", "Hélène Dupont", "Noël", "Agnès Bérard"],
            cities: ["Orléans", "Besançon", "Nîmes", "Lyon"],
            phrases: [
                "Livré à l'hôtel", "Pièce détachée", "où ça ?", "Très bon état, garanti", "Clé",
            ],
            flags: [["oui", "non"], ["0", "1"]],
            words: [
                .name: ["Nom", "Prénom"], .city: ["Ville"], .amount: ["Montant", "Prix"],
                .phrase: ["Libellé"],
            ]),
        EverydayLocale(
            encodings: ["UTF-8", "windows-1250"], delimiters: [";", ","], decimalComma: true,
            names: ["Michał Wiśniewski", "Łukasz Żak", "Jiří Dvořák", "Božena Němcová"],
            cities: ["Łódź", "Gdańsk", "Kraków", "Plzeň", "Poznań"],
            phrases: ["Część zamienna", "żółty, duży", "Příliš žluťoučký", "brak uwag"],
            flags: [["tak", "nie"], ["0", "1"]],
            words: [.name: ["Nazwisko", "Imię"], .city: ["Miasto"], .amount: ["Kwota"]]),
        EverydayLocale(
            encodings: ["UTF-8", "windows-1251"], delimiters: [";", ",", "\t"], decimalComma: true,
            names: ["Иван Петров", "Анна Каренина", "Пётр Чайковский"],
            cities: ["Москва", "Санкт-Петербург", "Казань"],
            phrases: ["Синий болт", "Большой, красный", "без замечаний"],
            flags: [["да", "нет"]],
            words: [.name: ["Фамилия", "Имя"], .city: ["Город"], .amount: ["Сумма", "Цена"]]),
    ]
}

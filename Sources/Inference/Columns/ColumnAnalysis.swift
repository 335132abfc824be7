/// Finds what a column's values are: the narrowest type that takes them, and how it is written.
struct ColumnAnalysis {
    let values: ColumnValues
    let locale: Locale
    var finding: ColumnFinding
    /// What this column, by itself, says of the file's marks and orders.
    var evidence = Locale()
    /// Distinct texts that are neither empty nor known to mean null, with their counts.
    let texts: [(text: [UInt8], count: Int)]
    private let nulls: [(text: String, count: Int)]
    private let total: Int
    let words: Set<String>

    init(_ values: ColumnValues, locale: Locale) {
        self.values = values
        self.locale = locale
        finding = ColumnFinding(number: values.number, header: values.header)
        texts = values.order.filter { !$0.isEmpty && !NullTexts.contains($0) }
            .map { ($0, values.count($0)) }
        nulls = values.order.filter { NullTexts.contains($0) }
            .map { (String(decoding: $0, as: UTF8.self), values.count($0)) }
        total = texts.reduce(0) { $0 + $1.count }
        words = Set(ColumnWords.parts(values.header ?? ""))
        finding.rows = values.rows
        run()
    }

    private mutating func run() {
        if total == 0 {
            finding.nullTexts = nulls.map(\.text)
            finding.doubts.append("there is no value in the sample")
        } else if !findBoolean(), !findMoment(), !findNumber(), !findJSON() {
            finding.type = .string
        }
        findNulls()
        let nullCount = finding.nullTexts.reduce(0) { $0 + values.count(Array($1.utf8)) }
        finding.filled = values.rows - values.count([]) - nullCount
        finding.distinct = texts.count + nulls.count { !finding.nullTexts.contains($0.text) }
        finding.needsTrim = values.padded > 0
        findFewValues()
    }

    /// A few values may be wrong.
    func isFew(_ misfits: Int) -> Bool { misfits == 0 || misfits * 50 <= total }

    /// Values that are written as the others are, and are none for all that, as 2026-13-01 is no day,
    /// are what rejects are for. With any else, the type is for a person to choose.
    mutating func note(misfits: [[UInt8]], _ what: String) {
        guard !misfits.isEmpty else { return }
        let count = misfits.reduce(0) { $0 + values.count($1) }
        let doubt = "\(count) of \(total) values \(count == 1 ? "is" : "are") no \(what)"
        let outlines = Set(
            texts.filter { !misfits.contains($0.text) }.prefix(200).map { Self.outline($0.text) })
        guard !misfits.allSatisfy({ outlines.contains(Self.outline($0)) }) else {
            finding.misfits = count
            finding.doubts.append(doubt)
            return
        }
        finding.type = .string
        (finding.format, finding.decimal, finding.grouping) = (nil, nil, nil)
        finding.notes = []
        finding.doubts = [doubt + ": text, so that \(count == 1 ? "it is" : "they are") taken, too"]
    }

    /// Digits and letters without which they are.
    private static func outline(_ text: [UInt8]) -> [UInt8] {
        text.map { byte in
            switch byte {
            case 0x30...0x39: 0x30
            case 0x41...0x5A, 0x61...0x7A, 0x80...0xFF: 0x61
            default: byte
            }
        }
    }

    // Not one of the texts that stand for null: those of a typed column are all null.
    private mutating func findNulls() {
        guard total > 0 else { return }
        let isTyped = finding.type != .string
        for null in nulls {
            let isCode = [
                "na", "none", "nil", "nan", "?", "--", "---", "*****", "(x)", ".", "..",
            ].contains(null.text.lowercased())
            finding.nullTexts.append(null.text)
            if isCode, !isTyped {
                finding.doubts.append("does \(null.text) mean null, or is it a value?")
            }
        }
    }

    private mutating func findFewValues() {
        guard finding.type == .string, total >= 8, texts.count <= 20,
            texts.count * 3 <= total, texts.allSatisfy({ $0.text.count <= 40 })
        else { return }
        finding.values = texts.map { String(decoding: $0.text, as: UTF8.self) }.sorted()
    }

    private mutating func findJSON() -> Bool {
        let looks = texts.allSatisfy { text, _ in
            text.count > 1
                && (text.first == UInt8(ascii: "{") && text.last == UInt8(ascii: "}")
                    || text.first == UInt8(ascii: "[") && text.last == UInt8(ascii: "]"))
        }
        guard looks, texts.prefix(50).allSatisfy({ isJSON($0.text) }) else { return false }
        finding.type = .json
        return true
    }
}

extension ColumnAnalysis {
    private static let takenPairs: [Set<String>] = [
        ["true", "false"], ["yes", "no"], ["y", "n"], ["t", "f"],
    ]
    private static let otherPairs: [(yes: String, no: String)] = [
        ("ja", "nein"), ("j", "n"), ("oui", "non"), ("o", "n"), ("si", "no"), ("sí", "no"),
        ("s", "n"), ("wahr", "falsch"), ("vrai", "faux"), ("ano", "ne"), ("tak", "nie"),
        ("on", "off"),
        ("да", "нет"), ("sim", "não"), ("igen", "nem"), ("да", "не"),
    ]

    private mutating func findBoolean() -> Bool {
        guard texts.count <= 6 else { return false }
        let lower = Set(texts.map { String(decoding: $0.text, as: UTF8.self).lowercased() })
        if lower == ["0", "1"] {
            let hints: Set<String> = [
                "is", "has", "flag", "active", "aktiv", "enabled", "deleted", "can", "yn", "bool",
                "paid",
                "verified", "optin", "newsletter", "subscribed", "gesperrt", "gelöscht", "valid",
            ]
            guard words.isDisjoint(with: hints) else {
                finding.type = .boolean
                return true
            }
            finding.type = .integer
            finding.doubts.append("only 0 and 1: type: boolean?")
            return true
        }
        guard lower.count == 2 || lower == ["true"] || lower == ["false"] else { return false }
        if Self.takenPairs.contains(where: { lower.isSubset(of: $0) }) {
            finding.type = .boolean
            return true
        }
        guard let pair = Self.otherPairs.first(where: { lower == [$0.yes, $0.no] }) else {
            return false
        }
        finding.type = .boolean
        finding.booleanWords = texts.map { text, _ in
            let word = String(decoding: text, as: UTF8.self)
            return (word, word.lowercased() == pair.yes)
        }.sorted { $0.word < $1.word }
        return true
    }

    private var isNamedLikeDate: Bool {
        let joined = (values.header ?? "").lowercased()
        return [
            "date", "datum", "day", "tag", "fecha", "data", "dob", "birth", "geb", "created",
            "valid",
        ]
        .contains { joined.contains($0) }
    }

    /// Digits only: a date where the name says so or every value is a day of our times.
    private func allows(_ style: DateStyle) -> Bool {
        guard !style.format.contains(where: { "-./: ,".contains($0) }), !style.format.isEmpty else {
            return true
        }
        if style.format == "%d%m%Y" { return isNamedLikeDate }
        return isNamedLikeDate
            || total >= 5
                && texts.allSatisfy { text, _ in
                    text.starts(with: "19".utf8) || text.starts(with: "20".utf8)
                }
    }

    private mutating func findMoment() -> Bool {
        guard let first = texts.first(where: { $0.text.count <= 40 })?.text,
            first.contains(where: { $0 &- 0x30 < 10 })
        else { return false }
        var fits: [(style: DateStyle, misfits: [[UInt8]])] = []
        for style in DateStyle.all where allows(style) {
            var misfits: [[UInt8]] = []
            var count = 0
            for (text, times) in texts where !style.takes(text) {
                count += times
                misfits.append(text)
                if !isFew(count) { break }
            }
            if isFew(count) { fits.append((style, misfits)) }
        }
        guard let best = fits.min(by: { $0.misfits.count < $1.misfits.count }) else { return false }
        var chosen = best
        if let twin = best.style.twin,
            let other = fits.first(where: {
                $0.style.format == twin && $0.misfits.count == best.misfits.count
            })
        {
            let dayFirst = locale.dayFirst ?? true
            if dayFirst != Self.isDayFirst(chosen.style) { chosen = other }
            if locale.dayFirst == nil || locale.isGuess {
                finding.doubts.append(
                    "no day is over 12: the format may be "
                        + (chosen.style.twin ?? twin))
            } else {
                finding.notes.append("day and month as in the other columns")
            }
        } else if best.style.twin != nil {
            evidence.dayFirst = Self.isDayFirst(best.style)
        } else if best.style.format.hasPrefix("%d.%m") {
            evidence.dayFirst = true
        }
        finding.type = chosen.style.type
        if !chosen.style.isISO { finding.format = chosen.style.format }
        if chosen.style.format.contains("%y") {
            finding.notes.append("years 00 to 68 are 2000 to 2068")
        }
        if chosen.style.type == .timestamp, !saysOffset(chosen.style) {
            finding.notes.append("without an offset: UTC, unless timezone says otherwise")
        }
        note(misfits: chosen.misfits, chosen.style.type.rawValue)
        return true
    }

    private func saysOffset(_ style: DateStyle) -> Bool {
        if style.format.contains("%z") || style.format.contains("%Z") { return true }
        guard style.isISO, let text = texts.first?.text else { return false }
        return text.last == UInt8(ascii: "Z") || text.dropFirst(19).contains(UInt8(ascii: "+"))
            || text.dropFirst(19).contains(UInt8(ascii: "-"))
    }

    private static func isDayFirst(_ style: DateStyle) -> Bool { style.format.hasPrefix("%d") }
}

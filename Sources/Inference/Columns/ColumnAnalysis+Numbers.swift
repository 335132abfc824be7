/// Whether a column holds numbers, and how they are written.
extension ColumnAnalysis {
    mutating func findNumber() -> Bool {
        if findPowers() { return true }
        guard let style = numberStyle() else {
            noteSigns()
            return false
        }
        let numbers = texts.filter { style.takes($0.text) }
        if style == NumberStyle(mark: nil), staysText(numbers.map(\.text)) { return false }
        finding.type = style.mark == nil ? .integer : .decimal
        if let mark = style.mark, mark != UInt8(ascii: ".") {
            finding.decimal = String(Unicode.Scalar(mark))
        }
        finding.grouping = style.grouping.map { String(Unicode.Scalar($0)) }
        note(misfits: texts.map(\.text).filter { !style.takes($0) }, "\(finding.type.rawValue)")
        return true
    }

    /// Measured values, some of them so small or large that they have an exponent.
    private mutating func findPowers() -> Bool {
        for mark in [UInt8(ascii: "."), UInt8(ascii: ",")] {
            guard texts.contains(where: { NumberStyle.powerOfTen($0.text, mark: mark) }) else {
                continue
            }
            let style = NumberStyle(mark: mark)
            let misfits = texts.filter {
                !style.takes($0.text) && !NumberStyle.powerOfTen($0.text, mark: mark)
            }
            guard isFew(misfits.reduce(0) { $0 + $1.count }) else { continue }
            finding.type = .number
            if mark != UInt8(ascii: ".") { finding.decimal = String(Unicode.Scalar(mark)) }
            evidence.decimalMark = mark
            note(misfits: misfits.map(\.text), "number")
            return true
        }
        return false
    }

    private mutating func numberStyle() -> NumberStyle? {
        guard texts.contains(where: { $0.text.contains { $0 &- 0x30 < 10 } }) else { return nil }
        var fits: [(style: NumberStyle, misfits: Int)] = []
        for style in NumberStyle.all {
            var misfits = 0
            for (text, count) in texts where !style.takes(text) {
                misfits += count
                if !isFew(misfits) { break }
            }
            if isFew(misfits) { fits.append((style, misfits)) }
        }
        guard let least = fits.map(\.misfits).min() else { return nil }
        let best = fits.filter { $0.misfits == least }.map(\.style)
        guard let first = best.first else { return nil }
        guard let mark = first.mark, first.grouping == nil else {
            if let mark = first.mark { evidence.decimalMark = mark }
            if let group = first.grouping, group == UInt8(ascii: ".") || group == UInt8(ascii: ",")
            {
                evidence.decimalMark =
                    group == UInt8(ascii: ".") ? UInt8(ascii: ",") : UInt8(ascii: ".")
            }
            return first
        }
        guard texts.allSatisfy({ NumberStyle.isAmbiguous($0.text, mark) }),
            let grouped = best.first(where: { $0.mark == nil && $0.grouping == mark })
        else {
            evidence.decimalMark = mark
            return first
        }
        // 1.234: with a fraction, or a whole number in groups?
        let isFraction: Bool
        if let known = locale.decimalMark {
            isFraction = known == mark
        } else {
            isFraction = mark == UInt8(ascii: ".")
        }
        let name = String(Unicode.Scalar(mark))
        if locale.decimalMark == nil || locale.isGuess {
            finding.doubts.append(
                isFraction
                    ? "\"\(name)\" may group thousands: type: integer, grouping: \"\(name)\""
                    : "\"\(name)\" may be the decimal mark: type: decimal, decimal: \"\(name)\"")
        }
        return isFraction ? first : grouped
    }

    /// Digits that are no number: codes that begin with 0, long ones, and those whose names say so.
    private mutating func staysText(_ numbers: [[UInt8]]) -> Bool {
        if numbers.contains(where: { NumberStyle.hasLeadingZero($0) }) {
            finding.notes.append("leading zeros: kept as text")
            return true
        }
        if numbers.contains(where: { $0.count > 15 }) {
            finding.notes.append("long digit strings: kept as text")
            return true
        }
        if numbers.allSatisfy({ $0.first == UInt8(ascii: "+") }) {
            finding.notes.append("begins with +: kept as text")
            return true
        }
        let codes: Set<String> = [
            "zip", "plz", "postcode", "postal", "phone", "tel", "telefon", "telephone", "fax",
            "mobile",
            "handy", "ean", "gtin", "upc", "isbn", "iban", "bic", "blz", "konto", "account", "ssn",
            "vat",
            "barcode", "hs", "zipcode", "phonenumber", "telefonnummer", "postleitzahl",
            "kontonummer",
        ]
        if !words.isDisjoint(with: codes) {
            finding.notes.append("a code by its name: kept as text")
            return true
        }
        return false
    }

    private mutating func noteSigns() {
        let signs = ["€", "$", "£", "%", "EUR", "USD", "CHF"]
        let marked = texts.prefix(100).count { text, _ in
            let text = String(decoding: text, as: UTF8.self)
            return CellShape.isNumber(Array(text.utf8)[...]) && signs.contains { text.contains($0) }
        }
        if marked * 10 > min(100, texts.count) * 9 {
            finding.notes.append("numbers with a sign or unit: kept as text")
        }
    }
}

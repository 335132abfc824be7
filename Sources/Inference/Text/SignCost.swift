/// What it costs to read a byte as a sign that is no letter: little where such signs stand in
/// everyday texts, much elsewhere.
enum SignCost {
    static let undefined = 15.0
    private static let apt = 4.0
    private static let odd = 10.0
    private static let never = 13.0

    static func cost(_ sign: Unicode.Scalar, before: Glyph, after: Glyph) -> Double {
        let isInside = before.isLetter && after.isLetter
        let isAlone = !before.isLetter && !after.isLetter
        let isApt: Bool
        switch sign {
        case "\u{A0}", "…", "•": isApt = !isInside
        case "·", "\u{AD}", "’": isApt = before.isLetter
        case "°": isApt = isDegree(before, after)
        case "§", "£", "¥", "₪", "฿", "№", "‰": isApt = isAlone
        case "€", "¢": isApt = isAlone
        case "©": isApt = !before.isLetter
        case "®", "™": isApt = !after.isLetter
        case "²", "³":
            isApt = !after.isLetter && (before.isDigit || before.isOne(of: "mM"))
        case "µ", "μ": isApt = !before.isLetter && after.isOne(of: "gmlsAVWFL")
        case "½", "¼", "¾": isApt = isAlone
        case "ª", "º": isApt = !after.isLetter && (before.isDigit || before.isOne(of: "nNaA"))
        case "¿", "¡": isApt = !before.isLetter && after.isLetter
        case "«", "„", "“", "‘", "‚", "‹":
            isApt = !before.isLetter && (after.isLetter || after.isDigit)
        case "»", "”", "›": isApt = !after.isLetter
        case "–", "—", "×", "±": isApt = isAlone
        case "Ω": isApt = !before.isLetter
        default: return never
        }
        return isApt ? apt : odd
    }

    /// 20°, 20 °C, N°.
    private static func isDegree(_ before: Glyph, _ after: Glyph) -> Bool {
        if before.isLetter { return before.isOne(of: "nN") && !after.isLetter }
        return !after.isLetter || after.isOne(of: "CFKN")
    }
}

extension Glyph {
    /// Whether it is one of a few letters.
    fileprivate func isOne(of letters: String) -> Bool {
        scalar.map(letters.unicodeScalars.contains) ?? false
    }
}

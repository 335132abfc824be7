/// Letters that stand where their language never has them.
enum Spelling {
    static func isWrong(
        _ scalar: Unicode.Scalar, before: Unicode.Scalar, after: Unicode.Scalar
    ) -> Bool {
        let isInside = after.properties.isAlphabetic
        switch scalar {
        // Ordinals stand behind numbers and short words: 1º, Nº.
        case "ª", "º": return isInside
        // Letters with a form of their own at a word's end.
        case "ς", "ך", "ם", "ן", "ף", "ץ": return isInside
        case "σ": return !isInside && before.properties.isAlphabetic
        // No word begins with the soft and the hard sign.
        case "ь", "ъ", "ы": return !before.properties.isAlphabetic
        default: return false
        }
    }

    /// In Portuguese an e follows: ações. Elsewhere the byte is Hungarian's ő.
    static func isForeignTilde(_ scalar: Unicode.Scalar, after: Unicode.Scalar) -> Bool {
        (scalar == "õ" || scalar == "Õ") && after != "e" && after != "E"
    }
}

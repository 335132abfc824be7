/// A text as a YAML scalar in flow style: plain where that is safe, else in double quotes.
func yamlText(_ text: String) -> String {
    if isPlain(text) { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\t": quoted += "\\t"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\u{0}"..<"\u{20}", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}":
            let digits = String(scalar.value, radix: 16, uppercase: true)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}

/// Letters first, then nothing that means something in YAML, and no word that does.
private func isPlain(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, first.properties.isAlphabetic || first == "_",
        text.utf8.count <= 80, text.unicodeScalars.last != " "
    else { return false }
    let reserved: Set<String> = [
        "null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "none", "keep",
        "reject",
    ]
    guard !reserved.contains(text.lowercased()) else { return false }
    return text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic && $0.value < 0x2000 || (0x30...0x39).contains($0.value)
            || $0 == "_" || $0 == "-" || $0 == " " || $0 == "." || $0 == "/"
    }
}

/// A text as a comment: one line, without control characters.
func yamlComment(_ text: String) -> String {
    var comment = ""
    for scalar in text.unicodeScalars.prefix(300) {
        let isBad =
            scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
            || scalar.value == 0x2028 || scalar.value == 0x2029 || scalar.value == 0xFEFF
        comment.unicodeScalars.append(isBad ? "?" : scalar)
    }
    return comment
}

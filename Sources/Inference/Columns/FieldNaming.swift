/// Names of normalized fields, from what columns are called: `snake_case`, ASCII, none twice.
struct FieldNaming {
    private var taken: Set<String> = []
    /// The next number for a name that comes again.
    private var next: [String: Int] = [:]

    /// - Parameter dots: the name's dots nest, as they do for members within members.
    mutating func name(for header: String?, number: Int, dots: Bool = false) -> String {
        var base = header.map { Self.normalized($0, dots: dots) } ?? ""
        if base.isEmpty { base = "column_\(number)" }
        if base.utf8.first.map({ $0 &- 0x30 < 10 }) == true { base = "n_" + base }
        // A name can't be a value and hold others.
        if dots { base = flattened(base) }
        if dots, clashes(base) { base = base.split(separator: ".").joined(separator: "_") }
        var name = base
        var count = next[base] ?? 2
        while taken.contains(name) || dots && clashes(name) {
            name = "\(base)_\(count)"
            count += 1
        }
        next[base] = count
        taken.insert(name)
        return name
    }

    /// Names that are values, of which no other may be a part.
    private var values: Set<String> = []

    /// - Parameter headers: of columns whose names' dots nest, all of them.
    init(nesting headers: [String]) {
        values = Set(headers.map { Self.normalized($0, dots: true) })
    }

    init() {}

    /// `total` is a value: `total.currency` becomes `total_currency`.
    private func flattened(_ name: String) -> String {
        var parts = name.split(separator: ".").map(String.init)
        var index = 1
        while index < parts.count {
            if values.contains(parts[..<index].joined(separator: ".")) {
                parts[index - 1] += "_" + parts.remove(at: index)
            } else {
                index += 1
            }
        }
        return parts.joined(separator: ".")
    }

    private func clashes(_ name: String) -> Bool {
        taken.contains { $0 != name && ($0.hasPrefix(name + ".") || name.hasPrefix($0 + ".")) }
    }

    static func normalized(_ text: String, dots: Bool = false) -> String {
        var name = ""
        var wasLower = false
        var isUpperRun = false
        let characters = Array(text.prefix(200))
        for (index, character) in characters.enumerated() {
            guard character.isLetter || character.isNumber || dots && character == "." else {
                if character == "#" { name += name.isEmpty || name.hasSuffix("_") ? "no_" : "_no_" }
                if character == "%" { name += "_percent_" }
                if !name.hasSuffix("_"), !name.isEmpty { name += "_" }
                wasLower = false
                isUpperRun = false
                continue
            }
            if character.isUppercase {
                let nextIsLower = index + 1 < characters.count && characters[index + 1].isLowercase
                if wasLower || isUpperRun && nextIsLower, !name.isEmpty, !name.hasSuffix("_") {
                    name += "_"
                }
                isUpperRun = true
            } else {
                isUpperRun = false
            }
            wasLower = character.isLowercase || character.isNumber
            name += character == "." ? "." : transliterated(character)
        }
        while name.contains("__") {
            name = name.split(separator: "_").joined(separator: "_")
        }
        while name.hasPrefix("_") || name.hasPrefix(".") { name.removeFirst() }
        while name.hasSuffix("_") || name.hasSuffix(".") { name.removeLast() }
        while name.contains("..") || name.contains("._") || name.contains("_.") {
            name = name.split(separator: ".").map { part in
                part.split(separator: "_").joined(separator: "_")
            }.filter { !$0.isEmpty }.joined(separator: ".")
        }
        return String(name.prefix(64))
    }

    private static func transliterated(_ character: Character) -> String {
        let lower = character.lowercased()
        if lower.utf8.allSatisfy({ $0 < 0x80 }) { return lower }
        return lower.unicodeScalars.map { table[$0] ?? "" }.joined()
    }

    private static let table: [Unicode.Scalar: String] = {
        var table: [Unicode.Scalar: String] = [
            "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "oe", "å": "aa",
            "þ": "th", "ð": "d", "đ": "d", "ł": "l", "ı": "i", "№": "no", "µ": "u", "²": "2",
            "³": "3",
            "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu",
            "я": "ya",
            "є": "ye", "ї": "yi",
        ]
        let rows: [(String, String)] = [
            ("a", "áàâãāăąа"), ("b", "б"), ("c", "çćčĉċ"), ("d", "ďд"), ("e", "éèêëēėęěеёэ"),
            ("f", "ф"), ("g", "ğģġгґ"), ("i", "íìîïīįиі"), ("j", "й"), ("k", "ķк"), ("l", "ĺľļл"),
            ("m", "м"), ("n", "ñńňņн"), ("o", "óòôõőōо"), ("p", "п"), ("r", "řŕр"), ("s", "śšşșс"),
            ("t", "ťţțт"), ("u", "úùûűůūųу"), ("v", "в"), ("y", "ýÿы"), ("z", "źżžз"),
        ]
        for (latin, letters) in rows {
            for letter in letters.unicodeScalars { table[letter] = latin }
        }
        return table
    }()
}

/// What a file's name says: how its feed may be called, and which names its like have.
package struct SampleName: Hashable, Sendable {
    /// A name Hopper takes: `customers`.
    package var feed: String
    /// `customers-*.csv`.
    package var pattern: String

    /// Nothing in the sample's name says what may differ in the next one's.
    package var doubt: String? {
        pattern.contains("*") ? nil : "is every file called so? * stands for what differs"
    }

    package init(path: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        pattern = Self.pattern(name)
        var stem = name
        for ending in [".gz", ".zst", ".xz", ".bz2", ".zip"]
        where stem.lowercased().hasSuffix(ending) {
            stem.removeLast(ending.count)
        }
        if let dot = stem.lastIndex(of: "."), dot > stem.startIndex { stem = String(stem[..<dot]) }
        let words = FieldNaming.normalized(stem).split(separator: "_").filter { part in
            !part.allSatisfy { $0.isNumber }
        }
        feed = words.joined(separator: "-")
        if feed.isEmpty { feed = "feed" }
        feed = String(feed.prefix(60))
    }

    /// Runs of digits (dates, counters) become `*`.
    private static func pattern(_ name: String) -> String {
        var pattern = ""
        var digits = ""
        func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
        func flush() {
            if digits.count >= 2 {
                if !pattern.hasSuffix("*") { pattern += "*" }
            } else {
                pattern += digits
            }
            digits = ""
        }
        let ending = name.lastIndex(of: ".") ?? name.endIndex
        for index in name.indices {
            let character = name[index]
            if isDigit(character), index < ending {
                digits.append(character)
                continue
            }
            flush()
            switch character {
            case "*", "?", "[", "]", "\\": pattern += "?"
            case "-", "_", ".":
                // customers-2026-11-23 is customers-*.
                if pattern.hasSuffix("*"), index < ending, character != "." {
                    let next = name.index(after: index)
                    if next < name.endIndex, isDigit(name[next]) { continue }
                }
                pattern.append(character)
            default: pattern.append(character)
            }
        }
        flush()
        return pattern
    }
}

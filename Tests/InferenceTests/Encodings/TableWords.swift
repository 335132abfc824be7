import Platform

/// Words of a language's everyday tables: names, places, products, headings.
struct TableWords: CustomStringConvertible, Sendable {
    let language: String
    let words: [String]
    /// What such tables are encoded in.
    let encodings: [String]

    init(_ language: String, _ words: String, _ encodings: [String]) {
        self.language = language
        self.words = words.split(separator: " ").map(String.init)
        self.encodings = encodings
    }

    var description: String { language }

    static let all = west + middle + east

    /// A table of `rows` rows whose texts are drawn from `count` of the words, numbers and dates
    /// beside them.
    func table(words count: Int, rows: Int, from random: inout SeededGenerator) -> String {
        let pool = Array(words.shuffled(using: &random).prefix(count))
        let delimiter = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
        func text() -> String { pool.randomElement(using: &random) ?? "" }
        var lines = [["id", text(), text(), "EUR", "date"].joined(separator: delimiter)]
        for row in 1...rows {
            let number = Int.random(in: 1...99_999, using: &random)
            let day = Int.random(in: 10...28, using: &random)
            let cells = [
                "\(1000 + row)", "\(text()) \(text())", text(), "\(number / 100).\(number % 100)",
                "2026-03-\(day)",
            ]
            lines.append(cells.joined(separator: delimiter))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Reads words in an encoding whose characters are single bytes, in each of the languages that are
/// written in it.
struct SingleByteReading: Sendable {
    let page: CodePage
    private let glyphs: [Glyph]
    /// For each of the page's languages, the columns that the bytes' letters have there.
    private let columns: [[Int?]]

    /// Of all code pages that iconv knows.
    static let all = CodePage.all.compactMap { SingleByteReading($0) }

    /// A letter that the language does not have.
    private static let foreign = 10.0
    private static let foreignASCII = 4.5
    /// A capital behind a small letter; a small letter behind two capitals.
    private static let wrongCase = 5.0
    /// Letters of two scripts side by side.
    private static let mixed = 5.0

    private init?(_ page: CodePage) {
        guard let glyphs = Glyph.table(page.name) else { return nil }
        self.page = page
        self.glyphs = glyphs
        columns = page.languages.map { language in
            glyphs.map { $0.scalar == nil ? nil : language.column($0.folded) }
        }
    }

    /// How many of the values have no character.
    func undefined(_ values: Set<UInt8>) -> Int {
        values.count { glyphs[Int($0)].scalar == nil }
    }

    /// What each of the words costs in each of the page's languages.
    func costs(_ words: [SampleWords.Word]) -> [[Double]] {
        zip(page.languages, columns).map { language, columns in
            words.map { cost($0, language, columns) }
        }
    }

    private func cost(
        _ word: SampleWords.Word, _ language: LetterPairs, _ columns: [Int?]
    ) -> Double {
        var cost = 0.0
        var column = LetterPairs.space
        var before = glyphs[Int(word.before)]
        var capitals = 0
        for at in word.bytes.indices {
            let byte = Int(word.bytes[at])
            let glyph = glyphs[byte]
            if let next = columns[byte] {
                cost += language.cost(column, next)
                column = next
            } else {
                if column != LetterPairs.space { cost += language.cost(column, LetterPairs.space) }
                column = LetterPairs.space
                let after = at + 1 < word.bytes.endIndex ? word.bytes[at + 1] : word.after
                cost += other(glyph, byte, before, glyphs[Int(after)])
            }
            if glyph.isUpper {
                if before.isLower { cost += Self.wrongCase }
                capitals += 1
            } else {
                if glyph.isLower, capitals > 1 { cost += Self.wrongCase }
                capitals = 0
            }
            if glyph.isLetter, before.isLetter, glyph.isLatin != before.isLatin {
                cost += Self.mixed
            }
            before = glyph
        }
        if column != LetterPairs.space { cost += language.cost(column, LetterPairs.space) }
        return cost
    }

    /// What is no letter of the language.
    private func other(_ glyph: Glyph, _ byte: Int, _ before: Glyph, _ after: Glyph) -> Double {
        guard let scalar = glyph.scalar else { return SignCost.undefined }
        if byte < 0x80 { return glyph.isLetter ? Self.foreignASCII : 3 }
        return glyph.isLetter
            ? Self.foreign : SignCost.cost(scalar, before: before, after: after)
    }
}

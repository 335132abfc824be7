/// An encoding whose characters are single bytes, and what is written in it.
struct CodePage: Sendable {
    let name: String
    let languages: [LetterPairs]
    /// How few of all files are encoded so.
    let prior: Double

    init(_ name: String, _ languages: [LetterPairs], _ prior: Double) {
        self.name = name
        self.languages = languages
        self.prior = prior
    }

    private static let west = LetterPairs.western + LetterPairs.northern + [.albanian]
    private static let centre = LetterPairs.central + [.german]
    private static let turkish = [LetterPairs.turkish, .german, .french]
    private static let baltic = LetterPairs.baltic + [.german]

    /// In the order of how common they are: the first of equals is taken.
    static let all = [
        CodePage("windows-1252", west, 0),
        CodePage("ISO-8859-15", west, 1.5),
        CodePage("windows-1250", centre, 3.5),
        CodePage("windows-1251", LetterPairs.cyrillic, 1.5),
        CodePage("windows-1254", turkish, 3.5),
        CodePage("windows-1253", [.greek], 2),
        CodePage("windows-1257", baltic, 4),
        CodePage("windows-1255", [.hebrew], 2),
        CodePage("windows-1256", [.arabic], 2),
        CodePage("windows-874", [.thai], 2),
        CodePage("windows-1258", [.vietnamese], 4),
        CodePage("ISO-8859-2", centre, 5),
        CodePage("ISO-8859-7", [.greek], 3.5),
        CodePage("ISO-8859-9", turkish, 5),
        CodePage("ISO-8859-13", baltic, 5.5),
        CodePage("ISO-8859-5", LetterPairs.cyrillic, 5),
        CodePage("ISO-8859-8", [.hebrew], 4),
        CodePage("ISO-8859-6", [.arabic], 4),
        CodePage("KOI8-R", LetterPairs.cyrillic, 3),
        CodePage("KOI8-U", [.ukrainian, .russian], 3.5),
        CodePage("IBM850", west, 3.5),
        CodePage("IBM437", west, 4.5),
        CodePage("IBM852", centre, 6),
        CodePage("IBM866", LetterPairs.cyrillic, 3),
        CodePage("macintosh", west, 5),
        CodePage("IBM857", turkish, 7),
        CodePage("CP737", [.greek], 6),
        CodePage("CP775", baltic, 6),
        CodePage("IBM862", [.hebrew], 6),
        CodePage("MAC-CYRILLIC", LetterPairs.cyrillic, 6),
        CodePage("MAC-CENTRALEUROPE", centre, 8),
    ]
}

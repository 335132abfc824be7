/// Which encoding makes the likeliest text of the bytes: words of one language, whose letters
/// follow one another as they do there, or characters that are common in East Asia. It is never
/// more than likely.
struct ReadingContest {
    struct Entry {
        var name: String
        /// The negative logarithm of the chance.
        var cost: Double
    }

    /// The likeliest first.
    private(set) var entries: [Entry] = []
    private let bytes: [UInt8]
    private let values: Set<UInt8>

    /// What it costs that a single word is of another language than the rest.
    private static let otherLanguage = 4.0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        let sample = SampleWords(bytes)
        values = sample.values
        for reading in SingleByteReading.all {
            let undefined = Double(reading.undefined(values)) * SignCost.undefined
            let words = Self.total(reading.costs(sample.words), reading.page.languages)
            entries.append(
                Entry(name: reading.page.name, cost: words + reading.page.prior + undefined))
        }
        for reading in MultiByteReading.all {
            let faults = Double(reading.faults(bytes)) * SignCost.undefined
            let words = reading.costs(sample.words).reduce(0, +)
            entries.append(
                Entry(name: reading.pairing.name, cost: words + reading.pairing.prior + faults))
        }
        entries = entries.enumerated().sorted {
            ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset)
        }.map(\.element)
    }

    /// The words in the language that suits them best, but for some.
    private static func total(_ costs: [[Double]], _ languages: [LetterPairs]) -> Double {
        guard var least = costs.first else { return .infinity }
        for others in costs.dropFirst() {
            for at in least.indices { least[at] = min(least[at], others[at]) }
        }
        return zip(costs, languages).map { own, language in
            var sum = language.prior
            for at in own.indices { sum += min(own[at], least[at] + otherLanguage) }
            return sum
        }.min() ?? .infinity
    }
}

extension ReadingContest {
    /// The likeliest encoding, and why one may doubt it.
    func best() -> EncodingGuess {
        let first = entries[0]
        let text = decoded(bytes, as: EncodingGuess(name: first.name))
        let others = entries.dropFirst().filter { $0.cost < first.cost + Self.narrow }
            .map(\.name)
            .filter { decoded(bytes, as: EncodingGuess(name: $0)) != text }
        var doubt = "there is no mark, and the letters fit \(first.name) best"
        if first.name == "windows-1252", !values.contains(where: { $0 < 0xA0 }) {
            doubt += " (ISO-8859-1 reads the same here)"
        }
        if !others.isEmpty { doubt += "; \(others.joined(separator: ", ")) may be meant" }
        doubt += ": look at names with accents"
        return EncodingGuess(name: Pairing.widened(first.name, bytes), doubt: doubt)
    }

    /// Too close to be told apart.
    private static let narrow = 6.0
}

/// What the quotes around cells say of the first row: programs that write values in quotes leave
/// names bare, or the other way about.
enum QuoteVote {
    static func sum(_ rows: [ParsedText.Row], in parsed: ParsedText) -> Double {
        guard rows.count > 2, let first = rows.first, first.count > 0 else { return 0 }
        var sum = 0.0
        let names = Array(parsed.fields(of: first))
        let body = rows.dropFirst().map { Array(parsed.fields(of: $0)) }
        for (column, name) in names.enumerated() where name.start < name.end {
            let cells = body.compactMap { column < $0.count ? $0[column] : nil }
            if !name.isQuoted, cells.allSatisfy(\.isQuoted) { sum += 0.8 }
            if name.isQuoted, !needsQuotes(parsed.bytes(name)), !cells.contains(where: \.isQuoted) {
                sum += 0.5
            }
        }
        return sum
    }

    /// It has something in it that may stand in quotes only.
    private static func needsQuotes(_ cell: [UInt8]) -> Bool {
        cell.contains { ",;|\t\n\r\"' ".utf8.contains($0) }
    }
}

extension KeyTable {
    /// Every table, from the files down.
    package static let all: [KeyTable] = [
        settings, limits, retention, partner, feed, ready, format, pipe, recordTypes, record,
        field, length, lookup, hash, mask, predicate,
        batch, rejects, trailer, sum, route, destination, auth, retry, breaker,
    ]

    /// The table as it stands in docs/configuring.md, without its heading; later keys are left out.
    package var markdown: String {
        let rows = keys.filter { !$0.isLater }.map { key in
            let standard = key.standard.map { "`\($0)`" } ?? (key.isRequired ? "required" : "")
            return "| `\(key.name)` | \(key.shape.words) | \(standard) | \(key.kinds)\(key.doc) |"
        }
        return (["| key | value | default | |", "| --- | --- | --- | --- |"] + rows)
            .joined(separator: "\n") + "\n"
    }
}

extension KeySpec {
    /// `csv: `, where the key is for some types only.
    fileprivate var kinds: String {
        types.isEmpty ? "" : types.map { "`\($0)`" }.joined(separator: ", ") + ": "
    }
}

extension ValueShape {
    /// What may be written, in words.
    package var words: String {
        switch self {
        case .text, .anyText: "text"
        case .name: "name"
        case .boolean: "`true` or `false`"
        case .integer(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .factor(let range):
            "\(Quantities.shown(range.lowerBound)) to \(Quantities.shown(range.upperBound))"
        case .duration(let range):
            "\(Quantities.shown(range.lowerBound)) to \(Quantities.shown(range.upperBound))"
        case .size(let range):
            "\(Quantities.shown(range.lowerBound)) to \(Quantities.shown(range.upperBound))"
        case .rate: "`50/s`, `600/m`, `1000/h`"
        case .shareOrCount: "`5%`, `0.1%`, `100`"
        case .choice(let words, _): words.map { "`\($0)`" }.listed()
        case .path: "path"
        case .character: "one ASCII character"
        case .characters(let range): "\(range.lowerBound) to \(range.upperBound) ASCII characters"
        case .list(let item, let least): least > 1 ? "a list" : "\(item.words), or a list"
        case .map(let value, _, _): "names of your own, each with: \(value.words)"
        case .section(let table): "the keys of \(table.subject)"
        case .either(let shapes): shapes.map(\.words).listed()
        case .described(let words, _): words
        }
    }
}

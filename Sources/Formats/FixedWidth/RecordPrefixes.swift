/// Tells a fixed-width file's records apart by what they begin with; the longest prefix counts.
struct RecordPrefixes {
    enum Kind { case header, detail, trailer, ignored, unknown }

    private let prefixes: [(bytes: [UInt8], kind: Kind)]
    private let others: Kind

    init(_ types: FixedWidthLayout.RecordTypes?) {
        guard let types else {
            prefixes = []
            others = .detail
            return
        }
        let kinds: [([String], Kind)] = [
            (types.header, .header), (types.detail, .detail), (types.trailer, .trailer),
            (types.ignore, .ignored),
        ]
        prefixes = kinds.flatMap { texts, kind in texts.map { (Array($0.utf8), kind) } }
            .sorted { $0.0.count > $1.0.count }
        others = types.detail.isEmpty ? .detail : .unknown
    }

    func kind(of text: UnsafeBufferPointer<UInt8>) -> Kind {
        for index in prefixes.indices where unsafe starts(text, with: prefixes[index].bytes) {
            return prefixes[index].kind
        }
        return others
    }

    private func starts(_ text: UnsafeBufferPointer<UInt8>, with prefix: [UInt8]) -> Bool {
        guard text.count >= prefix.count else { return false }
        for index in prefix.indices where unsafe text[index] != prefix[index] { return false }
        return true
    }
}

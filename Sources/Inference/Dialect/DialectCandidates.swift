/// The dialects worth trying on a text: what could stand between its fields, and around them.
struct DialectCandidates {
    private(set) var dialects: [Dialect] = []
    private let text: [UInt8]
    /// Lines by their bytes, not empty ones.
    private let lines: [Range<Int>]

    private static let delimiterLimit = 14

    /// - Parameter delimiter: the only one to try.
    init(_ text: [UInt8], delimiter told: [UInt8]? = nil) {
        self.text = text
        var lines: [Range<Int>] = []
        var start = 0
        for (index, byte) in text.enumerated() where byte == 0x0A || byte == 0x0D {
            if index > start { lines.append(start..<index) }
            start = index + 1
        }
        if start < text.count { lines.append(start..<text.count) }
        self.lines = Array(lines.prefix(400))
        for delimiter in told.map({ [$0] }) ?? delimiters() {
            for quote in quotes(beside: delimiter) {
                for escape in escapes(quote, delimiter) {
                    dialects.append(Dialect(delimiter: delimiter, quote: quote, escape: escape))
                }
            }
        }
    }

    /// What can be a delimiter, most often seen first; none is always among them.
    private func delimiters() -> [[UInt8]] {
        var linesWith: [UInt8: Int] = [:]
        var counts: [UInt8: Int] = [:]
        for line in lines {
            var seen: Set<UInt8> = []
            for byte in text[line] where Self.canDelimit(byte) {
                counts[byte, default: 0] += 1
                if seen.insert(byte).inserted { linesWith[byte, default: 0] += 1 }
            }
        }
        // Preambles, quoted line ends: less than half of the lines may have it.
        let usual: Set<UInt8> = [0x2C, 0x3B, 0x09, 0x7C]
        let single = linesWith.filter { byte, count in
            usual.contains(byte) || count * 5 >= lines.count * 2
        }.keys.sorted {
            let (one, other) = (usual.contains($0), usual.contains($1))
            if one != other { return one }
            return (linesWith[$1]!, $0) < (linesWith[$0]!, $1)
        }
        var found: [[UInt8]] = [[]]
        found += single.prefix(Self.delimiterLimit).map { [$0] }
        found += sequences(of: Set(linesWith.keys))
        found += single.filter { usual.contains($0) && isSpacedBeforeQuotes($0) }.map {
            [$0, 0x20]
        }
        return found
    }

    /// `"a", "b"`: a space stands behind the delimiter, before quotes. Elsewhere it is trimmed.
    private func isSpacedBeforeQuotes(_ delimiter: UInt8) -> Bool {
        lines.count { line in
            line.dropLast(2).contains {
                text[$0] == delimiter && text[$0 + 1] == 0x20 && text[$0 + 2] == UInt8(ascii: "\"")
            }
        } * 2 > lines.count
    }

    private static func canDelimit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x20, 0x01...0x08, 0x1C...0x1F: true
        case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "|"), UInt8(ascii: "~"),
            UInt8(ascii: "^"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "&"),
            UInt8(ascii: "*"), UInt8(ascii: "!"), UInt8(ascii: ":"), UInt8(ascii: "="),
            UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "@"), UInt8(ascii: "`"),
            UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "+"), UInt8(ascii: "\\"):
            true
        default: false
        }
    }

    /// Delimiters of several characters: runs of punctuation that come again on most lines.
    private func sequences(of bytes: Set<UInt8>) -> [[UInt8]] {
        var linesWith: [[UInt8]: Int] = [:]
        for line in lines.prefix(100) {
            var seen: Set<[UInt8]> = []
            var at = line.lowerBound
            while at < line.upperBound {
                var end = at
                while end < line.upperBound, end - at < 16, Self.isOfSequence(text[end]) {
                    end += 1
                }
                if end - at >= 2 {
                    let run = Array(text[at..<end])
                    for length in 2...min(4, run.count) { seen.insert(Array(run[..<length])) }
                    if run.count > 4, run.count % 2 == 0 { seen.insert(run) }
                }
                at = max(end, at + 1)
                if seen.count > 40 { break }
            }
            for run in seen { linesWith[run, default: 0] += 1 }
        }
        let total = min(100, lines.count)
        return linesWith.filter { $0.value * 2 >= total && $0.key.count <= 8 }
            .sorted {
                ($1.value, $0.key.count, $0.key.lexical) < ($0.value, $1.key.count, $1.key.lexical)
            }
            .prefix(6).map(\.key)
    }

    private static func isOfSequence(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "|"), UInt8(ascii: "~"), UInt8(ascii: "^"), UInt8(ascii: "#"),
            UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"),
            UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: "@"), UInt8(ascii: "%"),
            UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "+"), 0x09:
            true
        default: false
        }
    }

    private func quotes(beside delimiter: [UInt8]) -> [UInt8?] {
        var quotes: [UInt8?] = [nil]
        for quote in [UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "~")]
        where !delimiter.contains(quote) && opens(quote, behind: delimiter) {
            quotes.append(quote)
        }
        return quotes
    }

    /// The quote stands where a field begins, and again where one ends.
    private func opens(_ quote: UInt8, behind delimiter: [UInt8]) -> Bool {
        var opens = false
        var closes = false
        for line in lines {
            for at in line where text[at] == quote {
                let before = at == line.lowerBound ? nil : text[at - 1]
                let after = at + 1 == line.upperBound ? nil : text[at + 1]
                if before == nil || before == delimiter.last { opens = true }
                if after == nil || after == delimiter.first { closes = true }
                if opens, closes { return true }
            }
        }
        return false
    }

    private func escapes(_ quote: UInt8?, _ delimiter: [UInt8]) -> [UInt8?] {
        let backslash = UInt8(ascii: "\\")
        guard !delimiter.contains(backslash) else { return [nil] }
        for line in lines {
            for at in line.dropLast() where text[at] == backslash {
                let next = text[at + 1]
                if next == quote || next == delimiter.first { return [nil, backslash] }
            }
        }
        return [nil]
    }
}

extension [UInt8] {
    var lexical: String { String(decoding: self, as: UTF8.self) }
}

/// A first line that is no data, but tells spreadsheets what stands between fields: `sep=;`.
struct ToldDelimiter {
    let delimiter: [UInt8]
    /// Behind the line.
    let end: Int

    init?(_ text: [UInt8]) {
        var line = text.prefix(12)
        let isQuoted = line.first == UInt8(ascii: "\"")
        if isQuoted { line.removeFirst() }
        guard line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }),
            let character = line.dropFirst(4).first, character < 0x80, character != 0x0A,
            character != 0x0D
        else { return nil }
        var at = line.startIndex + 5
        if isQuoted, at < text.count, text[at] == UInt8(ascii: "\"") { at += 1 }
        guard at < text.count, text[at] == 0x0A || text[at] == 0x0D else { return nil }
        at += text[at] == 0x0D && at + 1 < text.count && text[at + 1] == 0x0A ? 2 : 1
        delimiter = [character]
        end = at
    }
}

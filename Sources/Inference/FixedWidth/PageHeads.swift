/// Titles and names that come again at the top of each page of a report, behind a blank line or a form
/// feed. They are told by what they begin with.
struct PageHeads {
    /// What they begin with.
    private(set) var starts: [String] = []
    /// Lines without the heads of all pages but the first.
    private(set) var lines: [FixedLines.Line]

    private static let length = 8
    private static let most = 8

    init(_ lines: [FixedLines.Line]) {
        self.lines = lines
        guard let first = lines.first, first.characters.count >= Self.length,
            first.characters.first != " "
        else { return }
        let title = Self.masked(first)
        let pages = lines.indices.filter { at in
            at > 0 && Self.masked(lines[at]) == title
                && (lines[at].number > lines[at - 1].number + 1
                    || lines[at].characters.first == "\u{0C}")
        }
        guard !pages.isEmpty, (pages.count + 1) * 4 <= lines.count else { return }
        var height = 0
        while height < Self.most, height < pages[0],
            pages.allSatisfy({ page in
                page + height < lines.count
                    && Self.start(lines[page + height]) == Self.start(lines[height])
                    && Self.masked(lines[page + height]) == Self.masked(lines[height])
            })
        {
            height += 1
        }
        guard height > 1 else { return }
        let heads = Set(pages.flatMap { Array($0..<$0 + height) })
        let starts = Set((Array(0..<height) + heads).map { Self.start(lines[$0]) })
        let records = lines.indices.filter { $0 >= height && !heads.contains($0) }
        // What begins as records do can't be told from them.
        guard starts.allSatisfy({ $0.unicodeScalars.count == Self.length && !$0.hasPrefix(" ") }),
            records.allSatisfy({ !starts.contains(Self.start(lines[$0])) })
        else { return }
        self.starts = Set(heads.map { Self.start(lines[$0]) }).sorted()
        self.lines = (Array(0..<height) + records).map { lines[$0] }
    }

    /// Pages and moments are counted in titles.
    private static func masked(_ line: FixedLines.Line) -> [Unicode.Scalar] {
        let text = line.characters.drop { $0 == "\u{0C}" }.map {
            ("0"..."9").contains($0) ? "0" : $0
        }
        // Numbers of more digits take blanks from before them.
        return text.filter { $0 != " " && $0 != "0" }
    }

    private static func start(_ line: FixedLines.Line) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: line.characters.prefix(length))
        return String(text)
    }
}

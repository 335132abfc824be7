/// Rows under a heading, each column as wide as it needs to be.
struct Table {
    enum Alignment { case left, right }

    private let columns: [(title: String, alignment: Alignment)]
    private var rows: [[String]] = []

    init(_ columns: (String, Alignment)...) {
        self.columns = columns.map { (title: $0.0, alignment: $0.1) }
    }

    var isEmpty: Bool { rows.isEmpty }

    mutating func add(_ cells: String...) {
        precondition(cells.count == columns.count)
        rows.append(cells)
    }

    /// The table as lines, two spaces between columns, nothing trailing.
    func rendered(in ink: Ink = Ink()) -> String {
        let widths = columns.indices.map { column in
            ([columns[column].title] + rows.map { $0[column] })
                .map(Self.width).max() ?? 0
        }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { index, cell in
                let gap = String(repeating: " ", count: widths[index] - Self.width(of: cell))
                return columns[index].alignment == .left ? cell + gap : gap + cell
            }
            let text = padded.joined(separator: "  ")
            return String(
                text[
                    ..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) }
                        ?? text.startIndex)])
        }
        let heading = ink(line(columns.map { $0.title.uppercased() }), .dim)
        return ([heading] + rows.map(line)).joined(separator: "\n")
    }

    /// How much of it is seen: colour takes no room.
    private static func width(of cell: String) -> Int {
        var width = 0
        var isEscape = false
        for scalar in cell.unicodeScalars {
            if scalar == "\u{1B}" { isEscape = true }
            if !isEscape { width += 1 }
            if isEscape, scalar == "m" { isEscape = false }
        }
        return width
    }
}

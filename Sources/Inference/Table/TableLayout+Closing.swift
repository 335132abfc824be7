/// Paragraphs below the table that a spreadsheet filled up to its width.
extension TableLayout {
    private static let closingLimit = 60

    /// The last row above an empty one behind which there is hardly anything in any row: remarks and
    /// disclaimers. Nil where there are none, or one: that may be a total.
    func passClosing(from last: Int, downTo first: Int) -> Int? {
        guard width > 2, first + 2 < last else { return nil }
        let usual = (first...last).lazy.filter { parsed.rows[$0].count == width }.prefix(300)
            .map(filled).sorted()
        // As many as a good part of the rows have at least.
        let many = usual[usual.count * 3 / 4]
        let most = max(1, many / 3)
        guard many > 2 else { return nil }
        let end = parsed.rows.count - 1
        var at = end
        while at > first + 1, end - at < Self.closingLimit, filled(at) <= most { at -= 1 }
        // The paragraphs begin behind an empty row.
        guard let empty = (at + 1..<end + 1).first(where: { filled($0) == 0 }) else { return nil }
        let remarks = (empty...end).filter { filled($0) > 0 }
        let texts = remarks.count { row in
            let cell = cells(of: parsed.rows[row]).first { !$0.isEmpty } ?? []
            return !CellShape(cell).isTyped && cell.contains(0x20)
        }
        return remarks.count > 1 && texts * 2 > remarks.count ? empty - 1 : nil
    }

    private func filled(_ at: Int) -> Int {
        parsed.fields(of: parsed.rows[at]).count { $0.start < $0.end }
    }
}

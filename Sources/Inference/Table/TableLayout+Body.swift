/// Where the table's own rows begin, by columns of one type.
extension TableLayout {
    private static let looked = 400
    private static let most = 60
    private static let least = 5

    /// Passes over many rows that have as many fields as the table and are unlike its rows: texts where
    /// those have numbers. The last of them may name the columns.
    func passUnlike(from first: Int, to last: Int) -> Int {
        guard width > 1, last - first > 2 * Self.least else { return first }
        let places = (first...last).filter { parsed.rows[$0].count == width }.prefix(Self.looked)
        let rows = places.map { cells(of: parsed.rows[$0]) }
        let columns = typedColumns(Array(rows.dropFirst(rows.count / 3)))
        guard !columns.isEmpty else { return first }
        let unlike = rows.indices.filter { isUnlike(rows[$0], columns) }
        guard let start = unlike.last.map({ $0 + 1 }), start >= Self.least, start <= Self.most,
            unlike.count * 10 >= start * 7, rows.count - start >= max(5, start)
        else { return first }
        let names = rows[start - 1]
        let isHeader =
            !names.contains { CellShape($0).isTyped }
            && columns.allSatisfy { !names[$0.key].isEmpty }
        guard isHeader else { return places[start] }
        return places[start - 1]
    }

    private func typedColumns(_ rows: [[[UInt8]]]) -> [Int: CellShape] {
        var columns: [Int: CellShape] = [:]
        for column in 0..<width {
            var counts: [CellShape: Int] = [:]
            var all = 0
            for row in rows where !row[column].isEmpty && !NullTexts.contains(row[column]) {
                counts[CellShape(row[column]), default: 0] += 1
                all += 1
            }
            guard all * 2 > rows.count, let most = counts.max(by: { $0.value < $1.value }),
                most.key.isTyped, most.value == all
            else { continue }
            columns[column] = most.key
        }
        return columns
    }

    /// There is something else in a column of one type, or nothing of its type in any.
    private func isUnlike(_ row: [[UInt8]], _ columns: [Int: CellShape]) -> Bool {
        var alike = 0
        for (column, shape) in columns {
            let cell = row[column]
            if cell.isEmpty || NullTexts.contains(cell) { continue }
            guard CellShape(cell) == shape else { return true }
            alike += 1
        }
        return alike == 0
    }
}

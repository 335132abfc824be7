extension CellShape {
    /// Several values of one kind in one cell: `1;2;3`, `red|green`. Without spaces, and too few to be
    /// a row of their own.
    static func isList(_ cell: ArraySlice<UInt8>) -> Bool {
        guard cell.count <= 80, let mark = cell.first(where: { ";|,~^".utf8.contains($0) }) else {
            return false
        }
        let parts = cell.split(separator: mark, omittingEmptySubsequences: false)
        guard (3...6).contains(parts.count) else { return false }
        let shapes = Set(parts.map { CellShape(Array($0)) })
        return shapes == [.number] || shapes == [.token]
    }
}

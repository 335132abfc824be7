/// What a column's amounts come to, as far as they have no more than two decimals.
enum ColumnSum {
    /// Of the cells that hold an amount; a header among them counts nothing.
    static func of(_ cells: [[UInt8]]) -> Int? {
        var sum = 0
        for cell in cells {
            guard let amount = hundredths(cell) else { continue }
            let (next, overflow) = sum.addingReportingOverflow(amount)
            if overflow { return nil }
            sum = next
        }
        return sum
    }

    /// An amount in hundredths, whatever marks it has; nil for what is none.
    static func hundredths(_ cell: [UInt8]) -> Int? {
        guard cell.count <= 24, CellShape(cell) == .number else { return nil }
        let marks = cell.lastIndex { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
        let behind = marks.map { cell[($0 + 1)...].prefix { (0x30...0x39).contains($0) }.count }
        let decimals = behind.map { $0 <= 2 ? $0 : 0 } ?? 0
        let digits = cell.filter { (0x30...0x39).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
        let (scaled, overflow) = number.multipliedReportingOverflow(
            by: decimals == 0 ? 100 : decimals == 1 ? 10 : 1)
        guard !overflow else { return nil }
        return cell.contains(UInt8(ascii: "-")) ? -scaled : scaled
    }
}

/// A sample read as JSON Lines.
struct JSONLinesTable {
    private var columns = MemberColumns()

    init(_ text: [UInt8], isWhole: Bool, maximum: Int) {
        var lines = text.split(
            maxSplits: maximum, whereSeparator: { $0 == 0x0A || $0 == 0x0D })
        if !isWhole || lines.count > maximum { _ = lines.popLast() }
        for line in lines { columns.add(Array(line)) }
    }

    func describe(in findings: inout Findings) {
        findings.format = .jsonLines
        columns.book.describe(in: &findings, reference: MemberColumns.reference)
        let (rows, broken) = (columns.book.rows, columns.broken)
        if broken > 0 {
            findings.doubts.append(
                ("format", "\(broken) of \(rows + broken) lines are no JSON objects"))
        }
    }
}

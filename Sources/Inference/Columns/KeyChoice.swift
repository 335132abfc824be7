/// Which columns tell one record from another: one that is unique, or several that are together. Where
/// there are none, each record counts as one of its own, by a number that grows from file to file.
struct KeyChoice {
    private(set) var fields: [String] = []
    /// `fields` is a number that the feed gives.
    private(set) var isRecordNumber = false
    private(set) var doubt: String?

    /// Columns that are tried together.
    private static let tried = 12
    private static let rowsNeeded = 3
    static let recordNumber = "record_no"

    init(_ columns: [ColumnFinding], _ values: [ColumnValues]) {
        let rows = columns.first?.rows ?? 0
        guard rows > 0 else {
            let named = columns.filter { Self.rank($0) >= 500 }
            let best = named.max { Self.rank($0) < Self.rank($1) } ?? columns.first
            fields = [best?.field].compactMap { $0 }
            doubt = "there are no rows to tell by"
            return
        }
        let able = columns.filter { column in
            column.isNeverEmpty && column.misfits == 0 && column.inner == nil
                && values[column.number - 1].order.prefix(200).allSatisfy { $0.count <= 64 }
        }
        let alone = able.filter {
            $0.isUnique && [.string, .integer, .date, .timestamp].contains($0.type)
        }
        .max { Self.rank($0) < Self.rank($1) }
        if let alone, rows < 20 || Self.rank(alone) >= 100 {
            fields = [alone.field]
            if rows < 20 {
                doubt = "unique in \(rows) \(rows == 1 ? "row" : "rows"): too few to be sure"
            }
        } else if rows >= Self.rowsNeeded, let several = Self.several(able, values, alone == nil) {
            fields = several.map(\.field)
            doubt = "unique together in the sample, but are they meant to be?"
        } else if let alone {
            fields = [alone.field]
            doubt = "unique in the sample, but is it meant to be?"
        } else {
            isRecordNumber = true
            let taken = Set(columns.map { $0.field.prefix { $0 != "." } })
            fields = [
                taken.contains(Self.recordNumber[...])
                    ? "hopper_" + Self.recordNumber : Self.recordNumber
            ]
            doubt =
                "no columns tell the records apart, so that each is one of its own, and none can "
                + "update another: where they can, name the columns that are the same then"
        }
    }

    /// The first two or three columns that are unique together; columns called so before others, and
    /// where `all` is false, no others but moments.
    private static func several(
        _ able: [ColumnFinding], _ values: [ColumnValues], _ all: Bool
    ) -> [ColumnFinding]? {
        let usable = able.filter { column in
            guard column.distinct > 1 || column.type == .date, column.type != .decimal,
                column.type != .number,
                column.type != .boolean,
                column.type != .json
            else { return false }
            return all || worth(column) > 0
        }
        let sorted = usable.sorted { (worth($1), $0.number) < (worth($0), $1.number) }
        let tried = Array(sorted.prefix(Self.tried))
        func found(_ chosen: [ColumnFinding]) -> [ColumnFinding]? {
            let sequences = chosen.map { values[$0.number - 1].sequence }
            guard isUnique(sequences) else { return nil }
            return chosen.sorted { $0.number < $1.number }
        }
        for (index, one) in tried.enumerated() {
            for other in tried.prefix(index) {
                if let pair = found([other, one]) { return pair }
            }
        }
        for (index, one) in tried.enumerated() {
            for (second, other) in tried.prefix(index).enumerated() {
                for third in tried.prefix(second) {
                    if let three = found([third, other, one]) { return three }
                }
            }
        }
        return nil
    }

    private static func isUnique(_ sequences: [[Int32]]) -> Bool {
        let rows = sequences.map(\.count).min() ?? 0
        var seen: Set<[Int32]> = []
        seen.reserveCapacity(rows)
        for row in 0..<rows where !seen.insert(sequences.map { $0[row] }).inserted { return false }
        return rows > 0
    }

    /// Called as keys are, or a moment.
    private static func worth(_ column: ColumnFinding) -> Int {
        let rank = rank(column)
        if rank >= 100 { return rank >= 900 ? 3 : 2 }
        return [.date, .timestamp, .time].contains(column.type) ? 1 : 0
    }

    private static func rank(_ column: ColumnFinding) -> Int {
        let parts = ColumnWords.parts(column.header ?? "")
        let words = [
            "id", "key", "uuid", "guid", "no", "nr", "number", "nummer", "num", "code", "sku",
            "ref",
        ]
        var rank = -column.number
        if column.header == nil { return rank }
        if let last = parts.last,
            words.contains(last) || words.contains(where: { $0.count > 1 && last.hasSuffix($0) })
        {
            rank += 1000
        } else if parts.contains(where: { words.contains($0) }) {
            rank += 500
        }
        return rank
    }
}

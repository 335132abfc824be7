/// Rows that have more or fewer fields than the header, for a reason.
extension TableLayout {
    /// The number of the header's fields, where no row has fewer, many have as many, and most have more:
    /// what is behind the last name is one text, in which nothing was quoted. Nil elsewhere.
    var widthOfNames: Int? {
        guard let header = parsed.rows.first, header.count > 2, header.count <= width,
            parsed.quotedCount == 0
        else { return nil }
        let body = parsed.rows.dropFirst()
        guard body.count > 5, body.allSatisfy({ $0.count >= header.count }),
            body.count(where: { $0.count == header.count }) * 10 > body.count,
            body.count(where: { $0.count > header.count }) * 10 > body.count
        else { return nil }
        let names = cells(of: header)
        guard !names.contains([]), Set(names).count == names.count,
            !names.contains(where: { CellShape($0).isTyped })
        else { return nil }
        return header.count
    }

    /// All rows that are ragged lack nothing but fields at their end that other rows leave empty.
    var isShortOfEmptyOnes: Bool {
        guard let least = ragged.map(\.count).min(), least > 1,
            ragged.allSatisfy({ $0.count < width })
        else { return false }
        var lacking = Set(least..<width)
        for row in rows.prefix(5000) where !lacking.isEmpty {
            let fields = parsed.fields(of: row)
            lacking = lacking.filter { column in
                let at = fields.startIndex + column
                return at < fields.endIndex && fields[at].start < fields[at].end
            }
        }
        return lacking.isEmpty
    }
}

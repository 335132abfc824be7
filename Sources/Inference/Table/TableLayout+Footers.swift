/// What stands below the table: totals, remarks, closing lines.
extension TableLayout {
    /// Totals at the end, with as many fields as the rows: told by their words, or by what they leave
    /// empty that is never empty above.
    func passTotals(from last: Int, downTo first: Int) -> Int {
        // Spreadsheets leave empty rows behind: below totals, and below rows.
        let end = passBlank(from: last, downTo: first)
        var at = end
        let body = passBare(from: end, downTo: first)
        // The first of the rows that are told to be totals.
        var total = end + 1
        while at > first + 1, end - at < 8, parsed.rows[at].count == width {
            let cells = cells(of: parsed.rows[at])
            let texts = cells.filter { !$0.isEmpty && !CellShape($0).isTyped }
            let filled = cells.count { !$0.isEmpty }
            guard filled > 0 else { break }
            let isNamed =
                isNamed(cells, above: at, from: first)
                || filled == 1 && texts.contains(where: FooterWords.begin)
            let isApart = isBehindGap(at)
            let above = self.cells(of: parsed.rows[at - 1])
            // A total leaves most cells empty, or stands where a number stands in the other rows.
            let differs =
                cells[0].isEmpty == false && above.count == cells.count
                && CellShape(above[0]).isTyped && !CellShape(cells[0]).isTyped
            let lacks = lacking(cells, above: min(at, body + 1), from: first)
            // All alone at a row's beginning.
            let isRemark =
                width > 2 && filled == 1 && !cells[0].isEmpty && lacks == width - 1
                && isRemark(cells[0], above: body + 1, from: first)
            let isTotal =
                isRemark || isNamed && (filled * 2 <= width + 1 || differs || lacks > 0)
                || isApart && lacks > 0 && (filled * 2 <= width + 1 || differs)
                || isNamed && isSum(cells, above: at, from: first)
            // A part of the total that stands above: davon bar;;;1.902,10
            let isPart =
                filled * 2 <= width + 1 && end - at < Self.partLimit
                && isPart(cells, above: end - Self.partLimit, from: first)
            guard isTotal || isPart else { break }
            if isTotal { total = at }
            at -= 1
        }
        return total <= end ? total - 1 : last
    }

    private static let partLimit = 4

    /// A text where the rows have a number or a moment, and nothing where they have something.
    private func isPart(_ cells: [[UInt8]], above at: Int, from first: Int) -> Bool {
        guard at > first + 1, parsed.rows[at].count == width else { return false }
        let other = parsed.bytes(parsed.fields[parsed.rows[at].first])
        return !cells[0].isEmpty && !CellShape(cells[0]).isTyped && CellShape(other).isTyped
            && lacking(cells, above: at, from: first) > 0
    }

    /// A cell says that the row is a total, and says so in no other row.
    private func isNamed(_ cells: [[UInt8]], above at: Int, from first: Int) -> Bool {
        let start = cells.firstIndex { !$0.isEmpty }
        return cells.indices.contains { column in
            let cell = cells[column]
            guard !isLack(cell), !CellShape(cell).isTyped,
                FooterWords.name(cell) || column == start && FooterWords.end(cell)
            else { return false }
            return !parsed.rows[first..<at].suffix(100).contains { row in
                row.count == width && parsed.bytes(parsed.fields[row.first + column]) == cell
            }
        }
    }

    private func passBlank(from last: Int, downTo first: Int) -> Int {
        var at = last
        while at > first + 1, parsed.rows[at].count == width, width > 1,
            parsed.fields(of: parsed.rows[at]).allSatisfy({ $0.start == $0.end })
        {
            at -= 1
        }
        return at
    }

    /// Trailing rows with one value at their beginning.
    private func passBare(from last: Int, downTo first: Int) -> Int {
        var at = last
        while at > first + 1, last - at < 8, parsed.rows[at].count == width,
            parsed.fields(of: parsed.rows[at]).dropFirst().allSatisfy({ $0.start == $0.end })
        {
            at -= 1
        }
        return at
    }

    /// Says something of the table: it is named so, or reads unlike the values above it. A row whose
    /// other values are missing begins as the others do.
    private func isRemark(_ cell: [UInt8], above at: Int, from first: Int) -> Bool {
        if FooterWords.begin(cell) { return true }
        let values = parsed.rows[max(first, at - 50)..<at].filter { $0.count == width }
            .map { parsed.bytes(parsed.fields[$0.first]) }
        let typed = values.count { CellShape($0).isTyped }
        if typed * 2 > values.count { return !CellShape(cell).isTyped }
        return cell.contains(0x20) && values.allSatisfy { $0.count < cell.count }
    }

    /// Behind a blank line, as no other row is.
    private func isBehindGap(_ at: Int) -> Bool {
        func gap(_ row: Int) -> Bool {
            let (this, before) = (parsed.rows[row], parsed.rows[row - 1])
            return this.line > before.line + before.lines
        }
        return at > 2 && gap(at) && !gap(at - 1)
    }

    /// Empty cells whose columns are never empty in the rows above.
    private func lacking(_ cells: [[UInt8]], above at: Int, from first: Int) -> Int {
        let rows = parsed.rows[max(first, at - 50)..<at].filter { $0.count == width }
            .map { self.cells(of: $0) }
        // One row may have a dash where nothing is known.
        let few = rows.count >= 8 ? 1 : 0
        return cells.indices.count { column in
            isLack(cells[column]) && rows.allSatisfy { !$0[column].isEmpty }
                && rows.count { isLack($0[column]) } <= few
        }
    }

    private func isLack(_ cell: [UInt8]) -> Bool { cell.isEmpty || NullTexts.contains(cell) }

    /// The last number of the row is what those above it come to, or, where its first text says that
    /// it is a total and nothing else, is greater than any.
    private func isSum(_ cells: [[UInt8]], above at: Int, from first: Int) -> Bool {
        guard let column = cells.indices.last(where: { ColumnSum.hundredths(cells[$0]) != nil }),
            column > 0, ColumnSum.hundredths(cells[column]) != nil
        else { return false }
        let rows = parsed.rows[first..<at].filter { $0.count == width }.map { self.cells(of: $0) }
        guard rows.count > 1 else { return false }
        let first = cells.first { !$0.isEmpty } ?? []
        guard FooterWords.name(first) || FooterWords.end(first) else { return false }
        let isTotal = FooterWords.isTotal(first)
        let numbers = cells.indices.filter { ColumnSum.hundredths(cells[$0]) != nil }
        return numbers.contains { column in
            guard let told = ColumnSum.hundredths(cells[column]), told != 0 else { return false }
            let values = rows.compactMap { ColumnSum.hundredths($0[column]) }
            return ColumnSum.of(rows.map { $0[column] }) == told
                || isTotal && values.count > 2 && values.allSatisfy { abs($0) < told }
        } || isTotal && numbers.count > 2
    }

    /// Records behind the last row that say something of the file; those before them, and all where
    /// one has more fields than the rows, are rows that are broken.
    func footers(behind last: Int) -> Int {
        let behind = parsed.rows[(last + 1)...]
        guard !behind.isEmpty, last >= firstData,
            behind.allSatisfy({ $0.count <= width + (isNarrowed || hasEmptyEnd($0) ? 1 : 0) })
        else {
            return 0
        }
        if hasTotals { return behind.count }
        // A small table of its own, such as one of footnotes.
        if behind.count > 1, width > 3, behind.allSatisfy({ $0.count * 2 <= width }),
            rows.count == last - firstData + 1
        {
            return behind.count
        }
        let kind = recordKind
        let first = behind.firstIndex { row in
            let cells = cells(of: row).filter { !$0.isEmpty }
            if let kind, let own = cells.first, own != kind, own.count <= 3 { return true }
            guard let cell = cells.first else { return false }
            if FooterWords.begin(cell) { return true }
            if FooterWords.end(cell), cells.count < width { return true }
            // Apart from the rows.
            let at = parsed.rows.firstIndex { $0.start == row.start } ?? 0
            if row.count != width, isBehindGap(at) { return true }
            guard cells.count == 1 else { return false }
            // A number is a count if it is right.
            guard CellShape(cell) == .number else { return true }
            return Int(String(decoding: cell, as: UTF8.self)) == rows.count
        }
        return first.map { parsed.rows.count - $0 } ?? 0
    }

    /// A delimiter closes the record.
    private func hasEmptyEnd(_ row: ParsedText.Row) -> Bool {
        parsed.fields(of: row).last.map { $0.start == $0.end } ?? false
    }

    /// What all rows begin with, where that is a short mark: `D`, `DTL`, `10`.
    var recordKind: [UInt8]? {
        guard rows.count > 1, width > 2 else { return nil }
        let marks = Set(rows.prefix(500).map { parsed.bytes(parsed.fields[$0.first]) })
        guard let mark = marks.first, marks.count == 1, (1...3).contains(mark.count) else {
            return nil
        }
        return mark
    }
}

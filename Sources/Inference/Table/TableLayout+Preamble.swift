/// What stands above the table, with as many fields as its rows.
extension TableLayout {
    /// Leading rows of nothing but delimiters.
    func passEmpty(from first: Int, to last: Int) -> Int {
        guard width > 1, first < last else { return first }
        let filled = (first...last).first { row in
            parsed.rows[row].count == width
                && parsed.fields(of: parsed.rows[row]).contains { $0.start < $0.end }
        }
        return filled ?? first
    }

    /// Leading rows of the right width with hardly anything in them: titles and what is said of the
    /// file, as spreadsheets write them above a table.
    func passMeagre(from first: Int, to last: Int) -> Int {
        guard width >= 3, first < last else { return first }
        func filled(_ row: Int) -> Int { cells(of: parsed.rows[row]).count { !$0.isEmpty } }
        let typical = (first...last).lazy.filter { parsed.rows[$0].count == width }.prefix(300)
            .map(filled).sorted()
        // As many as a good part of the rows have at least.
        let usual = typical[typical.count * 3 / 4]
        guard usual * 2 > width else { return first }
        var at = first
        while at < last, at - first < 60, filled(at) * 3 <= max(3, width), filled(at) * 2 < usual,
            let next = nextRow(behind: at, to: last)
        {
            at = next
        }
        return at
    }

    /// Leading rows that have as many fields as the others by chance: a block of their own above a
    /// blank line, or a sentence with commas in it.
    func passRemarks(from first: Int, to last: Int) -> Int {
        func isHeader(_ at: Int) -> Bool {
            let rows = parsed.rows[at...last].prefix(200).filter { $0.count == width }
            let vote = HeaderVote(rows.map { cells(of: $0) })
            return rows.count > 2 && vote.lines > 0 && vote.isSure
        }
        func isBehindBlank(_ at: Int) -> Bool {
            let before = parsed.rows[at - 1]
            return parsed.rows[at].line > before.line + before.lines
                || before.count == width
                    && parsed.fields(of: before).allSatisfy { $0.start == $0.end }
        }
        guard first < last else { return first }
        for at in (first + 1)...min(last, first + 30) where isBehindBlank(at) {
            guard parsed.rows[at].count == width, at - first < last - at, isHeader(at),
                !((at + 1)...min(last, at + 2)).contains(where: isBehindBlank)
            else { break }
            return at
        }
        func isSpaced(_ row: ParsedText.Row) -> Bool {
            parsed.fields(of: row).dropFirst().contains { field in
                !field.isQuoted && field.start < field.end && parsed.text[field.start] == 0x20
            }
        }
        let rest = parsed.rows[(first + 1)...last].prefix(50)
        guard parsed.rows[first + 1].count == width, isSpaced(parsed.rows[first]),
            rest.count(where: isSpaced) * 10 <= rest.count, isHeader(first + 1)
        else { return first }
        return first + 1
    }

    /// A table of a row or two above the table, of as many fields since a program filled it up: values,
    /// or names and values, and then names once more, with columns of values below them.
    func passSmallTable(from first: Int, to last: Int) -> Int {
        guard width > 3, first + 5 < last else { return first }
        let look = (first...min(last, first + 60)).map { cells(of: parsed.rows[$0]) }
        guard look.allSatisfy({ $0.count == width }) else { return first }
        func isTyped(_ row: [[UInt8]]) -> Bool { row.contains { CellShape($0).isTyped } }
        // Values alone stand above names that are all there.
        let isBare = isTyped(look[0])
        for at in isBare ? 1...1 : 2...3 {
            let names = look[at]
            guard names != look[0], !isTyped(names), look[..<at].contains(where: isTyped),
                !isBare || !names.contains([]) && Set(names).count == names.count
            else { continue }
            let below = look[(at + 1)...]
            let typed = names.indices.filter { column in
                let filled = below.map { CellShape($0[column]) }.filter { $0 != .empty }
                return filled.count > 2 && filled.allSatisfy(\.isTyped)
            }
            let named = typed.filter { !names[$0].isEmpty && !NullTexts.contains(names[$0]) }
            if typed.count > 1, named.count == typed.count,
                Set(named.map { names[$0] }).count == named.count
            {
                return first + at
            }
        }
        return first
    }

    private func nextRow(behind at: Int, to last: Int) -> Int? {
        var next = at + 1
        while next <= last, parsed.rows[next].count != width { next += 1 }
        return next <= last ? next : nil
    }
}

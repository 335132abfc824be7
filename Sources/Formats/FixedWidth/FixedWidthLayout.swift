/// How the records of a fixed-width file are laid out: what stands where in a line.
package struct FixedWidthLayout: Hashable, Sendable {
    /// Slices by the names that fields use; a field may also give a slice itself: `11-40`.
    package var columns: [Column]
    /// Slices of the header record above, which each record has as columns of its own.
    package var headerColumns: [Column]
    /// Nil: every record is data.
    package var recordTypes: RecordTypes?
    /// The length of a data record; nil: at least as long as what is wanted of it.
    package var length: Int?
    /// Records end with a line end; without one they stand side by side, each `length` long.
    package var hasLineEnds: Bool
    /// Positions are counted in bytes of UTF-8, not in characters.
    package var countsBytes: Bool
    /// Spaces around a value are padding.
    package var trims: Bool
    /// What becomes of a record that is too short or too long.
    package var ragged: CSVDialect.Ragged
    /// Physical lines to pass over before the first record.
    package var skipLines: Int
    /// Records at the end that are not data.
    package var footerLines: Int

    package init(
        columns: [Column] = [], headerColumns: [Column] = [], recordTypes: RecordTypes? = nil,
        length: Int? = nil, hasLineEnds: Bool = true, countsBytes: Bool = false,
        trims: Bool = true, ragged: CSVDialect.Ragged = .reject, skipLines: Int = 0,
        footerLines: Int = 0
    ) {
        self.columns = columns
        self.headerColumns = headerColumns
        self.recordTypes = recordTypes
        self.length = length
        self.hasLineEnds = hasLineEnds
        self.countsBytes = countsBytes
        self.trims = trims
        self.ragged = ragged
        self.skipLines = skipLines
        self.footerLines = footerLines
    }

    /// A named slice.
    package struct Column: Hashable, Sendable {
        package var name: String
        package var slice: Slice

        package init(_ name: String, _ slice: Slice) {
            self.name = name
            self.slice = slice
        }
    }

    /// The positions from `first` to `last`, counted from 1, both of them in it.
    package struct Slice: Hashable, Sendable {
        package var first: Int
        package var last: Int

        package init(_ first: Int, _ last: Int) {
            self.first = first
            self.last = last
        }

        /// `11-40`, or `7` for one position; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count) else { return nil }
            let numbers = parts.compactMap { part in
                part.utf8.allSatisfy { $0 &- 0x30 < 10 } && part.utf8.count <= 7 ? Int(part) : nil
            }
            guard numbers.count == parts.count, let first = numbers.first, let last = numbers.last,
                first >= 1, last >= first
            else { return nil }
            self.init(first, last)
        }
    }

    /// Records told apart by what they begin with.
    package struct RecordTypes: Hashable, Sendable {
        package var header: [String]
        /// Empty: whatever is none of the others.
        package var detail: [String]
        package var trailer: [String]
        package var ignore: [String]

        package init(
            header: [String] = [], detail: [String] = [], trailer: [String] = [],
            ignore: [String] = []
        ) {
            self.header = header
            self.detail = detail
            self.trailer = trailer
            self.ignore = ignore
        }
    }

    /// Where a column lies, and in which record.
    package enum Place: Hashable, Sendable {
        case record(Slice)
        case header(Slice)
    }

    /// A column's place: of a column or a header column by its name, of a column by its number, or
    /// of a slice that is its own name.
    package func place(of name: String) -> Place? {
        if let column = columns.first(where: { $0.name == name }) { return .record(column.slice) }
        if let column = headerColumns.first(where: { $0.name == name }) {
            return .header(column.slice)
        }
        guard name.utf8.contains(UInt8(ascii: "-")) else { return nil }
        return Slice(name).map { .record($0) }
    }

    package func place(of number: Int) -> Place? {
        columns.indices.contains(number - 1) ? .record(columns[number - 1].slice) : nil
    }
}

package import Vocabulary

/// What a file says of itself in the record at its end, and where: its control totals.
package struct ControlTotals: Hashable, Sendable {
    /// Where the number of records stands.
    package var count: Place?
    /// Records that the count includes beside the data: a header, the trailer itself.
    package var othersCounted: Int
    package var sums: [Sum]

    /// A sum over a column of all data records.
    package struct Sum: Hashable, Sendable {
        package var column: ColumnReference
        package var place: Place
        /// The decimal mark, and what groups digits, in the column and in the trailer.
        package var mark: UInt8
        package var grouping: UInt8?

        package init(
            column: ColumnReference, place: Place, mark: UInt8 = UInt8(ascii: "."),
            grouping: UInt8? = nil
        ) {
            self.column = column
            self.place = place
            self.mark = mark
            self.grouping = grouping
        }
    }

    /// Where a value stands in the trailer: a column by its number (CSV), or a slice (fixed width).
    package enum Place: Hashable, Sendable {
        case column(Int)
        case slice(FixedWidthLayout.Slice)
    }

    package init(count: Place? = nil, othersCounted: Int = 0, sums: [Sum] = []) {
        self.count = count
        self.othersCounted = othersCounted
        self.sums = sums
    }
}

/// Holds a file against its control totals, before any of its records is used: reads it once from
/// its beginning to its end, a step at a time.
///
/// All data records are counted, whatever the mapping would make of them. Sums are exact.
package final class TotalsCheck {
    private let totals: ControlTotals
    private let hasTrailer: Bool
    private let expectedRecords: Int64?
    private let format: FormatSpec
    private let reader: any RecordReader
    private var records: Int64 = 0
    private var sums: [Int128]
    /// Records whose value is no number.
    private var unreadable: [Int64]

    /// - Parameter expectedRecords: what is said of the file elsewhere.
    package init(
        path: String, format: FormatSpec, totals given: ControlTotals?,
        expectedRecords: Int64? = nil
    ) throws(FormatError) {
        let totals = given ?? ControlTotals()
        self.totals = totals
        hasTrailer = given != nil
        self.expectedRecords = expectedRecords
        self.format = format
        reader = try openRecordReader(
            path: path, format: format, wanted: totals.sums.map(\.column), from: .start)
        sums = totals.sums.map { _ in 0 }
        unreadable = totals.sums.map { _ in 0 }
        for (sum, binding) in zip(totals.sums, reader.bindings) where binding == nil {
            throw .unreadable(
                rule: "header",
                reason: "no column \(Self.shown(sum.column)), which the trailer sums up",
                line: nil, byteOffset: nil)
        }
    }

    /// Reads some blocks on; whether the file has been held against its totals.
    /// - Throws: `unreadable` with rule `trailer` when it does not agree with them.
    package func step(using block: RecordBlock, blocks: Int) throws(FormatError) -> Bool {
        for _ in 0..<blocks {
            guard try reader.read(into: block) else {
                try judge()
                return true
            }
            records += Int64(block.recordCount)
            if !totals.sums.isEmpty { add(block) }
        }
        return false
    }

    private func add(_ block: RecordBlock) {
        for index in 0..<block.recordCount {
            let record = unsafe block.records[index]
            for (number, sum) in totals.sums.enumerated() {
                guard let column = reader.bindings[number], record.fault == 0,
                    column < Int(record.fieldCount)
                else {
                    unreadable[number] += 1
                    continue
                }
                let field = unsafe block.fields[Int(record.firstField) + column]
                let text = unsafe UnsafeBufferPointer(
                    start: UnsafePointer(block.bytes + Int(field.start)), count: Int(field.length))
                if let value = unsafe Self.number(text, sum) {
                    sums[number] &+= value
                } else if field.length > 0 {
                    unreadable[number] += 1
                }
            }
        }
    }

    private func judge() throws(FormatError) {
        if let expectedRecords, expectedRecords != records {
            throw .unreadable(
                rule: "manifest",
                reason:
                    "the manifest counts \(expectedRecords) records, and the file has \(records)",
                line: nil, byteOffset: nil)
        }
        guard hasTrailer else { return }
        guard let trailer = reader.trailer else {
            throw Self.mistake("the file has no trailer: its end may be missing")
        }
        if let place = totals.count {
            let sum = ControlTotals.Sum(column: .number(1), place: place)
            let count = try value(at: place, of: trailer, as: sum)
            let found = records + Int64(totals.othersCounted)
            if count != Int128(found) * Self.unit {
                let told =
                    count % Self.unit == 0 ? "\(count / Self.unit)" : "a fraction of records"
                throw Self.mistake(
                    "the trailer counts \(told) records, and the file has \(found)")
            }
        }
        for (number, sum) in totals.sums.enumerated() {
            let told = try value(at: sum.place, of: trailer, as: sum)
            guard told != sums[number] else { continue }
            let why =
                unreadable[number] > 0
                ? "; \(counted(unreadable[number], "record")) had no number there" : ""
            throw Self.mistake(
                "the sum of column \(Self.shown(sum.column)) is not what the trailer says\(why)"
                    + FormatError.evidence(
                        "\(Self.shown(sums[number], sum)), and the trailer "
                            + Self.shown(told, sum)))
        }
    }

    private func value(
        at place: ControlTotals.Place, of trailer: [UInt8], as sum: ControlTotals.Sum
    ) throws(FormatError) -> Int128 {
        var text: [UInt8]?
        let missing: String
        switch place {
        case .column(let number):
            missing =
                "the last record has no number in column \(number), where the trailer's should be: "
                + "the file's end may be missing"
            if case .csv(let dialect) = format.kind {
                let cells = TrailerCells(trailer, dialect).cells
                text = cells.indices.contains(number - 1) ? cells[number - 1] : nil
            }
        case .slice(let slice):
            missing = "the trailer has no number in \(slice.first)-\(slice.last)"
            if case .fixedWidth(let layout) = format.kind {
                var slicer = FixedWidthSlicer(layout)
                text = unsafe trailer.withUnsafeBufferPointer { bytes in
                    _ = unsafe slicer.take(bytes)
                    return unsafe slicer.range(of: slice, in: bytes).map { Array(trailer[$0]) }
                }
            }
        }
        let value = unsafe (text ?? []).withUnsafeBufferPointer { unsafe Self.number($0, sum) }
        if let value { return value }
        guard Self.isLong(text ?? [], sum) else { throw Self.mistake(missing) }
        throw Self.mistake(
            "the trailer's number has more digits than are summed up here: 24, and nine of them "
                + "decimals")
    }

    /// Whether it is a number but for its length.
    private static func isLong(_ text: [UInt8], _ sum: ControlTotals.Sum) -> Bool {
        let digits = text.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits > 9
            && text.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == sum.mark
                    || $0 == sum.grouping || " +-".utf8.contains($0)
            }
    }

    /// In billionths, so that nine decimals are exact.
    private static let unit: Int128 = 1_000_000_000

    /// A number of at most 24 digits, in billionths; nil for anything else. Spaces around it are
    /// passed over.
    private static func number(
        _ text: UnsafeBufferPointer<UInt8>, _ sum: ControlTotals.Sum
    ) -> Int128? {
        var value: Int128 = 0
        var digits = 0
        var decimals = -1
        var isNegative = false
        var from = 0
        var to = text.count
        while from < to, unsafe text[from] == 0x20 { from += 1 }
        while to > from, unsafe text[to - 1] == 0x20 { to -= 1 }
        for index in from..<to {
            let byte = unsafe text[index]
            switch byte {
            case UInt8(ascii: "-") where index == from: isNegative = true
            case UInt8(ascii: "+") where index == from: break
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += value > 0 || byte > UInt8(ascii: "0") ? 1 : 0
                if decimals >= 0 { decimals += 1 }
                guard digits <= 24, decimals <= 9 else { return nil }
                value = value * 10 + Int128(byte - UInt8(ascii: "0"))
            case sum.mark where decimals < 0: decimals = 0
            case _ where byte == sum.grouping && decimals < 0: break
            default: return nil
            }
        }
        guard to > from, unsafe text[to - 1] >= UInt8(ascii: "0") || digits > 0 else { return nil }
        for _ in max(0, decimals)..<9 { value *= 10 }
        return isNegative ? -value : value
    }

    /// The number as the file would write it, without groups.
    private static func shown(_ value: Int128, _ sum: ControlTotals.Sum) -> String {
        let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
        var decimals = String(String(unit.magnitude + rest).dropFirst())
        while decimals.last == "0" { decimals.removeLast() }
        let mark = decimals.isEmpty ? "" : String(UnicodeScalar(sum.mark))
        return "\(value < 0 ? "-" : "")\(whole)\(mark)\(decimals)"
    }

    private static func mistake(_ reason: String) -> FormatError {
        .unreadable(rule: "trailer", reason: reason, line: nil, byteOffset: nil)
    }

    private static func shown(_ column: ColumnReference) -> String {
        switch column {
        case .name(let name): "\"\(name)\""
        case .number(let number): "\(number)"
        }
    }
}

/// A CSV trailer's cells: it need not have as many as the records above it.
private struct TrailerCells {
    private(set) var cells: [[UInt8]] = []

    init(_ text: [UInt8], _ dialect: CSVDialect) {
        let delimiter = [dialect.delimiter] + dialect.delimiterTail
        var cell: [UInt8] = []
        var isQuoted = false
        var at = 0
        while at < text.count {
            let byte = text[at]
            if byte == dialect.quote {
                isQuoted.toggle()
            } else if !isQuoted, text[at...].starts(with: delimiter) {
                cells.append(cell)
                cell = []
                at += delimiter.count
                continue
            } else if !isQuoted, byte == 0x0A || byte == 0x0D {
                break
            } else {
                cell.append(byte)
            }
            at += 1
        }
        cells.append(cell)
    }
}

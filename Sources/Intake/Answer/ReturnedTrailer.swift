import Formats
import Vocabulary

/// The trailer below rejected rows that go back to the partner: that of these rows as they are, so that
/// it has to be changed only where rows are left out, or values that are summed up.
struct ReturnedTrailer {
    private let totals: ControlTotals
    /// Where the values are that are summed up; nil where that can't be told.
    private let columns: [Int?]
    private var rows: Int64 = 0
    /// In billionths; nil once a row has no number there.
    private var sums: [Int128?]

    /// - Parameter names: the file's columns.
    init(_ totals: ControlTotals, columns names: [String]) {
        self.totals = totals
        columns = totals.sums.map { sum in
            switch sum.column {
            case .name(let name): names.firstIndex(of: name)
            case .number(let number): number - 1
            }
        }
        sums = columns.map { $0 == nil ? nil : 0 }
    }

    mutating func add(_ cells: [String]) {
        rows += 1
        for (index, sum) in totals.sums.enumerated() {
            guard let so = sums[index], let column = columns[index] else { continue }
            let value =
                cells.indices.contains(column) ? Self.number(cells[column], sum) : nil
            sums[index] = value.flatMap {
                let (new, overflows) = so.addingReportingOverflow($0)
                return overflows ? nil : new
            }
        }
    }

    /// The trailer's cells; a sum that is not known is left for the partner to fill in.
    /// - Parameter mark: stands first, unless a total does.
    func cells(mark: String) -> [String] {
        var values: [Int: String] = [:]
        if case .column(let number)? = totals.count {
            values[number] = String(rows + Int64(totals.othersCounted))
        }
        for (index, sum) in totals.sums.enumerated() {
            guard case .column(let number) = sum.place else { continue }
            values[number] = sums[index].map { Self.shown($0, sum) } ?? ""
        }
        return (1...max(1, values.keys.max() ?? 1)).map { number in
            values[number] ?? (number == 1 ? mark : "")
        }
    }

    private static let decimals = 9

    /// As `TotalsCheck` reads it: nothing there adds nothing.
    private static func number(_ text: String, _ sum: ControlTotals.Sum) -> Int128? {
        var bytes = text.utf8.drop { $0 == 0x20 }
        while bytes.last == 0x20 { bytes.removeLast() }
        if bytes.isEmpty { return 0 }
        let isNegative = bytes.first == UInt8(ascii: "-")
        if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
        var value: Int128 = 0
        var behindMark: Int?
        var digits = 0
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                behindMark = behindMark.map { $0 + 1 }
                guard digits <= 24, behindMark ?? 0 <= decimals else { return nil }
                value = value * 10 + Int128(byte - UInt8(ascii: "0"))
            case sum.mark where behindMark == nil: behindMark = 0
            case _ where byte == sum.grouping && behindMark == nil: break
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        for _ in (behindMark ?? 0)..<decimals { value *= 10 }
        return isNegative ? -value : value
    }

    /// Without groups, and with no more decimals than it needs.
    private static func shown(_ value: Int128, _ sum: ControlTotals.Sum) -> String {
        var digits = String(value.magnitude)
        while digits.utf8.count <= decimals { digits = "0" + digits }
        let whole = digits.dropLast(decimals)
        var rest = digits.suffix(decimals)
        while rest.last == "0" { rest.removeLast() }
        let mark = rest.isEmpty ? "" : String(UnicodeScalar(sum.mark))
        return (value < 0 ? "-" : "") + whole + mark + rest
    }
}

@testable import Inference

/// One kind of file that programs and people write, made anew for each seed, with what is true of it.
struct EverydayShape: Sendable {
    let name: String
    let make: @Sendable (inout SeededGenerator) -> Sample

    init(_ name: String, _ make: @escaping @Sendable (inout SeededGenerator) -> Sample) {
        self.name = name
        self.make = make
    }

    struct Sample: Sendable {
        var text: String
        var truth: Truth
        var encoding = "UTF-8"
        /// A few columns' types, by their fields.
        var types: [String: ColumnType] = [:]
    }

    enum Truth: Hashable, Sendable {
        case table(Table)
        case json(records: String)
        case jsonLines
        case xml(record: String)
        /// Slices, counted from 1.
        case fixedWidth([ClosedRange<Int>])
    }

    struct Table: Hashable, Sendable {
        var delimiter: String
        /// Nil: none stands in the file, and any will do.
        var quote: String?
        var escape: String?
        var header = true
        var skip = 0
        var footer = 0
        var comment = ""
        var isTSV = false
    }

    static let all = bank + export + machine + household + document
}

extension EverydayShape.Sample {
    /// A table with a delimiter.
    static func table(
        _ text: String, _ delimiter: String, quote: String? = nil, escape: String? = nil,
        header: Bool = true, skip: Int = 0, footer: Int = 0, comment: String = "",
        isTSV: Bool = false, encoding: String = "UTF-8", types: [String: ColumnType] = [:]
    ) -> Self {
        Self(
            text: text,
            truth: .table(
                .init(
                    delimiter: delimiter, quote: quote, escape: escape, header: header, skip: skip,
                    footer: footer, comment: comment, isTSV: isTSV)),
            encoding: encoding, types: types)
    }
}

extension SeededGenerator {
    /// Rows of their own, joined by line ends.
    mutating func rows(
        _ count: ClosedRange<Int> = 4...30, end: String = "\n",
        _ row: (Int, inout SeededGenerator) -> String
    ) -> String {
        (1...number(count)).map { row($0, &self) + end }.joined()
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// `dd.mm.yyyy` and its like: d, m and y stand for themselves, all else for a mark.
    mutating func day(_ pattern: String = "y-m-d") -> String {
        let (day, month, year) = (number(1...28), number(1...12), number(2019...2026))
        return pattern.map { character -> String in
            switch character {
            case "d": Self.two(day)
            case "m": Self.two(month)
            case "y": "\(year)"
            default: String(character)
            }
        }.joined()
    }

    mutating func clock() -> String {
        "\(Self.two(number(0...23))):\(Self.two(number(0...59))):\(Self.two(number(0...59)))"
    }

    /// An amount with two decimals: `-1.234,50` or `1234.50`.
    mutating func money(_ mark: String = ".", group: String = "", below: Int = 900_000) -> String {
        let cents = number(-below / 4...below)
        var whole = "\(abs(cents) / 100)"
        if whole.count > 3 { whole = whole.dropLast(3) + group + whole.suffix(3) }
        return (cents < 0 ? "-" : "") + whole + mark + Self.two(abs(cents) % 100)
    }

    mutating func name() -> String {
        pick(["Anna", "Peter", "Jo", "Karin", "Lee", "Maria", "Tom"]) + " "
            + pick(["Schmidt", "Jones", "van Dam", "Rossi", "Novak", "Lee"])
    }

    mutating func city() -> String { pick(["Berlin", "Ulm", "Bath", "Lyon", "Graz", "Porto"]) }

    mutating func german() -> String {
        pick(["Müller", "Groß", "Jäger", "Özdemir", "Weiß", "Köhler"])
    }

    mutating func text() -> String {
        pick([
            "Blue widget", "Red, large", "Miete August", "Office supplies", "Gift card, 50",
            "thanks for shopping", "Rechnung 4711",
        ])
    }

    mutating func id() -> String { "\(number(100_000...999_999))" }

    mutating func hex(_ count: Int) -> String {
        String((0..<count).map { _ in pick(Array("0123456789abcdef")) })
    }
}

func quoted(_ cells: [String], by delimiter: String) -> String {
    cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: delimiter)
}

/// In quotes where it needs them.
func lean(_ cells: [String], by delimiter: String) -> String {
    cells.map { $0.contains(delimiter) || $0.contains("\"") ? quoted([$0], by: "") : $0 }
        .joined(separator: delimiter)
}

/// How a column's dates or times are written: a strptime(3) format that the mapping takes.
struct DateStyle: Hashable {
    var type: ColumnType
    var format: String
    /// ISO 8601 needs no format.
    var isISO = false
    /// With day and month the other way round, where that could be meant.
    var twin: String?

    static let all: [DateStyle] = dates + times + timestamps

    private static let dayFormats: [(String, twin: String?)] = [
        ("%Y-%m-%d", nil), ("%d.%m.%Y", nil), ("%d/%m/%Y", "%m/%d/%Y"), ("%m/%d/%Y", "%d/%m/%Y"),
        ("%d-%m-%Y", "%m-%d-%Y"), ("%m-%d-%Y", "%d-%m-%Y"), ("%Y/%m/%d", nil), ("%Y.%m.%d", nil),
        ("%d.%m.%y", nil), ("%d/%m/%y", "%m/%d/%y"), ("%m/%d/%y", "%d/%m/%y"),
        ("%d-%m-%y", "%m-%d-%y"), ("%m-%d-%y", "%d-%m-%y"), ("%d-%b-%Y", nil), ("%d-%b-%y", nil),
        ("%d %b %Y", nil), ("%d. %b %Y", nil), ("%b %d, %Y", nil), ("%b %d %Y", nil),
        ("%d/%b/%Y", nil), ("%Y-%b-%d", nil), ("%a, %d %b %Y", nil), ("%a %b %d %Y", nil),
    ]

    private static let dates: [DateStyle] =
        dayFormats.map {
            DateStyle(type: .date, format: $0.0, isISO: $0.0 == "%Y-%m-%d", twin: $0.twin)
        } + [
            DateStyle(type: .date, format: "%Y%m%d", isISO: true),
            DateStyle(type: .date, format: "%d%m%Y"),
        ]

    private static let times: [DateStyle] = [
        DateStyle(type: .time, format: "%H:%M:%S", isISO: true),
        DateStyle(type: .time, format: "%H:%M", isISO: true),
        DateStyle(type: .time, format: "%H:%M:%S.%f", isISO: true),
        DateStyle(type: .time, format: "%I:%M %p"), DateStyle(type: .time, format: "%I:%M:%S %p"),
    ]

    private static let timestamps: [DateStyle] = {
        var styles: [DateStyle] = [
            DateStyle(type: .timestamp, format: "", isISO: true)
        ]
        let clocks = [
            "%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%I:%M %p", "%I:%M:%S %p", "%H:%M:%S %z",
            "%H:%M:%S %Z", "%H:%M:%S%z",
        ]
        for (day, twin) in dayFormats {
            for clock in clocks {
                for space in [" ", "T", ", "] {
                    styles.append(
                        DateStyle(
                            type: .timestamp, format: day + space + clock,
                            twin: twin.map { $0 + space + clock }))
                }
            }
        }
        styles.append(DateStyle(type: .timestamp, format: "%d/%b/%Y:%H:%M:%S %z"))
        styles.append(DateStyle(type: .timestamp, format: "%Y%m%d%H%M%S"))
        styles.append(DateStyle(type: .timestamp, format: "%Y%m%d %H%M%S"))
        styles.append(DateStyle(type: .timestamp, format: "%a %b %d %H:%M:%S %Y"))
        return styles
    }()

    /// Whether the mapping would take the text, day and month in their bounds.
    func takes(_ text: [UInt8]) -> Bool {
        if isISO {
            switch type {
            case .timestamp: return Self.isISOTimestamp(text)
            case .time: return Self.endOfISOTime(text, 0) == text.count
            default: break
            }
        }
        return DateMatch(format).takes(text)
    }

    /// `2026-11-23T21:09:46.123+01:00` and its variants.
    private static func isISOTimestamp(_ text: [UInt8]) -> Bool {
        guard text.count >= 14, DateMatch("%Y-%m-%d").takes(Array(text.prefix(10))),
            text[10] | 0x20 == UInt8(ascii: "t") || text[10] == 0x20,
            let end = endOfISOTime(text, 11)
        else { return false }
        let rest = text[end...]
        if rest.isEmpty || rest.elementsEqual([UInt8(ascii: "Z")]) { return true }
        guard rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else {
            return false
        }
        let digits = rest.dropFirst().filter { $0 != UInt8(ascii: ":") }
        return (digits.count == 2 || digits.count == 4) && digits.allSatisfy { $0 &- 0x30 < 10 }
    }

    private static func endOfISOTime(_ text: [UInt8], _ start: Int) -> Int? {
        func two(_ at: Int, _ most: Int) -> Bool {
            at + 1 < text.count && text[at] &- 0x30 < 10 && text[at + 1] &- 0x30 < 10
                && Int(text[at] - 0x30) * 10 + Int(text[at + 1] - 0x30) <= most
        }
        guard two(start, 23), start + 2 < text.count, text[start + 2] == UInt8(ascii: ":"),
            two(start + 3, 59)
        else { return nil }
        var at = start + 5
        guard at < text.count, text[at] == UInt8(ascii: ":") else { return at }
        guard two(at + 1, 60) else { return nil }
        at += 3
        guard at < text.count, text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",")
        else { return at }
        let digits = text[(at + 1)...].prefix { $0 &- 0x30 < 10 }.count
        return digits > 0 ? at + 1 + digits : nil
    }
}

/// A strptime format held against texts.
struct DateMatch {
    private let format: [UInt8]

    init(_ format: String) { self.format = Array(format.utf8) }

    func takes(_ text: [UInt8]) -> Bool {
        var at = 0
        var index = 0
        while index < format.count {
            let byte = format[index]
            index += 1
            if byte == 0x20 {
                guard at < text.count, text[at] == 0x20 else { return false }
                while at < text.count, text[at] == 0x20 { at += 1 }
                continue
            }
            guard byte == UInt8(ascii: "%") else {
                guard at < text.count, text[at] == byte else { return false }
                at += 1
                continue
            }
            let letter = format[index]
            index += 1
            guard take(letter, text, &at, isTight: index < format.count && format[index] == 0x25)
            else { return false }
        }
        return at == text.count
    }

    private func take(_ letter: UInt8, _ text: [UInt8], _ at: inout Int, isTight: Bool) -> Bool {
        switch letter {
        case UInt8(ascii: "Y"): return number(text, &at, 4...4, 1000...2999)
        case UInt8(ascii: "y"): return number(text, &at, 2...2, 0...99)
        case UInt8(ascii: "m"): return number(text, &at, isTight ? 2...2 : 1...2, 1...12)
        case UInt8(ascii: "d"): return number(text, &at, isTight ? 2...2 : 1...2, 1...31)
        case UInt8(ascii: "H"): return number(text, &at, isTight ? 2...2 : 1...2, 0...23)
        case UInt8(ascii: "I"): return number(text, &at, 1...2, 1...12)
        case UInt8(ascii: "M"): return number(text, &at, 2...2, 0...59)
        case UInt8(ascii: "S"): return number(text, &at, 2...2, 0...60)
        case UInt8(ascii: "f"):
            let start = at
            while at < text.count, text[at] &- 0x30 < 10 { at += 1 }
            return at > start
        case UInt8(ascii: "p"): return name(text, &at, ["am", "pm"], short: 2)
        case UInt8(ascii: "Z"): return name(text, &at, ["utc", "gmt"], short: 3)
        case UInt8(ascii: "b"): return name(text, &at, Self.months, short: 3)
        case UInt8(ascii: "a"): return name(text, &at, Self.days, short: 3)
        case UInt8(ascii: "z"):
            guard at < text.count, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-")
            else { return false }
            at += 1
            let start = at
            while at < text.count, text[at] &- 0x30 < 10 || text[at] == UInt8(ascii: ":") {
                at += 1
            }
            return (2...5).contains(at - start)
        default: return false
        }
    }

    private func number(
        _ text: [UInt8], _ at: inout Int, _ width: ClosedRange<Int>, _ range: ClosedRange<Int>
    ) -> Bool {
        let start = at
        var value = 0
        while at < text.count, at - start < width.upperBound, text[at] &- 0x30 < 10 {
            value = value * 10 + Int(text[at] - 0x30)
            at += 1
        }
        return at - start >= width.lowerBound && range.contains(value)
    }

    private func name(_ text: [UInt8], _ at: inout Int, _ names: [String], short: Int) -> Bool {
        let end = text[at...].prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        let word = String(decoding: end, as: UTF8.self).lowercased()
        guard names.contains(where: { $0 == word || $0.prefix(short) == word }) else {
            return false
        }
        at += end.count
        return true
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]
    private static let days = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
}

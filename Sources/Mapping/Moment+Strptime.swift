/// strptime(3) in the C locale, on bytes: a number may have fewer digits than its field is wide
/// (but a year has four), white space in the format takes any, names of months and days are English
/// in any case, and `%f` takes a fraction's digits. The name of the day is not checked.
extension Moment {
    static func parse(
        _ text: Text, _ format: borrowing FixedTable<StrptimeFormat.Element>, _ range: TableRange
    ) -> Moment? {
        var moment = Moment()
        var at = 0
        var index = Int(range.first)
        let end = index + Int(range.count)
        while index < end {
            let element = format[index]
            index += 1
            switch element.directive {
            case .literal:
                guard at < text.count, text[at] == element.byte else { return nil }
                at += 1
            case .space: at = text.endOfSpace(at)
            case .year:
                guard let year = text.digits(at, 4) else { return nil }
                moment.year = year
                at += 4
            case .yearOfCentury:
                guard let year = text.digits(at, 2) else { return nil }
                moment.year = year + (year < 69 ? 2000 : 1900)
                at += 2
            case .month: guard text.take(number: &moment.month, 2, &at) else { return nil }
            case .day: guard text.take(number: &moment.day, 2, &at) else { return nil }
            case .dayOfYear: guard text.take(number: &moment.dayOfYear, 3, &at) else { return nil }
            case .hour: guard text.take(number: &moment.hour, 2, &at) else { return nil }
            case .hourOf12: guard text.take(number: &moment.hourOf12, 2, &at) else { return nil }
            case .minute: guard text.take(number: &moment.minute, 2, &at) else { return nil }
            case .second: guard text.take(number: &moment.second, 2, &at) else { return nil }
            default: guard moment.takeRare(element.directive, text, &at) else { return nil }
            }
        }
        return at == text.count ? moment : nil
    }

    @inline(never) private mutating func takeRare(
        _ directive: StrptimeFormat.Directive, _ text: Text, _ at: inout Int
    ) -> Bool {
        switch directive {
        case .monthName:
            guard let name = text.take(nameOf: Self.monthNames, &at) else { return false }
            month = name + 1
        case .dayName: return text.take(nameOf: Self.dayNames, &at) != nil
        case .halfOfDay:
            guard let half = text.take(nameOf: Self.halfNames, &at) else { return false }
            isAfternoon = half % 2 == 1
        case .fraction:
            at = takeFraction(text, at)
            return at > 0
        case .offset:
            at = takeOffset(text, text.endOfSpace(at))
            return at > 0
        case .zoneName:
            guard text.take(nameOf: Self.zoneNames, &at) != nil else { return false }
            (offset, hasOffset) = (0, true)
        case .epoch: return takeEpoch(text, &at)
        default: return false
        }
        return true
    }

    private mutating func takeEpoch(_ text: Text, _ at: inout Int) -> Bool {
        let isNegative = at < text.count && text[at] == UInt8(ascii: "-")
        if isNegative { at += 1 }
        let start = at
        var number = 0
        while at < text.count, at - start < 15, text[at] &- 0x30 < 10 {
            number = number * 10 + Int(text[at] - 0x30)
            at += 1
        }
        epoch = isNegative ? -number : number
        return at > start
    }

    // The long name comes before the short one that it begins with.
    private static let monthNames: [StaticString] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ]
    private static let dayNames: [StaticString] = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    private static let halfNames: [StaticString] = ["am", "pm", "a.m.", "p.m."]
    /// Names of zones are ambiguous (is IST in India, Israel or Ireland?) but for these.
    private static let zoneNames: [StaticString] = ["utc", "gmt", "z"]
}

extension Text {
    @inline(__always) func endOfSpace(_ start: Int) -> Int {
        var at = start
        while at < count, self[at] == 0x20 || self[at] &- 0x09 < 5 { at += 1 }
        return at
    }

    /// 1 to `width` digits, after white space.
    @inline(__always) func take(number: inout Int, _ width: Int, _ start: inout Int) -> Bool {
        var at = start
        if at < count, self[at] &- 0x30 > 9 { at = endOfSpace(at) }
        let first = at
        var value = 0
        while at < count, at - first < width {
            let digit = self[at] &- 0x30
            guard digit < 10 else { break }
            value = value * 10 + Int(digit)
            at += 1
        }
        number = value
        start = at
        return at > first
    }

    /// A name in any case, whole or (months and days) its first three letters.
    func take(nameOf names: [StaticString], _ at: inout Int) -> Int? {
        for (index, name) in names.enumerated() {
            for length in [name.utf8CodeUnitCount, 3] where length <= name.utf8CodeUnitCount {
                if begins(name, length, at) {
                    at += length
                    return index
                }
            }
        }
        return nil
    }

    private func begins(_ name: StaticString, _ length: Int, _ at: Int) -> Bool {
        guard at + length <= count else { return false }
        for index in 0..<length {
            var byte = self[at + index]
            if byte &- 0x41 < 26 { byte |= 0x20 }
            guard byte == name.byte(index) else { return false }
        }
        return true
    }
}

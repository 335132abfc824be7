/// ISO 8601 as the default formats take it, digit by digit.
extension Moment {
    /// `2026-11-23` or `20261123`.
    static func isoDate(_ text: Text) -> Moment? {
        var moment = Moment()
        guard moment.takeISODate(text, 0) == text.count else { return nil }
        return moment
    }

    /// `21:09`, `21:09:46`, `21:09:46.123` (or a decimal comma).
    static func isoTime(_ text: Text) -> Moment? {
        var moment = Moment()
        guard moment.takeISOTime(text, 0) == text.count else { return nil }
        return moment
    }

    /// A date, `T` or a space, a time, and perhaps `Z`, `+01`, `+0100` or `+01:00`.
    static func isoTimestamp(_ text: Text) -> Moment? {
        var moment = Moment()
        var at = moment.takeISODate(text, 0)
        guard at > 0, at < text.count else { return nil }
        let separator = text[at]
        guard separator | 0x20 == UInt8(ascii: "t") || separator == 0x20 else { return nil }
        at = moment.takeISOTime(text, at + 1)
        guard at > 0 else { return nil }
        if at < text.count {
            at = moment.takeOffset(text, at)
            guard at == text.count else { return nil }
        }
        return moment
    }

    /// Each `take` gives the index behind what it took, or -1.
    private mutating func takeISODate(_ text: Text, _ start: Int) -> Int {
        guard let year = text.digits(start, 4) else { return -1 }
        var at = start + 4
        let isExtended = at < text.count && text[at] == UInt8(ascii: "-")
        if isExtended { at += 1 }
        guard let month = text.digits(at, 2) else { return -1 }
        at += 2
        if isExtended {
            guard at < text.count, text[at] == UInt8(ascii: "-") else { return -1 }
            at += 1
        }
        guard let day = text.digits(at, 2) else { return -1 }
        (self.year, self.month, self.day) = (year, month, day)
        return at + 2
    }

    private mutating func takeISOTime(_ text: Text, _ start: Int) -> Int {
        guard let hour = text.digits(start, 2), start + 2 < text.count,
            text[start + 2] == UInt8(ascii: ":"), let minute = text.digits(start + 3, 2)
        else { return -1 }
        (self.hour, self.minute) = (hour, minute)
        var at = start + 5
        guard at < text.count, text[at] == UInt8(ascii: ":") else { return at }
        guard let second = text.digits(at + 1, 2) else { return -1 }
        self.second = second
        at += 3
        guard at < text.count, text[at] == UInt8(ascii: ".") || text[at] == UInt8(ascii: ",")
        else { return at }
        return takeFraction(text, at + 1)
    }

    /// At least one digit.
    mutating func takeFraction(_ text: Text, _ start: Int) -> Int {
        var at = start
        while at < text.count, text[at] &- 0x30 < 10 { at += 1 }
        guard at > start else { return -1 }
        (fractionStart, fractionCount) = (start, at - start)
        return at
    }

    /// `Z`, `+01`, `+0100`, `+01:00`.
    mutating func takeOffset(_ text: Text, _ start: Int) -> Int {
        guard start < text.count else { return -1 }
        hasOffset = true
        let sign = text[start]
        if sign | 0x20 == UInt8(ascii: "z") {
            offset = 0
            return start + 1
        }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
            let hours = text.digits(start + 1, 2)
        else { return -1 }
        var at = start + 3
        var minutes = 0
        if at < text.count, text[at] == UInt8(ascii: ":") {
            guard let after = text.digits(at + 1, 2) else { return -1 }
            minutes = after
            at += 3
        } else if let after = text.digits(at, 2) {
            minutes = after
            at += 2
        }
        guard hours < 24, minutes < 60 else { return -1 }
        offset = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -60 : 60)
        return at
    }
}

extension Text {
    /// The number that exactly `count` digits make.
    @inline(__always) func digits(_ start: Int, _ count: Int) -> Int? {
        guard start + count <= self.count else { return nil }
        var number = 0
        for index in start..<start + count {
            let digit = self[index] &- 0x30
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }
}

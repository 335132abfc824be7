import TimeZones

extension RecordRun {
    /// `2026-11-23`.
    mutating func putDate(_ op: OpReference, _ text: Text) -> Fault {
        let said =
            op.format.count == 0
            ? Moment.isoDate(text) : Moment.parse(text, formats, op.format)
        guard var moment = said else { return .date }
        guard moment.resolveDate() else { return .noSuchDay }
        data.reserve(16)
        put(year: moment.year, month: moment.month, day: moment.day)
        return .none
    }

    /// `21:09:46`, with the fraction's digits as they stood.
    mutating func putTime(_ op: OpReference, _ text: Text) -> Fault {
        let said =
            op.format.count == 0
            ? Moment.isoTime(text) : Moment.parse(text, formats, op.format)
        guard var moment = said else { return .time }
        guard moment.resolveTime() else { return .noSuchTime }
        data.reserve(16 + moment.fractionCount)
        put(hour: moment.hour, minute: moment.minute, second: moment.second)
        putFraction(moment, text)
        return .none
    }

    /// `2026-11-23T21:09:46Z`.
    mutating func putTimestamp(_ op: OpReference, _ text: Text) -> Fault {
        let said =
            op.format.count == 0
            ? Moment.isoTimestamp(text) : Moment.parse(text, formats, op.format)
        guard var moment = said else { return .timestamp }
        guard moment.resolveDate() else { return .noSuchDay }
        guard moment.resolveTime() else { return .noSuchTime }
        var offset = Int64(moment.offset)
        if !moment.hasOffset, moment.epoch == .min, op.zone >= 0 {
            let days = Calendar.daysSinceEpoch(moment.year, moment.month, moment.day)
            let local = Int64(
                days * 86_400 + moment.hour * 3600 + moment.minute * 60 + moment.second)
            guard let found = zoneOffset(Int(op.zone), local) else { return .skippedTime }
            offset = found
        }
        if offset != 0 {
            guard moment.move(toUTCFrom: Int(offset)) else { return .noSuchDay }
        }
        data.reserve(24 + moment.fractionCount)
        put(year: moment.year, month: moment.month, day: moment.day)
        data.put(UInt8(ascii: "T"))
        put(hour: moment.hour, minute: moment.minute, second: moment.second)
        putFraction(moment, text)
        data.put(UInt8(ascii: "Z"))
        return .none
    }

    /// Seconds east of UTC; nil where the clocks were put forward over that local time.
    private func zoneOffset(_ zone: Int, _ local: Int64) -> Int64? {
        let line =
            zone * ZoneCacheLine.linesPerZone
            + Int(local >> ZoneCacheLine.shift) & (ZoneCacheLine.linesPerZone - 1)
        let held = zoneCaches[line]
        if held.low <= local, local < held.high { return held.offset }
        let found = unsafe zones[zone]._withUnsafeGuaranteedRef { $0.offset(atLocal: local) }
        guard case .known(let offset, let range) = found else { return nil }
        zoneCaches[line] = ZoneCacheLine(
            low: range.lowerBound, high: range.upperBound, offset: offset)
        return offset
    }

    @inline(__always) private mutating func put(year: Int, month: Int, day: Int) {
        data.put(twoDigits: year / 100)
        data.put(twoDigits: year % 100)
        data.put(UInt8(ascii: "-"))
        data.put(twoDigits: month)
        data.put(UInt8(ascii: "-"))
        data.put(twoDigits: day)
    }

    @inline(__always) private mutating func put(hour: Int, minute: Int, second: Int) {
        data.put(twoDigits: hour)
        data.put(UInt8(ascii: ":"))
        data.put(twoDigits: minute)
        data.put(UInt8(ascii: ":"))
        data.put(twoDigits: second)
    }

    @inline(__always) private mutating func putFraction(_ moment: Moment, _ text: Text) {
        guard moment.fractionCount > 0 else { return }
        data.put(UInt8(ascii: "."))
        data.put(text.slice(moment.fractionStart, moment.fractionStart + moment.fractionCount))
    }
}

extension Moment {
    /// Takes the offset off; false when that leads out of the years 1 to 9999.
    fileprivate mutating func move(toUTCFrom offset: Int) -> Bool {
        let inDay = hour * 3600 + minute * 60 + second - offset
        var days = Calendar.daysSinceEpoch(year, month, day)
        var rest = inDay
        while rest < 0 {
            rest += 86_400
            days -= 1
        }
        while rest >= 86_400 {
            rest -= 86_400
            days += 1
        }
        (year, month, day) = Calendar.civil(days)
        (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
        return year >= 1 && year <= 9999
    }
}

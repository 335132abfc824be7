import CTimeZone

/// A time zone of the IANA database, as the system's zoneinfo files have it.
///
/// The handle points to a zone that lives, unchanged, as long as the process and may be asked from
/// several threads at once; that is why this class may call itself Sendable.
@safe package final class IANAZone: @unchecked Sendable {
    package let name: String
    private let handle: OpaquePointer

    /// No zone can be had under that name.
    package struct Unknown: Error, Hashable, Sendable {
        package let message: String
    }

    /// What a local time is in UTC.
    package enum LocalTime: Hashable, Sendable {
        /// `offset` seconds east of UTC, and the same for all local times in `range` (seconds since
        /// 1970-01-01T00:00:00 on the local clock).
        case known(offset: Int64, range: Range<Int64>)
        /// There is no such local time: the clocks were put forward over it.
        case skipped
    }

    /// - Parameter name: case matters: `Europe/Berlin`, `UTC`, `US/Eastern`.
    package init(_ name: String) throws(Unknown) {
        guard !name.utf8.contains(0) else { throw Unknown(message: "no time zone has such a name") }
        var message = [CChar](repeating: 0, count: 256)
        guard let zone = unsafe hopper_zone_find(name, &message, message.count) else {
            let end = message.firstIndex(of: 0) ?? message.count
            throw Unknown(
                message: String(
                    decoding: message[..<end].lazy.map { UInt8(bitPattern: $0) }, as: UTF8.self))
        }
        guard Self.filesListEveryChange else {
            throw Unknown(
                message: "the system's zoneinfo files are of the slim kind, which can't be read")
        }
        unsafe handle = zone
        self.name = name
    }

    /// The offset for a local time. A time that is there twice, because the clocks were put back
    /// over it, is taken as the earlier of the two instants.
    package func offset(atLocal seconds: Int64) -> LocalTime {
        let found = unsafe hopper_zone_local(handle, seconds)
        // Zoneinfo lists a zone's changes up to 2037; later ones follow the rules of its last years.
        if found.begin >= Self.start2037, found.end > Self.farFuture, seconds >= Self.start2038 {
            switch answer(unsafe hopper_zone_local(handle, Self.sameDayBefore2038(seconds))) {
            case .known(let offset, _): return .known(offset: offset, range: seconds..<seconds + 1)
            case .skipped: return .skipped
            }
        }
        return answer(found)
    }

    private func answer(_ found: hopper_local_offset) -> LocalTime {
        let offset = Int64(found.offset)
        switch UInt32(bitPattern: found.kind) {
        case HOPPER_LOCAL_UNIQUE.rawValue, HOPPER_LOCAL_TWICE.rawValue:
            // Near its ends a stretch of time overlaps another on the local clock or leaves a gap;
            // no zone ever moved by more than a day.
            let low = max(found.begin, -Self.farFuture) + offset + 90_000
            // The stretch that a file leaves open after 2037 is not to be taken at its word.
            let isLast = found.begin >= Self.start2037 && found.end > Self.farFuture
            let high = min(found.end, isLast ? Self.start2038 : Self.farFuture) + offset - 90_000
            return .known(offset: offset, range: low < high ? low..<high : 0..<0)
        default: return .skipped
        }
    }

    private static let start2037: Int64 = 2_114_380_800
    private static let start2038: Int64 = 2_145_916_800
    /// The library ends the last stretch of time in the year 32767.
    private static let farFuture: Int64 = 1 << 38

    /// Howard Hinnant's library (3.0) reads only the changes that a file lists. A "fat" file lists
    /// those up to 2037, a "slim" one stops where the rule last changed, and would silently give
    /// winter time all year.
    private static let filesListEveryChange: Bool = {
        var message = [CChar](repeating: 0, count: 256)
        guard let zone = unsafe hopper_zone_find("America/New_York", &message, message.count) else {
            return true
        }
        // 2030-07-01T12:00:00.
        return unsafe hopper_zone_local(zone, 1_909_137_600).offset == -14_400
    }()

    /// The same month, day and time of the day in the latest year up to 2037 in which that month
    /// begins on the same day of the week: rules say "the last Sunday of March". Eleven years hold
    /// every such month.
    private static func sameDayBefore2038(_ seconds: Int64) -> Int64 {
        let days = seconds / 86_400
        let (month, day) = monthAndDay(days)
        let first = days - day + 1
        var candidate = Int64(2037)
        while candidate > 2026 {
            let other = daysSinceEpoch(candidate, month)
            if (first - other) % 7 == 0, month != 2 || day < 29 || candidate % 4 == 0 {
                return (other + day - 1) * 86_400 + seconds % 86_400
            }
            candidate -= 1
        }
        // Only 29 February may find none; the clocks are not changed around it.
        return (daysSinceEpoch(2037, month) + min(day, 28) - 1) * 86_400
            + seconds % 86_400
    }

    /// The day in the Gregorian calendar (days counted from 0000-03-01 make the leap day the last).
    private static func monthAndDay(_ days: Int64) -> (month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The first day of a month, in days since 1970-01-01.
    private static func daysSinceEpoch(_ year: Int64, _ month: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            - 719_468
    }
}

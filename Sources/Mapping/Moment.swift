/// What a date, a time or a timestamp said, part by part; -1 where it said nothing.
struct Moment {
    var year = -1
    var month = -1
    var day = -1
    var dayOfYear = -1
    var hour = -1
    var hourOf12 = -1
    var isAfternoon = false
    var minute = -1
    var second = -1
    /// The fraction's digits as they stood.
    var fractionStart = 0
    var fractionCount = 0
    /// Seconds east of UTC.
    var offset = 0
    var hasOffset = false
    /// Seconds since 1970, where the text was one.
    var epoch = Int.min

    /// Fills year, month and day; false when there is no such day (or a part is missing).
    mutating func resolveDate() -> Bool {
        if epoch != .min {
            let days = epoch >= 0 ? epoch / 86_400 : (epoch - 86_399) / 86_400
            guard days >= -719_162, days <= 2_932_896 else { return false }
            (year, month, day) = Calendar.civil(days)
            return true
        }
        guard year >= 1, year <= 9999 else { return false }
        if month < 0, dayOfYear > 0 {
            guard dayOfYear <= (Calendar.isLeap(year) ? 366 : 365) else { return false }
            let start = Calendar.daysSinceEpoch(year, 1, 1)
            (_, month, day) = Calendar.civil(start + dayOfYear - 1)
            return true
        }
        return month >= 1 && month <= 12 && day >= 1 && day <= Calendar.days(in: month, of: year)
    }

    /// Fills hour, minute and second (0 where they were not said); false when there is no such time
    /// of day. Leap seconds are not taken: UTC as computers count it has none.
    mutating func resolveTime() -> Bool {
        if epoch != .min {
            let inDay = ((epoch % 86_400) + 86_400) % 86_400
            (hour, minute, second) = (inDay / 3600, inDay / 60 % 60, inDay % 60)
            return true
        }
        if hourOf12 >= 0 {
            guard hourOf12 >= 1, hourOf12 <= 12 else { return false }
            hour = hourOf12 % 12 + (isAfternoon ? 12 : 0)
        }
        hour = max(hour, 0)
        minute = max(minute, 0)
        second = max(second, 0)
        return hour < 24 && minute < 60 && second < 60
    }
}

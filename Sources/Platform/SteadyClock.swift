import CPlatform
import Glibc

/// The wall clock as it stood when the process began, driven on by the clock that never jumps.
///
/// So an instant taken later is never earlier, a step of the wall clock (NTP, an operator, a leap
/// second) neither hurries nor delays a retry, and time asleep counts (CLOCK_BOOTTIME).
package struct SteadyClock: Sendable {
    private let reading: @Sendable () -> Int64

    /// A clock of one's own, for tests.
    /// - Parameter reading: milliseconds since 1970-01-01T00:00:00Z.
    package init(reading: @escaping @Sendable () -> Int64) { self.reading = reading }

    /// Anchors a clock to the wall clock as it stands now.
    package init() {
        let anchor = Self.milliseconds(CLOCK_REALTIME) - Self.milliseconds(CLOCK_BOOTTIME)
        reading = { anchor + Self.milliseconds(CLOCK_BOOTTIME) }
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var milliseconds: Int64 { reading() }

    private static func milliseconds(_ clock: clockid_t) -> Int64 {
        var now = timespec()
        unsafe clock_gettime(clock, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }
}

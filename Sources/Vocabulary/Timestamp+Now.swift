import Glibc

extension Timestamp {
    /// The wall clock now, for what is shown and stamped; schedules use a clock that never jumps.
    package static var now: Timestamp {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

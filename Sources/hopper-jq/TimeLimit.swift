import Glibc
import JQ

/// The processor time that a record may take. Whoever needs longer is ended by SIGPROF, and with it
/// the process: nothing in libjq would stop a program that runs for ever.
enum TimeLimit {
    /// What is written then, an answer that names the record (see `JQFrame`): its length, and two
    /// numbers. It stands ready because nothing may be allocated in a signal's handler.
    ///
    /// There is one thread, and a handler that only reads it; hence `nonisolated(unsafe)`.
    nonisolated(unsafe) private static let lastWords = {
        let words = UnsafeMutablePointer<UInt32>.allocate(capacity: 3)
        unsafe words[0] = 8
        unsafe words[1] = JQFrame.outOfTime
        unsafe words[2] = 0
        return unsafe words
    }()

    /// To be called once, before the first record.
    static func install() {
        unsafe _ = lastWords
        signal(SIGPROF) { number in
            unsafe _ = write(STDOUT_FILENO, TimeLimit.lastWords, 12)
            // Ended by the signal all the same.
            signal(number, SIG_DFL)
            raise(number)
        }
    }

    /// From here on the process may use so much processor time for that record.
    static func begin(record: Int) {
        unsafe lastWords[2] = UInt32(record)
        set(seconds: JQLimits.seconds)
    }

    static func end() { set(seconds: 0) }

    private static func set(seconds: Int) {
        var time = itimerval()
        time.it_value.tv_sec = seconds
        unsafe _ = setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &time, nil)
    }
}

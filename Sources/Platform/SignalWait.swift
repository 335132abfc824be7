import CPlatform
import Glibc

/// Signals taken one at a time by the thread that waits for them, instead of by a handler.
package struct SignalWait: Sendable {
    private let numbers: [CInt]

    /// Blocks the signals for the calling thread and all threads it starts afterwards: call it
    /// before any other thread exists. `SIGPIPE` is ignored from then on.
    package init(blocking numbers: [CInt]) {
        self.numbers = numbers
        var set = Self.set(of: numbers)
        unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// The next of the signals; nil when `timeout` has passed without one.
    package func next(within timeout: Duration) -> CInt? {
        var set = Self.set(of: numbers)
        let (seconds, attoseconds) = timeout.components
        var limit = timespec()
        limit.tv_sec = Int(seconds)
        limit.tv_nsec = Int(attoseconds / 1_000_000_000)
        let number = unsafe sigtimedwait(&set, nil, &limit)
        return number > 0 ? number : nil
    }

    private static func set(of numbers: [CInt]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for number in numbers { unsafe sigaddset(&set, number) }
        return set
    }
}

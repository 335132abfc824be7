import CPlatform
import Glibc

/// A value behind a lock that threads can wait on: a mutex and a condition variable in one.
///
/// Waiting is on `CLOCK_MONOTONIC`, so a wall clock that jumps neither hurries nor delays anyone.
/// Never call I/O inside `withLock`.
@safe package final class Monitor<State: ~Copyable>: @unchecked Sendable {
    // The state is only ever touched with `mutex` held; that is what makes `@unchecked` true.
    private var state: State
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    package init(_ state: consuming sending State) {
        self.state = state
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(condition, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    /// Runs `body` with the lock held, and wakes every waiter afterwards if `notify` is true.
    package func withLock<Result, Failure: Error>(
        notify: Bool = false, _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer {
            if notify { unsafe pthread_cond_broadcast(condition) }
            unsafe pthread_mutex_unlock(mutex)
        }
        return try body(&state)
    }

    /// Waits until `take` returns a value, or until `timeout` has passed (nil then).
    ///
    /// `take` runs with the lock held, once at the start and again after each notification.
    package func wait<Result>(
        timeout: Duration? = nil, until take: (inout State) -> Result?
    ) -> Result? {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        let deadline = timeout.map(Self.deadline(after:))
        while true {
            if let result = take(&state) { return result }
            if var deadline {
                if unsafe pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT {
                    return take(&state)
                }
            } else {
                unsafe pthread_cond_wait(condition, mutex)
            }
        }
    }

    private static func deadline(after timeout: Duration) -> timespec {
        var now = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &now)
        let (seconds, attoseconds) = timeout.components
        var nanoseconds = Int(now.tv_nsec) + Int(attoseconds / 1_000_000_000)
        var whole = Int(now.tv_sec) + Int(min(seconds, 1_000_000_000))
        if nanoseconds >= 1_000_000_000 {
            nanoseconds -= 1_000_000_000
            whole += 1
        }
        return timespec(tv_sec: whole, tv_nsec: nanoseconds)
    }
}

/// Lets one thread through at a time, while the others wait outside: for steps that do I/O, and so
/// must not be done with a lock held.
package final class Turnstile: Sendable {
    private let isTaken = Monitor(false)

    package init() {}

    /// Waits for its turn, which comes in no particular order, and runs `body`. Never to be called
    /// from within it.
    package func pass<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        _ = isTaken.wait { isTaken -> Bool? in
            if isTaken { return nil }
            isTaken = true
            return true
        }
        defer { isTaken.withLock(notify: true) { $0 = false } }
        return try body()
    }
}

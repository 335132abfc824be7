package import Platform

/// A clock that stands still until a test moves it.
package final class ManualClock: Sendable {
    private let milliseconds: Monitor<Int64>

    /// - Parameter milliseconds: since 1970; the default is 2026-11-23T20:00:00Z.
    package init(milliseconds: Int64 = 1_795_464_000_000) {
        self.milliseconds = Monitor(milliseconds)
    }

    package var clock: SteadyClock {
        SteadyClock { [milliseconds] in milliseconds.withLock { $0 } }
    }

    package func advance(by duration: Duration) {
        let (seconds, attoseconds) = duration.components
        milliseconds.withLock { $0 += seconds * 1000 + attoseconds / 1_000_000_000_000_000 }
    }
}

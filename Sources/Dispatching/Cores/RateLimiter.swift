package import Configuration
package import Vocabulary

/// A token bucket: `rate` requests in its span on average, and at most a tenth of a second's worth
/// (or one) at once, so that a burst after a rest stays small.
package struct RateLimiter: Hashable, Sendable {
    private let perMillisecond: Double
    private let capacity: Double
    private var tokens: Double
    private var filledAt: Timestamp

    package init(_ rate: Rate, now: Timestamp) {
        perMillisecond =
            Double(rate.requests) / Double(max(1, rate.per.wholeMilliseconds))
        capacity = max(1, perMillisecond * 100)
        tokens = capacity
        filledAt = now
    }

    /// Requests that may start at once.
    package mutating func available(at now: Timestamp) -> Int {
        fill(until: now)
        return Int(tokens + 1e-9)
    }

    /// One request starts; it must have been available.
    package mutating func take(at now: Timestamp) {
        fill(until: now)
        tokens -= 1
    }

    /// When the next request may start.
    package mutating func nextAt(_ now: Timestamp) -> Timestamp {
        fill(until: now)
        let missing = max(0, 1 - tokens) / perMillisecond
        return Timestamp(milliseconds: now.milliseconds + Int64(missing.rounded(.up)))
    }

    private mutating func fill(until now: Timestamp) {
        let passed = now.milliseconds - filledAt.milliseconds
        guard passed > 0 else { return }
        tokens = min(capacity, tokens + Double(passed) * perMillisecond)
        filledAt = now
    }
}

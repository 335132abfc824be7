package import Configuration
import Glibc
package import Vocabulary

/// When a record that failed for a passing reason is sent again, and when no more.
package struct Backoff: Hashable, Sendable {
    package var policy: RetryPolicy

    package init(_ policy: RetryPolicy) { self.policy = policy }

    /// The longest wait after the n-th attempt: `min(max, first × factor^(n-1))`.
    package func ceiling(afterAttempt attempt: Int) -> Duration {
        let longest = Double(policy.max.wholeMilliseconds)
        let first = Double(policy.first.wholeMilliseconds)
        let grown = first * pow(Swift.max(1, policy.factor), Double(Swift.max(0, attempt - 1)))
        return .milliseconds(Int64(Swift.min(longest, grown)))
    }

    /// The wait after the n-th attempt: with full jitter, so that records that failed together do
    /// not come back together.
    package func wait(
        afterAttempt attempt: Int, using random: inout some RandomNumberGenerator
    ) -> Duration {
        let ceiling = ceiling(afterAttempt: attempt).wholeMilliseconds
        return .milliseconds(Int64.random(in: 0...Swift.max(0, ceiling), using: &random))
    }

    /// When a record whose attempts began then is given up.
    package func deadline(firstAttemptAt: Timestamp) -> Timestamp {
        firstAttemptAt + policy.giveUpAfter
    }
}

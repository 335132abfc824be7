package import Outbox
package import Vocabulary

/// What one attempt came to: for its records, and for the destination.
package struct AttemptReading: Sendable {
    package var verdict: Verdict
    package var health: DestinationHealth
    /// For people, in short: `503`, `401 Unauthorized`, `connection refused`. No content.
    package var answer: String
    /// How long the destination wants to be left alone.
    package var retryAfter: Duration?

    package enum Verdict: Sendable {
        /// Each record has its own outcome.
        case settled(delivered: RecordSet, dead: [DeadRecord], retry: RecordSet, Reasons)
        /// The batch was refused as a whole: the bad records are found by halving. A record that
        /// stands alone is dead, for this reason.
        case refused(Reason)
        /// No record is blamed, and no attempt counted.
        case setUpWrong
    }

    /// Why a record was not taken.
    package struct Reason: Hashable, Sendable {
        package var status: Int?
        package var text: String

        package init(status: Int?, text: String) {
            self.status = status
            self.text = text
        }
    }

    /// Why the records to be retried were not taken; needed when they are given up.
    package struct Reasons: Sendable {
        package var whole: Reason
        package var ofRecord: [Int: Reason] = [:]

        package init(_ whole: Reason) { self.whole = whole }

        package func reason(of index: Int) -> Reason { ofRecord[index] ?? whole }
    }

    package init(
        verdict: Verdict, health: DestinationHealth, answer: String, retryAfter: Duration? = nil
    ) {
        self.verdict = verdict
        self.health = health
        self.answer = answer
        self.retryAfter = retryAfter
    }
}

package import Outbox
package import Vocabulary

/// What is to be written down after an attempt.
package enum SettlementPlan: Sendable {
    case settle(Settlement, Tally)
    /// The attempt does not count: the lease is given back.
    case giveBack

    /// The settlement in figures, for the journal and the counters.
    package struct Tally: Hashable, Sendable {
        package var delivered = 0
        package var dead = 0
        /// Dead records by status (0: no answer).
        package var deadByStatus: [Int: Int] = [:]
        package var retried = 0
        package var isHalved = false
        package var nextAt: Timestamp?
    }

    /// - Parameter records: identifies the delivery's records; called only if some of them died.
    package init(
        _ reading: AttemptReading, of delivery: LeasedDelivery, backoff: Backoff,
        random: inout some RandomNumberGenerator, now: Timestamp,
        records: () -> [IdentifiedRecord]
    ) {
        var settlement = Settlement(
            delivery: delivery.id, at: now,
            delivered: RecordSet(capacity: delivery.records.capacity),
            dead: [], remaining: [], lastAnswer: reading.answer)
        var tally = Tally()
        let attempts = delivery.attempts + 1
        switch reading.verdict {
        case .setUpWrong:
            self = .giveBack
            return
        case .refused(let reason):
            if delivery.records.count > 1 {
                let (first, second) = delivery.records.halves()
                settlement.remaining = [first, second].map {
                    RemainingPart(records: $0, attempts: attempts, dueAt: now)
                }
                tally.isHalved = true
                tally.nextAt = now
            } else {
                settlement.dead = records().map {
                    DeadRecord(
                        index: $0.index, record: $0.id, status: reason.status, error: reason.text)
                }
            }
        case .settled(let delivered, let dead, let retry, let reasons):
            settlement.delivered = delivered
            settlement.dead = dead
            tally.delivered = delivered.count
            if !retry.isEmpty {
                let deadline = backoff.deadline(firstAttemptAt: delivery.firstAttemptAt ?? now)
                if deadline <= now {
                    settlement.dead += records().filter { retry.contains($0.index) }.map {
                        let reason = reasons.reason(of: $0.index)
                        return DeadRecord(
                            index: $0.index, record: $0.id, status: reason.status,
                            error: reason.text)
                    }
                } else {
                    let wait = backoff.wait(afterAttempt: attempts, using: &random)
                    // The last attempt is made at the deadline, not given up before it.
                    let dueAt = min(deadline, now + wait)
                    settlement.remaining = [
                        RemainingPart(records: retry, attempts: attempts, dueAt: dueAt)
                    ]
                    tally.retried = retry.count
                    tally.nextAt = dueAt
                }
            }
        }
        tally.dead = settlement.dead.count
        for record in settlement.dead { tally.deadByStatus[record.status ?? 0, default: 0] += 1 }
        self = .settle(settlement, tally)
    }
}

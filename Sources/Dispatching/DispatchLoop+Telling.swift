import Outbox
import Vocabulary

/// What the journal hears of an attempt. Figures and statuses only: a service's own words may quote
/// a record, and stay in the dead letter.
extension DispatchLoop {
    func tell(
        _ tally: SettlementPlan.Tally, _ reading: AttemptReading, _ delivery: LeasedDelivery,
        at now: Timestamp
    ) {
        let name = delivery.destination
        func event(_ kind: EventKind, _ message: String) {
            events(
                Event(
                    kind, message, feed: delivery.feed, file: delivery.batch.file,
                    batch: delivery.batch, destination: name))
        }
        func counted(_ count: Int) -> String { count == 1 ? "1 record" : "\(count) records" }
        if tally.dead > 0 {
            tallies[name, default: DeadTally()].add(tally.deadByStatus, of: delivery.batch)
        }
        if tally.isHalved {
            event(
                .batchHalved,
                "\(name) answers \(reading.answer): halving batch \(delivery.batch) "
                    + "(\(counted(delivery.records.count)))")
        } else if tally.retried > 0, let nextAt = tally.nextAt {
            event(
                .batchRetried,
                "\(name) answers \(reading.answer): retrying batch \(delivery.batch) "
                    + "(\(counted(tally.retried))) in \((nextAt - now).spoken)")
        } else if tally.delivered > 0 {
            event(
                .batchDelivered,
                "\(name) took batch \(delivery.batch) (\(counted(tally.delivered)))")
        }
    }

    func tell(_ transition: Breaker.Transition, _ breaker: Breaker, at now: Timestamp) {
        let state = breaker.state
        let name = state.destination
        let probe = state.probeAt.map { "next probe in \(($0 - now).spoken)" } ?? "probed at once"
        let (kind, message): (EventKind, String) =
            switch transition {
            case .opened:
                (
                    .destinationOpened,
                    "\(name): \(state.reason), \(state.failures) in a row: its work waits, \(probe)"
                )
            case .held:
                (
                    .destinationHeld,
                    "\(name) answers \(state.reason): it is set up wrong, its work waits, \(probe)"
                )
            case .closed(let span):
                (
                    .destinationClosed,
                    "\(name) answers again after \(span.spoken): its work flows"
                )
            case .paused(let until, let asked):
                (
                    .destinationPaused,
                    "\(name) answers \(state.reason) and asks for a pause of \(asked.spoken): "
                        + "nothing is sent for \((until - now).spoken)"
                )
            }
        events(Event(kind, message, destination: name))
    }
}

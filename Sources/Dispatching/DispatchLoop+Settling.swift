import Configuration
import Outbox
import Platform
import Vocabulary

/// From an answer to the committed settlement.
extension DispatchLoop {
    /// A settlement on its way into the outbox; its lease is kept until it is there.
    struct Settling {
        var settlement: Settlement
        var destination: String
        var tries = 0
        /// When it is tried again; nil while the committer has it.
        var retryAt: Timestamp?
    }

    func answered(_ attempt: Attempt, _ reading: AttemptReading, at now: Timestamp) {
        let delivery = attempt.shipment.delivery
        let name = attempt.destination
        line(name) {
            $0.inFlight -= 1
            $0.lastAnswer = reading.answer
            $0.lastAnswerAt = now
            $0.requestMeter.add(1, at: now)
        }
        tellBreaker(attempt, reading, at: now)
        let policy =
            lanes[name]?.destination.retry ?? configuration.destination(name)?.retry ?? .init()
        let plan = SettlementPlan(
            reading, of: delivery, backoff: Backoff(policy), random: &random, now: now,
            records: { attempt.shipment.identified() ?? [] })
        switch plan {
        case .giveBack:
            outbox.release([delivery.id])
            lanes[name]?.workArrived()
        case .settle(let settlement, let tally):
            line(name) {
                $0.delivered += Int64(tally.delivered)
                $0.dead += Int64(tally.dead)
                $0.retried += Int64(tally.retried)
                $0.recordMeter.add(tally.delivered, at: now)
            }
            tell(tally, reading, delivery, at: now)
            settle(settlement, destination: name)
        }
    }

    private func tellBreaker(_ attempt: Attempt, _ reading: AttemptReading, at now: Timestamp) {
        let name = attempt.destination
        guard var lane = lanes[name] else { return }
        let before = lane.breaker.state
        let transition = lane.breaker.took(
            reading.health, reason: reading.answer, retryAfter: reading.retryAfter,
            isProbe: attempt.isProbe, at: now)
        lanes[name] = lane
        if lane.breaker.state != before { saveState(of: name) }
        guard let transition else { return }
        if case .closed = transition {} else { giveBack(name) }
        tell(transition, lane.breaker, at: now)
    }

    /// Makes the state of the destination's breaker durable, in its own time.
    func saveState(of name: String) {
        guard let state = lanes[name]?.breaker.state else { return }
        line(name) { $0.state = state }
        // Should this one fail, the next change is written; only a restart would miss it.
        submit(.destinationState(state)) { _ in }
    }

    func settle(_ settlement: Settlement, destination: String) {
        nextToken += 1
        settling[nextToken] = Settling(settlement: settlement, destination: destination)
        hand(over: nextToken)
    }

    /// The delivery is neither tried nor blamed until then.
    func putOff(_ delivery: LeasedDelivery, until: Timestamp, because reason: String) {
        settle(
            Settlement(
                delivery: delivery.id, at: clock(),
                delivered: RecordSet(capacity: delivery.records.capacity), dead: [],
                remaining: [
                    RemainingPart(
                        records: delivery.records, attempts: delivery.attempts, dueAt: until)
                ], lastAnswer: reason),
            destination: delivery.destination)
    }

    private func hand(over token: Int) {
        guard let waiting = settling[token] else { return }
        settling[token]!.retryAt = nil
        settling[token]!.tries += 1
        submit(.settle(waiting.settlement)) { [mailbox, channel] result in
            mailbox.post { $0.committed.append((token, result)) }
            channel.wake()
        }
    }

    func committed(_ token: Int, _ result: Result<OutboxResult, OutboxError>) {
        guard let waiting = settling[token] else { return }
        switch result {
        case .success(let outcome):
            settling[token] = nil
            CrashPoint.reached("dispatch.settled")
            if case .refused = outcome {
                // Cancelled or settled by someone else meanwhile: nothing of it is ours any more.
                outbox.release([waiting.settlement.delivery])
                lanes[waiting.destination]?.workReturned(dueAt: clock() + .seconds(60))
            }
            for part in waiting.settlement.remaining {
                lanes[waiting.destination]?.workReturned(dueAt: part.dueAt)
            }
            if case .settled(let files) = outcome, !files.isEmpty { onFilesCompleted(files) }
        case .failure(.full):
            // Never dropped: what was delivered must be known as delivered, whenever there is room.
            settling[token]!.retryAt = clock() + .seconds(1)
        case .failure(let error):
            complain("a settlement can't be written: \(error)", at: clock())
            if waiting.tries < 10 {
                settling[token]!.retryAt = clock() + .seconds(1)
            } else {
                // A fault of ours or the store's; its records are sent again under the same ids.
                settling[token] = nil
                outbox.release([waiting.settlement.delivery])
                lanes[waiting.destination]?.workReturned(dueAt: clock() + .seconds(60))
            }
        }
    }

    func resubmit(at now: Timestamp) {
        for (token, waiting) in settling {
            if let retryAt = waiting.retryAt, retryAt <= now { hand(over: token) }
        }
    }

    func nextResubmission() -> Timestamp {
        settling.values.compactMap(\.retryAt).min() ?? Timestamp(milliseconds: .max)
    }

    private func line(_ name: String, _ change: (inout DispatchProgress.Destination) -> Void) {
        guard lines[name] != nil else { return }
        change(&lines[name]!)
    }
}

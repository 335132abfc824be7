import Configuration
import Outbox
import Platform
import Vocabulary

/// A turn of the lanes: what is due is leased, loaded and sent.
extension DispatchLoop {
    /// Does what the lanes ask for, and says when it has to be asked again.
    func turn(at now: Timestamp) -> Timestamp {
        var wakeAt = Timestamp(milliseconds: .max)
        var begun = 0
        // Each lane has one step in its turn, and each turn begins with another lane.
        var waiting = order
        if !order.isEmpty { order.append(order.removeFirst()) }
        while !waiting.isEmpty {
            var again: [String] = []
            for name in waiting {
                switch step(name, at: now) {
                case .again: again.append(name)
                case .sent:
                    begun += 1
                    again.append(name)
                case .rest(let until): if let until { wakeAt = min(wakeAt, until) }
                }
            }
            waiting = again
            // Loading is our own work: between loads the connections get their turn.
            if begun >= 2, !waiting.isEmpty { return now }
        }
        return wakeAt
    }

    enum StepOutcome {
        case again, sent
        case rest(until: Timestamp?)
    }

    private func step(_ name: String, at now: Timestamp) -> StepOutcome {
        guard lanes[name] != nil else { return .rest(until: nil) }
        if settling.count(where: { $0.value.retryAt != nil }) >= Self.unwrittenLimit {
            return .rest(until: nil)
        }
        if inFlightBytes >= Self.inFlightLimit, lanes[name]!.inFlight > 0 {
            return .rest(until: nil)
        }
        switch lanes[name]!.next(at: now) {
        case .rest(let until): return .rest(until: until)
        case .lease(let limit): return lease(name, limit: limit, at: now)
        case .send(let delivery, let isProbe):
            return send(delivery, to: name, isProbe: isProbe, at: now)
        }
    }

    private func lease(_ name: String, limit: Int, at now: Timestamp) -> StepOutcome {
        do {
            let horizon = now + DestinationLane.pauseLimit(lanes[name]!.destination) + .seconds(60)
            let answer = try outbox.lease(
                LeaseRequest(destination: name, now: now, limit: limit, horizon: horizon))
            if !answer.deliveries.isEmpty { CrashPoint.reached("dispatch.leased") }
            lanes[name]!.leaseAnswered(answer, limit: limit)
        } catch {
            complain("the outbox can't be asked for work: \(error)", at: now)
            lanes[name]!.leaseFailed(retryAt: now + .seconds(1))
        }
        return .again
    }

    private func send(
        _ delivery: LeasedDelivery, to name: String, isProbe: Bool, at now: Timestamp
    ) -> StepOutcome {
        let destination = lanes[name]!.destination
        let secrets: DestinationSecrets
        do {
            secrets = try credentials.secrets(for: destination)
        } catch {
            notSent(delivery, to: name, isProbe: isProbe)
            let transition = lanes[name]!.breaker.hold(reason: error.description, at: now)
            if transition != nil {
                events(
                    Event(
                        .credentialMissing, "\(name): \(error.description); nothing is sent",
                        destination: name))
                saveState(of: name)
            }
            giveBack(name)
            return .again
        }
        do {
            let payload = try outbox.payload(of: delivery.batch)
            guard let shipment = Shipment(delivery, payload: payload) else {
                throw OutboxError.failed("the payload does not hold the batch's records")
            }
            begin(shipment, to: destination, secrets: secrets, isProbe: isProbe)
            return .sent
        } catch {
            complain("batch \(delivery.batch) can't be read: \(error)", at: now)
            lanes[name]!.ended()
            if isProbe { lanes[name]!.breaker.probeAbandoned() }
            putOff(delivery, until: now + .seconds(60), because: "its payload can't be read")
            return .again
        }
    }

    private func begin(
        _ shipment: Shipment, to destination: Destination, secrets: DestinationSecrets,
        isProbe: Bool
    ) {
        let delivery = shipment.delivery
        nextTag += 1
        let bytes = shipment.lines.payload.count
        attempts[nextTag] = Attempt(
            shipment: shipment, destination: destination.name, isProbe: isProbe, bytes: bytes)
        inFlightBytes += bytes
        channel.begin(shipment, to: destination, secrets: secrets, tag: nextTag)
        CrashPoint.reached("dispatch.sent")
        lines[destination.name]?.inFlight += 1
        lines[destination.name]?.requests += 1
        if isProbe {
            events(
                Event(
                    .destinationProbed,
                    "\(destination.name): probing with batch \(delivery.batch)",
                    feed: delivery.feed, file: delivery.batch.file, batch: delivery.batch,
                    destination: destination.name))
        }
    }

    private func notSent(_ delivery: LeasedDelivery, to name: String, isProbe: Bool) {
        lanes[name]!.ended()
        if isProbe { lanes[name]!.breaker.probeAbandoned() }
        outbox.release([delivery.id])
    }
}

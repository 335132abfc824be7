import Configuration
import Outbox
import Platform
import Vocabulary

/// The dispatcher's thread: asks each destination's lane what to do, does it, and waits in the
/// channel for answers, letters and the next instant that matters.
///
/// Everything in it belongs to that thread.
final class DispatchLoop {
    let outbox: any OutboxStore
    let submit: Dispatcher.Submit
    let channel: any DestinationChannel
    let mailbox: DispatchMailbox
    let progress: Monitor<DispatchProgress>
    let events: EventSink
    let onFilesCompleted: @Sendable ([FileID]) -> Void
    let clock: @Sendable () -> Timestamp
    var random: SplitMix64
    var credentials: CredentialStore

    var configuration: Configuration
    var lanes: [String: DestinationLane] = [:]
    /// The lanes' names in the order of their turns.
    private var order: [String] = []
    var lines: [String: DispatchProgress.Destination] = [:]
    var tallies: [String: DeadTally] = [:]
    private var unknown: Set<String> = []
    /// Lanes of destinations that are gone from the configuration, until their answers are in.
    private var attempts: [Int: Attempt] = [:]
    private var inFlightBytes = 0
    private var nextTag = 0
    var settling: [Int: Settling] = [:]
    var nextToken = 0
    private var outboxComplaintAt: Timestamp?
    private var drainUntil: Timestamp?

    /// Payload bytes in flight over all destinations; each may have one request beyond it, so that
    /// slow destinations that fill it delay no other.
    private static let inFlightLimit = 16 << 20
    /// Settlements that could not be written; more would only mean more to be sent twice.
    private static let unwrittenLimit = 16

    struct Attempt {
        var shipment: Shipment
        var destination: String
        var isProbe: Bool
        var bytes: Int
    }

    init(_ dispatcher: Dispatcher, configuration: Configuration) {
        outbox = dispatcher.outbox
        submit = dispatcher.submit
        channel = dispatcher.channel
        mailbox = dispatcher.mailbox
        progress = dispatcher.progressState
        events = dispatcher.events
        onFilesCompleted = dispatcher.onFilesCompleted
        clock = dispatcher.clock
        random = SplitMix64(seed: dispatcher.seed &+ 1)
        credentials = CredentialStore(directory: dispatcher.credentialsDirectory)
        self.configuration = configuration
    }

    /// Runs until a drain is over; true if everything under way was answered and written down.
    func run(restored: [DestinationState]) -> Bool {
        adopt(configuration, restored: restored, now: clock())
        while true {
            turnBegins()
            read(mailbox.collect())
            let now = clock()
            resubmit(at: now)
            var wakeAt = drainUntil ?? Timestamp(milliseconds: .max)
            if drainUntil == nil {
                wakeAt = min(wakeAt, turn(at: now))
            } else if attempts.isEmpty, settling.isEmpty || now >= drainUntil! {
                return end(isComplete: settling.isEmpty)
            } else if now >= drainUntil!, breakOff() {
                continue
            }
            wakeAt = min(wakeAt, report(at: now), nextResubmission())
            publish(waitsUntil: wakeAt)
            for ended in channel.wait(timeout: timeout(until: wakeAt)) { take(ended) }
        }
    }

    private func timeout(until wakeAt: Timestamp) -> Duration? {
        if wakeAt.milliseconds == .max { return nil }
        return max(.zero, wakeAt - clock())
    }

    // What the letters say.

    private func read(_ letters: DispatchMailbox.Letters) {
        for name in letters.arrived {
            if lanes[name] == nil { missing(name) } else { lanes[name]!.workArrived() }
        }
        for (token, result) in letters.committed { committed(token, result) }
        if let new = letters.configuration { adopt(new, restored: [], now: clock()) }
        if let until = letters.drainUntil {
            drainUntil = min(until, drainUntil ?? until)
            for name in order { giveBack(name) }
        }
    }

    private func adopt(_ new: Configuration, restored: [DestinationState], now: Timestamp) {
        configuration = new
        let states = Dictionary(restored.map { ($0.destination, $0) }) { $1 }
        for name in order where new.destination(name) == nil {
            giveBack(name)
            // What is in flight is still settled; a lane is not needed for that.
            lanes[name] = nil
            lines[name] = nil
        }
        for destination in new.destinations {
            if lanes[destination.name] != nil {
                lanes[destination.name]!.reconfigure(destination, now: now)
            } else {
                let lane = DestinationLane(
                    destination, restored: states[destination.name], now: now)
                lanes[destination.name] = lane
                lines[destination.name] = DispatchProgress.Destination(lane.breaker.state)
            }
        }
        order = new.destinations.map(\.name).sorted()
        unknown.subtract(order)
        for work in (try? outbox.queued()) ?? [] where lanes[work.destination] == nil {
            missing(work.destination)
        }
        publishLines()
    }

    private func missing(_ name: String) {
        guard unknown.insert(name).inserted else { return }
        events(
            Event(
                .destinationUnknown,
                "\(name.printable()): work is queued for a destination that is not configured",
                destination: name))
    }

    func giveBack(_ name: String) {
        guard let leases = lanes[name]?.giveBack(), !leases.isEmpty else { return }
        outbox.release(leases)
    }

    // A turn of the lanes.

    /// Does what the lanes ask for, and says when it has to be asked again.
    private func turn(at now: Timestamp) -> Timestamp {
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

    private enum StepOutcome {
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
            let answer = try outbox.lease(
                LeaseRequest(destination: name, now: now, limit: limit))
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

    /// A line on trouble with the outbox, at most one a minute.
    func complain(_ message: String, at now: Timestamp) {
        if let last = outboxComplaintAt, now < last + .seconds(60) { return }
        outboxComplaintAt = now
        events(Event(.outboxFailed, message))
    }

    // Answers.

    private func take(_ ended: EndedAttempt) {
        guard let attempt = attempts.removeValue(forKey: ended.tag) else { return }
        CrashPoint.reached("dispatch.answered")
        inFlightBytes -= attempt.bytes
        lanes[attempt.destination]?.ended()
        answered(attempt, ended.reading, at: clock())
    }

    /// The drain's time is over: what is in flight is broken off, and sent again after the start.
    private func breakOff() -> Bool {
        guard !attempts.isEmpty else { return false }
        for (tag, attempt) in attempts {
            channel.cancel(tag: tag)
            outbox.release([attempt.shipment.delivery.id])
        }
        isBrokenOff = true
        attempts = [:]
        return true
    }

    private var isBrokenOff = false

    private func end(isComplete: Bool) -> Bool {
        _ = report(at: clock(), isLast: true)
        outbox.release(settling.values.map(\.settlement.delivery))
        publish(waitsUntil: Timestamp(milliseconds: .max))
        return isComplete && !isBrokenOff
    }

    // What the service is told.

    private func turnBegins() {
        let now = clock()
        progress.withLock {
            $0.turnAt = now
            $0.isWaiting = false
        }
    }

    private func publish(waitsUntil: Timestamp) {
        let now = clock()
        publishLines()
        progress.withLock {
            $0.turnAt = now
            $0.isWaiting = true
            $0.waitsUntil = waitsUntil.milliseconds == .max ? nil : waitsUntil
        }
    }

    private func publishLines() {
        let shown = order.sorted().compactMap { lines[$0] }
        progress.withLock { $0.destinations = shown }
    }

    /// Reports that are due; gives the instant of the next one.
    private func report(at now: Timestamp, isLast: Bool = false) -> Timestamp {
        var next = Timestamp(milliseconds: .max)
        for name in tallies.keys {
            if let (message, batch) = tallies[name]!.report(
                destination: name, at: now, isLast: isLast)
            {
                events(
                    Event(
                        .recordsDead, message, partner: nil, file: batch?.file, batch: batch,
                        destination: name))
            }
            if let dueAt = tallies[name]!.dueAt { next = min(next, dueAt) }
        }
        return next
    }
}

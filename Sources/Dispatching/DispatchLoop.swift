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
    var order: [String] = []
    var lines: [String: DispatchProgress.Destination] = [:]
    var tallies: [String: DeadTally] = [:]
    private var unknown: Set<String> = []
    /// By tag; also of destinations that have gone from the configuration meanwhile.
    var attempts: [Int: Attempt] = [:]
    var inFlightBytes = 0
    var nextTag = 0
    var settling: [Int: Settling] = [:]
    var nextToken = 0
    private var outboxComplaintAt: Timestamp?
    private var drainUntil: Timestamp?

    /// Payload bytes in flight over all destinations; each may have one request beyond it, so that
    /// slow destinations that fill it delay no other.
    static let inFlightLimit = 16 << 20
    /// Settlements that could not be written; more would only mean more to be sent twice.
    static let unwrittenLimit = 16

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
        if let new = letters.configuration {
            // A destination that was configured before comes back as it went.
            adopt(new, restored: (try? outbox.destinationStates()) ?? [], now: clock())
            for name in order { lanes[name]!.breaker.probeNow(at: clock()) }
        }
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

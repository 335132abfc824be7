package import Configuration
package import Outbox
package import Vocabulary

/// What goes to one destination next, and when: its leases, requests in flight, rate and breaker.
/// It does nothing itself: `next` says what is to be done, the other calls say what happened.
package struct DestinationLane: Sendable {
    package private(set) var destination: Destination
    package var breaker: Breaker
    private var limiter: RateLimiter?
    /// Leased, and not begun: at most `concurrency`.
    private var leased: [LeasedDelivery] = []
    package private(set) var inFlight = 0
    /// The outbox may have something that is due.
    private var mayHaveWork = true
    private var nextDueAt: Timestamp?

    package enum Step: Hashable, Sendable {
        case send(LeasedDelivery, isProbe: Bool)
        /// Ask the outbox for so many, and tell `leaseAnswered`.
        case lease(limit: Int)
        /// Nothing to do before then, or before something happens (nil).
        case rest(until: Timestamp?)
    }

    package init(_ destination: Destination, restored: DestinationState? = nil, now: Timestamp) {
        self.destination = destination
        breaker = Breaker(
            destination: destination.name, policy: destination.breaker,
            pauseLimit: Self.pauseLimit(destination), restored: restored, now: now)
        limiter = destination.rate.map { RateLimiter($0, now: now) }
    }

    /// `Retry-After` is honoured up to an hour, or up to `retry.max` if that is longer: a service
    /// that errs by a year must not silence itself for good.
    package static func pauseLimit(_ destination: Destination) -> Duration {
        max(destination.retry.max, .seconds(3600))
    }

    /// The destination as a new configuration has it.
    package mutating func reconfigure(_ new: Destination, now: Timestamp) {
        if new.rate != destination.rate { limiter = new.rate.map { RateLimiter($0, now: now) } }
        breaker.policy = new.breaker
        breaker.pauseLimit = Self.pauseLimit(new)
        // Also when nothing changed here: a reload is how people say that a credential, or the
        // service itself, is mended.
        breaker.probeNow(at: now)
        destination = new
    }

    package mutating func next(at now: Timestamp) -> Step {
        var isProbe = false
        switch breaker.permission(at: now) {
        case .flow: break
        case .probe: isProbe = true
        case .wait(let until): return .rest(until: until)
        case .waitForProbe: return .rest(until: nil)
        }
        guard inFlight < max(1, destination.concurrency) else { return .rest(until: nil) }
        if limiter?.available(at: now) == 0 { return .rest(until: limiter?.nextAt(now)) }
        if !leased.isEmpty {
            let delivery = leased.removeFirst()
            limiter?.take(at: now)
            inFlight += 1
            if isProbe { breaker.probeBegan() }
            return .send(delivery, isProbe: isProbe)
        }
        if let due = nextDueAt, due <= now {
            mayHaveWork = true
            nextDueAt = nil
        }
        guard mayHaveWork else { return .rest(until: nextDueAt) }
        return .lease(limit: isProbe ? 1 : leaseLimit(at: now))
    }

    /// Only as much as can be sent at once: what is leased early can't give way to another
    /// partner's work that comes later.
    private mutating func leaseLimit(at now: Timestamp) -> Int {
        let free = max(1, destination.concurrency) - inFlight
        return min(free, limiter?.available(at: now) ?? free)
    }

    package mutating func leaseAnswered(_ answer: LeaseAnswer, limit: Int) {
        leased += answer.deliveries
        mayHaveWork = answer.deliveries.count >= limit
        nextDueAt = answer.nextDueAt
    }

    /// The outbox could not be asked; it is asked again then.
    package mutating func leaseFailed(retryAt: Timestamp) {
        mayHaveWork = false
        nextDueAt = retryAt
    }

    package mutating func workArrived() { mayHaveWork = true }

    /// A part of a delivery went back into the outbox, due then.
    package mutating func workReturned(dueAt: Timestamp) {
        nextDueAt = nextDueAt.map { min($0, dueAt) } ?? dueAt
    }

    /// A delivery that `next` gave was answered, was not sent after all, or was broken off.
    package mutating func ended() { inFlight = max(0, inFlight - 1) }

    /// The leases that were not begun, to be given back to the outbox.
    package mutating func giveBack() -> [DeliveryID] {
        defer {
            leased = []
            mayHaveWork = true
        }
        return leased.map(\.id)
    }
}

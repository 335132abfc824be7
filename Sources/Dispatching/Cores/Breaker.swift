package import Configuration
package import Outbox
package import Vocabulary

/// What an attempt says of the destination, whatever it says of the records.
package enum DestinationHealth: String, Hashable, Sendable {
    /// It answered for the records.
    case answered
    /// The whole request failed for a passing reason, or was not answered.
    case failed
    /// It is up, and asks for a pause (429 with `Retry-After`): no failure.
    case busy
    /// 401, 403, 404, 405, 407, a redirect.
    case setUpWrong
}

/// Whether work may flow to one destination: closed (it flows), open or held (nothing flows but one
/// batch at a time, from `probeAt` on), and in each of them the pause that `Retry-After` asked for.
///
/// Only a probe's answer ends or prolongs a hold; answers to requests that were still on their way
/// when it began say nothing new.
package struct Breaker: Hashable, Sendable {
    /// What has to survive a restart.
    package private(set) var state: DestinationState
    package var policy: BreakerPolicy
    /// The longest pause that `Retry-After` can ask for.
    package var pauseLimit: Duration
    private var isProbing = false

    package enum Permission: Hashable, Sendable {
        case flow
        /// One batch may be sent; say `probeBegan`.
        case probe
        case wait(until: Timestamp)
        /// Until the probe is answered.
        case waitForProbe
    }

    /// What people are to hear of.
    package enum Transition: Hashable, Sendable {
        case opened
        case held
        case closed(after: Duration)
        /// `asked` is what `Retry-After` said, which may be more than was granted.
        case paused(until: Timestamp, asked: Duration)
    }

    /// - Parameter restored: as the last process left it. Instants that lie further ahead than this
    ///   one would have put them (the wall clock was set back in between) are drawn in.
    package init(
        destination: String, policy: BreakerPolicy, pauseLimit: Duration,
        restored: DestinationState? = nil, now: Timestamp
    ) {
        self.policy = policy
        self.pauseLimit = pauseLimit
        state =
            restored
            ?? DestinationState(
                destination: destination, phase: .closed, failures: 0, probeAt: nil, reason: "",
                since: now)
        if let probeAt = state.probeAt {
            state.probeAt = min(probeAt, now + max(policy.probe, pauseLimit))
        } else if state.phase != .closed {
            state.probeAt = now
        }
    }

    package func permission(at now: Timestamp) -> Permission {
        if let probeAt = state.probeAt, probeAt > now { return .wait(until: probeAt) }
        if state.phase == .closed { return .flow }
        return isProbing ? .waitForProbe : .probe
    }

    package mutating func probeBegan() { isProbing = true }

    /// The probe was not sent after all; another one may be.
    package mutating func probeAbandoned() { isProbing = false }

    /// Set up wrong as far as Hopper itself can tell: a credential is missing.
    package mutating func hold(reason: String, at now: Timestamp) -> Transition? {
        isProbing = false
        state.probeAt = now + policy.probe
        if state.phase == .held, state.reason == reason { return nil }
        if state.phase == .closed { state.since = now }
        state.phase = .held
        state.reason = reason
        return .held
    }

    /// The configuration or the credentials changed: a hold is put to the test at once.
    package mutating func probeNow(at now: Timestamp) {
        if state.phase != .closed { state.probeAt = now }
    }

    package mutating func took(
        _ health: DestinationHealth, reason: String, retryAfter: Duration?, isProbe: Bool,
        at now: Timestamp
    ) -> Transition? {
        if isProbe { isProbing = false }
        let pause = retryAfter.map { now + min($0, pauseLimit) }
        switch (state.phase, health) {
        case (.closed, .setUpWrong): return hold(reason: reason, at: now)
        case (.open, .setUpWrong): return isProbe ? hold(reason: reason, at: now) : nil
        case (.held, .setUpWrong): return isProbe ? hold(reason: reason, at: now) : nil
        case (.closed, .failed):
            state.failures += 1
            state.reason = reason
            if state.failures >= policy.failures {
                return open(reason: reason, since: now, pause: pause, at: now)
            }
            return extendPause(pause, asked: retryAfter)
        case (.open, .failed), (.held, .failed):
            guard isProbe else { return nil }
            state.failures += 1
            return open(reason: reason, since: state.since, pause: pause, at: now)
        case (.closed, .answered), (.closed, .busy):
            state.failures = 0
            if let probeAt = state.probeAt, probeAt <= now { state.probeAt = nil }
            if state.probeAt == nil { state.reason = pause == nil ? "" : reason }
            return extendPause(pause, asked: retryAfter)
        case (.open, _), (.held, _):
            guard isProbe else { return nil }
            let since = state.since
            state = DestinationState(
                destination: state.destination, phase: .closed, failures: 0, probeAt: pause,
                reason: pause == nil ? "" : reason, since: now)
            return .closed(after: now - since)
        }
    }

    private mutating func open(
        reason: String, since: Timestamp, pause: Timestamp?, at now: Timestamp
    ) -> Transition? {
        let wasOpen = state.phase == .open
        state.phase = .open
        state.reason = reason
        state.since = since
        let probeAt = now + policy.probe
        state.probeAt = pause.map { max($0, probeAt) } ?? probeAt
        return wasOpen ? nil : .opened
    }

    private mutating func extendPause(_ pause: Timestamp?, asked: Duration?) -> Transition? {
        guard let pause, let asked else { return nil }
        // Of several answers the latest end counts; only a real extension is worth a word.
        guard state.probeAt.map({ $0 + .seconds(1) < pause }) ?? true else { return nil }
        state.probeAt = pause
        return .paused(until: pause, asked: asked)
    }
}

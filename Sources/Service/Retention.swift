import Configuration
import Outbox
import Platform
import Synchronization
import Vocabulary

/// Lets go of what has been kept long enough: a thread that wakes once a minute, and at once when the
/// outbox is over its limit.
final class Retention: Sendable {
    private struct State {
        var settings: Settings
        var isUnderPressure = false
        var isStopping = false
        var clock: RetentionClock
        /// When the next start was last told the time.
        var notedAt: Timestamp?
    }

    private let state: Monitor<State>
    private let committer: GroupCommitter
    private let steady: @Sendable () -> Timestamp
    private let wall: @Sendable () -> Timestamp
    private let lastSeen: LastSeen
    private let events: EventSink
    private let purgeShelves: @Sendable (Timestamp) -> Void
    private let thread: Mutex<WorkerThread?>

    /// - Parameters:
    ///   - steady: the clock of schedules.
    ///   - wall: the clock of the machine.
    ///   - purgeShelves: removes archived files whose time is over at the instant given.
    init(
        settings: Settings, committer: GroupCommitter, steady: @escaping @Sendable () -> Timestamp,
        wall: @escaping @Sendable () -> Timestamp = { .now }, events: @escaping EventSink,
        purgeShelves: @escaping @Sendable (Timestamp) -> Void
    ) {
        lastSeen = LastSeen(in: settings.state)
        state = Monitor(
            State(
                settings: settings,
                clock: RetentionClock(lastSeen: lastSeen.read(), steady: steady())))
        self.committer = committer
        self.steady = steady
        self.wall = wall
        self.events = events
        self.purgeShelves = purgeShelves
        thread = Mutex(nil)
    }

    func start() {
        if state.withLock({ $0.clock.isInDoubt }), let seen = lastSeen.read() {
            events(
                Event(
                    .clockDoubted,
                    "the clock shows \(steady()), and Hopper last ran at \(seen): nothing goes by "
                        + "its age for a day"))
        }
        let worker = WorkerThread("retention") { [self] in run() }
        thread.withLock { $0 = worker }
    }

    func reload(_ settings: Settings) { state.withLock { $0.settings = settings } }

    /// The outbox is over its limit: payloads that nobody needs go now, whatever their age.
    func relieve() { state.withLock(notify: true) { $0.isUnderPressure = true } }

    func stop() {
        state.withLock(notify: true) { $0.isStopping = true }
        thread.withLock { $0.take() }?.join()
    }

    /// By which things go. Noted for the next start once an hour and at the end, unless it is in
    /// doubt.
    private func now(isLast: Bool = false) -> Timestamp {
        let (steady, wall) = (steady(), wall())
        let (now, isToBeNoted) = state.withLock { state -> (Timestamp, Bool) in
            let now = state.clock.now(steady: steady, wall: wall)
            let isDue = state.notedAt.map { $0 + .seconds(3600) <= now || now < $0 } ?? true
            guard !state.clock.isInDoubt, isDue || isLast else { return (now, false) }
            state.notedAt = now
            return (now, true)
        }
        if isToBeNoted { lastSeen.write(now) }
        return now
    }

    private func run() {
        defer { _ = now(isLast: true) }
        while true {
            let turn = state.wait(timeout: .seconds(60)) { state -> (Bool, Bool)? in
                guard state.isStopping || state.isUnderPressure else { return nil }
                defer { state.isUnderPressure = false }
                return (state.isStopping, state.isUnderPressure)
            }
            if turn?.0 == true { return }
            purge(underPressure: turn?.1 ?? false)
        }
    }

    func purge(underPressure: Bool) {
        let settings = state.withLock { $0.settings }
        let kept = settings.retention
        let now = now()
        while !state.withLock({ $0.isStopping }) {
            let step = PurgeStep(
                deliveredBefore: now + (.zero - kept.delivered),
                deadBefore: now + (.zero - kept.dead),
                // A copy lies on its shelf for whole days.
                replaysBefore: now + (.zero - max(kept.archive, kept.dead) - .seconds(86_400)),
                underPressure: underPressure)
            guard case .purged(let outcome)? = try? committer.commit(.purge(step)) else { break }
            CrashPoint.reached("retention.purged")
            guard outcome.more else { break }
        }
        // Archived files take nothing of the outbox: they have their hour anyway.
        if !underPressure { purgeShelves(now) }
    }
}

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
    }

    private let state: Monitor<State>
    private let committer: GroupCommitter
    private let now: @Sendable () -> Timestamp
    private let purgeShelves: @Sendable () -> Void
    private let thread: Mutex<WorkerThread?>

    /// - Parameter purgeShelves: removes archived files whose time is over.
    init(
        settings: Settings, committer: GroupCommitter, now: @escaping @Sendable () -> Timestamp,
        purgeShelves: @escaping @Sendable () -> Void
    ) {
        state = Monitor(State(settings: settings))
        self.committer = committer
        self.now = now
        self.purgeShelves = purgeShelves
        thread = Mutex(nil)
    }

    func start() {
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

    private func run() {
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

    private func purge(underPressure: Bool) {
        let settings = state.withLock { $0.settings }
        let kept = settings.retention
        while !state.withLock({ $0.isStopping }) {
            let step = PurgeStep(
                deliveredBefore: now() + (.zero - kept.delivered),
                deadBefore: now() + (.zero - kept.dead),
                // A copy lies on its shelf for whole days.
                replaysBefore: now() + (.zero - max(kept.archive, kept.dead) - .seconds(86_400)),
                underPressure: underPressure)
            guard case .purged(let outcome)? = try? committer.commit(.purge(step)), outcome.more
            else { break }
        }
        // Archived files take nothing of the outbox: they have their hour anyway.
        if !underPressure { purgeShelves() }
    }
}

package import Configuration
import Glibc
package import Outbox
package import Platform
package import Vocabulary

/// From the outbox to the destinations: one thread that leases deliveries, sends them, and settles
/// what came of them.
///
/// Idle, it blocks in poll(2) until the next delivery falls due, or until it is told of work.
package final class Dispatcher: Sendable {
    package typealias Submit =
        @Sendable (
            OutboxChange, @escaping @Sendable (Result<OutboxResult, OutboxError>) -> Void
        ) -> Void

    let outbox: any OutboxStore
    let submit: Submit
    let channel: any DestinationChannel
    let mailbox = DispatchMailbox()
    let progressState: Monitor<DispatchProgress>
    let events: EventSink
    let onFilesCompleted: @Sendable ([FileID]) -> Void
    let clock: @Sendable () -> Timestamp
    let seed: UInt64
    let credentialsDirectory: String?
    private let configuration: Configuration
    private let life = Monitor(Life())

    private struct Life: Sendable {
        var thread: WorkerThread?
        var isComplete: Bool?
    }

    /// - Parameters:
    ///   - credentialsDirectory: where `bearer:` and `sign:` names are looked up; nil is nowhere.
    ///   - clock: as intake and the outbox use it: due times are its instants.
    ///   - seed: of the jitter; fixed in tests.
    ///   - onFilesCompleted: files all of whose deliveries have ended; on the dispatcher's thread,
    ///     must not block.
    package convenience init(
        outbox: any OutboxStore, committer: GroupCommitter, configuration: Configuration,
        credentialsDirectory: String?, clock: SteadyClock, seed: UInt64? = nil,
        events: @escaping EventSink, onFilesCompleted: @escaping @Sendable ([FileID]) -> Void
    ) {
        let seed = seed ?? UInt64.random(in: 0...UInt64.max)
        self.init(
            outbox: outbox, submit: { committer.submit($0, completion: $1) },
            channel: HTTPChannel(seed: seed, wallClock: { Int64(time(nil)) }),
            configuration: configuration, credentialsDirectory: credentialsDirectory,
            clock: { Timestamp(milliseconds: clock.milliseconds) }, seed: seed, events: events,
            onFilesCompleted: onFilesCompleted)
    }

    /// With every part given from outside, for tests.
    package init(
        outbox: any OutboxStore, submit: @escaping Submit, channel: any DestinationChannel,
        configuration: Configuration, credentialsDirectory: String?,
        clock: @escaping @Sendable () -> Timestamp, seed: UInt64, events: @escaping EventSink,
        onFilesCompleted: @escaping @Sendable ([FileID]) -> Void
    ) {
        self.outbox = outbox
        self.submit = submit
        self.channel = channel
        self.configuration = configuration
        self.credentialsDirectory = credentialsDirectory
        self.clock = clock
        self.seed = seed
        self.events = events
        self.onFilesCompleted = onFilesCompleted
        progressState = Monitor(DispatchProgress(turnAt: clock()))
    }

    /// Takes up the destinations' states as the last process left them, and begins to send.
    package func start() throws(OutboxError) {
        let restored = try outbox.destinationStates()
        let thread = WorkerThread("dispatch") { [self] in
            let loop = DispatchLoop(self, configuration: configuration)
            let isComplete = loop.run(restored: restored)
            life.withLock(notify: true) { $0.isComplete = isComplete }
        }
        life.withLock { $0.thread = thread }
    }

    /// New deliveries for these destinations are committed. Any thread; cheap; may be called from
    /// the committer's completions.
    package func workArrived(destinations: Set<String>) {
        mailbox.post { $0.arrived.formUnion(destinations) }
        channel.wake()
    }

    /// Sends from now on as the new configuration has it. Destinations that are held are probed at
    /// once; those that are gone keep their work in the outbox.
    package func reload(_ configuration: Configuration) {
        mailbox.post { $0.configuration = configuration }
        channel.wake()
    }

    /// Begins nothing new, waits for the answers to what is in flight and for their settlement,
    /// gives the other leases back, and ends the thread. The committer must still be running.
    /// - Returns: false if the time ran out: what was broken off is sent again after a restart.
    @discardableResult
    package func drain(within budget: Duration) -> Bool {
        guard let thread = life.withLock({ $0.thread }) else { return true }
        let until = clock() + budget
        mailbox.post { $0.drainUntil = until }
        channel.wake()
        let isComplete = life.wait { $0.isComplete } ?? false
        thread.join()
        life.withLock { $0.thread = nil }
        return isComplete
    }

    /// What was done since the start, and what is being done now. Any thread.
    package func progress() -> DispatchProgress { progressState.withLock { $0 } }
}

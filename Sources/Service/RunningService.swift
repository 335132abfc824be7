import Configuration
import Dispatching
import Glibc
import HTTP
import Intake
import JSON
import Outbox
import Platform
import Synchronization
import Systemd
import Vocabulary

/// The parts of the daemon, started in order and stopped in the reverse order.
///
/// The order matters: the outbox is proved before anything is taken in or sent; dispatch starts
/// before intake, so that what waits is moving while new files are found. The control socket is
/// taken before either, so that a second daemon on it touches nothing, and answers when all run.
final class RunningService: Sendable {
    /// How long a stop may take: half of it for intake to reach a checkpoint, the rest for answers
    /// under way. The unit's TimeoutStopSec is longer.
    static let drainBudget: Duration = .seconds(20)

    private let directory: String
    private let events: EventSink
    let clock: SteadyClock
    private let outbox: SQLiteOutbox
    let committer: GroupCommitter
    let dispatcher: Dispatcher
    let intake: Intake
    private let retention: Retention
    private let current: Mutex<Configuration>
    let startedAt = Timestamp.now
    private let server: Mutex<HTTPServer?>
    private let isStarted = Monitor(false)
    /// Two reloads at once could leave the older configuration in force, or a part of each.
    private let reloading = Turnstile()

    init(
        configuration: Configuration, directory: String, events: @escaping EventSink
    ) throws(StartFailure) {
        self.directory = directory
        self.events = events
        clock = SteadyClock()
        current = Mutex(configuration)
        server = Mutex(nil)
        let settings = configuration.settings
        try StateDirectories.prepare(settings)
        do throws(OutboxError) {
            outbox = try SQLiteOutbox.open(
                settings.outboxPath, mode: .daemon, expansion: settings.limits.expansion)
        } catch {
            throw StartFailure(opening: error)
        }
        committer = GroupCommitter(store: outbox) { error in
            Self.exitOnDeviceFailure(error, events)
        }
        let clock = clock
        // Intake and dispatch know each other only through these two wires.
        let wires = Wires()
        dispatcher = Dispatcher(
            outbox: outbox, committer: committer, configuration: configuration,
            credentialsDirectory: CredentialDirectory(settings).path, clock: clock,
            events: events, onFilesCompleted: { wires.filesCompleted($0) })
        intake = Intake(
            outbox: outbox, committer: committer, configuration: configuration, clock: clock,
            events: events,
            parse: { try parseConfiguration(sources: $0.sources, directory: directory) },
            onBatchesCommitted: { wires.batchesCommitted(Set($0)) },
            onOutboxFull: { wires.outboxIsFull() })
        let intake = intake
        retention = Retention(
            settings: settings, committer: committer, steady: { Timestamp(clock) },
            events: events,
            purgeShelves: { now in
                do throws(SystemError) {
                    _ = try intake.purgeShelves(at: now)
                } catch {
                    events(Event(.retentionFailed, "old files can't be removed: \(error)"))
                }
            })
        wires.connect(intake: intake, dispatcher: dispatcher, retention: retention)
        do throws(StartFailure) {
            try save(configuration)
        } catch {
            // The outbox must be free for another start.
            committer.stop()
            outbox.close()
            throw error
        }
        try start(configuration)
    }

    private func start(_ configuration: Configuration) throws(StartFailure) {
        let settings = configuration.settings
        try listen(settings)
        do throws(OutboxError) {
            try dispatcher.start()
        } catch {
            throw StartFailure(message: error.description)
        }
        do throws(Intake.StartFailure) {
            try intake.start()
        } catch {
            throw StartFailure(message: error.description)
        }
        retention.start()
        isStarted.withLock(notify: true) { $0 = true }
        let feeds = configuration.partners.reduce(0) { $0 + $1.feeds.count }
        events(
            Event(
                .started,
                "hopperd \(HopperVersion.text) runs: \(counted(feeds, "feed")), "
                    + "\(counted(configuration.destinations.count, "destination")), "
                    + "revision \(configuration.revision)"))
    }

    private func save(_ configuration: Configuration) throws(StartFailure) {
        let revision = Revision(
            id: configuration.revision, acceptedAt: .now, sources: configuration.sources)
        do throws(OutboxError) {
            _ = try committer.commit(.saveRevision(revision))
        } catch {
            var failure = StartFailure(
                message: "the configuration can't be kept in the outbox: \(error)")
            if case .full = error {
                // One that is kept already needs no room: what waits is sent meanwhile.
                if (try? outbox.revision(revision.id)) != nil { return }
                failure.lacksRoom = true
            }
            throw failure
        }
    }

    private func listen(_ settings: Settings) throws(StartFailure) {
        let api = ControlAPI(
            status: { [self] in statusDocument() }, reload: { [self] in reload() },
            replay: { [intake] request throws(ReplayFailure) in try intake.replay(request) },
            changeDead: { [self] change throws(OutboxError) in try changeDead(change) })
        do throws(ListenError) {
            let started = try HTTPServer(
                on: .unixSocket(path: settings.controlSocketPath, mode: 0o660),
                threads: .perConnection
            ) { [isStarted] request in
                _ = isStarted.wait { $0 ? true : nil }
                return api.answer(request)
            }
            server.withLock { $0 = started }
        } catch {
            throw StartFailure(message: error.description)
        }
    }

    /// The revision in force.
    var revision: RevisionID { current.withLock { $0.revision } }

    /// Serves signals until one says stop, feeding the watchdog meanwhile; then drains.
    func attend(to signals: SignalWait) {
        let interval = ServiceManager.watchdogInterval.map { $0 / 3 } ?? .seconds(30)
        var liveness = Liveness(patience: max(interval * 2, .seconds(20)))
        ServiceManager.notify(.ready, .status(statusLine()))
        while true {
            switch signals.next(within: interval) {
            case nil:
                let stuck = liveness.observe(pulses(), now: Timestamp(clock))
                if stuck.isEmpty {
                    ServiceManager.notify(.watchdog, .status(statusLine()))
                } else {
                    events(Event(.partStuck, "no progress in: \(stuck.joined(separator: ", "))"))
                }
            case SIGHUP?: _ = reload()
            case let number?:
                stop(number)
                return
            }
        }
    }

    func stop(_ signal: CInt) {
        let name = signal == SIGINT ? "SIGINT" : "SIGTERM"
        events(Event(.stopping, "\(name): finishing what is under way"))
        ServiceManager.notify(.stopping)
        server.withLock { $0.take() }?.stop()
        let isRead = intake.stop(within: Self.drainBudget / 2)
        let isSent = dispatcher.drain(within: Self.drainBudget / 2)
        retention.stop()
        committer.stop()
        outbox.close()
        if !isSent {
            events(
                Event(
                    .drainIncomplete,
                    "some requests were still unanswered; their batches are sent again at the next "
                        + "start, under the same ids"))
        }
        if !isRead {
            events(
                Event(
                    .drainIncomplete,
                    "a file was still being read; it goes on from its last checkpoint at the next "
                        + "start"))
        }
        events(Event(.stopped, "stopped; everything taken in is in the outbox"))
    }

    private static func letters(_ count: Int) -> String {
        count == 1 ? "1 dead letter" : "\(count) dead letters"
    }

    private func changeDead(_ change: OutboxChange) throws(OutboxError) -> Int {
        guard case .changed(let count) = try committer.commit(change) else { return 0 }
        if case .retryDead = change {
            events(Event(.deliveriesRetried, "an operator put \(Self.letters(count)) back"))
            dispatcher.workArrived(
                destinations: Set(current.withLock { $0.destinations.map(\.name) }))
        } else {
            events(Event(.deliveriesDiscarded, "an operator discarded \(Self.letters(count))"))
        }
        return count
    }

    private func reload() -> ControlAPI.ReloadOutcome { reloading.pass { reloadInTurn() } }

    private func reloadInTurn() -> ControlAPI.ReloadOutcome {
        let fresh: Configuration
        do throws(ConfigurationError) {
            fresh = try loadConfiguration(directory: directory)
        } catch {
            let text = error.render(colored: false)
            events(
                Event(
                    .configurationRefused,
                    "the new configuration is refused, the old one stays in force: "
                        + "\(error.summary), the first: \(error.mistakes[0].headline)".printable(
                            limit: 500)))
            return .refused(text)
        }
        let old = current.withLock { $0 }
        if let fixed = StateDirectories.change(from: old.settings, to: fresh.settings) {
            events(Event(.configurationRefused, fixed))
            return .refused(fixed)
        }
        do throws(StartFailure) { try save(fresh) } catch { return .refused(error.message) }
        CrashPoint.reached("reload.saved")
        current.withLock { $0 = fresh }
        dispatcher.reload(fresh)
        intake.reload(fresh)
        retention.reload(fresh.settings)
        events(
            Event(
                .configurationLoaded, "revision \(fresh.revision) is in force for new files"))
        return .accepted(revision: fresh.revision, changed: old.revision != fresh.revision)
    }

    /// After a failed write at commit nothing may be acknowledged any more; the
    /// next start proves the outbox again.
    private static func exitOnDeviceFailure(
        _ error: OutboxError, _ events: EventSink
    ) -> Never {
        events(
            Event(
                .outboxFailed,
                "the device failed to write the outbox, leaving at once: \(error.description)"))
        _exit(HopperDaemon.Exit.deviceFailed.rawValue)
    }
}

extension StartFailure {
    fileprivate init(opening error: OutboxError) {
        self.init(message: error.description)
        if case .full = error { lacksRoom = true }
    }
}

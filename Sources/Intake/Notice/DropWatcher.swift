package import Configuration
package import Platform
package import Vocabulary

/// Watches the partners' inboxes on a thread of its own, and hands what is ready to the claimer.
///
/// Events are drained at once and are only a hint; a scan finds the truth: at start, after an
/// overflow, when a directory comes back, and every minute.
package final class DropWatcher: Sendable {
    enum Command: Sendable {
        case configure(Configuration)
        case claimEnded(Claimer.Request, DropDirectory.ClaimEnd)
        case scan
        case stop
    }

    private let mailbox = Monitor<[Command]>([])
    private let wakeup: Wakeup
    private let thread = Monitor<WorkerThread?>(nil)
    private let clock: SteadyClock
    private let events: EventSink
    private let progress: IntakeProgress
    private let submit: @Sendable ([Claimer.Request]) -> Void
    private let removeAgain: @Sendable (Inbox, EntryName, FileID) -> Void

    /// How often the directories are looked through although nothing was heard of them.
    package static let scanInterval: Int64 = 60_000

    /// - Parameters:
    ///   - submit: takes what is ready to be claimed; must not block.
    ///   - removeAgain: tries to remove the original of a registered file once more.
    package init(
        clock: SteadyClock, progress: IntakeProgress, events: @escaping EventSink,
        submit: @escaping @Sendable ([Claimer.Request]) -> Void,
        removeAgain: @escaping @Sendable (Inbox, EntryName, FileID) -> Void
    ) throws(SystemError) {
        wakeup = try Wakeup()
        self.clock = clock
        self.progress = progress
        self.events = events
        self.submit = submit
        self.removeAgain = removeAgain
    }

    /// Begins to watch; inboxes that are missing are made, or reported and waited for.
    package func start(_ configuration: Configuration) throws(SystemError) {
        let inotify = Shared(try Inotify())
        send(.configure(configuration))
        let started = WorkerThread("watch") { [self] in
            var watch = WatchLoop(
                inotify: inotify, clock: clock, events: events, submit: submit,
                removeAgain: removeAgain)
            while true {
                progress.began(.watch)
                let commands = mailbox.withLock { commands in
                    defer { commands.removeAll() }
                    return commands
                }
                let isOver = watch.turn(commands)
                progress.ended(.watch)
                if isOver { return }
                wakeup.waitForInput(on: inotify.value.number, timeout: watch.timeout)
            }
        }
        thread.withLock { $0 = started }
    }

    package func configurationChanged(to configuration: Configuration) {
        send(.configure(configuration))
    }

    package func claimEnded(_ request: Claimer.Request, _ end: DropDirectory.ClaimEnd) {
        send(.claimEnded(request, end))
    }

    /// Looks through all inboxes now.
    package func scanNow() { send(.scan) }

    package func stop() {
        send(.stop)
        thread.withLock { thread in
            defer { thread = nil }
            return thread
        }?.join()
    }

    private func send(_ command: Command) {
        mailbox.withLock { $0.append(command) }
        wakeup.signal()
    }
}

import Configuration
import Outbox
import Platform
import Vocabulary

/// What the watching thread owns: the queue of events, and every partner's inbox.
struct WatchLoop {
    let inotify: Shared<Inotify>
    let clock: SteadyClock
    let events: EventSink
    let submit: ([Claimer.Request]) -> Void
    let removeAgain: (Inbox, EntryName, FileID) -> Void

    var settings = Settings()
    var partners: [String: WatchedPartner] = [:]
    /// Whose inbox a watch is of; nil for the directories above the inboxes.
    var watches: [Inotify.Watch: String?] = [:]
    var parents: [String: Inotify.Watch] = [:]
    var nextScan: Int64
    var requests: [Claimer.Request] = []

    init(
        inotify: Shared<Inotify>, clock: SteadyClock, events: @escaping EventSink,
        submit: @escaping ([Claimer.Request]) -> Void,
        removeAgain: @escaping (Inbox, EntryName, FileID) -> Void
    ) {
        self.inotify = inotify
        self.clock = clock
        self.events = events
        self.submit = submit
        self.removeAgain = removeAgain
        nextScan = clock.milliseconds + DropWatcher.scanInterval
    }

    /// How long nothing has to be done unless something happens.
    var timeout: Duration {
        let next = partners.values.compactMap { $0.drops.nextDeadline }.min() ?? nextScan
        return .milliseconds(max(0, min(next, nextScan) - clock.milliseconds))
    }

    /// Takes what has happened, and what is due. True when it was told to stop.
    mutating func turn(_ commands: [DropWatcher.Command]) -> Bool {
        for command in commands {
            switch command {
            case .stop: return true
            case .configure(let configuration): configure(configuration)
            case .scan: attachAll(scanning: true)
            case .claimEnded(let request, let end):
                take(
                    partners[request.inbox.partner]?.drops.claimEnded(
                        request.name, end, at: clock.milliseconds),
                    of: request.inbox.partner)
            }
        }
        drain()
        let now = clock.milliseconds
        if now >= nextScan {
            nextScan = now + DropWatcher.scanInterval
            attachAll(scanning: true)
        }
        for partner in partners.keys {
            guard let due = partners[partner]?.drops.nextDeadline, due <= now else { continue }
            take(partners[partner]?.drops.tick(at: now), of: partner)
        }
        if !requests.isEmpty {
            submit(requests)
            requests.removeAll()
        }
        return false
    }

    private mutating func drain() {
        let happened: [Inotify.Event]
        do {
            happened = try inotify.value.drain()
        } catch {
            events(Event(.watchLost, "\(error); the inboxes are looked through instead"))
            attachAll(scanning: true)
            return
        }
        var mustAttach = false
        for event in happened {
            if event.events.contains(.overflow) {
                events(
                    Event(
                        .watchOverflow,
                        "more happened in the inboxes at once than the kernel keeps in mind: they "
                            + "are looked through instead"))
                attachAll(scanning: true)
                continue
            }
            guard let watch = event.watch, let owner = watches[watch] else { continue }
            guard let partner = owner, event.events.isDisjoint(with: .directoryGone) else {
                if !event.events.isDisjoint(with: .directoryGone) { forget(watch) }
                mustAttach = true
                continue
            }
            notice(event, of: partner)
        }
        if mustAttach { attachAll(scanning: false) }
    }

    private mutating func notice(_ event: Inotify.Event, of partner: String) {
        let notice: DropDirectory.Notice
        if event.events.contains(.movedIn) {
            notice = .movedIn
        } else if event.events.contains(.closed) {
            notice = .closed
        } else if event.events.contains(.created) {
            notice = .created
        } else {
            // Removed, or moved out: perhaps long since, and there is another by now.
            let name = EntryName(bytes: event.name)
            guard let inbox = partners[partner]?.inbox,
                (try? inbox.directory.status(of: name.bytes)) == nil
            else { return }
            return take(partners[partner]?.drops.gone(name), of: partner)
        }
        look(EntryName(bytes: event.name), notice, of: partner)
    }

    private mutating func look(
        _ name: EntryName, _ notice: DropDirectory.Notice, of partner: String
    ) {
        guard let inbox = partners[partner]?.inbox, !name.bytes.isEmpty,
            let status = try? inbox.directory.status(of: name.bytes)
        else {
            if partners[partner]?.inbox != nil {
                take(partners[partner]?.drops.gone(name), of: partner)
            }
            return
        }
        take(
            partners[partner]?.drops.noticed(name, notice, status, at: clock.milliseconds),
            of: partner)
    }

    /// Does what the partner's drop directory has decided.
    mutating func take(_ actions: [DropDirectory.Action]?, of partner: String) {
        guard let actions, !actions.isEmpty, let inbox = partners[partner]?.inbox else { return }
        for action in actions {
            switch action {
            case .look(let name, let notice): look(name, notice, of: partner)
            case .claim(let name, let feed, let marker):
                requests.append(
                    Claimer.Request(inbox: inbox, name: name, feed: feed, marker: marker))
            case .removeAgain(let name, let file): removeAgain(inbox, name, file)
            case .scan: scan(partner)
            case .reportNotTaken, .reportPartial, .reportFailed, .reportManyNotTaken:
                if let event = NotTakenReport.event(for: action, partner: partner) {
                    events(event)
                }
            }
        }
    }
}

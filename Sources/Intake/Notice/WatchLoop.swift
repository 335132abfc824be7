import Configuration
import Outbox
import Platform
import Vocabulary

/// What the watching thread owns: the queue of events, and every partner's inbox.
struct WatchLoop {
    let inotify: Shared<Inotify>
    private let clock: SteadyClock
    private let events: EventSink
    private let submit: ([Claimer.Request]) -> Void
    private let removeAgain: (Inbox, EntryName, FileID) -> Void

    private var settings = Settings()
    private var partners: [String: WatchedPartner] = [:]
    /// Whose inbox a watch is of; nil for the directories above the inboxes.
    private var watches: [Inotify.Watch: String?] = [:]
    private var parents: [String: Inotify.Watch] = [:]
    private var nextScan: Int64
    private var requests: [Claimer.Request] = []

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
    private mutating func take(_ actions: [DropDirectory.Action]?, of partner: String) {
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

extension WatchLoop {
    private mutating func configure(_ configuration: Configuration) {
        let isMoved = settings.drops != configuration.settings.drops
        settings = configuration.settings
        let names = Set(configuration.partners.map(\.name))
        for (name, partner) in partners where isMoved || !names.contains(name) {
            if let watch = partner.watch { unwatch(watch) }
            partners[name] = nil
        }
        for (path, watch) in parents where isMoved || !isParent(path) {
            unwatch(watch)
            parents[path] = nil
        }
        for partner in configuration.partners {
            let rules = DropRules(of: partner)
            if partners[partner.name] == nil {
                partners[partner.name] = WatchedPartner(drops: DropDirectory(rules))
            } else {
                partners[partner.name]?.drops.rulesChanged(to: rules)
            }
        }
        attachAll(scanning: true)
    }

    private func isParent(_ path: String) -> Bool {
        path == settings.drops || partners.keys.contains { path == settings.drops + "/" + $0 }
    }

    /// Makes sure that each inbox, as it is now, is watched; one that is new is looked through.
    private mutating func attachAll(scanning: Bool) {
        for name in partners.keys.sorted() {
            var isNew = attach(name)
            // What happened above before it was watched is found by a second look.
            let isWatched = [settings.drops, settings.drops + "/" + name].map { watchParent($0) }
            if isWatched.contains(true) { isNew = attach(name) || isNew }
            if isNew || scanning { scan(name) }
        }
    }

    /// True when the directory was not watched before.
    private mutating func watchParent(_ path: String) -> Bool {
        guard parents[path] == nil, let directory = try? BeneathDirectory(at: path),
            let watch = try? inotify.value.watch(
                directory, for: [.created, .movedIn, .movedOut, .deleted])
        else { return false }
        parents[path] = watch
        watches[watch] = .some(nil)
        return true
    }

    /// True when the inbox is another directory than before.
    private mutating func attach(_ name: String) -> Bool {
        guard let partner = partners[name] else { return false }
        let inbox: Inbox
        do {
            inbox = try openInbox(name)
        } catch {
            lost(name, error)
            return false
        }
        if let known = partner.inbox, known.isSameDirectory(as: inbox.identity),
            partner.watch != nil || partner.isPolled
        {
            return false
        }
        if let watch = partner.watch { unwatch(watch) }
        partners[name]?.inbox = inbox
        partners[name]?.isLost = false
        var polled: String?
        do {
            let watch = try inotify.value.watch(
                inbox.directory, for: [.created, .closed, .movedIn, .movedOut, .deleted])
            partners[name]?.watch = watch
            watches[watch] = name
            if let remote = RemoteFileSystem(type: inbox.directory.fileSystemType) {
                polled = "it is on \(remote.name), which does not tell what others do there"
            }
        } catch {
            partners[name]?.watch = nil
            polled = "\(error.call): \(error.reason)"
        }
        partners[name]?.isPolled = polled != nil
        if let polled {
            events(
                Event(
                    .watchPolled,
                    "the inbox \(inbox.directory.path) is looked through every minute: \(polled)",
                    partner: name))
        } else {
            events(Event(.watching, "watching the inbox \(inbox.directory.path)", partner: name))
        }
        return true
    }

    private func openInbox(_ name: String) throws(SystemError) -> Inbox {
        let path = settings.inbox(of: name)
        do {
            return try Inbox(partner: name, path: path)
        } catch {
            guard error.isNoEntry else { throw error }
            // The partner writes here, and Hopper removes: who else may is for the administrator.
            try BeneathDirectory.create(path, mode: 0o770)
            return try Inbox(partner: name, path: path)
        }
    }

    private mutating func lost(_ name: String, _ error: SystemError) {
        if let watch = partners[name]?.watch { unwatch(watch) }
        partners[name]?.watch = nil
        partners[name]?.inbox = nil
        guard partners[name]?.isLost == false else { return }
        partners[name]?.isLost = true
        events(
            Event(
                .watchLost,
                "the inbox \(settings.inbox(of: name)) can't be watched (\(error.call): "
                    + "\(error.reason)); it is tried again every minute", partner: name))
    }

    private mutating func unwatch(_ watch: Inotify.Watch) {
        inotify.value.unwatch(watch)
        watches[watch] = nil
    }

    /// The kernel has ended the watch, or its directory has left its place.
    private mutating func forget(_ watch: Inotify.Watch) {
        unwatch(watch)
        for (name, partner) in partners where partner.watch == watch {
            partners[name]?.watch = nil
            partners[name]?.inbox = nil
        }
        for (path, parent) in parents where parent == watch { parents[path] = nil }
    }

    /// Looks through one inbox, the oldest files first.
    private mutating func scan(_ name: String) {
        guard let inbox = partners[name]?.inbox else { return }
        inbox.restoreStranded()
        partners[name]?.drops.scanBegan()
        var page: [(name: EntryName, status: FileStatus)] = []
        do {
            try inbox.directory.forEachName { bytes in
                // Gone meanwhile: fine.
                if let status = try? inbox.directory.status(of: bytes) {
                    page.append((EntryName(bytes: bytes), status))
                }
                // In pages, so that a full directory does not fill the memory.
                if page.count == 10_000 { found(&page, in: name) }
                return true
            }
            found(&page, in: name)
            take(partners[name]?.drops.scanEnded(), of: name)
        } catch {
            found(&page, in: name)
            lost(name, error)
        }
    }

    private mutating func found(
        _ page: inout [(name: EntryName, status: FileStatus)], in partner: String
    ) {
        page.sort {
            ($0.status.modifiedAtNanoseconds, $0.name) < ($1.status.modifiedAtNanoseconds, $1.name)
        }
        let now = clock.milliseconds
        for (name, status) in page {
            take(partners[partner]?.drops.noticed(name, .scanned, status, at: now), of: partner)
        }
        page.removeAll(keepingCapacity: true)
    }
}

/// One partner as the watching thread sees it.
struct WatchedPartner {
    var drops: DropDirectory
    /// Nil while there is none that can be opened.
    var inbox: Inbox?
    var watch: Inotify.Watch?
    /// Events don't arrive: only the scans find what is there.
    var isPolled = false
    /// Said already that there is no inbox.
    var isLost = false
}

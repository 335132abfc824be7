import Configuration
import Platform
import Vocabulary

/// Which directories are watched, and how they are looked through.
extension WatchLoop {
    mutating func configure(_ configuration: Configuration) {
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
    mutating func attachAll(scanning: Bool) {
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
    mutating func forget(_ watch: Inotify.Watch) {
        unwatch(watch)
        for (name, partner) in partners where partner.watch == watch {
            partners[name]?.watch = nil
            partners[name]?.inbox = nil
        }
        for (path, parent) in parents where parent == watch { parents[path] = nil }
    }

    /// Looks through one inbox, the oldest files first.
    mutating func scan(_ name: String) {
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

import Configuration
package import Platform
package import Vocabulary

/// What is known of one partner's inbox, and what is to be done about it: the readiness ladder.
///
/// Events come in as `noticed`, with the entry's status as it was found right after; the passing of
/// time as `tick`; the end of a claim as `claimEnded`. Decisions go out as actions. Instants are
/// milliseconds of the steady clock.
///
/// - `settle`: closed (or moved in, or found by a scan), and found unchanged that long after. An
///   entry that was seen being created and never closed has to stay unchanged for a minute.
/// - `renamed`: moved in. What a scan finds that no event told of counts as moved in if it is found
///   unchanged two seconds later: at start, or after lost events, nothing can tell it from a rename,
///   and the partner has agreed that nothing is written under its final name. An entry that was seen
///   being written under its final name breaks that agreement, and is not taken.
/// - `marker`: its side file is there.
package struct DropDirectory: Sendable {
    package enum Notice: Hashable, Sendable { case created, closed, movedIn, scanned, looked }

    package enum Action: Hashable, Sendable {
        /// Find out the entry's status, and call `noticed` with it.
        case look(EntryName, Notice)
        case claim(EntryName, FeedName, marker: EntryName?)
        /// The original of a registered file is still there: try to remove it once more.
        case removeAgain(EntryName, FileID)
        case reportNotTaken(EntryName, NotTaken)
        /// Not ready for longer than `ready.within`; the feed is nil where the name tells none.
        case reportPartial(EntryName, FeedName?)
        /// Could not be taken in, for this reason; told at the first attempt, and seldom afterwards.
        case reportFailed(EntryName, FeedName?, String)
        /// More entries than are kept in mind are not taken; they are no longer listed one by one.
        case reportManyNotTaken
        /// Some entries were left out for want of room in memory, and there is room now.
        case scan
    }

    package enum NotTaken: Hashable, Sendable {
        case matchesNoFeed
        case hardLinked
        case isA(FileStatus.Kind)
    }

    package enum ClaimEnd: Hashable, Sendable {
        /// Registered, and gone from the inbox.
        case taken
        /// Registered, but the original could not be removed.
        case notRemoved(FileID, FileStatus)
        /// It was written to, or replaced, while it was copied.
        case changed
        case vanished
        case notTaken(NotTaken)
        /// The machine's fault, or the administrator's: tried again, with longer and longer waits.
        case failed(String)
        /// Not begun: there is no room, or the daemon stops. The entry is as it was.
        case putOff
    }

    enum Phase: Hashable, Sendable {
        /// For an event, or for a look at `until`.
        case waiting(until: Int64?)
        /// For another attempt at the claim.
        case ready(at: Int64)
        /// `again`: what happened under its name meanwhile.
        case claiming(again: Notice?)
        case taken(FileID, FileStatus)
        case notTaken(NotTaken)
    }

    struct Entry: Sendable {
        var role: DropRules.Role
        var phase = Phase.waiting(until: nil)
        var status: FileStatus?
        /// Since when it has been like that.
        var unchangedSince: Int64
        var firstSeenAt: Int64
        /// Seen being created, and not closed or moved in since.
        var isBeingWritten = false
        var isReportedPartial = false
        /// Claims that have failed.
        var attempts = 0
    }

    package private(set) var rules: DropRules
    var entries: [EntryName: Entry] = [:]
    /// The side files that are there, by the name of the file that they speak for.
    var markers: [EntryName: EntryName] = [:]
    var looks = Deadlines<EntryName>()
    var partials = Deadlines<EntryName>()
    var scanned: Set<EntryName>?
    var notTaken = 0
    var hasReportedMany = false
    var hasLeftOut = false
    let capacity: Int

    /// How long an entry must be found unchanged where no event proves that it is complete.
    package static let quiet: Int64 = 2000
    package static let longQuiet: Int64 = 60_000
    package static let longestRetry: Int64 = 300_000
    package static let defaultWithin: Int64 = 3_600_000

    /// - Parameter capacity: entries kept in mind; further ones wait for a later scan.
    package init(_ rules: DropRules, capacity: Int = 50_000) {
        self.rules = rules
        self.capacity = capacity
    }

    /// When `tick` has something to do next.
    package var nextDeadline: Int64? {
        [looks.next, partials.next].compactMap { $0 }.min()
    }

    package var count: Int { entries.count }

    /// An event told of the entry, or a scan or a look found it.
    /// - Parameter status: what it was right after; nil if it was gone.
    package mutating func noticed(
        _ name: EntryName, _ notice: Notice, _ status: FileStatus?, at now: Int64
    ) -> [Action] {
        guard let status else { return gone(name) }
        if entries[name] == nil {
            let role = rules.role(of: name)
            if role == .ours { return [] }
            guard entries.count < capacity else {
                hasLeftOut = true
                return []
            }
            entries[name] = Entry(role: role, unchangedSince: now, firstSeenAt: now)
            partials.add(name, at: now + within(role))
            entries[name]?.isBeingWritten = notice == .created
        }
        scanned?.insert(name)
        guard var entry = entries[name] else { return [] }
        let isUnchanged = entry.status == status
        if !isUnchanged {
            if let known = entry.status, known.inode != status.inode, notice == .scanned {
                // Another file under the name, and no event told so: nothing is known of it.
                entry.isBeingWritten = false
            }
            entry.status = status
            entry.unchangedSince = now
        }
        if notice == .closed || notice == .movedIn { entry.isBeingWritten = false }
        if case .claiming = entry.phase {
            if notice != .scanned, notice != .looked { entry.phase = .claiming(again: notice) }
            entries[name] = entry
            return []
        }
        let actions = step(name, &entry, notice, status, isUnchanged: isUnchanged, at: now)
        if entries[name] != nil { entries[name] = entry }
        return actions
    }

    /// The entry was removed or moved out.
    package mutating func gone(_ name: EntryName) -> [Action] {
        guard let entry = entries[name] else { return [] }
        if case .claiming = entry.phase { return [] }
        return forget(name)
    }

    /// A scan begins; each entry it finds is `noticed` as scanned.
    package mutating func scanBegan() { scanned = [] }

    /// The scan is over: what it has not found is gone.
    package mutating func scanEnded() -> [Action] {
        guard let found = scanned else { return [] }
        scanned = nil
        var actions: [Action] = []
        for name in entries.keys where !found.contains(name) { actions += gone(name) }
        return actions
    }

    /// Takes whatever is due.
    package mutating func tick(at now: Int64) -> [Action] {
        var actions: [Action] = []
        while let name = looks.takeDue(at: now) {
            guard let entry = entries[name] else { continue }
            switch entry.phase {
            case .waiting(let until?) where until <= now:
                entries[name]?.phase = .waiting(until: nil)
                actions.append(.look(name, .looked))
            case .ready(let at) where at <= now: actions += claim(name)
            default: break
            }
        }
        while let name = partials.takeDue(at: now) {
            guard let entry = entries[name], !entry.isReportedPartial,
                entry.firstSeenAt + within(entry.role) <= now
            else { continue }
            guard case .waiting = entry.phase, entry.role != .unmatched else { continue }
            entries[name]?.isReportedPartial = true
            actions.append(.reportPartial(name, feed(of: entry.role)))
        }
        return actions
    }

    package mutating func claimEnded(
        _ name: EntryName, _ end: ClaimEnd, at now: Int64
    ) -> [Action] {
        guard var entry = entries[name], case .claiming(let again) = entry.phase else { return [] }
        let isNew = again != nil
        switch end {
        case .taken, .notRemoved:
            // Its side file has been removed by the claim.
            if let marker = markers[name] { _ = forget(marker) }
        default: break
        }
        var report: [Action] = []
        switch end {
        case .taken, .vanished:
            let actions = forget(name)
            return actions + (again.map { [.look(name, $0)] } ?? [])
        case .notRemoved(let file, let status): entry.phase = .taken(file, status)
        case .changed:
            // Looked at from the beginning: found once, then found unchanged.
            entry.status = nil
            entry.firstSeenAt = isNew ? now : entry.firstSeenAt
            wait(&entry, name, for: settleTime(entry.role) ?? Self.quiet, at: now)
        case .notTaken(let why):
            let actions = setAside(name, &entry, why)
            if entries[name] != nil { entries[name] = entry }
            return actions + (again.map { [.look(name, $0)] } ?? [])
        case .failed(let reason):
            entry.attempts += 1
            let at = now + min(1000 << Int64(min(entry.attempts - 1, 20)), Self.longestRetry)
            entry.phase = .ready(at: at)
            looks.add(name, at: at)
            if entry.attempts % 12 == 1 {
                report = [.reportFailed(name, feed(of: entry.role), reason)]
            }
        case .putOff:
            entry.phase = .ready(at: now)
            looks.add(name, at: now)
        }
        entries[name] = entry
        return report + (again.map { [.look(name, $0)] } ?? [])
    }

    /// Other feeds from now on. What is being claimed goes on; entries whose rule has changed are
    /// forgotten, and a scan must follow.
    package mutating func rulesChanged(to rules: DropRules) {
        self.rules = rules
        for (name, entry) in entries {
            switch entry.phase {
            case .claiming, .taken: continue
            default: if rules.role(of: name) != entry.role { _ = forget(name) }
            }
        }
    }
}

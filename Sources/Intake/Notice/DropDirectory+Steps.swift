import Configuration
import Platform
import Vocabulary

/// How an entry climbs the ladder.
extension DropDirectory {
    mutating func step(
        _ name: EntryName, _ entry: inout Entry, _ notice: Notice, _ status: FileStatus,
        isUnchanged: Bool, at now: Int64
    ) -> [Action] {
        switch entry.phase {
        case .taken(let file, let known):
            if known.isSameContent(as: status) {
                return notice == .scanned ? [.removeAgain(name, file)] : []
            }
            // A new file under the name of one that could not be removed.
            entry.phase = .waiting(until: nil)
            entry.firstSeenAt = now
        case .notTaken(let why):
            if problem(entry.role, status) == why { return [] }
            notTaken -= 1
            entry.phase = .waiting(until: nil)
        case .ready: return []
        case .claiming: return []
        case .waiting: break
        }
        if let why = problem(entry.role, status) {
            // Not at once: a name may be on its way to another, a link count on its way down.
            if notice == .looked && isUnchanged {
                return setAside(name, &entry, why)
            }
            wait(&entry, name, for: Self.quiet, at: now)
            return []
        }
        switch entry.role {
        case .temporary, .unmatched, .ours: return []
        case .marker(let marked, _):
            if notice == .created { return [] }
            markers[marked] = name
            guard case .waiting = entries[marked]?.phase else { return [] }
            return claim(marked)
        case .file(let rule):
            return stepFile(name, &entry, rule.ready, notice, isUnchanged: isUnchanged, at: now)
        }
    }

    private mutating func stepFile(
        _ name: EntryName, _ entry: inout Entry, _ ready: Readiness, _ notice: Notice,
        isUnchanged: Bool, at now: Int64
    ) -> [Action] {
        if ready.sideFile != nil {
            guard markers[name] != nil, notice != .created else { return [] }
            return claimNow(name, &entry)
        }
        switch (ready, notice) {
        case (.renamed, .movedIn): return claimNow(name, &entry)
        case (.renamed, .created), (.renamed, .closed):
            // Written under its final name; only a scan that finds another file there forgets it.
            entry.isBeingWritten = true
            return []
        case (.settle(let span), .closed), (.settle(let span), .movedIn):
            wait(&entry, name, for: span.inMilliseconds, at: now)
            return []
        case (_, .created): return []
        case (_, .scanned):
            guard case .waiting(until: nil) = entry.phase else { return [] }
            if entry.isBeingWritten {
                guard case .settle = ready, isUnchanged,
                    now - entry.unchangedSince >= Self.longQuiet
                else { return [] }
                return claimNow(name, &entry)
            }
            wait(&entry, name, for: settleTime(entry.role) ?? Self.quiet, at: now)
            return []
        case (_, .looked):
            if entry.isBeingWritten { return [] }
            let span = settleTime(entry.role) ?? Self.quiet
            let rest = entry.unchangedSince + span - now
            if isUnchanged, rest <= 0 { return claimNow(name, &entry) }
            wait(&entry, name, for: rest, at: now)
            return []
        default: return []
        }
    }

    private mutating func claimNow(_ name: EntryName, _ entry: inout Entry) -> [Action] {
        entries[name] = entry
        let actions = claim(name)
        entry = entries[name] ?? entry
        return actions
    }

    mutating func claim(_ name: EntryName) -> [Action] {
        guard let entry = entries[name], case .file(let rule) = entry.role else { return [] }
        entries[name]?.phase = .claiming(again: nil)
        return [.claim(name, rule.feed, marker: markers[name])]
    }

    mutating func wait(
        _ entry: inout Entry, _ name: EntryName, for span: Int64, at now: Int64
    ) {
        entry.phase = .waiting(until: now + span)
        looks.add(name, at: now + span)
    }
}

import Configuration
import Platform
import Vocabulary

/// How entries are kept and let go.
extension DropDirectory {
    mutating func setAside(
        _ name: EntryName, _ entry: inout Entry, _ why: NotTaken
    ) -> [Action] {
        guard notTaken < capacity / 5 else {
            entries[name] = nil
            if hasReportedMany { return [] }
            hasReportedMany = true
            return [.reportManyNotTaken]
        }
        entry.phase = .notTaken(why)
        notTaken += 1
        return [.reportNotTaken(name, why)]
    }

    mutating func forget(_ name: EntryName) -> [Action] {
        guard let entry = entries.removeValue(forKey: name) else { return [] }
        if case .notTaken = entry.phase {
            notTaken -= 1
            if notTaken == 0 { hasReportedMany = false }
        }
        if case .marker(let marked, _) = entry.role { markers[marked] = nil }
        dropStaleDeadlines()
        guard hasLeftOut, entries.count <= capacity / 2 else { return [] }
        hasLeftOut = false
        return [.scan]
    }

    /// Deadlines of forgotten entries lie around until they are due; not too many of them.
    private mutating func dropStaleDeadlines() {
        if partials.count > entries.count * 4 + 1024 {
            partials.removeAll()
            for (name, entry) in entries where !entry.isReportedPartial {
                partials.add(name, at: entry.firstSeenAt + within(entry.role))
            }
        }
        if looks.count > entries.count * 4 + 1024 {
            looks.removeAll()
            for (name, entry) in entries {
                switch entry.phase {
                case .waiting(let until?): looks.add(name, at: until)
                case .ready(let at): looks.add(name, at: at)
                default: break
                }
            }
        }
    }

    func problem(_ role: DropRules.Role, _ status: FileStatus) -> NotTaken? {
        if role == .unmatched, status.kind == .regular { return .matchesNoFeed }
        if status.kind != .regular { return .isA(status.kind) }
        if status.links > 1 { return .hardLinked }
        return nil
    }

    func settleTime(_ role: DropRules.Role) -> Int64? {
        guard case .file(let rule) = role, case .settle(let span) = rule.ready else { return nil }
        return span.inMilliseconds
    }

    func feed(of role: DropRules.Role) -> FeedName? {
        switch role {
        case .file(let rule), .marker(of: _, let rule): rule.feed
        case .temporary(let rule): rule?.feed
        case .unmatched, .ours: nil
        }
    }

    func within(_ role: DropRules.Role) -> Int64 {
        switch role {
        case .file(let rule), .marker(of: _, let rule): rule.within
        case .temporary(let rule): rule?.within ?? Self.defaultWithin
        case .unmatched, .ours: Self.defaultWithin
        }
    }
}

extension FileStatus {
    /// Whether nobody has written to the file in between (its name and links may have changed).
    func isSameContent(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode && size == other.size
            && modifiedAtNanoseconds == other.modifiedAtNanoseconds
    }
}

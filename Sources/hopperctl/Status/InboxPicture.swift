import Configuration
import Intake
import JSON
import Platform
import Vocabulary

/// What lies in the partners' inboxes and is not on its way in: what for?
struct InboxPicture {
    struct Entry {
        var partner: String
        var name: String
        var bytes: Int64
        /// When it was last written to, renamed or linked.
        var changedAt: Timestamp
        var reason: String
    }

    private(set) var entries: [Entry] = []
    /// How many there are, also those beyond the ones that are kept.
    private(set) var count = 0

    /// Entries that are kept, of all partners together.
    private static let most = 1000
    /// A file that is as it should be may well lie there for so long.
    private static let patience: Int64 = 60_000

    /// - Parameter now: what has come or changed just before is on its way.
    init(_ partners: [Partner], settings: Settings, at now: Timestamp) {
        for partner in partners { look(into: partner, settings.inbox(of: partner.name), now) }
    }

    private mutating func look(into partner: Partner, _ path: String, _ now: Timestamp) {
        do throws(SystemError) {
            let inbox = try BeneathDirectory(at: path)
            var names: Set<EntryName> = []
            try inbox.forEachName { name in
                names.insert(EntryName(bytes: name))
                return true
            }
            let rules = DropRules(of: partner)
            for name in names.sorted() {
                guard let status = try inbox.status(of: name.bytes) else { continue }
                let changedAt = Timestamp(milliseconds: status.changedAtNanoseconds / 1_000_000)
                let isNew = now.milliseconds - changedAt.milliseconds < Self.patience
                guard let reason = Self.reason(name, status, rules, among: names, isNew: isNew)
                else { continue }
                add(
                    Entry(
                        partner: partner.name, name: name.printable, bytes: status.size,
                        changedAt: changedAt, reason: reason))
            }
        } catch {
            add(
                Entry(
                    partner: partner.name, name: "-", bytes: 0, changedAt: now,
                    reason: "its inbox can't be looked into: \(error.reason)"))
        }
    }

    private mutating func add(_ entry: Entry) {
        count += 1
        if entries.count < Self.most { entries.append(entry) }
    }

    /// Nil for what is as it should be.
    static func reason(
        _ name: EntryName, _ status: FileStatus, _ rules: DropRules, among names: Set<EntryName>,
        isNew: Bool
    ) -> String? {
        let role = rules.role(of: name)
        if case .ours = role { return nil }
        if case .temporary = role {
            return isNew ? nil : "it is called as an upload that is under way"
        }
        guard status.kind == .regular else {
            return "it is not a regular file, but a \(status.kind.rawValue)"
        }
        if status.links > 1 { return "it has more than one hard link" }
        switch role {
        case .unmatched: return "its name matches no feed"
        case .marker(of: let file, _):
            return names.contains(file) ? nil : "there is no \(file.printable) beside it"
        case .file(let rule):
            if let pattern = rule.ready.sideFile {
                let side = EntryName(
                    bytes: Array(pattern.utf8).replacing(Array("{name}".utf8), with: name.bytes))
                if !names.contains(side) { return "it waits for \(side.printable)" }
            }
            if isNew { return nil }
            return rule.ready == .renamed
                ? "it was not renamed into the inbox" : "it is not taken in yet"
        case .temporary, .ours: return nil
        }
    }

    func table(_ shown: Int) -> Table {
        var table = Table(
            ("in an inbox", .left), ("name", .left), ("size", .right), ("changed", .left),
            ("why", .left))
        for entry in entries.prefix(shown) {
            table.add(
                entry.partner, entry.name.printable(limit: 60), Figures.bytes(entry.bytes),
                Figures.instant(entry.changedAt), entry.reason.printable(limit: 200))
        }
        return table
    }

    var document: JSONValue {
        .array(
            entries.map { entry in
                [
                    "partner": .string(entry.partner), "name": .string(entry.name),
                    "size": .integer(entry.bytes),
                    "changed_at": .string(entry.changedAt.description),
                    "reason": .string(entry.reason),
                ]
            })
    }
}

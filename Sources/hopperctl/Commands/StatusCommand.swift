import Configuration
import HTTP
import JSON
import Outbox
import Vocabulary

/// `hopperctl status`: what is going on?
enum StatusCommand: Subcommand {
    static let name = "status"
    static let summary = "shows the daemon, what waits and where, and the ledger"
    static let help = """
        Usage: hopperctl status [--json]

        Shows whether the daemon runs, each destination's state and queue, files that can't be read
        now, what lies in the inboxes and why it is not taken in, and the ledger: for each feed and
        destination, what was read and what became of it. Works with the daemon down.

        Examples:
          hopperctl status
          hopperctl status --json | jq '.ledger[] | select(.balanced | not)'

        Exit codes: 0 all in order, 1 a destination is held, down, or not configured and has work
        queued, a file can't be read now, or the ledger does not balance, 3 the outbox can't be
        opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, flags: ["--json"], options: ["--config"])
        guard arguments.positional.isEmpty else { throw .usage("status takes no arguments") }
        let directory = arguments.value("--config") ?? configDirectory
        let settings = try ConfigurationAccess.settings(directory)
        let picture = try StatusPicture(
            settings: settings, directory: ConfigurationAccess.directory(directory))
        if arguments.has("--json") {
            Terminal.out(picture.document.serialized(indented: true))
        } else {
            Terminal.out(picture.text)
        }
        return picture.isInOrder ? .done : .foundWrong
    }
}

/// Everything `status` shows, read once.
struct StatusPicture {
    let settings: Settings
    /// What the running daemon says of itself; nil when it is down.
    let daemon: JSONValue?
    let ledger: [LedgerLine]
    let queued: [QueuedWork]
    let states: [DestinationState]
    let usage: OutboxUsage
    let troubles: [FileTrouble]
    /// Files set aside within a day.
    let setAside: [FileSummary]
    /// Nil where it is not known which names are whose.
    let inboxes: InboxPicture?

    /// Entries of inboxes that are shown to people.
    private static let mostShown = 20
    private static let mostCounted = 1000

    /// - Parameter directory: where the configuration is.
    init(settings: Settings, directory: String) throws(CommandFailure) {
        self.settings = settings
        let answer = try ControlClient(settings).ask(.get, "/status")
        daemon = answer.flatMap { $0.status == 200 ? $0.document : nil }
        let outbox = try ConfigurationAccess.openOutbox(settings)
        ledger = try asking { () throws(OutboxError) in try outbox.ledger() }
        queued = try asking { () throws(OutboxError) in try outbox.queued() }
        states = try asking { () throws(OutboxError) in try outbox.destinationStates() }
        usage = try asking { () throws(OutboxError) in try outbox.usage() }
        troubles = FileTrouble.all(of: daemon)
        let quarantined = try asking { () throws(OutboxError) in
            try outbox.files(FilesQuery(state: .quarantined, limit: Self.mostCounted))
        }
        let yesterday = Timestamp(milliseconds: Timestamp.now.milliseconds - 86_400_000)
        setAside = quarantined.filter { $0.finishedAt.map { $0 >= yesterday } ?? true }
        let partners = try Self.partners(of: daemon, outbox, directory)
        inboxes = partners.map { InboxPicture($0, settings: settings, at: .now) }
    }

    /// Those of the configuration in force, or, with the daemon down, of that on disk; nil if it can't
    /// be read.
    private static func partners(
        of daemon: JSONValue?, _ outbox: SQLiteOutbox, _ directory: String
    ) throws(CommandFailure) -> [Partner]? {
        guard let running = daemon?["revision"]?.text.flatMap({ RevisionID($0) }) else {
            return try? loadConfiguration(directory: directory).partners
        }
        let revision = try asking { () throws(OutboxError) in try outbox.revision(running) }
        return revision.flatMap {
            try? parseConfiguration(sources: $0.sources, directory: directory).partners
        }
    }

    var isInOrder: Bool {
        ledger.allSatisfy(\.isBalanced) && states.allSatisfy { $0.phase == .closed }
            && troubles.isEmpty && !destinationNames.contains { isAbandoned($0) }
    }

    /// Whether work is queued for a destination that the running daemon does not know.
    private func isAbandoned(_ name: String) -> Bool {
        guard let known = daemon?["destinations"]?.elements else { return false }
        return queued.contains { $0.destination == name }
            && !known.contains { $0["name"]?.text == name }
    }

    private var destinationNames: [String] {
        Set(queued.map(\.destination) + states.map(\.destination) + ledger.map(\.destination))
            .filter { !$0.isEmpty }.sorted()
    }

    var text: String {
        var parts = [daemonLine, outboxLine + setAsideLine]
        var destinations = Table(
            ("destination", .left), ("state", .left), ("contract", .left), ("queued", .right),
            ("records", .right), ("in flight", .right), ("why", .left))
        for name in destinationNames {
            let state = states.first { $0.destination == name }
            let work = queued.filter { $0.destination == name }
            let live = daemon?["destinations"]?.elements?.first { $0["name"]?.text == name }
            let phase = state?.phase ?? .closed
            let word =
                isAbandoned(name)
                ? Terminal.styled("not configured", .red) : Self.word(for: phase)
            destinations.add(
                name, word, work.map(\.contract).joined(separator: ", "),
                Figures.count(work.reduce(0) { $0 + $1.deliveries }),
                Figures.count(work.reduce(0) { $0 + $1.records }),
                live?["in_flight"]?.int.map { Figures.count($0) } ?? "",
                phase == .closed ? "" : (state?.reason ?? ""))
        }
        if !destinations.isEmpty { parts.append(destinations.rendered()) }
        if !troubles.isEmpty { parts.append(FileTrouble.table(troubles).rendered()) }
        if let inboxes, inboxes.count > 0 {
            let more = inboxes.count - Self.mostShown
            parts.append(
                inboxes.table(Self.mostShown).rendered()
                    + (more > 0 ? "\n… and \(Figures.count(more)) more" : ""))
        }
        parts.append(ledger.isEmpty ? "No file has been taken in yet." : LedgerTable.text(ledger))
        return parts.joined(separator: "\n\n")
    }

    private static func word(for phase: DestinationState.Phase) -> String {
        switch phase {
        case .closed: Terminal.styled("flowing", .green)
        case .open: Terminal.styled("down, probed", .red)
        case .held: Terminal.styled("held, probed", .red)
        }
    }

    private var daemonLine: String {
        guard let daemon else {
            return Terminal.styled("hopperd is not running", .yellow)
                + " (nothing listens on \(settings.controlSocketPath))"
        }
        let pid = daemon["pid"]?.int.map { " (pid \($0))" } ?? ""
        let since = daemon["started_at"]?.text ?? "?"
        return Terminal.styled("hopperd runs", .green)
            + "\(pid) since \(since), revision \(daemon["revision"]?.text ?? "?")"
            + (daemon["intake"]?["paused"]?.text.map { "; intake is paused: \($0)" } ?? "")
    }

    private var outboxLine: String {
        "outbox: \(Figures.bytes(usage.usedBytes)) of \(Figures.bytes(settings.limits.outbox)), "
            + Figures.count(usage.pendingDeliveries, "delivery", plural: "deliveries") + " pending"
    }

    /// One of many files: the last one, by which the others can be found.
    private var setAsideLine: String {
        guard let last = setAside.first else { return "" }
        let most = setAside.count == Self.mostCounted ? " or more" : ""
        return "\n" + Terminal.styled("set aside", .yellow)
            + " within a day: \(Figures.count(setAside.count))\(most), the last is \(last.feed) "
            + "\(last.name.printable(limit: 60)); see hopperctl files --state quarantined"
    }

    var document: JSONValue {
        [
            "ok": .boolean(isInOrder),
            "daemon": daemon ?? nil,
            "outbox": [
                "bytes": .integer(usage.bytes), "used_bytes": .integer(usage.usedBytes),
                "free_bytes": .integer(usage.freeBytes),
                "limit_bytes": .integer(settings.limits.outbox),
                "pending_deliveries": .integer(usage.pendingDeliveries),
            ],
            "destinations": .array(
                destinationNames.map { name in
                    let state = states.first { $0.destination == name }
                    return [
                        "name": .string(name),
                        "state": .string(state?.phase.rawValue ?? "closed"),
                        "reason": .string(state?.reason ?? ""),
                        "configured": daemon == nil ? nil : .boolean(!isAbandoned(name)),
                        "probe_at": state?.probeAt.map { .string($0.description) } ?? nil,
                        "queued": .array(
                            queued.filter { $0.destination == name }.map { work in
                                [
                                    "contract": .string(work.contract),
                                    "deliveries": .integer(work.deliveries),
                                    "records": .integer(work.records),
                                    "oldest_claimed_at": work.oldestClaimedAt.map {
                                        .string($0.description)
                                    } ?? nil,
                                ]
                            }),
                    ]
                }),
            "set_aside_within_a_day": .integer(setAside.count),
            "inboxes": inboxes?.document ?? nil,
            "ledger": .array(ledger.map(LedgerTable.document)),
        ]
    }
}

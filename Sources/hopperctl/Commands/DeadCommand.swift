import Configuration
import Glibc
import HTTP
import JSON
import Outbox
import Vocabulary

/// `hopperctl dead …`: the records that a service refused for good.
enum DeadCommand: Subcommand {
    static let name = "dead"
    static let summary = "lists, shows, retries or discards dead letters"
    static let help = """
        Usage: hopperctl dead list    [SELECTION] [--limit N] [--json]
               hopperctl dead show    ID... [--json]
               hopperctl dead retry   ID... | SELECTION | --all  [--json]
               hopperctl dead discard ID... | SELECTION | --all  [--json]

        A dead letter is a record that one destination refused for good, or that nobody accepted
        until give_up_after. ID is a dead letter's number or a record's id.

        SELECTION: --partner P, --feed F, --destination D, --file FILE-ID

          list     dead letters with status and text; --limit 1 to 1000000 (default 100)
          show     the same with the record itself, as it was sent
          retry    back into the queue, under their own ids and the contract they were cut for
          discard  settled by a person: they leave the list and stay counted as dead

        Examples:
          hopperctl dead list --destination crm
          hopperctl dead show 7k3m9q2c4x8v1b5n.2001
          hopperctl dead retry --destination crm --partner acme
          hopperctl dead discard 17 18

        Exit codes: 0 done, 1 no such dead letter, 3 the outbox can't be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json", "--all"],
            options: ["--config", "--partner", "--feed", "--destination", "--file", "--limit"])
        guard let verb = arguments.positional.first else {
            throw .usage("dead takes list, show, retry or discard")
        }
        let settings = try ConfigurationAccess.settings(
            arguments.value("--config") ?? configDirectory)
        let selection = try DeadSelection(arguments)
        switch verb {
        case "list":
            guard selection.names.isEmpty else { throw .usage("list takes options only") }
            return try list(arguments, selection, settings)
        case "show": return try show(arguments, selection, settings)
        case "retry": return try change(.retry, arguments, selection, settings)
        case "discard": return try change(.discard, arguments, selection, settings)
        default:
            throw .usage(
                "dead takes list, show, retry or discard, not '\(verb.printable(limit: 40))'")
        }
    }

    private static func list(
        _ arguments: Arguments, _ selection: DeadSelection, _ settings: Settings
    ) throws(CommandFailure) -> ExitCode {
        let limit = try arguments.number("--limit", in: 1...1_000_000, default: 100)
        let outbox = try ConfigurationAccess.openOutbox(settings)
        var query = selection.query
        query.limit = limit + 1
        let found = try asking { () throws(OutboxError) in try outbox.deadLetters(query) }
        let letters = found.prefix(limit)
        defer { Terminal.noteIfCut(found.count, at: limit) }
        if arguments.has("--json") {
            Terminal.out(JSONValue.array(letters.map { document($0) }).serialized(indented: true))
            return .done
        }
        guard !letters.isEmpty else {
            Terminal.out(
                try NothingFound.words(
                    "No dead letters", partner: query.partner, feed: query.feed,
                    destination: query.destination, in: outbox))
            return .done
        }
        var table = Table(
            ("id", .right), ("record", .left), ("feed", .left), ("destination", .left),
            ("status", .right), ("died", .left), ("error", .left))
        for letter in letters {
            table.add(
                "\(letter.id.row)", letter.record.description, letter.feed.description,
                letter.destination, letter.status.map(String.init) ?? "-",
                Figures.instant(letter.diedAt), letter.error.printable(limit: 80))
        }
        Terminal.out(table.rendered())
        return .done
    }

    private static func show(
        _ arguments: Arguments, _ selection: DeadSelection, _ settings: Settings
    ) throws(CommandFailure) -> ExitCode {
        guard !selection.names.isEmpty else { throw .usage("show takes at least one id") }
        let outbox = try ConfigurationAccess.openOutbox(settings)
        var documents: [JSONValue] = []
        for letter in try selection.letters(in: outbox) {
            let payload = try asking { () throws(OutboxError) in
                try outbox.payload(of: letter.batch)
            }
            let lines = payload.split(separator: UInt8(ascii: "\n"))
            var record = letter.index < lines.count ? Array(lines[letter.index]) : []
            if record.last == UInt8(ascii: ",") { record.removeLast() }
            documents.append(document(letter, record: (try? JSONValue.parse(record)) ?? nil))
        }
        if arguments.has("--json") {
            Terminal.out(JSONValue.array(documents).serialized(indented: true))
        } else {
            Terminal.out(documents.map { $0.serialized(indented: true) }.joined(separator: "\n"))
        }
        return .done
    }

    private enum Change: String {
        case retry, discard
    }

    private static func change(
        _ change: Change, _ arguments: Arguments, _ selection: DeadSelection, _ settings: Settings
    ) throws(CommandFailure) -> ExitCode {
        guard !selection.names.isEmpty || !selection.isEverything || arguments.has("--all") else {
            throw .usage("\(change) takes ids, a selection, or --all")
        }
        let ids: [DeadLetterID]
        do {
            let outbox = try ConfigurationAccess.openOutbox(settings)
            ids = try selection.letters(in: outbox).map(\.id)
        }
        let changed = try perform(change, ids, settings)
        if arguments.has("--json") {
            Terminal.out((["changed": .integer(changed)] as JSONValue).serialized(indented: true))
        } else {
            Terminal.out(
                Figures.count(changed, "dead letter")
                    + (change == .retry ? " back in the queue" : " discarded"))
        }
        return changed == 0 && !selection.names.isEmpty ? .foundWrong : .done
    }

    /// Through the running daemon, or straight into the outbox when it is down; in portions, so that
    /// no transaction grows without bound.
    private static func perform(
        _ change: Change, _ ids: [DeadLetterID], _ settings: Settings
    ) throws(CommandFailure) -> Int {
        let client = ControlClient(settings)
        var changed = 0
        var start = 0
        while start < ids.count {
            let portion = Array(ids[start..<min(start + 1000, ids.count)])
            start += portion.count
            let body: JSONValue = ["ids": .array(portion.map { .integer($0.row) })]
            if let answer = try client.ask(.post, "/dead/\(change.rawValue)", body: body) {
                guard answer.status == 200 else {
                    throw .unreachable(answer.document["error"]?.text ?? "the daemon refused")
                }
                changed += answer.document["changed"]?.int ?? 0
            } else {
                changed += try asking { () throws(OutboxError) in
                    try commitOffline(change, portion, settings)
                }
            }
        }
        return changed
    }

    private static func commitOffline(
        _ change: Change, _ ids: [DeadLetterID], _ settings: Settings
    ) throws(OutboxError) -> Int {
        let outbox = try SQLiteOutbox.open(settings.outboxPath, mode: .offlineWriter)
        let now = Timestamp.now
        let results = try outbox.commit([
            change == .retry ? .retryDead(ids, at: now) : .discardDead(ids, at: now)
        ])
        if case .changed(let count)? = results.first { return count }
        return 0
    }

    private static func document(_ letter: DeadLetter, record: JSONValue? = nil) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .integer(letter.id.row)),
            .init("record", .string(letter.record.description)),
            .init("batch", .string(letter.batch.description)),
            .init("partner", .string(letter.feed.partner)),
            .init("feed", .string(letter.feed.feed)),
            .init("file", .string(letter.batch.file.text)),
            .init("name", .string(letter.fileName)),
            .init("destination", .string(letter.destination)),
            .init("contract", .string(letter.contract)),
            .init("status", letter.status.map { .integer($0) } ?? nil),
            .init("error", .string(letter.error)),
            .init("died_at", .string(letter.diedAt.description)),
            .init("attempts", .integer(letter.attempts)),
        ]
        if let record { members.append(.init("content", record)) }
        return .object(members)
    }
}

/// Which dead letters a command means.
struct DeadSelection {
    /// Numbers of dead letters and ids of records, as given.
    let names: [String]
    let query: DeadLettersQuery

    init(_ arguments: Arguments) throws(CommandFailure) {
        names = Array(arguments.positional.dropFirst())
        var file: FileID?
        if let text = arguments.value("--file") {
            file = FileID(text)
            guard file != nil else {
                throw .usage("'\(text.printable(limit: 60))' is not a file id")
            }
        }
        query = DeadLettersQuery(
            partner: arguments.value("--partner"), feed: arguments.value("--feed"),
            destination: arguments.value("--destination"), file: file)
    }

    var isEverything: Bool {
        query.partner == nil && query.feed == nil && query.destination == nil && query.file == nil
    }

    /// All of the selected letters, page by page.
    func letters(in outbox: SQLiteOutbox) throws(CommandFailure) -> [DeadLetter] {
        guard names.isEmpty else { return try named(in: outbox) }
        return try pages(of: query, in: outbox)
    }

    private func named(in outbox: SQLiteOutbox) throws(CommandFailure) -> [DeadLetter] {
        var found: [DeadLetter] = []
        for name in names {
            var query = query
            let letters: [DeadLetter]
            if let row = Int64(name), row > 0 {
                query.after = DeadLetterID(row: row - 1)
                query.limit = 1
                letters = try asking { () throws(OutboxError) in try outbox.deadLetters(query) }
                    .filter { $0.id.row == row }
            } else if let record = RecordID(name) {
                query.record = record
                letters = try pages(of: query, in: outbox)
            } else {
                throw .usage(
                    "'\(name.printable(limit: 60))' is neither a dead letter's number nor a record id"
                )
            }
            guard !letters.isEmpty else {
                throw CommandFailure(code: .foundWrong, message: "there is no dead letter \(name)")
            }
            found += letters
        }
        return found
    }

    private func pages(
        of query: DeadLettersQuery, in outbox: SQLiteOutbox
    ) throws(CommandFailure) -> [DeadLetter] {
        var query = query
        query.limit = 1000
        var all: [DeadLetter] = []
        while true {
            let page = query
            let letters = try asking { () throws(OutboxError) in try outbox.deadLetters(page) }
            all += letters
            guard letters.count == query.limit, let last = letters.last else { return all }
            query.after = last.id
        }
    }
}

import Intake
import JSON
import Outbox
import Vocabulary

/// `hopperctl files`: which files came in, and what became of them?
enum FilesCommand: Subcommand {
    static let name = "files"
    static let summary = "lists the files taken in, newest first"
    static let help = """
        Usage: hopperctl files [--partner P] [--feed F] [--state STATE] [--name NAME]
                               [--limit N] [--json]

        Lists files, newest first; what `hopperctl replay` has read is marked as a replay.

          --state STATE  reading, archived, quarantined or duplicate
          --name NAME    of this very name
          --limit N      so many, 1 to 100000 (default 50)

        Examples:
          hopperctl files
          hopperctl files --partner acme --state quarantined
          hopperctl files --name customers-20261123.csv --json

        Exit codes: 0 done, 3 the outbox can't be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json"],
            options: ["--config", "--partner", "--feed", "--state", "--name", "--limit"])
        guard arguments.positional.isEmpty else {
            throw .usage("files takes options only; for one file use 'hopperctl file ID'")
        }
        var state: FileState?
        if let wanted = arguments.value("--state") {
            state = FileState(rawValue: wanted)
            guard state != nil else {
                let known = FileState.allCases.map(\.rawValue).joined(separator: ", ")
                throw .usage("--state takes one of: \(known)")
            }
        }
        let limit = try arguments.number("--limit", in: 1...100_000, default: 50)
        let query = FilesQuery(
            partner: arguments.value("--partner"), feed: arguments.value("--feed"), state: state,
            name: arguments.value("--name").map { EntryName(asked: $0).printable }, limit: limit + 1
        )
        let settings = try ConfigurationAccess.settings(
            arguments.value("--config") ?? configDirectory)
        let outbox = try ConfigurationAccess.openOutbox(settings)
        let found = try asking { () throws(OutboxError) in try outbox.files(query) }
        let files = found.prefix(limit)
        defer { Terminal.noteIfCut(found.count, at: limit) }
        if arguments.has("--json") {
            Terminal.out(JSONValue.array(files.map(document)).serialized(indented: true))
        } else if files.isEmpty {
            Terminal.out(
                try NothingFound.words(
                    "No files", partner: query.partner, feed: query.feed, in: outbox))
        } else {
            Terminal.out(text(files))
        }
        return .done
    }

    private static func text(_ files: some Sequence<FileSummary>) -> String {
        var table = Table(
            ("id", .left), ("taken in", .left), ("feed", .left), ("name", .left),
            ("state", .left), ("read", .right), ("rejected", .right), ("pending", .right),
            ("dead", .right))
        for file in files {
            table.add(
                file.file.text, Figures.instant(file.claimedAt), file.feed.description,
                file.name.printable(limit: 60) + (file.replay == nil ? "" : " (replay)"),
                file.state.rawValue,
                Figures.count(file.counts.read), Figures.count(file.counts.rejected),
                Figures.count(file.pending), Figures.count(file.dead))
        }
        return table.rendered()
    }

    /// A file as `files --json` and `file --json` show it.
    static func document(_ file: FileSummary) -> JSONValue {
        [
            "id": .string(file.file.text), "partner": .string(file.feed.partner),
            "feed": .string(file.feed.feed), "name": .string(file.name),
            "sha256": .string(file.content.description), "size": .integer(file.size),
            "state": .string(file.state.rawValue), "detail": .string(file.detail),
            "read": .integer(file.counts.read), "accepted": .integer(file.counts.accepted),
            "rejected": .integer(file.counts.rejected),
            "filtered": .integer(file.counts.filtered), "made": .integer(file.counts.made),
            "batches": .integer(file.batches),
            "pending": .integer(file.pending), "dead": .integer(file.dead),
            "claimed_at": .string(file.claimedAt.description),
            "finished_at": file.finishedAt.map { .string($0.description) } ?? nil,
            "revision": .string(file.revision.text),
            "new_version_of": file.newVersionOf.map { .string($0.text) } ?? nil,
            "archive": file.archive.map { .string($0.text) } ?? nil,
            "members": .integer(file.members),
            "replay_of": file.replay.map { .string($0.file.text) } ?? nil,
            "replayed_rows": file.replay.map { .string($0.rows.rawValue) } ?? nil,
            "first_origin": file.replay.map { .string($0.first.text) } ?? nil,
        ]
    }
}

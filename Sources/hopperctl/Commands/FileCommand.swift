import HTTP
import JSON
import Outbox
import Vocabulary

/// `hopperctl file ID`: one file's whole story.
enum FileCommand: Subcommand {
    static let name = "file"
    static let summary = "tells one file's whole story"
    static let help = """
        Usage: hopperctl file ID [--rejects N] [--json]

        Shows a file's way in, its counts, what each destination made of it, the batches still on
        their way, and its first N rejected records (default 10, at most 1000), with line, column
        and reason but without the values: those are in the rejects file and in the archived file.

        Examples:
          hopperctl file 7k3m9q2c4x8v1b5n
          hopperctl file 7k3m9q2c4x8v1b5n --rejects 100 --json

        Exit codes: 0 done, 1 there is no such file, 3 the outbox can't be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json"], options: ["--config", "--rejects"])
        guard arguments.positional.count == 1 else { throw .usage("file takes one file id") }
        let text = arguments.positional[0]
        guard let id = FileID(text) else {
            throw .usage(FileWords.noID(text))
        }
        let limit = try arguments.number("--rejects", in: 0...1000, default: 10)
        let settings = try ConfigurationAccess.settings(
            arguments.value("--config") ?? configDirectory)
        let outbox = try ConfigurationAccess.openOutbox(settings)
        guard let story = try asking({ () throws(OutboxError) in try outbox.story(of: id) }) else {
            throw CommandFailure(code: .foundWrong, message: "there is no file \(id)")
        }
        let rejects = try asking { () throws(OutboxError) in
            try outbox.rejects(of: id, after: 0, limit: limit)
        }
        // Only the running daemon knows why it gets no further.
        let daemon =
            story.summary.state == .reading
            ? try ControlClient(settings).ask(.get, "/status")?.document : nil
        let trouble = FileTrouble.all(of: daemon).first { $0.file == id.text }
        if arguments.has("--json") {
            Terminal.out(document(story, rejects, trouble).serialized(indented: true))
        } else {
            Terminal.out(render(story, rejects, trouble))
        }
        return .done
    }

    private static func render(
        _ story: FileStory, _ rejects: [RejectedRecord], _ trouble: FileTrouble?
    ) -> String {
        let file = story.summary
        var lines = [
            "\(Terminal.styled(file.file.text, .bold))  \(file.name.printable())",
            "feed      \(file.feed)   revision \(file.revision)",
            "sha256    \(file.content)   \(Figures.bytes(file.size))",
            "taken in  \(Figures.instant(file.claimedAt))",
            "state     \(file.state.rawValue)"
                + (file.finishedAt.map { " since \(Figures.instant($0))" } ?? "")
                + detail(of: file),
        ]
        if let trouble { lines.append("waits     \(trouble.words)") }
        if let earlier = file.newVersionOf {
            lines.append("version   new bytes under the name of file \(earlier)")
        }
        if let archive = file.archive { lines.append("archive   a member of file \(archive)") }
        if let origin = file.replay {
            lines.append(
                "replay    of \(origin.file), \(ReplayWords.rows(origin.rows))"
                    + (origin.first == origin.file ? "" : ", first dropped as \(origin.first)"))
        }
        lines.append(
            "records   \(Figures.count(file.counts.read)) read = "
                + "\(Figures.count(file.counts.accepted)) accepted + "
                + "\(Figures.count(file.counts.rejected)) rejected + "
                + "\(Figures.count(file.counts.filtered)) filtered; "
                + (file.counts.made == file.counts.accepted
                    ? "" : "\(Figures.count(file.counts.made)) records made of those accepted; ")
                + Figures.count(file.batches, "batch", plural: "batches"))
        var parts = [lines.joined(separator: "\n")]
        if !story.members.isEmpty { parts.append(members(story).rendered()) }
        if !story.replays.isEmpty { parts.append(replays(story).rendered()) }
        if !story.destinations.isEmpty { parts.append(destinations(story).rendered()) }
        if !story.deliveries.isEmpty { parts.append(deliveries(story).rendered()) }
        if !story.rejectedBy.isEmpty {
            var table = Table(("rejected", .right), ("column", .left), ("rule", .left))
            for count in story.rejectedBy {
                table.add(
                    Figures.count(count.count), (count.column ?? "-").printable(limit: 40),
                    count.rule)
            }
            parts.append(table.rendered())
        }
        if !rejects.isEmpty {
            var table = Table(
                ("line", .right), ("byte", .right), ("column", .left), ("rule", .left),
                ("reason", .left))
            for reject in rejects {
                table.add(
                    "\(reject.line)", "\(reject.byteOffset)",
                    (reject.column ?? "-").printable(limit: 40), reject.rule,
                    reject.reason.printable())
            }
            parts.append(table.rendered())
        }
        return parts.joined(separator: "\n\n")
    }

    private static func detail(of file: FileSummary) -> String {
        if file.detail.isEmpty { return "" }
        // A duplicate's detail is the id of the file that was read.
        let what = file.state == .duplicate ? "the same bytes as file " : ""
        return ": \(what)\(file.detail.printable())"
    }

    private static func members(_ story: FileStory) -> Table {
        var table = Table(("member", .left), ("feed", .left), ("name", .left), ("state", .left))
        for member in story.members {
            table.add(
                member.file.text, member.feed.description, member.name.printable(limit: 100),
                member.state.rawValue)
        }
        return table
    }

    private static func replays(_ story: FileStory) -> Table {
        var table = Table(
            ("replayed as", .left), ("rows", .left), ("of", .left), ("at", .left),
            ("revision", .left), ("state", .left), ("read", .right), ("accepted", .right),
            ("rejected", .right))
        for replay in story.replays {
            table.add(
                replay.file.text, ReplayWords.rows(replay.rows), replay.origin.text,
                Figures.instant(replay.claimedAt), replay.revision.text, replay.state.rawValue,
                Figures.count(replay.counts.read), Figures.count(replay.counts.accepted),
                Figures.count(replay.counts.rejected))
        }
        return table
    }

    private static func destinations(_ story: FileStory) -> Table {
        var table = Table(
            ("destination", .left), ("contract", .left), ("routed", .right),
            ("delivered", .right), ("dead", .right), ("cancelled", .right), ("pending", .right))
        for line in story.destinations {
            table.add(
                line.destination, line.contract, Figures.count(line.routed),
                Figures.count(line.delivered), Figures.count(line.dead),
                Figures.count(line.cancelled), Figures.count(line.pending))
        }
        return table
    }

    private static func deliveries(_ story: FileStory) -> Table {
        var table = Table(
            ("batch", .left), ("destination", .left), ("state", .left), ("records", .right),
            ("attempts", .right), ("due", .left), ("last answer", .left))
        for delivery in story.deliveries {
            table.add(
                delivery.batch.description, delivery.destination, delivery.state,
                Figures.count(delivery.records), "\(delivery.attempts)",
                delivery.dueAt.map(Figures.instant) ?? "", delivery.lastAnswer.printable(limit: 60))
        }
        return table
    }

    private static func document(
        _ story: FileStory, _ rejects: [RejectedRecord], _ trouble: FileTrouble?
    ) -> JSONValue {
        guard case .object(var members) = FilesCommand.document(story.summary) else { return nil }
        members.append(.init("waits_for", trouble.map { .string($0.reason) } ?? nil))
        members.append(
            .init(
                "member_files",
                .array(
                    story.members.map { member in
                        [
                            "id": .string(member.file.text), "name": .string(member.name),
                            "feed": .string(member.feed.feed),
                            "state": .string(member.state.rawValue),
                        ]
                    })))
        members.append(
            .init(
                "destinations",
                .array(
                    story.destinations.map { line in
                        [
                            "destination": .string(line.destination),
                            "contract": .string(line.contract), "routed": .integer(line.routed),
                            "delivered": .integer(line.delivered), "dead": .integer(line.dead),
                            "cancelled": .integer(line.cancelled),
                            "pending": .integer(line.pending),
                        ]
                    })))
        members.append(
            .init(
                "deliveries",
                .array(
                    story.deliveries.map { delivery in
                        [
                            "batch": .string(delivery.batch.description),
                            "destination": .string(delivery.destination),
                            "state": .string(delivery.state),
                            "records": .integer(delivery.records),
                            "attempts": .integer(delivery.attempts),
                            "due_at": delivery.dueAt.map { .string($0.description) } ?? nil,
                            "last_answer": .string(delivery.lastAnswer),
                        ]
                    })))
        members.append(
            .init(
                "rejected_by",
                .array(
                    story.rejectedBy.map { count in
                        [
                            "column": count.column.map { .string($0) } ?? nil,
                            "rule": .string(count.rule), "count": .integer(count.count),
                        ]
                    })))
        members.append(
            .init(
                "replays",
                .array(
                    story.replays.map { replay in
                        [
                            "file": .string(replay.file.text),
                            "replay_of": .string(replay.origin.text),
                            "rows": .string(replay.rows.rawValue),
                            "state": .string(replay.state.rawValue),
                            "read": .integer(replay.counts.read),
                            "accepted": .integer(replay.counts.accepted),
                            "rejected": .integer(replay.counts.rejected),
                            "filtered": .integer(replay.counts.filtered),
                            "claimed_at": .string(replay.claimedAt.description),
                            "revision": .string(replay.revision.text),
                        ]
                    })))
        members.append(.init("rejects", .array(rejects.map(RejectDocument.make))))
        return .object(members)
    }
}

/// A rejected record for programs: where and why, without its content.
enum RejectDocument {
    static func make(_ reject: RejectedRecord) -> JSONValue {
        [
            "number": .integer(reject.number), "line": .integer(reject.line),
            "byte": .integer(reject.byteOffset),
            "column": reject.column.map { .string($0) } ?? nil,
            "rule": .string(reject.rule), "reason": .string(reject.reason),
        ]
    }
}

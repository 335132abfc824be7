import Configuration
import Glibc
import HTTP
import Intake
import JSON
import Outbox
import Platform
import Service
import Vocabulary

/// `hopperctl replay FILE-ID`: a file's original rows once more, under the configuration in force.
enum ReplayCommand: Subcommand {
    static let name = "replay"
    static let summary = "reads a file's original rows once more, under new ids"
    static let help = """
        Usage: hopperctl replay FILE-ID [--again] [--yes] [--json]
               hopperctl replay FILE-ID --rejected [--again] [--json]
               hopperctl replay FILE-ID --dead [--destination D] [--json]

        Reads the archived (or quarantined) copy of a file once more, as a file of its own, under the
        configuration that is in force now. What was delivered before is not touched: the replay has
        new ids, and its rows keep their numbers and lines.

          FILE-ID     the whole file. EVERYTHING IN IT IS SENT AGAIN, under new ids, to wherever the
                      feed delivers now: destinations can't know it from the first time. Asks first
                      when a person sits at the terminal.
          --rejected  only the rows that were rejected; of a file that was set aside, also those
                      behind the place where reading ended. The limit of rejects does not apply.
          --dead      only records with dead letters, and each only to the destinations where it is
                      dead. Those letters are discarded with it: they stay counted as dead where they
                      died, and leave the list.

          --destination D  of the dead letters, those of this destination
          --again          also if the same was replayed under the same configuration before, or if
                           rejected rows have gone through in an earlier replay
          --yes            does not ask

        Where only the service was at fault, `hopperctl dead retry` is what you want: it sends the
        same record once more, under its own id. A replay can be replayed. Copies are kept as long as
        retention says (archive, and dead for those in quarantine). Without a running daemon the
        replay is read at the next start.

        Examples:
          hopperctl replay 7k3m9q2c4x8v1b5n                    a whole file was wrong
          hopperctl replay 7k3m9q2c4x8v1b5n --rejected         after mending the feed
          hopperctl replay 7k3m9q2c4x8v1b5n --dead --destination crm

        Exit codes: 0 registered, 1 there is no such file or it can't be replayed, 2 usage, 3 the
        daemon or the outbox can't be reached.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json", "--rejected", "--dead", "--again", "--yes"],
            options: ["--config", "--destination"])
        let request = try request(arguments)
        let directory = arguments.value("--config") ?? configDirectory
        let settings = try ConfigurationAccess.settings(directory)
        if !arguments.has("--yes"), !arguments.has("--json"), request.rows == .all {
            guard try isWanted(request.file, settings) else {
                Terminal.out("Nothing is replayed.")
                return .done
            }
        }
        let answer = try ask(request, settings)
        let document: JSONValue
        if let answer {
            document = answer
        } else {
            document = try registerOffline(request, directory)
        }
        if arguments.has("--json") {
            Terminal.out(document.serialized(indented: true))
        } else {
            Terminal.out(ReplayWords.text(document, isUnderWay: answer != nil))
        }
        return .done
    }

    private static func request(_ arguments: Arguments) throws(CommandFailure) -> ReplayRequest {
        guard arguments.positional.count == 1 else { throw .usage("replay takes one file id") }
        let text = arguments.positional[0]
        guard let file = FileID(text) else {
            throw .usage(FileWords.noID(text))
        }
        guard !arguments.has("--rejected") || !arguments.has("--dead") else {
            throw .usage("--rejected and --dead are two replays")
        }
        let rows: ReplayedRows =
            arguments.has("--rejected") ? .rejected : arguments.has("--dead") ? .dead : .all
        if rows != .dead, arguments.value("--destination") != nil {
            throw .usage("--destination goes with --dead")
        }
        if rows == .dead, arguments.has("--again") {
            throw .usage(
                "--again does not go with --dead: what was replayed is not a dead letter any more")
        }
        return ReplayRequest(
            file: file, rows: rows, destination: arguments.value("--destination"),
            isRepeated: arguments.has("--again"))
    }

    /// Asks the person at the terminal, if there is one.
    private static func isWanted(
        _ file: FileID, _ settings: Settings
    ) throws(CommandFailure) -> Bool {
        guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { return true }
        let outbox = try ConfigurationAccess.openOutbox(settings)
        guard let story = try asking({ () throws(OutboxError) in try outbox.story(of: file) })
        else {
            throw CommandFailure(code: .foundWrong, message: "there is no file \(file)")
        }
        let summary = story.summary
        let sent = story.destinations.reduce(0) { $0 + $1.delivered + $1.pending }
        Terminal.out(
            "All rows of \(summary.name.printable()) (\(summary.feed)) are read and sent again, under "
                + "new ids"
                + (sent == 0
                    ? "; none of them has been delivered so far."
                    : "; \(ReplayWords.deliveries(sent)) of them "
                        + (sent == 1
                            ? "was made or is on its way." : "were made or are on their way."))
                + "\nGo on? [y/N]")
        let answer = readLine(strippingNewline: true)?.lowercased()
        return answer == "y" || answer == "yes"
    }

    /// The daemon's answer; nil where none is running.
    private static func ask(
        _ request: ReplayRequest, _ settings: Settings
    ) throws(CommandFailure) -> JSONValue? {
        let body: JSONValue = [
            "file": .string(request.file.text), "rows": .string(request.rows.rawValue),
            "destination": request.destination.map { .string($0) } ?? nil,
            "again": .boolean(request.isRepeated),
        ]
        // The copy is hashed before it is read: of a huge file that takes minutes.
        let answer = try ControlClient(settings).ask(
            .post, "/replay", body: body, timeout: .seconds(3600))
        guard let answer else { return nil }
        guard answer.status == 200 else {
            throw CommandFailure(
                code: answer.status == 404 || answer.status == 409 ? .foundWrong : .unreachable,
                message: answer.document["error"]?.text ?? "the daemon refused")
        }
        return answer.document
    }

    /// Straight into the outbox while the daemon is down, under the configuration as it stands.
    private static func registerOffline(
        _ request: ReplayRequest, _ directory: String?
    ) throws(CommandFailure) -> JSONValue {
        let configuration = try ConfigurationAccess.load(directory)
        let settings = configuration.settings
        let outbox: SQLiteOutbox
        do throws(OutboxError) {
            outbox = try SQLiteOutbox.open(
                settings.outboxPath, mode: .offlineWriter, expansion: settings.limits.expansion)
            _ = try outbox.commit([
                .saveRevision(
                    Revision(
                        id: configuration.revision, acceptedAt: .now,
                        sources: configuration.sources))
            ])
        } catch {
            throw .unreachable(error.description)
        }
        defer { outbox.close() }
        let clock = SteadyClock()
        let workSpace: WorkSpace
        do throws(SystemError) {
            workSpace = try WorkSpace(settings, clock: clock)
        } catch {
            throw .unreachable(error.description)
        }
        let place = ConfigurationAccess.directory(directory)
        let catalog = RevisionCatalog(
            store: outbox, current: configuration,
            parse: { try parseConfiguration(sources: $0.sources, directory: place) })
        let replayer = Replayer(
            store: outbox, workSpace: workSpace, catalog: catalog, clock: clock,
            commit: { change throws(OutboxError) in try outbox.commit([change])[0] })
        do throws(ReplayFailure) {
            return try replayer.register(request).report.document
        } catch {
            let isRefused = if case .failed = error { false } else { true }
            throw CommandFailure(
                code: isRefused ? .foundWrong : .unreachable, message: error.reason)
        }
    }
}

/// How replays are spoken of.
enum ReplayWords {
    static func rows(_ rows: ReplayedRows) -> String {
        switch rows {
        case .all: "all rows"
        case .rejected: "rejected rows"
        case .dead: "dead records"
        }
    }

    static func deliveries(_ count: some BinaryInteger) -> String {
        Figures.count(count, "delivery", plural: "deliveries")
    }

    /// What a registered replay means, for people.
    ///
    /// - Parameter isUnderWay: whether a running daemon has begun with it.
    static func text(_ document: JSONValue, isUnderWay: Bool) -> String {
        let rows = document["rows"]?.text.flatMap { ReplayedRows(rawValue: $0) } ?? .all
        let records = document["records"]?.int
        let what =
            switch rows {
            case .all: records.map { Figures.count($0, "row") } ?? "all rows"
            case .rejected: Figures.count(records ?? 0, "rejected row")
            case .dead: Figures.count(records ?? 0, "dead record")
            }
        let file = document["file"]?.text ?? "?"
        var lines = [
            "file \(document["replay_of"]?.text ?? "?") is replayed as file "
                + "\(Terminal.styled(file, .bold)): \(what), under revision "
                + "\(document["revision"]?.text ?? "?")"
        ]
        if let line = document["unread_from_line"]?.int {
            lines.append(
                "with what was not read of it, from line \(line) on: the file had been set aside")
        }
        switch rows {
        case .all:
            let sent = document["sent_before"]?.int ?? 0
            lines.append(
                sent == 0
                    ? "everything in it is sent; nothing of it has been delivered so far"
                    : "everything in it is sent again, under new ids; \(deliveries(sent)) of it "
                        + (sent == 1
                            ? "was made or is on its way" : "were made or are on their way"))
        case .rejected:
            let cancelled = document["cancelled"]?.int ?? 0
            lines.append(
                cancelled == 0
                    ? "what was accepted before is not sent again"
                    : "of the accepted records, \(Figures.count(cancelled)) were cancelled when the "
                        + "file was set aside, and are NOT part of this: to send them, replay the whole "
                        + "file"
            )
        case .dead:
            lines.append(
                "only to the destinations where they are dead; those dead letters left the list")
        }
        if !isUnderWay { lines.append("no daemon is running: it is read when one starts") }
        lines.append("see what comes of it: hopperctl file \(file)")
        return lines.joined(separator: "\n")
    }
}

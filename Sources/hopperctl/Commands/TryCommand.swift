import Configuration
import Formats
import Glibc
import Intake
import JSON
import Mapping
import Vocabulary

/// `hopperctl try PARTNER/FEED FILE`: what would become of this file?
enum TryCommand: Subcommand {
    static let name = "try"
    static let summary = "a dry run: what would become of a file?"
    static let help = """
        Usage: hopperctl try PARTNER/FEED FILE [--rejects N] [--json]

        Reads FILE as the feed would, and prints the accepted records as JSON Lines on stdout, the
        first N rejected records (default 20) and a summary on stderr. With --json stdout gets one
        document instead: the summary and the rejected records, without the accepted ones. Nothing
        is kept or sent; the daemon need not run.

        Examples:
          hopperctl try acme/customers sample.csv
          hopperctl try acme/customers sample.csv.gz 2>/dev/null | jq .data.email
          hopperctl --config ./config try acme/customers sample.csv --json

        Exit codes: 0 every record was accepted or filtered, 1 some were rejected or the file can't
        be read as configured, 2 usage, 3 the file or the configuration can't be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json"], options: ["--config", "--rejects"])
        guard arguments.positional.count == 2 else {
            throw .usage("try takes PARTNER/FEED and FILE")
        }
        let limit = try arguments.number("--rejects", in: 0...1_000_000, default: 20)
        let configuration = try ConfigurationAccess.load(
            arguments.value("--config") ?? configDirectory)
        let feed = try find(arguments.positional[0], in: configuration)
        let path = arguments.positional[1]
        guard unsafe access(path, R_OK) == 0 else {
            let reason = unsafe String(cString: strerror(errno))
            throw .unreachable("\(path.printable()): \(reason)")
        }
        try demandRegularFile(path)
        let compiled: CompiledFeed
        do throws(PlanError) {
            compiled = try CompiledFeed(feed, in: configuration)
        } catch {
            throw CommandFailure(code: .foundWrong, message: "\(feed.name): \(error)")
        }
        var run = DryRun(feed: feed, compiled: compiled, keptRejects: limit)
        let showsRecords = !arguments.has("--json")
        do throws(FormatError) {
            try run.read(path) { payload in
                if showsRecords { printRecords(payload) }
            }
        } catch {
            run.failure = error
        }
        if arguments.has("--json") {
            Terminal.out(run.document(path: path).serialized(indented: true))
        } else {
            Terminal.error(run.text(path: path))
        }
        if case .system? = run.failure { return .unreachable }
        return run.counts.rejected == 0 && run.failure == nil ? .done : .foundWrong
    }

    /// It is read twice, once for its hash: a pipe would be empty by then, and block for ever.
    private static func demandRegularFile(_ path: String) throws(CommandFailure) {
        var status = stat()
        if unsafe stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            throw .unreachable("\(path.printable()) is not a regular file")
        }
    }

    private static func find(
        _ text: String, in configuration: Configuration
    ) throws(CommandFailure) -> Feed {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw .usage("'\(text.printable(limit: 60))' is not of the form PARTNER/FEED")
        }
        let name = FeedName(partner: String(parts[0]), feed: String(parts[1]))
        guard let feed = configuration.feed(name) else {
            let known = configuration.partners.flatMap { $0.feeds.map(\.name.description) }
            throw .usage(
                "there is no feed \(text.printable(limit: 60)); known: "
                    + known.joined(separator: ", "))
        }
        return feed
    }

    /// A batch's records are joined by `,\n`; JSON Lines have no commas between them.
    private static func printRecords(_ payload: [UInt8]) {
        var out: [UInt8] = []
        out.reserveCapacity(payload.count + 1)
        for index in payload.indices {
            let endsRecord =
                payload[index] == UInt8(ascii: ",") && index + 1 < payload.count
                && payload[index + 1] == UInt8(ascii: "\n")
            if !endsRecord { out.append(payload[index]) }
        }
        guard !out.isEmpty else { return }
        out.append(UInt8(ascii: "\n"))
        unsafe out.withUnsafeBytes { unsafe Terminal.write($0, to: STDOUT_FILENO) }
    }
}

import Configuration
import Formats
import Glibc
import Intake
import JSON
import Vocabulary

/// `hopperctl try PARTNER/FEED FILE`: what would become of this file?
enum TryCommand: Subcommand {
    static let name = "try"
    static let summary = "a dry run: what would become of a file?"
    static let help = """
        Usage: hopperctl try PARTNER/FEED FILE [--report | --records | --json]
                             [--rejects N] [--first N]
               hopperctl try PARTNER/FEED FILE --diff [REVISION] [--limit N] [--json]

        Reads FILE as the feed would. Nothing is kept or sent; the daemon need not run.

          --report     how many records were accepted, rejected and filtered, which destination gets
                       how many, rejected records by rule and column, and the first accepted ones;
                       so it is where stdout is a terminal
          --records    every accepted record as JSON Lines on stdout, the report on stderr;
                       so it is where stdout goes elsewhere
          --json       the report as one document
          --rejects N  so many rejected records of each rule and column (default 3)
          --first N    so many accepted records in the report (default 3)

          --diff       reads FILE under the running configuration, too (with the daemon down: under
                       the one that was in force last), or under REVISION, of which the beginning
                       of the name will do; shows the records that come out differently with the
                       configuration on disk
          --limit N    shows so many of them (default 20); all are counted

        Examples:
          hopperctl try acme/customers sample.csv
          hopperctl try acme/customers sample.csv.gz 2>/dev/null | jq .data.email
          hopperctl --config ./config try acme/customers sample.csv --json
          hopperctl try acme/customers yesterday.csv --diff
          hopperctl try acme/customers yesterday.csv --diff 13c921

        Exit codes: 0 every record was accepted or filtered, 1 some were rejected or the file can't
        be read as configured, 2 usage, 3 the file or the configuration can't be opened.
        With --diff: 0 every record comes out the same, 1 some don't, 3 also: there is no outbox, or
        that revision has no such feed.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        var arguments = try Arguments(
            words, flags: ["--json", "--report", "--records"],
            options: ["--config", "--rejects", "--first", "--limit"], optional: ["--diff"])
        if arguments.positional.count == 3 { arguments.takeFollower(of: "--diff") }
        guard arguments.positional.count == 2 else {
            throw .usage("try takes PARTNER/FEED and FILE")
        }
        try refuseContradictions(arguments)
        let directory = arguments.value("--config") ?? configDirectory
        let configuration = try ConfigurationAccess.load(directory)
        let file = try FeedFile(
            feed: arguments.positional[0], path: arguments.positional[1], in: configuration)
        if arguments.has("--diff") {
            return try DiffCommand.run(
                file, arguments, configuration: configuration,
                directory: ConfigurationAccess.directory(directory))
        }
        return try dryRun(file, arguments, configuration)
    }

    private static func refuseContradictions(_ arguments: Arguments) throws(CommandFailure) {
        let outputs = ["--json", "--report", "--records"].filter(arguments.has)
        guard outputs.count <= 1 else {
            throw .usage("\(outputs.joined(separator: " and ")) exclude each other")
        }
        let isDiff = arguments.has("--diff")
        let foreign = (isDiff ? ["--rejects", "--first"] : ["--limit"])
            .filter { arguments.value($0) != nil }
        if let option = foreign.first {
            throw .usage("\(option) goes \(isDiff ? "without" : "with") --diff")
        }
        if isDiff, arguments.has("--records") { throw .usage("--records goes without --diff") }
    }

    private enum Output { case report, records, json }

    private static func dryRun(
        _ file: FeedFile, _ arguments: Arguments, _ configuration: Configuration
    ) throws(CommandFailure) -> ExitCode {
        let output: Output =
            if arguments.has("--json") {
                .json
            } else if arguments.has("--report") {
                .report
            } else if arguments.has("--records") {
                .records
            } else {
                Terminal.isInteractive ? .report : .records
            }
        let compiled = try CompiledFeed.ready(file.feed, in: configuration)
        var tally = TryTally(
            examples: try arguments.number("--rejects", in: 0...1_000_000, default: 3),
            first: try arguments.number("--first", in: 0...10_000, default: 3))
        var lines = JSONLinesOutput()
        var reading = DryReading(file.contentPath, as: compiled, of: file.feed.name)
        while let outcome = reading.next() {
            tally.add(outcome)
            guard output == .records, case .accepted(let records) = outcome.came else { continue }
            for record in records { lines.write(record.bytes) }
        }
        lines.flush()
        let report = TryReport(
            file: file, revision: configuration.revision, tally: tally, reading: reading)
        switch output {
        case .json: Terminal.out(report.document.serialized(indented: true))
        case .report: Terminal.out(report.text(in: Ink(), withRecords: true))
        case .records: Terminal.error(report.text(in: Ink(on: STDERR_FILENO), withRecords: false))
        }
        if reading.isMachineAtFault { return .unreachable }
        return reading.counts.rejected == 0 && reading.failure == nil ? .done : .foundWrong
    }
}

/// Lines on stdout, gathered into large writes.
struct JSONLinesOutput {
    private var buffer: [UInt8] = []

    mutating func write(_ line: ArraySlice<UInt8>) {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= 1 << 16 { flush() }
    }

    mutating func flush() {
        unsafe buffer.withUnsafeBytes { unsafe Terminal.write($0, to: STDOUT_FILENO) }
        buffer.removeAll(keepingCapacity: true)
    }
}

import Configuration
import Glibc
import JSON
import Vocabulary

/// `hopperctl check`: is the configuration in order?
enum CheckCommand: Subcommand {
    static let name = "check"
    static let summary = "checks the configuration and reports every mistake with its place"
    static let help = """
        Usage: hopperctl check [DIR] [--no-tests] [--json]

        Reads hopper.yaml, partners/*.yaml and destinations/*.yaml below DIR (default: the
        configuration directory) and reports every mistake as PATH:LINE:COLUMN: MESSAGE, with the
        line and a caret under it. Changes nothing; the daemon need not run.

        Where there are none it reads the samples in partners/*.tests, as `hopperctl test` does, and
        shows those that don't give what is expected; --no-tests leaves that out.

        Examples:
          hopperctl check
          hopperctl check ./config
          hopperctl --config /etc/hopper check --json

        Exit codes: 0 no mistakes, 1 mistakes or samples that fail, 3 the directory can't be read.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json", "--no-tests"], options: ["--config"])
        guard arguments.positional.count <= 1 else { throw .usage("check takes one directory") }
        let directory = ConfigurationAccess.directory(
            arguments.positional.first ?? arguments.value("--config") ?? configDirectory)
        let loaded: Configuration
        do throws(ConfigurationError) {
            loaded = try loadConfiguration(directory: directory)
        } catch {
            if arguments.has("--json") {
                Terminal.out(document(of: error).serialized(indented: true))
            } else if error.isUnreadable, error.mistakes.count == 1 {
                throw .unreachable(error.mistakes[0].headline)
            } else {
                Terminal.error(error.render(colored: Terminal.wantsColor(STDERR_FILENO)))
            }
            return error.isUnreadable ? .unreachable : .foundWrong
        }
        let tests = arguments.has("--no-tests") ? nil : try test(loaded, directory)
        if arguments.has("--json") {
            Terminal.out(document(of: loaded, tests).serialized(indented: true))
        } else {
            let feeds = loaded.partners.reduce(0) { $0 + $1.feeds.count }
            Terminal.out(
                "\(directory): no mistakes. "
                    + "\(counted(loaded.partners.count, "partner")), \(counted(feeds, "feed")), "
                    + "\(counted(loaded.destinations.count, "destination")); "
                    + "revision \(loaded.revision)")
            if let tests { Terminal.out(text(of: tests)) }
        }
        return tests?.isGood ?? true ? .done : .foundWrong
    }

    /// Reads the samples; nil where there are none.
    private static func test(
        _ configuration: Configuration, _ directory: String
    ) throws(CommandFailure) -> SampleReport? {
        let list = try SampleList(of: configuration, directory: directory)
        guard !list.isEmpty else { return nil }
        var report = SampleReport(of: list)
        for sample in list.samples {
            let run = try SampleRun(sample, in: configuration, root: directory, limit: 20)
            report.add(try run.judge(updates: false))
        }
        return report
    }

    /// Only what is not in order, and the summary.
    private static func text(of report: SampleReport) -> String {
        let wrong = report.results.filter { $0.state != .passed }.map(report.text(of:))
        return (wrong + report.mistakes.map(report.text(of:)) + [report.summary])
            .joined(separator: "\n")
    }

    private static func document(
        of configuration: Configuration, _ tests: SampleReport?
    ) -> JSONValue {
        [
            "ok": .boolean(tests?.isGood ?? true), "revision": .string(configuration.revision.text),
            "partners": .array(configuration.partners.map { .string($0.name) }),
            "feeds": .array(
                configuration.partners.flatMap { $0.feeds.map { .string($0.name.description) } }),
            "destinations": .array(configuration.destinations.map { .string($0.name) }),
            "mistakes": [], "tests": tests?.document ?? nil,
        ]
    }

    private static func document(of error: ConfigurationError) -> JSONValue {
        [
            "ok": false, "tests": nil,
            "mistakes": .array(
                error.mistakes.map { mistake in
                    [
                        "path": .string(mistake.path),
                        "line": mistake.line.map { .integer($0) } ?? nil,
                        "column": mistake.column.map { .integer($0) } ?? nil,
                        "message": .string(mistake.message),
                        "hint": mistake.hint.map { .string($0) } ?? nil,
                    ]
                }),
        ]
    }
}

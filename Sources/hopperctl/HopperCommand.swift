import Vocabulary

/// The command line as a whole: the global options, then one subcommand with its own.
enum HopperCommand {
    static var subcommands: [any Subcommand.Type] {
        [
            CheckCommand.self, TryCommand.self, InferCommand.self,
            TestCommand.self, StatusCommand.self,
            FilesCommand.self, FileCommand.self, DeadCommand.self, ReplayCommand.self,
            AuditCommand.self, ReloadCommand.self, ReceiveCommand.self,
        ]
    }

    static func run(_ words: [String]) -> ExitCode {
        var command = ""
        do throws(CommandFailure) {
            return try dispatch(words, command: &command)
        } catch {
            Terminal.error("hopperctl: \(error.message)")
            if error.code == .usage { Terminal.error("Try 'hopperctl\(command) --help'.") }
            return error.code
        }
    }

    /// - Parameter shown: becomes the command's name behind a space, once it is known.
    private static func dispatch(
        _ words: [String], command shown: inout String
    ) throws(CommandFailure) -> ExitCode {
        var configDirectory: String?
        var wantsJSON = false
        var rest = words[...]
        // Global options may stand before the subcommand; the same may stand after it.
        while let word = rest.first, word.hasPrefix("-") {
            rest.removeFirst()
            if word == "--help" || word == "-h" {
                Terminal.out(help)
                return .done
            }
            if word == "--version" {
                Terminal.out("hopperctl \(HopperVersion.text)")
                return .done
            }
            if word == "--json" {
                wantsJSON = true
            } else if word.hasPrefix("--config=") {
                configDirectory = String(word.dropFirst("--config=".count))
            } else if word == "--config" {
                guard let directory = rest.popFirst() else {
                    throw .usage("--config needs a directory")
                }
                configDirectory = directory
            } else {
                throw .usage("unknown option \(word.printable(limit: 60))")
            }
        }
        guard let name = rest.popFirst() else {
            Terminal.error(help)
            return .usage
        }
        guard name != "help" else {
            guard let topic = rest.first, let command = find(topic) else {
                Terminal.out(help)
                return .done
            }
            Terminal.out(command.help)
            return .done
        }
        guard let command = find(name) else {
            throw .usage(
                "there is no command '\(name.printable(limit: 60))'"
                    + hint(for: name, among: subcommands.map { $0.name }))
        }
        shown = " \(name)"
        if rest.contains("--help") || rest.contains("-h") {
            Terminal.out(command.help)
            return .done
        }
        if wantsJSON && !rest.contains("--json") { rest.append("--json") }
        return try command.run(Array(rest), configDirectory: configDirectory)
    }

    private static func find(_ name: String) -> (any Subcommand.Type)? {
        subcommands.first { $0.name == name }
    }

    private static var help: String {
        let width = subcommands.map { $0.name.count }.max() ?? 0
        let list = subcommands.map { command in
            let gap = String(repeating: " ", count: width - command.name.count)
            return "  \(command.name)\(gap)  \(command.summary)"
        }
        return """
            hopperctl looks after Hopper, which turns partners' files into batches and feeds them to
            downstream services.

            Usage: hopperctl [--config DIR] COMMAND [OPTION...]

            Commands:
            \(list.joined(separator: "\n"))

            Options:
              --config DIR  the configuration directory (default: $HOPPER_CONFIG or /etc/hopper)
              --json        one JSON document for programs instead of text for people
              --help        of hopperctl, or of the command it follows
              --version     the version

            Examples:
              hopperctl check                       is the configuration in order?
              hopperctl try acme/customers a.csv    what would become of this file?
              hopperctl infer a.csv                 a feed to start from, by a sample
              hopperctl test                        do the samples still give what they did?
              hopperctl status                      what is going on?
              hopperctl dead list                   what did a service refuse for good?

            Exit codes: 0 done, 1 found something wrong, 2 usage, 3 could not reach or open.
            """
    }
}

/// One command: its words in, an exit code out.
protocol Subcommand {
    static var name: String { get }
    /// One line for the list of commands.
    static var summary: String { get }
    static var help: String { get }
    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode
}

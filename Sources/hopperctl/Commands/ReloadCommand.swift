import Configuration
import HTTP
import JSON
import Vocabulary

/// `hopperctl reload`: the running daemon takes on the new configuration, or says why not.
enum ReloadCommand: Subcommand {
    static let name = "reload"
    static let summary = "makes the daemon check and take on the configuration as it is now"
    static let help = """
        Usage: hopperctl reload [--json]

        Asks the running daemon to read its configuration again, and waits for its answer. With any
        mistake in it the old configuration stays in force, and the mistakes are printed here; the
        journal says how many there are, and the first. `systemctl reload hopperd` runs this command,
        and puts what it prints into the journal.

        Files claimed before finish under the configuration they were claimed with.

        Exit codes: 0 taken on, 1 refused, 3 the daemon can't be reached.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(words, flags: ["--json"], options: ["--config"])
        guard arguments.positional.isEmpty else { throw .usage("reload takes no arguments") }
        let settings = try ConfigurationAccess.settings(
            arguments.value("--config") ?? configDirectory)
        let client = ControlClient(settings)
        guard let answer = try client.ask(.post, "/reload") else {
            throw .unreachable("no daemon listens on \(client.socketPath)")
        }
        if arguments.has("--json") {
            Terminal.out(answer.document.serialized(indented: true))
        } else if answer.status == 200 {
            let revision = answer.document["revision"]?.text ?? "?"
            let changed = answer.document["changed"] == true
            Terminal.out(
                changed
                    ? "revision \(revision) is in force"
                    : "nothing has changed: revision \(revision)")
        } else {
            Terminal.error(answer.document["error"]?.text ?? "refused")
            Terminal.error("hopperctl: the old configuration stays in force")
        }
        return answer.status == 200 ? .done : .foundWrong
    }
}

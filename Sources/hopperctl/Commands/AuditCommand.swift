import Configuration
import JSON
import Outbox
import Vocabulary

/// `hopperctl audit`: do both equations of the ledger hold, for every file and destination?
enum AuditCommand: Subcommand {
    static let name = "audit"
    static let summary = "proves the ledger from the outbox and the archived files"
    static let help = """
        Usage: hopperctl audit [--quick] [--json]

        Proves, for every file and destination,
            read     = accepted + rejected + filtered
            made     = delivered + dead + cancelled + pending + not routed
        by counting again from the batches, deliveries and dead letters themselves, and by reading
        each archived file again under the configuration it was claimed with: the same bytes must
        give the same counts and, byte for byte, the same batches. --quick leaves the files out.
        Works beside a running daemon and without one. Says what it could not prove any more because
        its retention has passed.

        Examples:
          hopperctl audit
          hopperctl audit --quick --json

        Exit codes: 0 everything adds up, 1 something does not, 3 the outbox can't be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json", "--quick"], options: ["--config"])
        guard arguments.positional.isEmpty else { throw .usage("audit takes options only") }
        let directory = ConfigurationAccess.directory(
            arguments.value("--config") ?? configDirectory)
        let settings = try ConfigurationAccess.settings(directory)
        let outbox = try ConfigurationAccess.openOutbox(settings)
        var audit = Audit(outbox: outbox, settings: settings, directory: directory)
        try audit.recount()
        if !arguments.has("--quick") { try audit.readFilesAgain() }
        if arguments.has("--json") {
            Terminal.out(audit.document.serialized(indented: true))
        } else {
            Terminal.out(audit.text)
        }
        return audit.findings.isEmpty ? .done : .foundWrong
    }
}

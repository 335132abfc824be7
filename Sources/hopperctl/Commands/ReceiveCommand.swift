/// `hopperctl receive`: a stand-in downstream service; see Receive/.
enum ReceiveCommand: Subcommand {
    static let name = "receive"
    static let summary = "a stand-in downstream service, for demos and rehearsals"
    static let help = ReceiveOptions.help

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        ExitCode(rawValue: runReceive(words)) ?? .unreachable
    }
}

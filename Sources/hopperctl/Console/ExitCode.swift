/// How a command ended, for the shell: the codes of the product's contract.
enum ExitCode: Int32 {
    case done = 0
    /// The command worked, and what it looked at is not in order.
    case foundWrong = 1
    case usage = 2
    /// Something could not be reached or opened.
    case unreachable = 3
}

/// Why a command can't go on: what to tell the person, and the code to leave with.
struct CommandFailure: Error {
    var code: ExitCode
    var message: String

    static func usage(_ message: String) -> CommandFailure {
        CommandFailure(code: .usage, message: message)
    }
    static func unreachable(_ message: String) -> CommandFailure {
        CommandFailure(code: .unreachable, message: message)
    }
}

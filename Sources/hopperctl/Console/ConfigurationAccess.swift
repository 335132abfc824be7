import Configuration
import Glibc
import Outbox
import Vocabulary

/// How a command gets at the configuration and the outbox, with or without a running daemon.
enum ConfigurationAccess {
    /// The configuration directory: as given, or `$HOPPER_CONFIG`, or `/etc/hopper`.
    static func directory(_ given: String?) -> String {
        if let given { return given }
        if let named = unsafe getenv("HOPPER_CONFIG") { return unsafe String(cString: named) }
        return "/etc/hopper"
    }

    /// The whole configuration; its mistakes end the command.
    static func load(_ given: String?) throws(CommandFailure) -> Configuration {
        let directory = directory(given)
        do throws(ConfigurationError) {
            return try loadConfiguration(directory: directory)
        } catch {
            Terminal.error(error.render(colored: Terminal.wantsColor(STDERR_FILENO)))
            throw CommandFailure(
                code: error.isUnreadable ? .unreachable : .foundWrong,
                message: "the configuration in \(directory.printable()) can't be used")
        }
    }

    /// The outbox for looking at, beside a running daemon or without one.
    static func openOutbox(_ settings: Settings) throws(CommandFailure) -> SQLiteOutbox {
        do throws(OutboxError) {
            return try SQLiteOutbox.open(settings.outboxPath, mode: .readOnly)
        } catch {
            throw .unreachable(error.description)
        }
    }
}

/// Runs a question to the outbox; its failure ends the command.
func asking<Answer>(
    _ question: () throws(OutboxError) -> Answer
) throws(CommandFailure) -> Answer {
    do throws(OutboxError) {
        return try question()
    } catch {
        throw .unreachable(error.description)
    }
}

extension ConfigurationAccess {
    /// The daemon's own settings only: enough to look at the outbox while a partner's file has
    /// mistakes in it.
    static func settings(_ given: String?) throws(CommandFailure) -> Settings {
        let directory = directory(given)
        do throws(ConfigurationError) {
            return try loadSettings(directory: directory)
        } catch {
            Terminal.error(error.render(colored: Terminal.wantsColor(STDERR_FILENO)))
            throw CommandFailure(
                code: error.isUnreadable ? .unreachable : .foundWrong,
                message: "hopper.yaml in \(directory.printable()) can't be used")
        }
    }
}

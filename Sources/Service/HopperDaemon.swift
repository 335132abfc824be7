import Configuration
import Dispatching
import Glibc
import HTTP
import Intake
import Outbox
import Platform
import Systemd
import Vocabulary

/// The daemon from its start to its exit code.
package struct HopperDaemon {
    private let configurationDirectory: String
    private let isVerbose: Bool

    /// - Parameter isVerbose: a line a batch, too (debug).
    package init(configurationDirectory: String, isVerbose: Bool) {
        self.configurationDirectory = configurationDirectory
        self.isVerbose = isVerbose
    }

    /// Exit codes beyond those of a shell's usual ones; the unit file and the help name them.
    enum Exit: Int32 {
        case stopped = 0
        case badConfiguration = 1
        case unopened = 3
        case deviceFailed = 4
    }

    /// Runs until a signal ends it. Call it on the main thread, before any other thread exists.
    package func run() -> Int32 {
        // Large buffers wander from thread to thread: a heap for each would keep its own share of
        // them. What runs per record allocates nothing, so that one heap holds nobody up.
        shareOneHeap()
        let signals = SignalWait(blocking: [SIGTERM, SIGINT, SIGHUP])
        let events = EventLog.standard(including: isVerbose ? .debug : .info)
        let configuration: Configuration
        do throws(ConfigurationError) {
            configuration = try loadConfiguration(directory: configurationDirectory)
        } catch {
            Self.show(error.render(colored: isatty(STDERR_FILENO) == 1))
            events(
                Event(
                    .configurationRefused,
                    "the configuration can't be used, so the service does not start: "
                        + error.summary))
            return (error.isUnreadable ? Exit.unopened : .badConfiguration).rawValue
        }
        do throws(StartFailure) {
            try start(configuration, signals, events)?.attend(to: signals)
        } catch {
            events(Event(.startFailed, error.message))
            return Exit.unopened.rawValue
        }
        return Exit.stopped.rawValue
    }

    /// Starts the service, however long it takes until there is room for it; nil when a signal ends
    /// the wait. To exit over it would be to be started again, and given up after some times.
    private func start(
        _ configuration: Configuration, _ signals: SignalWait,
        _ events: @escaping EventSink
    ) throws(StartFailure) -> RunningService? {
        var isTold = false
        while true {
            do throws(StartFailure) {
                return try RunningService(
                    configuration: configuration, directory: configurationDirectory,
                    events: events)
            } catch {
                guard error.lacksRoom else { throw error }
                if !isTold {
                    events(
                        Event(
                            .diskFull,
                            "there is no room to start, and it is waited for: "
                                + error.message))
                }
                isTold = true
            }
            ServiceManager.notify(
                .status("waiting for room on the device of the state directory"),
                .extendTimeout(microseconds: 60_000_000))
            if let number = signals.next(within: .seconds(1)), number != SIGHUP { return nil }
        }
    }

    /// The mistakes as they are, on standard error: more than an event's one line can hold.
    private static func show(_ text: String) {
        let bytes = Array(text.utf8)
        _ = unsafe bytes.withUnsafeBytes {
            unsafe write(STDERR_FILENO, $0.baseAddress, $0.count)
        }
    }
}

/// Why the service could not start: one line for people that says what and where.
struct StartFailure: Error {
    var message: String
    /// The device is full: nothing has been begun, and starting again helps once there is room.
    var lacksRoom = false
}

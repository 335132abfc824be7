import CSystemd

/// What systemd is told of the daemon's life, and what it asks of it (sd_notify(3)).
///
/// Outside a unit with `Type=notify` every call is harmless and does nothing.
package enum ServiceManager {
    /// One line of sd_notify(3)'s protocol.
    package enum Notice: Hashable, Sendable {
        /// The service is up: `systemctl start` returns.
        case ready
        /// The service is going down in good order.
        case stopping
        /// One line for `systemctl status`; line breaks become spaces.
        case status(String)
        /// Sign of life; send it at least twice in each `watchdogInterval`.
        case watchdog
        /// Asks for `microseconds` more before start-up or stop counts as failed.
        case extendTimeout(microseconds: UInt64)
        /// The process that is the service from now on.
        case mainProcess(Int32)
    }

    /// Sends the notices in one datagram; false when nobody listens or the socket fails.
    @discardableResult
    package static func notify(_ notices: Notice...) -> Bool {
        let text = notices.map(line).joined(separator: "\n")
        return unsafe sd_notify(0, text) > 0
    }

    /// Within how long the watchdog wants a sign of life (`WatchdogSec=`); nil without a watchdog.
    package static var watchdogInterval: Duration? {
        var microseconds: UInt64 = 0
        guard unsafe sd_watchdog_enabled(0, &microseconds) > 0 else { return nil }
        return .microseconds(Int64(clamping: microseconds))
    }

    /// The notice as it stands in the datagram.
    package static func line(_ notice: Notice) -> String {
        switch notice {
        case .ready: "READY=1"
        case .stopping: "STOPPING=1"
        case .status(let text):
            "STATUS=" + String(text.map { $0.isNewline ? " " : $0 })
        case .watchdog: "WATCHDOG=1"
        case .extendTimeout(let microseconds): "EXTEND_TIMEOUT_USEC=\(microseconds)"
        case .mainProcess(let id): "MAINPID=\(id)"
        }
    }
}

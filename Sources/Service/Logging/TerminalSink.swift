import Glibc
package import Vocabulary

/// Events as lines for people: `21:09:46 warning  crm answers 503 (acme/customers, file 7k3m…)`.
///
/// A line is written with one call, so lines of several threads don't run into each other. A
/// terminal gets colour, unless `NO_COLOR` is set (https://no-color.org).
package struct TerminalSink: Sendable {
    /// How a line begins.
    package enum Dialect: Sendable {
        /// Local time and the level's name.
        case plain
        /// The same, the level coloured.
        case coloured
        /// `<4>`, which journald takes as the priority of a line (sd-daemon(3)).
        case journalPrefix
    }

    private let descriptor: Int32
    private let dialect: Dialect

    /// - Parameter dialect: nil lets the descriptor and the environment decide.
    package init(descriptor: Int32, dialect: Dialect? = nil) {
        self.descriptor = descriptor
        let noColour = unsafe getenv("NO_COLOR").map { unsafe $0.pointee != 0 } ?? false
        self.dialect = dialect ?? (isatty(descriptor) == 1 && !noColour ? .coloured : .plain)
    }

    package func record(_ event: Event) {
        let bytes = Array((Self.line(event, at: Self.localTime(), dialect) + "\n").utf8)
        // Nobody is left to tell when standard error itself fails.
        _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    }

    /// The line without its end; `time` is what a wall clock shows.
    package static func line(_ event: Event, at time: String, _ dialect: Dialect) -> String {
        let level = event.kind.level
        let text = event.message + context(of: event)
        switch dialect {
        case .journalPrefix: return "<\(level.rawValue)>\(text)"
        case .plain: return "\(time) \(name(level))  \(text)"
        case .coloured:
            return "\(time) \u{1B}[\(colour(level))m\(name(level))\u{1B}[0m  \(text)"
        }
    }

    /// What the event is about, as far as the fields say: ` (acme/customers, file 7k3m…, crm)`.
    private static func context(of event: Event) -> String {
        var parts: [String] = []
        if let partner = event.partner {
            parts.append(event.feed.map { "\(partner)/\($0)" } ?? partner)
        }
        if let batch = event.batch {
            parts.append("batch \(batch)")
        } else if let file = event.file {
            parts.append("file \(file)")
        }
        if let destination = event.destination, !event.message.contains(destination) {
            parts.append(destination)
        }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    private static func name(_ level: EventLevel) -> String {
        switch level {
        case .error: "error  "
        case .warning: "warning"
        case .notice: "notice "
        case .info: "info   "
        case .debug: "debug  "
        }
    }

    private static func colour(_ level: EventLevel) -> String {
        switch level {
        case .error: "1;31"
        case .warning: "33"
        case .notice: "1"
        case .info: "32"
        case .debug: "2"
        }
    }

    private static func localTime() -> String {
        var now = time(nil)
        var parts = unsafe tm()
        unsafe localtime_r(&now, &parts)
        let numbers = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec]
        return numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}

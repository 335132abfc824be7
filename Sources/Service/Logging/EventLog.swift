import Glibc
import Systemd
package import Vocabulary

/// Where a program's events go when nobody says otherwise.
package enum EventLog {
    /// The journal with its fields where standard error is the journal (under systemd), and lines
    /// for people on standard error otherwise.
    ///
    /// - Parameters:
    ///   - program: `SYSLOG_IDENTIFIER=`.
    ///   - level: the least weighty level that is let through; `.debug` is a line a batch.
    package static func standard(
        program: String = "hopperd", including level: EventLevel = .info
    ) -> EventSink {
        let record: EventSink
        if Journal.isStandardError {
            let sink = JournalSink(program: program)
            record = { sink.record($0) }
        } else {
            let sink = TerminalSink(descriptor: STDERR_FILENO)
            record = { sink.record($0) }
        }
        return { event in
            if event.kind.level.rawValue <= level.rawValue { record(event) }
        }
    }
}

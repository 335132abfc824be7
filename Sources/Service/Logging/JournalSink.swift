package import Systemd
package import Vocabulary

/// Events as entries of systemd's journal, with the fields that docs/operating.md names.
package struct JournalSink: Sendable {
    private let program: String

    package init(program: String) { self.program = program }

    /// Adds the event to the journal; falls back to a line on standard error if it won't take it.
    package func record(_ event: Event) {
        if !Journal.send(fields(of: event)) {
            TerminalSink(descriptor: 2, dialect: .journalPrefix).record(event)
        }
    }

    /// The entry's fields. Everything in it is printable or an id: no content of any record.
    package func fields(of event: Event) -> [Journal.Field] {
        let kind = event.kind
        var fields = [
            Journal.Field("MESSAGE", event.message),
            Journal.Field("PRIORITY", String(kind.level.rawValue)),
            Journal.Field("SYSLOG_IDENTIFIER", program),
            Journal.Field("HOPPER_EVENT", kind.rawValue),
        ]
        let optional: [(String, String?)] = [
            ("MESSAGE_ID", kind.messageID),
            ("HOPPER_PARTNER", event.partner),
            ("HOPPER_FEED", event.feed),
            ("HOPPER_FILE", event.file?.text ?? event.batch?.file.text),
            ("HOPPER_BATCH", event.batch?.description),
            ("HOPPER_DESTINATION", event.destination),
        ]
        for (name, value) in optional {
            if let value { fields.append(Journal.Field(name, value)) }
        }
        return fields
    }
}

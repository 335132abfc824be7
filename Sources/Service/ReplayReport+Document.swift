package import Intake
package import JSON
import Outbox
import Vocabulary

extension ReplayReport {
    /// As the control API gives it and `hopperctl replay --json` shows it.
    package var document: JSONValue {
        [
            "file": .string(file.text), "replay_of": .string(origin.file.text),
            "first_origin": .string(origin.first.text), "rows": .string(origin.rows.rawValue),
            "partner": .string(feed.partner), "feed": .string(feed.feed), "name": .string(name),
            "revision": .string(revision.text),
            "records": records.map { .integer($0) } ?? nil,
            "unread_from_line": unreadFromLine.map { .integer($0) } ?? nil,
            "sent_before": .integer(sentBefore), "cancelled": .integer(cancelled),
        ]
    }
}

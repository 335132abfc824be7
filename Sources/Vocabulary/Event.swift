/// One thing that happened, as the journal hears of it. Never holds any of a record's content.
package struct Event: Sendable {
    package var kind: EventKind
    /// One line for people, free of control characters (see `printable`).
    package var message: String
    package var partner: String?
    package var feed: String?
    package var file: FileID?
    package var batch: BatchID?
    package var destination: String?

    package init(
        _ kind: EventKind, _ message: String, partner: String? = nil, feed: String? = nil,
        file: FileID? = nil, batch: BatchID? = nil, destination: String? = nil
    ) {
        self.kind = kind
        self.message = message
        self.partner = partner
        self.feed = feed
        self.file = file
        self.batch = batch
        self.destination = destination
    }

    package init(
        _ kind: EventKind, _ message: String, feed: FeedName, file: FileID? = nil,
        batch: BatchID? = nil, destination: String? = nil
    ) {
        self.init(
            kind, message, partner: feed.partner, feed: feed.feed, file: file, batch: batch,
            destination: destination)
    }
}

/// Where events go: the journal, stderr, a test's list. Called from any thread; must not block long.
package typealias EventSink = @Sendable (Event) -> Void

/// Syslog priorities (RFC 5424, 6.2.1) as Hopper uses them.
package enum EventLevel: Int, Sendable {
    /// A person must act.
    case error = 3
    /// Degraded, and coping.
    case warning = 4
    /// Life cycle.
    case notice = 5
    /// Once a file.
    case info = 6
    /// Once a batch.
    case debug = 7
}

extension String {
    /// The text with control characters and line separators written as `\u{…}`, cut to `limit`
    /// scalars: fit for a journal line, whoever made it up.
    package func printable(limit: Int = 200) -> String {
        var shown = ""
        for (count, scalar) in unicodeScalars.enumerated() {
            if count == limit { return shown + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate,
                .privateUse, .unassigned:
                shown += "\\u{\(String(scalar.value, radix: 16))}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return shown
    }
}

import Outbox
import Vocabulary

/// What is said where a list is empty: perhaps a name was misspelt.
enum NothingFound {
    /// - Parameter what: `No files`, without a full stop.
    static func words(
        _ what: String, partner: String?, feed: String?, destination: String? = nil,
        in outbox: SQLiteOutbox
    ) throws(CommandFailure) -> String {
        guard partner != nil || feed != nil || destination != nil else { return what + "." }
        let ledger = try asking { () throws(OutboxError) in try outbox.ledger() }
        let asked: [(String, String?, Set<String>)] = [
            ("partner", partner, Set(ledger.map(\.feed.partner))),
            (
                "feed", feed,
                Set(
                    ledger.filter { partner == nil || $0.feed.partner == partner }
                        .map(\.feed.feed))
            ),
            ("destination", destination, Set(ledger.map(\.destination))),
        ]
        for case (let kind, let name?, let known) in asked where !known.contains(name) {
            let names = known.filter { !$0.isEmpty }.sorted()
            return "\(what): there is nothing of a \(kind) '\(name.printable(limit: 60))'"
                + hintOrList(for: name, among: names)
        }
        return what + "."
    }
}

import Configuration
import HTTP
import Intake
import JSON
import Outbox
import Vocabulary

/// Which revision `--diff` compares with, and where it was found.
struct ComparedRevision {
    let id: RevisionID
    /// `the running configuration`, for people.
    let words: String

    /// - Parameter name: as it was given: the beginning of a revision's name; nil for the one that
    ///   is in force.
    init(
        _ name: String?, settings: Settings, outbox: SQLiteOutbox
    ) throws(CommandFailure) {
        if let name {
            id = try Self.find(name, in: outbox)
            words = "as asked for"
        } else if let running = try Self.running(settings) {
            id = running
            words = "running"
        } else {
            let newest = try asking { () throws(OutboxError) in
                try outbox.revisions(startingWith: "", limit: 1)
            }
            guard let newest = newest.first else {
                throw .unreachable("the outbox has no revision yet: no daemon has run with it")
            }
            id = newest.id
            words = "in force last; hopperd is not running"
        }
    }

    private static func running(_ settings: Settings) throws(CommandFailure) -> RevisionID? {
        guard let answer = try ControlClient(settings).ask(.get, "/status") else { return nil }
        guard answer.status == 200, let text = answer.document["revision"]?.text else {
            throw .unreachable("the daemon does not say which revision it runs")
        }
        return RevisionID(text)
    }

    private static func find(
        _ name: String, in outbox: SQLiteOutbox
    ) throws(CommandFailure) -> RevisionID {
        let limit = 10
        func revisions(_ prefix: String) throws(CommandFailure) -> [AcceptedRevision] {
            try asking { () throws(OutboxError) in
                try outbox.revisions(startingWith: prefix, limit: limit)
            }
        }
        func listed(_ revisions: [AcceptedRevision]) -> String {
            revisions.map { "\($0.id) of \(Figures.instant($0.acceptedAt))" }
                .joined(separator: ", ") + (revisions.count == limit ? ", …" : "")
        }
        let found = name.isEmpty ? [] : try revisions(name)
        if found.count == 1 { return found[0].id }
        if let exact = found.first(where: { $0.id.text == name }) { return exact.id }
        let shown = name.printable(limit: 60)
        guard found.isEmpty else {
            throw .usage("more than one revision begins with '\(shown)': \(listed(found))")
        }
        let known = try revisions("")
        throw .usage(
            "the outbox has no revision that begins with '\(shown)'; it has "
                + (known.isEmpty ? "none" : listed(known)))
    }
}

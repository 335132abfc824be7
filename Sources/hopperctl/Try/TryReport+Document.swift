import Configuration
import Intake
import JSON
import Vocabulary

extension TryReport {
    /// The report as one document; `rejects` are the examples of every column and rule, in the
    /// file's order.
    var document: JSONValue {
        let causes = tally.causes
        let examples = causes.flatMap(\.rejects.examples).sorted { $0.number < $1.number }
        return [
            "file": .string(file.path), "feed": .string(file.feed.name.description),
            "revision": .string(revision.text),
            "read": .integer(reading.counts.read),
            "accepted": .integer(reading.counts.accepted),
            "rejected": .integer(reading.counts.rejected),
            "filtered": .integer(reading.counts.filtered),
            "batches": .integer(reading.batches),
            "inbox_note": file.inboxNote.map { .string($0) } ?? nil,
            "failure": reading.failure.map { .string($0.text) } ?? nil,
            "over_rejects_limit": .boolean(isOverRejectsLimit),
            "destinations": .array(
                reading.routed.map { to in
                    [
                        "destination": .string(to.destination), "contract": .string(to.contract),
                        "records": .integer(to.records), "batches": .integer(to.batches),
                    ]
                }),
            "routed_nowhere": .integer(reading.routedNowhere),
            "rejected_by": .array(
                causes.map { cause, rejects in
                    [
                        "column": cause.column.map { .string($0) } ?? nil,
                        "rule": .string(cause.rule), "count": .integer(rejects.count),
                    ]
                }),
            "rejects": .array(examples.map(RejectDocument.withValue)),
            "records": .array(tally.records.compactMap(\.document)),
        ]
    }
}

extension RejectDocument {
    /// The rejected record with the value at fault, which only `try` shows: the file is at hand.
    static func withValue(_ reject: RejectedRecord) -> JSONValue {
        guard case .object(var members) = make(reject) else { return nil }
        members.append(.init("value", reject.value.map { .string($0) } ?? nil))
        return .object(members)
    }
}

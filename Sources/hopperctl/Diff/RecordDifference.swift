import JSON
import Vocabulary

/// A record that comes out differently under two revisions.
struct RecordDifference {
    enum Kind: String, CaseIterable {
        /// Accepted or rejected both times, and not the same.
        case changed
        case newlyRejected = "newly_rejected"
        case newlyAccepted = "newly_accepted"
        case newlyFiltered = "newly_filtered"
        /// The file has such a record only now.
        case appeared
        case vanished
    }

    let kind: Kind
    /// Nil: it was not there.
    let before: RecordOutcome?
    /// Nil: it is not there any more.
    let after: RecordOutcome?
    /// What differs in a record that is accepted both times.
    var changes: [JSONDifference] = []

    /// Nil where it comes out the same.
    init?(_ before: RecordOutcome, _ after: RecordOutcome) {
        self.before = before
        self.after = after
        switch (before.came, after.came) {
        case (.accepted(let old), .accepted(let new)):
            guard !Self.areEqual(old, new) else { return nil }
            changes = JSONDifference.between(Self.comparable(old), Self.comparable(new))
            guard !changes.isEmpty else { return nil }
            kind = .changed
        case (.rejected(let old), .rejected(let new)):
            guard (old.column, old.rule, old.reason) != (new.column, new.rule, new.reason) else {
                return nil
            }
            kind = .changed
        case (.filtered, .filtered): return nil
        case (_, .accepted): kind = .newlyAccepted
        case (_, .rejected): kind = .newlyRejected
        case (_, .filtered): kind = .newlyFiltered
        }
    }

    init(appeared outcome: RecordOutcome) {
        kind = .appeared
        before = nil
        after = outcome
    }

    init(vanished outcome: RecordOutcome) {
        kind = .vanished
        before = outcome
        after = nil
    }

    /// Byte for byte, and for the same destinations: the usual case, so it must be cheap.
    private static func areEqual(_ old: [AcceptedRecord], _ new: [AcceptedRecord]) -> Bool {
        guard old.count == new.count else { return false }
        return zip(old, new).allSatisfy { old, new in
            old.bytes == new.bytes && old.destinations == new.destinations
        }
    }

    /// Of several records made from one, each has an index in its paths.
    private static func comparable(_ records: [AcceptedRecord]) -> JSONValue {
        guard records.count != 1 else { return records[0].comparable }
        return .array(records.map(\.comparable))
    }
}

extension AcceptedRecord {
    /// What is worth comparing: the record as a destination gets it, without its id and sequence,
    /// which depend on the file's bytes and history, and with who gets it, by name.
    var comparable: JSONValue {
        guard case .object(let members)? = document else {
            return .string(String(decoding: bytes, as: UTF8.self))
        }
        var kept = members.filter { $0.name != "id" && $0.name != "sequence" }
        let data = kept.firstIndex { $0.name == "data" } ?? kept.endIndex
        kept.insert(.init("to", .array(destinations.sorted().map { .string($0) })), at: data)
        return .object(kept)
    }
}

import JSON
import Vocabulary

extension RecordDifference.Kind {
    var words: String {
        switch self {
        case .changed: "changed"
        case .newlyRejected: "newly rejected"
        case .newlyAccepted: "newly accepted"
        case .newlyFiltered: "newly filtered"
        case .appeared: "new"
        case .vanished: "gone"
        }
    }
}

extension RecordDifference {
    /// The place and the kind, then what was with `-` and what is with `+`.
    func text(in ink: Ink) -> String {
        let place = (before?.line != nil ? before : after ?? before)?.place ?? ""
        var lines = ["\(ink(place, .bold)): \(kind.words)"]
        if changes.isEmpty {
            lines += (before?.cameTexts ?? []).map { "  " + ink("- \($0)", .red) }
            lines += (after?.cameTexts ?? []).map { "  " + ink("+ \($0)", .green) }
        } else {
            lines += JSONDifference.lines(changes, indent: "  ", in: ink)
        }
        return lines.joined(separator: "\n")
    }

    var document: JSONValue {
        [
            "number": .integer((after ?? before)?.number ?? 0),
            "line": (before?.line ?? after?.line).map { .integer($0) } ?? nil,
            "kind": .string(kind.rawValue),
            "before": before?.document ?? nil, "after": after?.document ?? nil,
            "changes": .array(changes.map(\.document)),
        ]
    }
}

extension RecordOutcome {
    /// `accepted for crm: {…}`, `rejected: DOB: no such day… (type): "30.02.1994"`, `filtered`.
    fileprivate var cameTexts: [String] {
        switch came {
        case .filtered: return ["filtered"]
        case .rejected(let reject):
            let column = reject.column.map { "\($0.printable(limit: 60)): " } ?? ""
            let value = reject.value.map { ": \"\($0.printable(limit: 60))\"" } ?? ""
            return [
                "rejected: \(column)\(reject.reason.printable()) (\(reject.rule.printable()))\(value)"
            ]
        case .accepted(let records):
            return records.map { record in
                let to = record.destinations
                return "accepted for \(to.isEmpty ? "nobody" : to.joined(separator: ", ")): "
                    + (record.document?["data"]?.shown ?? "{…}")
            }
        }
    }

    fileprivate var document: JSONValue {
        switch came {
        case .filtered: return ["state": "filtered"]
        case .rejected(let reject):
            return ["state": "rejected", "reject": RejectDocument.withValue(reject)]
        case .accepted(let records):
            return ["state": "accepted", "records": .array(records.map(\.comparable))]
        }
    }
}

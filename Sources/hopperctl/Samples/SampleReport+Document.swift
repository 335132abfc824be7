import Configuration
import JSON
import Vocabulary

extension SampleReport {
    var document: JSONValue {
        [
            "ok": .boolean(isGood),
            "passed": .integer(count(.passed)), "failed": .integer(count(.failed)),
            "broken": .integer(count(.broken)), "new": .integer(count(.new)),
            "updated": .integer(count(.updated)),
            "samples": .array(results.map(Self.document)),
            "mistakes": .array(
                mistakes.map { ["path": .string($0.path), "message": .string($0.message)] }),
        ]
    }

    private static func document(_ result: SampleResult) -> JSONValue {
        [
            "path": .string(result.sample.path),
            "feed": .string(result.sample.feed.name.description),
            "state": .string(result.state.rawValue),
            "accepted": .integer(result.counts.accepted),
            "rejected": .integer(result.counts.rejected),
            "filtered": .integer(result.counts.filtered),
            "set_aside": result.setAside.map { .string($0) } ?? nil,
            "differing": .integer(result.differing),
            "differences": .array(result.differences.map(document)),
            "notes": .array(result.notes.map { .string($0) }),
        ]
    }

    private static func document(_ difference: SampleJudge.Difference) -> JSONValue {
        let line = difference.line.flatMap { $0 == .max ? nil : $0 }
        var members: [JSONValue.Member] = [.init("line", line.map { .integer($0) } ?? nil)]
        switch difference.what {
        case .record(let changes):
            members.append(.init("record", .array(changes.map(\.document))))
        case .reject(let old, let new):
            members.append(
                .init(
                    "reject",
                    [
                        "old": old.map { .string($0) } ?? nil,
                        "new": new.map { .string($0) } ?? nil,
                    ]))
        }
        return .object(members)
    }
}

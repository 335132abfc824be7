import Vocabulary

/// What `try` remembers of a file: figures, and the first records of each sort.
struct TryTally {
    /// What rejected a record.
    struct Cause: Hashable {
        /// Elements of an array are one column: `items/*/qty`.
        var column: String?
        var rule: String

        init(column: String?, rule: String) {
            self.column = column
            self.rule = rule
        }

        init(_ reject: RejectedRecord) {
            rule = reject.rule
            column = reject.column.map { name in
                let parts = name.split(separator: "/", omittingEmptySubsequences: false)
                return parts.enumerated().map { index, part in
                    let isElement =
                        index > 0 && !part.isEmpty && part.utf8.allSatisfy { $0 &- 0x30 < 10 }
                    return isElement ? "*" : part
                }
                .joined(separator: "/")
            }
        }
    }

    struct Rejects {
        var count = 0
        var examples: [RejectedRecord] = []
    }

    private let examples: Int
    private let first: Int
    private(set) var rejects: [Cause: Rejects] = [:]
    private(set) var records: [AcceptedRecord] = []
    /// Where the first filtered records stand.
    private(set) var filtered: [RecordOutcome] = []

    /// So many causes are told apart; what comes then is put together, so that a hostile file can't
    /// make up any number of them.
    private static let causeLimit = 1000
    static let otherCauses = Cause(column: nil, rule: "others")

    /// - Parameters:
    ///   - examples: how many rejected records of each column and rule are kept.
    ///   - first: how many accepted and filtered records are kept.
    init(examples: Int, first: Int) {
        self.examples = examples
        self.first = first
    }

    mutating func add(_ outcome: RecordOutcome) {
        switch outcome.came {
        case .accepted(let made):
            for record in made where records.count < first { records.append(record) }
        case .filtered:
            if filtered.count < first { filtered.append(outcome) }
        case .rejected(let reject):
            var cause = Cause(reject)
            if rejects[cause] == nil, rejects.count >= Self.causeLimit { cause = Self.otherCauses }
            var known = rejects[cause] ?? Rejects()
            known.count += 1
            if known.examples.count < examples { known.examples.append(reject) }
            rejects[cause] = known
        }
    }

    /// The causes, the most frequent first.
    var causes: [(cause: Cause, rejects: Rejects)] {
        rejects.map { (cause: $0.key, rejects: $0.value) }.sorted { left, right in
            (right.rejects.count, left.cause.column ?? "", left.cause.rule)
                < (left.rejects.count, right.cause.column ?? "", right.cause.rule)
        }
    }
}

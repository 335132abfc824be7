import Configuration
import Formats
import Intake
import Vocabulary

/// One file read under two revisions, in step, record by record: never more than a chunk of each is
/// held.
struct RevisionComparison {
    /// One of the two readings.
    struct Side {
        var revision: RevisionID
        var reading: DryReading

        init(_ file: FeedFile, as compiled: CompiledFeed, revision: RevisionID) {
            self.revision = revision
            reading = DryReading(file.contentPath, as: compiled, of: file.feed.name)
        }
    }

    private(set) var before: Side
    private(set) var after: Side
    private(set) var unchanged = 0
    private(set) var counts: [RecordDifference.Kind: Int] = [:]
    /// Records that one side gave after the other could not be read any further.
    private(set) var notCompared = 0

    init(before: Side, after: Side) {
        self.before = before
        self.after = after
    }

    /// Reads the file to its end.
    mutating func compare(_ found: (RecordDifference) -> Void) {
        var old = before.reading.next()
        var new = after.reading.next()
        while old != nil || new != nil {
            let difference: RecordDifference?
            if new == nil && after.reading.failure != nil {
                notCompared += 1
                old = before.reading.next()
                continue
            } else if old == nil && before.reading.failure != nil {
                notCompared += 1
                new = after.reading.next()
                continue
            } else if let was = old, new.map({ was.number < $0.number }) ?? true {
                difference = RecordDifference(vanished: was)
                old = before.reading.next()
            } else if let now = new, old.map({ now.number < $0.number }) ?? true {
                difference = RecordDifference(appeared: now)
                new = after.reading.next()
            } else {
                difference = old.flatMap { was in new.flatMap { RecordDifference(was, $0) } }
                old = before.reading.next()
                new = after.reading.next()
            }
            if let difference {
                counts[difference.kind, default: 0] += 1
                found(difference)
            } else {
                unchanged += 1
            }
        }
    }

    var differing: Int { counts.values.reduce(0, +) }

    /// Whether the file as a whole can be read further one time than the other, or not for the same
    /// reason.
    var failsDifferently: Bool { before.reading.failure != after.reading.failure }

    /// Destinations whose batches are cut under another contract now.
    var contracts: [(destination: String, old: String, new: String)] {
        before.reading.routed.compactMap { old in
            after.reading.routed.first { $0.destination == old.destination }.flatMap { new in
                old.contract == new.contract ? nil : (old.destination, old.contract, new.contract)
            }
        }
    }

    var isSame: Bool { differing == 0 && !failsDifferently && contracts.isEmpty }
}

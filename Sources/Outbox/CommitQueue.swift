import Glibc

/// What waits for the next transaction.
struct CommitQueue {
    struct Waiting: Sendable {
        let change: OutboxChange
        let completion: GroupCommitter.Completion
        let bytes: Int

        init(change: OutboxChange, completion: @escaping GroupCommitter.Completion) {
            self.change = change
            self.completion = completion
            bytes =
                if case .append(let chunk) = change {
                    chunk.batches.reduce(0) {
                        $0 + $1.payload.count + ($1.stored?.bytes.count ?? 0)
                    }
                } else {
                    0
                }
        }
    }

    enum State {
        case open
        /// What waits is still committed.
        case closing
    }

    let capacity: Int
    let byteCapacity: Int
    var state = State.open
    /// The thread that commits; it never waits for room in its own queue.
    var committer: pthread_t?
    private(set) var submitted = 0
    private(set) var completed = 0
    private var waiting: [Waiting] = []
    private var bytes = 0

    init(capacity: Int, byteCapacity: Int) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
    }

    var isEmpty: Bool { waiting.isEmpty }

    func hasRoom(for change: Waiting) -> Bool {
        waiting.isEmpty || (waiting.count < capacity && bytes + change.bytes <= byteCapacity)
    }

    mutating func append(_ change: Waiting) {
        waiting.append(change)
        bytes += change.bytes
        submitted += 1
    }

    /// Everything that waits, in order.
    mutating func takeAll() -> [Waiting] {
        defer {
            waiting = []
            bytes = 0
        }
        return waiting
    }

    mutating func complete(_ count: Int) { completed += count }
}

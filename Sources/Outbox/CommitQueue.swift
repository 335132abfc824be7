import Glibc

/// What waits for the next transaction.
struct CommitQueue {
    struct Waiting: Sendable {
        let change: OutboxChange
        let completion: GroupCommitter.Completion
        let bytes: Int
        /// Only then it can be taken: until then it keeps its place for what is being prepared.
        let isReady: Bool

        init(
            change: OutboxChange, isReady: Bool, completion: @escaping GroupCommitter.Completion
        ) {
            self.change = change
            self.isReady = isReady
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
    /// What is in no hurry: goes along with the next transaction, whatever that is for.
    private var unhurried: [Waiting] = []
    private var placed = 0
    private var bytes = 0

    init(capacity: Int, byteCapacity: Int) {
        self.capacity = capacity
        self.byteCapacity = byteCapacity
    }

    var isEmpty: Bool { waiting.isEmpty && unhurried.isEmpty }

    /// Whether the first in the queue can be taken. What is in no hurry is no reason for a
    /// transaction of its own, unless it is the last one.
    var hasReady: Bool {
        if let first = waiting.first { return first.isReady }
        return state == .closing && !unhurried.isEmpty
    }

    var hasUnhurried: Bool { !unhurried.isEmpty }

    func hasRoom(for change: Waiting) -> Bool {
        waiting.isEmpty || (waiting.count < capacity && bytes + change.bytes <= byteCapacity)
    }

    /// - Returns: the place, for `replace`.
    @discardableResult mutating func append(_ change: Waiting) -> Int {
        waiting.append(change)
        bytes += change.bytes
        submitted += 1
        placed += 1
        return placed - 1
    }

    /// Takes a change that can wait for others, and depends on the order of none.
    mutating func appendUnhurried(_ change: Waiting) {
        unhurried.append(change)
        submitted += 1
    }

    /// Puts what is ready now in the place that was kept for it.
    mutating func replace(_ place: Int, by change: Waiting) {
        let index = waiting.count - (placed - place)
        precondition(!waiting[index].isReady, "a place that was not kept")
        bytes += change.bytes - waiting[index].bytes
        waiting[index] = change
    }

    /// Everything that is ready, in order, up to the first that is not, and with it what was in no
    /// hurry.
    mutating func takeReady() -> [Waiting] {
        let ready = Array(waiting.prefix(while: \.isReady))
        waiting.removeFirst(ready.count)
        bytes -= ready.reduce(0) { $0 + $1.bytes }
        defer { unhurried.removeAll(keepingCapacity: true) }
        return ready + unhurried
    }

    mutating func complete(_ count: Int) { completed += count }
}

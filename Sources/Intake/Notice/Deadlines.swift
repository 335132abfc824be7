/// Who is due when: a binary heap. Who is due no longer is found out when the time comes.
struct Deadlines<Subject: Sendable>: Sendable {
    private var heap: [(at: Int64, order: Int, subject: Subject)] = []
    private var added = 0

    var next: Int64? { heap.first?.at }
    var count: Int { heap.count }

    mutating func add(_ subject: Subject, at: Int64) {
        added += 1
        heap.append((at, added, subject))
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard isBefore(child, parent) else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the earliest subject that is due; those due at the same time come as they were added.
    mutating func takeDue(at now: Int64) -> Subject? {
        guard let first = heap.first, first.at <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [parent * 2 + 1, parent * 2 + 2]
            where child < heap.count && isBefore(child, least) { least = child }
            if least == parent { return first.subject }
            heap.swapAt(parent, least)
            parent = least
        }
    }

    mutating func removeAll() { heap.removeAll() }

    private func isBefore(_ left: Int, _ right: Int) -> Bool {
        (heap[left].at, heap[left].order) < (heap[right].at, heap[right].order)
    }
}

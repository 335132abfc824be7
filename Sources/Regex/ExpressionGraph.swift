/// A simple expression as nodes and the ways between them, to be walked in all directions at once:
/// what a `ByteAutomaton` is made from.
struct ExpressionGraph {
    private enum Node {
        case byte(ByteSet, next: Int)
        case fork([Int])
        case beginning(next: Int)
        case end(next: Int)
        case match
    }

    private var nodes: [Node] = [.match]
    private(set) var entry = 0
    private var isTooLarge = false

    private static let mostNodes = 300

    /// Nil where it would get too large.
    init?(_ expression: SimpleExpression) {
        entry = add(expression, before: 0)
        if isTooLarge { return nil }
    }

    private mutating func add(_ node: Node) -> Int {
        if nodes.count >= Self.mostNodes {
            isTooLarge = true
            return 0
        }
        nodes.append(node)
        return nodes.count - 1
    }

    /// The node to begin at where the expression, and then what begins at `next`, must match.
    private mutating func add(_ expression: SimpleExpression, before next: Int) -> Int {
        if isTooLarge { return 0 }
        switch expression {
        case .empty: return next
        case .byte(let set): return add(.byte(set, next: next))
        case .beginning: return add(.beginning(next: next))
        case .end: return add(.end(next: next))
        case .sequence(let parts):
            var next = next
            for part in parts.reversed() { next = add(part, before: next) }
            return next
        case .alternatives(let parts):
            var heads: [Int] = []
            for part in parts { heads.append(add(part, before: next)) }
            return add(.fork(heads))
        case .repeated(let part, let from, let to):
            var head = next
            if let to {
                for _ in from..<max(from, to) where !isTooLarge {
                    head = add(.fork([add(part, before: head), next]))
                }
            } else {
                let loop = add(.fork([next]))
                let body = add(part, before: loop)
                if !isTooLarge { nodes[loop] = .fork([body, next]) }
                head = loop
            }
            for _ in 0..<from where !isTooLarge { head = add(part, before: head) }
            return head
        }
    }

    /// The nodes that wait for a byte or for the text's end, and the match: all that can be reached
    /// from these without taking a byte, in order.
    func closure(_ from: [Int], atBeginning: Bool = false, atEnd: Bool = false) -> [Int] {
        var isSeen = [Bool](repeating: false, count: nodes.count)
        var pending = from
        var found: [Int] = []
        while let node = pending.popLast() {
            if isSeen[node] { continue }
            isSeen[node] = true
            switch nodes[node] {
            case .byte, .match: found.append(node)
            case .fork(let ways): pending += ways
            case .beginning(let next): if atBeginning { pending.append(next) }
            case .end(let next):
                found.append(node)
                if atEnd { pending.append(next) }
            }
        }
        return found.sorted()
    }

    /// Where these nodes lead with that byte.
    func step(_ from: [Int], _ byte: UInt8) -> [Int] {
        from.compactMap { node in
            guard case .byte(let set, let next) = nodes[node], set.contains(byte) else {
                return nil
            }
            return next
        }
    }

    func isWon(_ closed: [Int]) -> Bool { closed.contains(0) }

    /// Whether anything but a lost match can come of it.
    func canGoOn(_ closed: [Int]) -> Bool { !closed.isEmpty }

    /// The bytes, put together where no node tells them apart.
    var byteClasses: [[UInt8]] {
        var sets = Set<ByteSet>()
        for case .byte(let set, _) in nodes { sets.insert(set) }
        let ordered = Array(sets)
        let classes = Dictionary(grouping: UInt8.min...UInt8.max) { byte in
            ordered.map { $0.contains(byte) }
        }
        return Array(classes.values)
    }
}

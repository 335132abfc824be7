/// A simple expression as a deterministic machine over bytes: one look at a table for each byte of
/// the text, where RE2 takes some hundred nanoseconds before it looks at the first.
struct ByteAutomaton: Sendable {
    /// For each state the next one by byte, 256 to a row.
    let table: [UInt8]
    /// A bit for each state: whether a text that ends here matches.
    let ends: UInt64

    /// Nothing that follows can match any more.
    static let lost: UInt8 = 0
    /// It matches, whatever follows.
    static let won: UInt8 = 1
    /// Before the first byte.
    static let start: UInt8 = 2

    /// Rows beyond would take up more of the processor's cache than they are worth.
    static let mostStates = 64

    /// Nil where it would get too large.
    init?(_ expression: SimpleExpression) {
        guard let graph = ExpressionGraph(expression) else { return nil }
        let classes = graph.byteClasses
        var states: [[Int]: UInt8] = [:]
        var pending: [[Int]] = []
        var rows: [[UInt8]] = [
            [UInt8](repeating: Self.lost, count: 256), [UInt8](repeating: Self.won, count: 256),
        ]
        var ends: UInt64 = 1 << UInt64(Self.won)

        // The first state is found only once: before the first byte is the text's beginning.
        let first = graph.closure([graph.entry], atBeginning: true)
        if graph.isWon(first) {
            rows.append(rows[Int(Self.won)])
            ends |= 1 << UInt64(Self.start)
        } else {
            rows.append([])
            if graph.isWon(graph.closure([graph.entry], atBeginning: true, atEnd: true)) {
                ends |= 1 << UInt64(Self.start)
            }
            pending.append(first)
        }

        var index = Int(Self.start)
        var done = 0
        while done < pending.count {
            let nodes = pending[done]
            done += 1
            var row = [UInt8](repeating: Self.lost, count: 256)
            for members in classes {
                // A match may begin at any byte; one that must not is lost soon.
                let next = graph.closure(graph.step(nodes, members[0]) + [graph.entry])
                let state: UInt8
                if graph.isWon(next) {
                    state = Self.won
                } else if !graph.canGoOn(next) {
                    state = Self.lost
                } else if let known = states[next] {
                    state = known
                } else {
                    guard rows.count < Self.mostStates else { return nil }
                    state = UInt8(rows.count)
                    states[next] = state
                    rows.append([])
                    pending.append(next)
                    if graph.isWon(graph.closure(next, atEnd: true)) { ends |= 1 << UInt64(state) }
                }
                for byte in members { row[Int(byte)] = state }
            }
            rows[index] = row
            index += 1
        }
        table = Array(rows.joined())
        self.ends = ends
    }
}

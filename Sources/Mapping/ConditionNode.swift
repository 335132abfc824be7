/// One step of a compiled condition. Nodes stand in pre-order: a node's parts follow it, up to `end`.
struct ConditionNode: Sendable, BitwiseCopyable {
    enum Kind: UInt8, Sendable {
        case all, not, oneOf, greater, atLeast, less, atMost, match, present, absent
    }

    var kind: Kind
    /// The index behind its last part.
    var end: Int32 = 0
    /// A wanted column (filter) or a field's op (routes).
    var subject: Int32 = -1
    /// The lookup table of `oneOf`, the expression of `match`.
    var list: Int32 = -1
    /// What `greater` and its like compare with.
    var bound = ArenaRange()
}

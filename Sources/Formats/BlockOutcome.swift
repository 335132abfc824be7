/// How far a parse of a block has come.
struct BlockOutcome {
    /// The index of the first byte that does not belong to a complete record.
    var consumed: Int
    /// The physical line on which that byte lies.
    var line: Int64
    /// A record was longer than allowed, and `consumed` lies within it: the rest of its physical
    /// line is to be passed over.
    var skipsLine = false
}

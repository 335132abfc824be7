/// What became of the records of a file on the way in: `read = accepted + rejected + filtered`.
package struct RecordCounts: Hashable, Sendable {
    package var accepted: Int64
    package var rejected: Int64
    package var filtered: Int64
    /// The records made of those accepted, which are delivered: as many, unless the feed makes
    /// several of one.
    package var made: Int64

    /// - Parameter made: nil for as many as were accepted.
    package init(
        accepted: Int64 = 0, rejected: Int64 = 0, filtered: Int64 = 0, made: Int64? = nil
    ) {
        self.accepted = accepted
        self.rejected = rejected
        self.filtered = filtered
        self.made = made ?? accepted
    }

    package var read: Int64 { accepted + rejected + filtered }

    package static func + (left: Self, right: Self) -> Self {
        RecordCounts(
            accepted: left.accepted + right.accepted, rejected: left.rejected + right.rejected,
            filtered: left.filtered + right.filtered, made: left.made + right.made)
    }
    package static func += (left: inout Self, right: Self) { left = left + right }
}

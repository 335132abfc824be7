/// What became of the records of a file on the way in: `read = accepted + rejected + filtered`.
package struct RecordCounts: Hashable, Sendable {
    package var accepted: Int64
    package var rejected: Int64
    package var filtered: Int64

    package init(accepted: Int64 = 0, rejected: Int64 = 0, filtered: Int64 = 0) {
        self.accepted = accepted
        self.rejected = rejected
        self.filtered = filtered
    }

    package var read: Int64 { accepted + rejected + filtered }

    package static func + (left: Self, right: Self) -> Self {
        RecordCounts(
            accepted: left.accepted + right.accepted, rejected: left.rejected + right.rejected,
            filtered: left.filtered + right.filtered)
    }
    package static func += (left: inout Self, right: Self) { left = left + right }
}

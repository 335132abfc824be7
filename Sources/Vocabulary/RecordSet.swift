/// A set of records of one batch, by their index in it (0 for the first): a bitmap.
package struct RecordSet: Hashable, Sendable {
    private var words: [UInt64]
    /// The batch's number of records; every member is below it.
    package let capacity: Int

    /// The empty set.
    package init(capacity: Int) {
        self.capacity = capacity
        words = Array(repeating: 0, count: (capacity + 63) / 64)
    }

    /// All records of a batch.
    package static func all(_ capacity: Int) -> RecordSet {
        var set = RecordSet(capacity: capacity)
        for index in 0..<capacity { set.insert(index) }
        return set
    }

    package mutating func insert(_ index: Int) {
        precondition(index >= 0 && index < capacity)
        words[index / 64] |= 1 << UInt64(index % 64)
    }

    package mutating func remove(_ index: Int) {
        precondition(index >= 0 && index < capacity)
        words[index / 64] &= ~(1 << UInt64(index % 64))
    }

    package func contains(_ index: Int) -> Bool {
        index >= 0 && index < capacity && words[index / 64] & (1 << UInt64(index % 64)) != 0
    }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
    package var isAll: Bool { count == capacity }

    /// The members, ascending.
    package var indices: [Int] {
        var found: [Int] = []
        for (position, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                found.append(position * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return found
    }

    package mutating func formUnion(_ other: RecordSet) {
        precondition(capacity == other.capacity)
        for index in words.indices { words[index] |= other.words[index] }
    }

    package mutating func subtract(_ other: RecordSet) {
        precondition(capacity == other.capacity)
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    /// The first half of the members (the larger one, if they are odd) and the rest.
    package func halves() -> (RecordSet, RecordSet) {
        var first = RecordSet(capacity: capacity)
        var second = RecordSet(capacity: capacity)
        let members = indices
        for (position, index) in members.enumerated() {
            if position < (members.count + 1) / 2 {
                first.insert(index)
            } else {
                second.insert(index)
            }
        }
        return (first, second)
    }

    /// Little-endian bytes of the bitmap, for storage and for hashing: the same set, the same bytes.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity((capacity + 7) / 8)
        for index in 0..<(capacity + 7) / 8 {
            bytes.append(UInt8(truncatingIfNeeded: words[index / 8] >> UInt64(index % 8 * 8)))
        }
        return bytes
    }

    /// Reads what `bytes` gave; nil if the length does not fit or a bit lies past the capacity.
    package init?(bytes: [UInt8], capacity: Int) {
        guard bytes.count == (capacity + 7) / 8 else { return nil }
        self.init(capacity: capacity)
        for (index, byte) in bytes.enumerated() {
            words[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
        }
        if capacity % 64 != 0, words[words.count - 1] >> UInt64(capacity % 64) != 0 { return nil }
    }
}

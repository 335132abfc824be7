/// Where a text could not be decoded, in decoded bytes: the places of one block, in order.
struct FaultyPlaces {
    private var offsets: [Int64] = []
    /// The end of the last faulty place noted.
    private var end: Int64 = -1

    var isEmpty: Bool { offsets.isEmpty }

    /// Notes that the bytes from `offset` on stand for something that is no character. A run of such
    /// bytes is one place: it can't reach over a line end.
    mutating func note(_ offset: Int64, length: Int) {
        if offset != end { offsets.append(offset) }
        end = offset + Int64(length)
    }

    mutating func removeAll(before offset: Int64) {
        guard !offsets.isEmpty else { return }
        offsets.removeFirst(index(from: offset))
    }

    /// The first faulty place in the range.
    func first(in range: Range<Int64>) -> Int64? {
        let index = index(from: range.lowerBound)
        guard index < offsets.count, offsets[index] < range.upperBound else { return nil }
        return offsets[index]
    }

    private func index(from offset: Int64) -> Int {
        var low = 0
        var high = offsets.count
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

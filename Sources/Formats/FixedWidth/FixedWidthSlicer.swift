import Vocabulary

/// Cuts a record's text into the wanted slices. Positions are characters (Unicode scalars) or bytes;
/// in text that is ASCII they are the same.
struct FixedWidthSlicer {
    private let countsBytes: Bool
    private let trims: Bool
    /// Where each character of the record begins, and behind the last where it ends; kept for its
    /// memory.
    private var starts: [Int] = []
    private var isASCII = true

    init(_ layout: FixedWidthLayout) {
        countsBytes = layout.countsBytes
        trims = layout.trims
    }

    /// Takes a record's text in hand; its length in positions.
    mutating func take(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard !countsBytes else { return text.count }
        isASCII = unsafe text.allSatisfy { $0 < 0x80 }
        if isASCII { return text.count }
        starts.removeAll(keepingCapacity: true)
        for index in 0..<text.count where unsafe text[index] & 0xC0 != 0x80 { starts.append(index) }
        starts.append(text.count)
        return starts.count - 1
    }

    /// The slice's bytes within the text that was taken in hand; nil behind its end.
    func range(
        of slice: FixedWidthLayout.Slice, in text: UnsafeBufferPointer<UInt8>
    ) -> Range<Int>? {
        var from: Int
        var to: Int
        if countsBytes || isASCII {
            guard slice.first <= text.count else { return nil }
            from = slice.first - 1
            to = min(slice.last, text.count)
        } else {
            guard slice.first < starts.count else { return nil }
            from = starts[slice.first - 1]
            to = starts[min(slice.last, starts.count - 1)]
        }
        guard trims else { return from..<to }
        while from < to, unsafe text[from] == 0x20 { from += 1 }
        while to > from, unsafe text[to - 1] == 0x20 { to -= 1 }
        return from..<to
    }

    /// Whether a slice counted in bytes begins or ends within a character.
    func splitsCharacter(
        _ slice: FixedWidthLayout.Slice, in text: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard countsBytes else { return false }
        func isWithin(_ index: Int) -> Bool {
            guard index < text.count else { return false }
            return unsafe text[index] & 0xC0 == 0x80
        }
        return isWithin(slice.first - 1) || isWithin(slice.last)
    }
}

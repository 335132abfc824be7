/// A set of bytes.
struct ByteSet: Hashable, Sendable {
    private var words: SIMD4<UInt64> = .zero

    init() {}

    init(_ range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    init(_ byte: UInt8) { insert(byte) }

    /// Every character of the text, all of them ASCII.
    init(_ text: StaticString) {
        for byte in "\(text)".utf8 { insert(byte) }
    }

    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte) / 64] >> UInt64(byte % 64) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) { words[Int(byte) / 64] |= 1 << UInt64(byte % 64) }

    mutating func formUnion(_ other: ByteSet) { words |= other.words }

    /// ASCII without these bytes.
    var restOfASCII: ByteSet {
        var rest = ByteSet(0x00...0x7F)
        rest.words &= ~words
        return rest
    }
}

import CPlatform
import Vocabulary

/// Cuts a record's text into the wanted slices. Positions are characters (Unicode scalars) or bytes;
/// in text that is ASCII they are the same.
struct FixedWidthSlicer {
    private let countsBytes: Bool
    private let trims: Bool
    private var isASCII = true
    /// Characters of the record that is in hand.
    private var length = 0
    /// A character of it, and where it begins: slices mostly follow one another, so the next place
    /// is looked for from the last one.
    private var character = 0
    private var byte = 0

    init(_ layout: FixedWidthLayout) {
        countsBytes = layout.countsBytes
        trims = layout.trims
    }

    /// Takes a record's text in hand; its length in positions.
    mutating func take(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard !countsBytes, let base = text.baseAddress else { return text.count }
        let continuing = unsafe Self.continuing(base, text.count)
        isASCII = continuing == nil
        length = text.count - (continuing ?? 0)
        character = 0
        byte = 0
        return length
    }

    /// How many bytes of the text go on with a character; nil where all of it is ASCII.
    private static func continuing(_ base: UnsafePointer<UInt8>, _ count: Int) -> Int? {
        var high: UInt64 = 0
        var continuing = 0
        var at = 0
        while at + 8 <= count {
            let word = unsafe hopper_load64(base + at)
            high |= word
            continuing += continuations(word)
            at += 8
        }
        while at < count {
            let byte = unsafe base[at]
            high |= UInt64(byte)
            if byte & 0xC0 == 0x80 { continuing += 1 }
            at += 1
        }
        return high & 0x8080_8080_8080_8080 == 0 ? nil : continuing
    }

    /// The bytes of the word that go on with a character: 10xxxxxx.
    @inline(__always) private static func continuations(_ word: UInt64) -> Int {
        (word >> 7 & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
    }

    /// Where a character of a text that is not ASCII begins, or the text ends behind the last one.
    private mutating func start(
        ofCharacter wanted: Int, in text: UnsafeBufferPointer<UInt8>
    ) -> Int {
        guard wanted < length, let base = text.baseAddress else { return text.count }
        if wanted < character {
            character = 0
            byte = 0
        }
        while byte + 8 <= text.count {
            let characters = 8 - Self.continuations(unsafe hopper_load64(base + byte))
            // The word may end within a character, which is passed over below.
            guard character + characters <= wanted else { break }
            character += characters
            byte += 8
        }
        // Whole words were passed over: the place may be within a character that was counted.
        while byte < text.count {
            if unsafe base[byte] & 0xC0 != 0x80 {
                if character == wanted { break }
                character += 1
            }
            byte += 1
        }
        return byte
    }

    /// The slice's bytes within the text that was taken in hand; nil behind its end.
    mutating func range(
        of slice: FixedWidthLayout.Slice, in text: UnsafeBufferPointer<UInt8>
    ) -> Range<Int>? {
        var from: Int
        var to: Int
        if countsBytes || isASCII {
            guard slice.first <= text.count else { return nil }
            from = slice.first - 1
            to = min(slice.last, text.count)
        } else {
            guard slice.first <= length else { return nil }
            from = unsafe start(ofCharacter: slice.first - 1, in: text)
            to = unsafe start(ofCharacter: slice.last, in: text)
        }
        guard trims else { return from..<to }
        while from < to, unsafe text[from] == 0x20 { from += 1 }
        while to - from >= 8, let base = text.baseAddress,
            unsafe hopper_load64(base + to - 8) == 0x2020_2020_2020_2020
        {
            to -= 8
        }
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

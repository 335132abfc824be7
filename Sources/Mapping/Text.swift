import CPlatform

/// Bytes of UTF-8 that lie in somebody else's memory: a block's, a plan's, or a scratch buffer's.
///
/// Never kept beyond the record it was taken for. Each of those memories has at least `slack` more
/// bytes behind what is used of it, so that kernels may read 16 bytes at a time.
@safe struct Text {
    let start: UnsafePointer<UInt8>
    let count: Int

    /// Bytes that may be read behind any text.
    static let slack = 32

    init(start: UnsafePointer<UInt8>, count: Int) {
        unsafe self.start = unsafe start
        self.count = count
    }

    @inline(__always) subscript(_ index: Int) -> UInt8 {
        assert(index >= 0 && index < count)
        return unsafe start[index]
    }

    @inline(__always) func slice(_ from: Int, _ to: Int) -> Text {
        assert(from >= 0 && from <= to && to <= count)
        return unsafe Text(start: start + from, count: to - from)
    }

    @inline(__always) func isEqual(to other: Text) -> Bool {
        guard count == other.count else { return false }
        // Most that are not equal differ here; and there is a byte behind every text.
        guard unsafe count == 0 || start[0] == other.start[0] else { return false }
        return unsafe memcmp(start, other.start, count) == 0
    }

    /// As `memcmp`, a shorter text before the longer one it begins.
    func isOrdered(before other: Text) -> Bool {
        let common = min(count, other.count)
        let order = unsafe memcmp(start, other.start, common)
        return order != 0 ? order < 0 : count < other.count
    }

    /// The index of `part` at or after `from`.
    func index(of part: Text, from: Int) -> Int? {
        guard part.count > 0 else { return nil }
        var at = from
        while at + part.count <= count {
            if slice(at, at + part.count).isEqual(to: part) { return at }
            at += 1
        }
        return nil
    }

    /// Whether every byte is below the given one.
    func isBelow(_ bound: UInt8) -> Bool {
        for index in 0..<count where self[index] >= bound { return false }
        return true
    }

    var string: String {
        unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// At most `limit` bytes of it, cut between scalars.
    func string(limit: Int) -> String {
        guard count > limit else { return string }
        var end = limit
        while end > 0, self[end] & 0xC0 == 0x80 { end -= 1 }
        return slice(0, end).string
    }

    /// Its Unicode scalars.
    var scalarCount: Int {
        var scalars = 0
        for index in 0..<count where self[index] & 0xC0 != 0x80 { scalars += 1 }
        return scalars
    }
}

extension StaticString {
    @inline(__always) func byte(_ index: Int) -> UInt8 {
        assert(index < utf8CodeUnitCount)
        return unsafe utf8Start[index]
    }
}

/// Where a text of the plan lies in its arena.
struct ArenaRange: Sendable {
    var start: UInt32 = 0
    var count: UInt32 = 0
}

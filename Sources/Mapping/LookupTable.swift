/// A list of texts, each perhaps with another text to go with it: `map`, `one_of`, `null`.
/// Few are compared one by one, many are hashed (open addressing, at most half full).
struct LookupTable: Sendable, BitwiseCopyable {
    /// Into the plan's lookup entries.
    var entries: TableRange
    /// Into the plan's lookup slots; the count is a power of two, or 0 for a short list.
    var slots: TableRange

    /// Longer lists are hashed.
    static let linearLimit = 6

    struct Entry: Sendable, BitwiseCopyable {
        var key: ArenaRange
        var value: ArenaRange
    }

    /// FNV-1a: the keys are the configuration's, so nobody can choose them to collide.
    @inline(__always) static func hash(_ text: Text) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for index in 0..<text.count { hash = (hash ^ UInt32(text[index])) &* 0x0100_0193 }
        return hash
    }

    static func hash(_ text: [UInt8]) -> UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for byte in text { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        return hash
    }
}

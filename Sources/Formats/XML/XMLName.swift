/// Names as they stand in tags: a prefix says where a name comes from, and is passed over.
enum XMLName {
    /// The part behind the prefix.
    @inline(__always)
    static func local(_ name: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        var start = 0
        var end = 0
        while unsafe name[end] != 0 {
            if unsafe name[end] == 0x3A { start = end + 1 }
            end += 1
        }
        return unsafe UnsafeBufferPointer(
            start: UnsafeRawPointer(name + start).assumingMemoryBound(to: UInt8.self),
            count: end - start)
    }

    static func whole(_ name: UnsafePointer<CChar>) -> UnsafeBufferPointer<UInt8> {
        var end = 0
        while unsafe name[end] != 0 { end += 1 }
        return unsafe UnsafeBufferPointer(
            start: UnsafeRawPointer(name).assumingMemoryBound(to: UInt8.self), count: end)
    }

    static func isEqual(_ name: UnsafeBufferPointer<UInt8>, _ other: [UInt8]) -> Bool {
        guard name.count == other.count else { return false }
        for index in other.indices where unsafe name[index] != other[index] { return false }
        return true
    }
}

import CZstd

/// Makes zstd frames (RFC 8878), each by itself, with a checksum and with its content's size.
///
/// The context is reused, which saves most of the cost for payloads of some kilobytes; its memory
/// grows to what the largest input at this level asks for.
@safe package struct ZstdCompressor: ~Copyable, @unchecked Sendable {
    // A context may be handed from thread to thread as long as one at a time uses it, and that is
    // what `mutating` on a value with one owner demands.
    private let context: OpaquePointer
    /// Where a frame is made, kept for the next: its bound is many times what it takes, and what is
    /// handed out must not hold on to that much.
    private var room = unsafe UnsafeMutableRawBufferPointer(start: nil, count: 0)

    /// - Parameter level: 1 to 22; below 0 faster and larger. Brought into zstd's range.
    package init(level: Int = 1) {
        guard let context = unsafe ZSTD_createCCtx() else { fatalError("out of memory") }
        unsafe self.context = unsafe context
        let bounded = min(max(level, Int(ZSTD_minCLevel())), Int(ZSTD_maxCLevel()))
        unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, CInt(bounded))
        unsafe ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    }

    deinit {
        unsafe ZSTD_freeCCtx(context)
        unsafe room.deallocate()
    }

    /// Appends one frame holding `bytes` to `out`.
    package mutating func compress(_ bytes: UnsafeRawBufferPointer, into out: inout [UInt8]) {
        let bound = ZSTD_compressBound(bytes.count)
        if unsafe bound > room.count { grow(to: bound) }
        let size = unsafe ZSTD_compress2(
            context, room.baseAddress, room.count, bytes.baseAddress, bytes.count)
        // With room for the bound, zstd's only reason to fail is memory.
        precondition(ZSTD_isError(size) == 0, "ZSTD_compress2 failed")
        unsafe out.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<size]))
    }

    private mutating func grow(to size: Int) {
        unsafe room.deallocate()
        unsafe room = .allocate(byteCount: size, alignment: 16)
    }

    /// One frame holding `bytes`.
    package mutating func compress(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        unsafe bytes.withUnsafeBytes { unsafe compress($0, into: &out) }
        return out
    }
}

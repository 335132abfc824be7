import CZstd

/// Takes zstd frames apart that are held in memory as a whole.
@safe package struct ZstdDecompressor: ~Copyable, @unchecked Sendable {
    // Sendable for the reason given in ZstdCompressor.
    private let context: OpaquePointer

    package init() {
        guard let context = unsafe ZSTD_createDCtx() else { fatalError("out of memory") }
        unsafe self.context = unsafe context
    }

    deinit { unsafe ZSTD_freeDCtx(context) }

    /// The content of one frame or of several on end, checksums checked.
    ///
    /// - Parameter limit: the most bytes that may come out; no more memory than this is taken,
    ///   whatever the frame claims.
    /// - Throws: `corrupt` for anything but whole, undamaged frames (and for no bytes at all),
    ///   `tooLarge` past the limit.
    package mutating func decompress(
        _ bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(CompressionError) -> [UInt8] {
        guard unsafe !bytes.isEmpty else { throw .corrupt(reason: "no frame", byteOffset: 0) }
        let frame = unsafe ZSTD_findFrameCompressedSize(bytes.baseAddress, bytes.count)
        guard ZSTD_isError(frame) == 0 else { throw Self.corrupt(frame, at: 0) }
        let claimed = unsafe ZSTD_getFrameContentSize(bytes.baseAddress, bytes.count)
        // The two largest numbers stand for "not said" and "can't be read".
        if frame < bytes.count || claimed >= UInt64.max - 1 {
            return try unsafe decompressStream(bytes, limit: limit)
        }
        guard claimed <= UInt64(max(0, limit)) else { throw .tooLarge(limit: Int64(limit)) }
        var result = 0
        let context = unsafe self.context
        let content = unsafe [UInt8](unsafeUninitializedCapacity: Int(claimed)) { room, count in
            result = unsafe ZSTD_decompressDCtx(
                context, room.baseAddress, room.count, bytes.baseAddress, bytes.count)
            count = ZSTD_isError(result) == 0 ? result : 0
        }
        guard ZSTD_isError(result) == 0 else { throw Self.corrupt(result, at: 0) }
        return content
    }

    /// As above, for an array.
    package mutating func decompress(
        _ bytes: [UInt8], limit: Int
    ) throws(CompressionError) -> [UInt8] {
        // A closure with typed throws through withUnsafeBytes needs the error carried by hand.
        let outcome = unsafe bytes.withUnsafeBytes {
            bytes -> Result<[UInt8], CompressionError> in
            do throws(CompressionError) {
                return .success(try unsafe decompress(bytes, limit: limit))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Frames that don't say how large they are, by other programs than this one.
    private mutating func decompressStream(
        _ bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(CompressionError) -> [UInt8] {
        unsafe ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
        var content: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 128 * 1024)
        var input = unsafe ZSTD_inBuffer(src: bytes.baseAddress, size: bytes.count, pos: 0)
        var pending = 1
        while unsafe input.pos < bytes.count || pending > 0 {
            let before = unsafe input.pos
            let context = unsafe self.context
            let written = unsafe chunk.withUnsafeMutableBytes { room in
                var output = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
                pending = unsafe ZSTD_decompressStream(context, &output, &input)
                return unsafe output.pos
            }
            let position = unsafe input.pos
            guard ZSTD_isError(pending) == 0 else {
                throw Self.corrupt(pending, at: Int64(position))
            }
            guard content.count + written <= limit else { throw .tooLarge(limit: Int64(limit)) }
            content += chunk[..<written]
            if written == 0, position == before, pending > 0 {
                throw .corrupt(reason: "the frame is cut short", byteOffset: Int64(position))
            }
        }
        return content
    }

    private static func corrupt(_ code: Int, at offset: Int64) -> CompressionError {
        let reason = unsafe String(cString: ZSTD_getErrorName(code))
        return .corrupt(reason: reason, byteOffset: offset)
    }
}

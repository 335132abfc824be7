import CZlib
import CZstd

/// Turns compressed bytes into content, step by step: gzip members, zstd frames, xz or bzip2 streams,
/// several on end.
protocol FrameDecoder: AnyObject {
    /// A frame was begun and its end has not come.
    var isInsideFrame: Bool { get }

    /// Consumes some of `input` and fills some of `output`; with input left and room in the output,
    /// no progress on both sides means that nothing more can come. An empty input is the file's end.
    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep
}

struct FrameStep {
    var consumed: Int
    var produced: Int
}

/// What the decoder says of bytes it can't go on with.
struct FrameDamage: Error {
    var reason: String

    static let behindLastFrame = FrameDamage(reason: "something else follows the last stream")
}

/// gzip (RFC 1952), its checksums and lengths checked.
@safe final class GzipDecoder: FrameDecoder {
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isInsideFrame = false
    private var isPastFrame = false
    private var isPadding = false

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let code = unsafe hopper_gunzip_init(stream)
        precondition(code == Z_OK, "inflateInit2 failed: \(code)")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        if !isInsideFrame, unsafe !input.isEmpty, isPastFrame {
            // Tapes and block devices pad with zeros, and gzip(1) passes over them too.
            let zeros = unsafe input.prefix { $0 == 0 }.count
            if zeros > 0 {
                isPadding = true
                return FrameStep(consumed: zeros, produced: 0)
            }
            guard !isPadding else { throw FrameDamage(reason: "bytes after the padding") }
            guard unsafe input[0] == 0x1F else { throw .behindLastFrame }
            unsafe inflateReset(stream)
        }
        isInsideFrame = true
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let code = unsafe inflate(stream, Z_NO_FLUSH)
        switch code {
        case Z_STREAM_END:
            isInsideFrame = false
            isPastFrame = true
        case Z_OK, Z_BUF_ERROR: break
        case Z_MEM_ERROR: fatalError("out of memory")
        default:
            let message = unsafe stream.pointee.msg
            throw FrameDamage(
                reason: unsafe message.map { unsafe String(cString: $0) } ?? "damaged")
        }
        return unsafe FrameStep(
            consumed: input.count - Int(stream.pointee.avail_in),
            produced: output.count - Int(stream.pointee.avail_out))
    }
}

/// zstd (RFC 8878), checksums checked where a frame has one. A frame may ask for a window of up to
/// 8 MiB: what RFC 8878, 3.1.1.1.2, wants every decoder to take, and zstd(1) asks for at most unless
/// it is told `--ultra` or `--long`. More would let a partner's small file take 128 MiB of memory.
@safe final class ZstdDecoder: FrameDecoder {
    private let context: OpaquePointer
    private(set) var isInsideFrame = false
    private var isPastFrame = false

    init() {
        guard let context = unsafe ZSTD_createDCtx() else { fatalError("out of memory") }
        unsafe self.context = unsafe context
        unsafe ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    }

    private static let windowLog: CInt = 23

    deinit { unsafe ZSTD_freeDCtx(context) }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        var source = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var room = unsafe ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let pending = unsafe ZSTD_decompressStream(context, &room, &source)
        guard ZSTD_isError(pending) == 0 else {
            let code = ZSTD_getErrorCode(pending)
            if code == ZSTD_error_prefix_unknown, isPastFrame { throw .behindLastFrame }
            guard code == ZSTD_error_frameParameter_windowTooLarge else {
                throw FrameDamage(reason: unsafe String(cString: ZSTD_getErrorName(pending)))
            }
            throw FrameDamage(
                reason: "it needs a window of more than 8 MiB (zstd --ultra or --long)")
        }
        isInsideFrame = pending != 0
        isPastFrame = pending == 0
        return unsafe FrameStep(consumed: source.pos, produced: room.pos)
    }
}

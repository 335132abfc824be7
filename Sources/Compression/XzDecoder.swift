import CLzma

/// xz (the .xz file format 1.1), streams on end and padding between them; checks are checked where a
/// stream has one, and a check of an unknown kind is refused.
///
/// It may ask for as much memory as `xz -9` does, 65 MiB, and for no more: the dictionary's size is
/// up to who compresses, and the format has room for 4 GiB in a file of some bytes.
@safe final class XzDecoder: FrameDecoder {
    private let stream: UnsafeMutablePointer<lzma_stream>
    /// Only the file's end tells that no other stream follows.
    private(set) var isInsideFrame = true

    static let memoryLimit: UInt64 = 66 << 20

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream())
        let code = unsafe hopper_xz_init(stream, Self.memoryLimit)
        precondition(code == LZMA_OK, "lzma_stream_decoder failed: \(code.rawValue)")
    }

    deinit {
        unsafe lzma_end(stream)
        unsafe stream.deallocate()
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_in = input.count
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = output.count
        let code = unsafe lzma_code(stream, input.isEmpty ? LZMA_FINISH : LZMA_RUN)
        switch code {
        case LZMA_STREAM_END: isInsideFrame = false
        case LZMA_OK, LZMA_BUF_ERROR: break
        case LZMA_MEM_ERROR: fatalError("out of memory")
        case LZMA_MEMLIMIT_ERROR: throw unsafe Self.hunger(of: stream)
        case LZMA_UNSUPPORTED_CHECK: throw FrameDamage(reason: "its check is of an unknown kind")
        case LZMA_OPTIONS_ERROR: throw FrameDamage(reason: "it asks for options that are unknown")
        case LZMA_FORMAT_ERROR: throw .behindLastFrame
        default: throw FrameDamage(reason: "damaged")
        }
        return unsafe FrameStep(
            consumed: input.count - stream.pointee.avail_in,
            produced: output.count - stream.pointee.avail_out)
    }

    /// That what a stream asks for is more than it may have.
    static func hunger(of stream: UnsafeMutablePointer<lzma_stream>) -> FrameDamage {
        let needed = unsafe (lzma_memusage(stream) + (1 << 20) - 1) >> 20
        return FrameDamage(reason: "it needs \(needed) MiB of memory, more than `xz -9` makes it")
    }
}

import CBzip2

/// bzip2, its checksums checked; streams on end, as `cat` and parallel compressors make them. Takes
/// 4 MiB of memory at most, whatever the file says.
@safe final class Bzip2Decoder: FrameDecoder {
    private let stream: UnsafeMutablePointer<bz_stream>
    private(set) var isInsideFrame = false
    private var isPastFrame = false

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: bz_stream())
        begin()
    }

    deinit {
        unsafe BZ2_bzDecompressEnd(stream)
        unsafe stream.deallocate()
    }

    private func begin() {
        let code = unsafe BZ2_bzDecompressInit(stream, 0, 0)
        precondition(code == BZ_OK, "BZ2_bzDecompressInit failed: \(code)")
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        if !isInsideFrame, isPastFrame {
            unsafe BZ2_bzDecompressEnd(stream)
            begin()
        }
        isInsideFrame = true
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: CChar.self))
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let code = unsafe BZ2_bzDecompress(stream)
        switch code {
        case BZ_STREAM_END:
            isInsideFrame = false
            isPastFrame = true
        case BZ_OK: break
        case BZ_MEM_ERROR: fatalError("out of memory")
        case BZ_DATA_ERROR_MAGIC where isPastFrame:
            throw .behindLastFrame
        default: throw FrameDamage(reason: "damaged")
        }
        return unsafe FrameStep(
            consumed: input.count - Int(stream.pointee.avail_in),
            produced: output.count - Int(stream.pointee.avail_out))
    }
}

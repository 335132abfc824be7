import CZlib

/// Deflate (RFC 1951) without a wrapping of its own; what is around it has the checksum.
@safe final class DeflateDecoder: FrameDecoder {
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isInsideFrame = false

    init() {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        let code = unsafe hopper_inflate_init(stream)
        precondition(code == Z_OK, "inflateInit2 failed: \(code)")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        isInsideFrame = true
        unsafe stream.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.pointee.avail_in = UInt32(input.count)
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = UInt32(output.count)
        let code = unsafe inflate(stream, Z_NO_FLUSH)
        switch code {
        case Z_STREAM_END: isInsideFrame = false
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

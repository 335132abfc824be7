import CLzma

/// LZMA as it stands in a zip archive (APPNOTE.TXT, 5.8): properties before it, no check of its own.
///
/// It may ask for as much memory as an xz file may.
@safe final class LzmaDecoder: FrameDecoder {
    private let stream: UnsafeMutablePointer<lzma_stream>
    /// Of the content; nil: a mark in the stream is its end.
    private let size: Int64?
    private(set) var isInsideFrame = false

    /// The version of the SDK, the length of the properties and the properties.
    private static let headSize = 9

    init(size: Int64?) {
        self.size = size
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: lzma_stream())
        let code = unsafe hopper_lzma_init(stream, XzDecoder.memoryLimit)
        precondition(code == LZMA_OK, "lzma_alone_decoder failed: \(code.rawValue)")
    }

    deinit {
        unsafe lzma_end(stream)
        unsafe stream.deallocate()
    }

    func decode(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        var skipped = 0
        if !isInsideFrame {
            guard input.count >= Self.headSize, unsafe input[2] == 5, unsafe input[3] == 0 else {
                throw FrameDamage(reason: "its LZMA properties are damaged")
            }
            isInsideFrame = true
            unsafe try begin(Array(input[4..<Self.headSize]), output)
            skipped = Self.headSize
        }
        let rest = unsafe UnsafeRawBufferPointer(rebasing: input[skipped...])
        let step = unsafe try decodeSome(rest, into: output)
        return FrameStep(consumed: step.consumed + skipped, produced: step.produced)
    }

    /// What a file of LZMA alone begins with: the properties, and how much comes out. Nothing does yet,
    /// but without room for it nothing is taken in.
    private func begin(
        _ properties: [UInt8], _ output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) {
        let said = UInt64(bitPattern: size ?? -1)
        let head = properties + (0..<8).map { UInt8(truncatingIfNeeded: said >> ($0 * 8)) }
        var damage: FrameDamage?
        unsafe head.withUnsafeBytes { bytes in
            do throws(FrameDamage) {
                _ = unsafe try decodeSome(bytes, into: output)
            } catch {
                damage = error
            }
        }
        if let damage { throw damage }
    }

    private func decodeSome(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(FrameDamage) -> FrameStep {
        unsafe stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_in = input.count
        unsafe stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        unsafe stream.pointee.avail_out = output.count
        let code = unsafe lzma_code(stream, LZMA_RUN)
        switch code {
        case LZMA_STREAM_END: isInsideFrame = false
        case LZMA_OK, LZMA_BUF_ERROR: break
        case LZMA_MEM_ERROR: fatalError("out of memory")
        case LZMA_MEMLIMIT_ERROR: throw unsafe XzDecoder.hunger(of: stream)
        default: throw FrameDamage(reason: "damaged")
        }
        return unsafe FrameStep(
            consumed: input.count - stream.pointee.avail_in,
            produced: output.count - stream.pointee.avail_out)
    }
}

import CZlib
import Glibc
import Platform

/// One member of a zip archive as a stream: stored, deflate, bzip2, LZMA, zstd or xz. What comes out
/// is exactly as long as the directory says, and has its checksum; else the end is an error.
@safe package final class ZipMember {
    private let archive: ZipArchive
    private let entry: ZipEntry
    /// Nil: the content is stored as it is.
    private let decoder: (any FrameDecoder)?
    private let input: UnsafeMutableRawBufferPointer
    private var pending = 0..<0
    private var offset: Int64
    private let end: Int64
    private var produced: Int64 = 0
    private var checksum: UInt

    private static let inputSize = 64 * 1024

    /// - Throws: `unsupported` for an encrypted member and for one of another method.
    package init(_ entry: ZipEntry, of archive: ZipArchive) throws(CompressionError) {
        if entry.isEncrypted { throw .unsupported(kind: "encrypted") }
        switch entry.method {
        case 0: decoder = nil
        case 8: decoder = DeflateDecoder()
        case 12: decoder = Bzip2Decoder()
        case 14: decoder = LzmaDecoder(size: entry.endsInMark ? nil : entry.size)
        case 93: decoder = ZstdDecoder()
        case 95: decoder = XzDecoder()
        default: throw .unsupported(kind: "method \(entry.method)")
        }
        let head = try archive.descriptor.zipBytes(at: entry.headerOffset, count: 30)
        guard head.value(at: 0, 4) == 0x0403_4B50, head.value(at: 8, 2) == UInt64(entry.method)
        else { throw .corrupt(reason: "its header is damaged", byteOffset: entry.headerOffset) }
        self.archive = archive
        self.entry = entry
        offset =
            entry.headerOffset + 30 + Int64(head.value(at: 26, 2)) + Int64(head.value(at: 28, 2))
        end = offset + entry.compressedSize
        checksum = crc32(0, nil, 0)
        unsafe input = .allocate(byteCount: decoder == nil ? 0 : Self.inputSize, alignment: 16)
    }

    deinit { unsafe input.deallocate() }

    /// Fills some of `output` with the content's next bytes; 0 only at its end, which has been
    /// checked then.
    package func read(
        into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        let count = unsafe try decoder == nil ? readStored(into: output) : decode(into: output)
        produced += Int64(count)
        guard produced <= entry.size else { throw damaged("it is longer than it says") }
        if count == 0 {
            guard produced == entry.size else { throw damaged("it is shorter than it says") }
            guard checksum == UInt(entry.checksum) else { throw damaged("its checksum is wrong") }
        }
        checksum = unsafe crc32(
            checksum, output.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(count))
        return count
    }

    private func readStored(
        into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        let count = Int(min(Int64(output.count), end - offset))
        return count == 0 ? 0 : unsafe try fill(.init(rebasing: output[..<count]))
    }

    private func decode(
        into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        guard let decoder else { return 0 }
        var isFirst = produced == 0 && pending.isEmpty
        while isFirst || decoder.isInsideFrame {
            isFirst = false
            var isExhausted = false
            if pending.isEmpty {
                let count = Int(min(Int64(unsafe input.count), end - offset))
                pending = 0..<count
                if count > 0 {
                    pending = 0..<(unsafe try fill(.init(rebasing: input[..<count])))
                }
                // What has been taken in may still have something to give.
                isExhausted = count == 0
            }
            let step: FrameStep
            do throws(FrameDamage) {
                step = unsafe try decoder.decode(
                    UnsafeRawBufferPointer(rebasing: input[pending]), into: output)
            } catch {
                throw damaged(error.reason)
            }
            pending = pending.lowerBound + step.consumed..<pending.upperBound
            if step.produced > 0 { return step.produced }
            if step.consumed == 0, decoder.isInsideFrame {
                throw damaged(isExhausted ? "it is cut short" : "damaged")
            }
        }
        guard pending.isEmpty, offset == end else { throw damaged("something follows its end") }
        return 0
    }

    private func fill(
        _ buffer: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        while true {
            let count = unsafe pread(
                archive.descriptor.number, buffer.baseAddress, buffer.count, off_t(offset))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw .system(SystemError("read", on: archive.path).description)
            }
            guard count > 0 else { throw damaged("it is cut short") }
            offset += Int64(count)
            return count
        }
    }

    private func damaged(_ reason: String) -> CompressionError {
        .corrupt(reason: reason, byteOffset: offset - Int64(pending.count))
    }
}

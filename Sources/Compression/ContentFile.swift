import Glibc
import Platform

/// A regular file's content as a stream: decompressed if its first bytes say that it is compressed,
/// else as it stands. Takes 64 KiB and what the decompressor asks for, whatever the file's size.
///
/// Not by libarchive, which passes over damage: docs/decisions/0010-readers-of-our-own.md.
@safe package final class ContentFile {
    /// Nil: the file is not compressed.
    package let compression: CompressionKind?
    private let path: String
    private var descriptor: FileDescriptor
    private let decoder: (any FrameDecoder)?
    private let input: UnsafeMutableRawBufferPointer
    /// The part of `input` that has not been decoded yet.
    private var pending = 0..<0
    /// Bytes read from the file so far.
    private var fileOffset: Int64 = 0
    private var produced: Int64 = 0
    private let productLimit: Int64

    private static let inputSize = 64 * 1024
    /// Content that a compressed file may have in any case, however well it is compressed.
    private static let freeExpansion: Int64 = 1 << 20

    /// - Parameter expansionLimit: the most bytes of content per byte of a compressed file; a
    ///   mebibyte is always free.
    /// - Throws: `unsupported` for a compression that is known and not taken.
    package init(path: String, expansionLimit: Int) throws(CompressionError) {
        self.path = path
        let size: Int64
        do throws(SystemError) {
            descriptor = try FileDescriptor.open(path, O_RDONLY)
            size = Int64(lseek(descriptor.number, 0, SEEK_END))
            guard size >= 0 else { throw SystemError("lseek", on: path) }
            lseek(descriptor.number, 0, SEEK_SET)
        } catch {
            throw .system(error.description)
        }
        let (product, overflow) = size.multipliedReportingOverflow(by: Int64(expansionLimit))
        productLimit = max(Self.freeExpansion, overflow ? .max : product)
        var first = [UInt8](repeating: 0, count: CompressionKind.lookahead)
        let count = unsafe first.withUnsafeMutableBytes { [number = descriptor.number] in
            unsafe pread(number, $0.baseAddress, $0.count, 0)
        }
        compression = CompressionKind(firstBytes: first.prefix(max(0, count)))
        switch compression {
        case nil: decoder = nil
        case .gzip: decoder = GzipDecoder()
        case .zstd: decoder = ZstdDecoder()
        case .xz: decoder = XzDecoder()
        case .bzip2: decoder = Bzip2Decoder()
        case .some(let kind): throw .unsupported(kind: kind.rawValue)
        }
        unsafe input = .allocate(
            byteCount: decoder == nil ? 0 : Self.inputSize, alignment: 16)
    }

    deinit { unsafe input.deallocate() }

    /// Moves to an offset in the file; only where it is not compressed.
    package func seek(to offset: Int64) throws(CompressionError) {
        precondition(decoder == nil, "a compressed file can only be read from its start")
        guard lseek(descriptor.number, off_t(offset), SEEK_SET) == off_t(offset) else {
            throw .system(SystemError("lseek", on: path).description)
        }
    }

    /// Fills some of `output` with the content's next bytes; 0 only at its end.
    ///
    /// - Throws: `corrupt` with the place in the compressed file, also where it is cut short or
    ///   something else follows; `tooLarge` past the expansion limit.
    package func read(
        into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        guard let decoder else { return try unsafe readFile(into: output) }
        var isAtEnd = false
        while true {
            if pending.isEmpty, !isAtEnd {
                let count = try unsafe readFile(into: input)
                pending = 0..<count
                isAtEnd = count == 0
            }
            if isAtEnd, !decoder.isInsideFrame { return 0 }
            let step: FrameStep
            do throws(FrameDamage) {
                step = unsafe try decoder.decode(
                    UnsafeRawBufferPointer(rebasing: input[pending]), into: output)
            } catch {
                throw .corrupt(reason: error.reason, byteOffset: decodedOffset)
            }
            pending = pending.lowerBound + step.consumed..<pending.upperBound
            if step.produced > 0 {
                produced += Int64(step.produced)
                guard produced <= productLimit else { throw .tooLarge(limit: productLimit) }
                return step.produced
            }
            if step.consumed == 0, isAtEnd ? decoder.isInsideFrame : !pending.isEmpty {
                let reason = isAtEnd ? "the file is cut short" : "damaged"
                throw .corrupt(reason: reason, byteOffset: decodedOffset)
            }
        }
    }

    /// The place in the compressed file up to which it has been decoded.
    private var decodedOffset: Int64 { fileOffset - Int64(pending.count) }

    private func readFile(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        do throws(SystemError) {
            let count = try unsafe descriptor.read(into: buffer)
            fileOffset += Int64(count)
            return count
        } catch {
            throw .system("\(path): \(error)")
        }
    }
}

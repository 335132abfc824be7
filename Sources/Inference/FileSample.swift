package import Compression
import Glibc

/// The part of a file that is looked at: its beginning, and its end where that can be had cheaply.
/// The bytes are decompressed, and not yet decoded.
package struct FileSample: Sendable {
    package var head: [UInt8]
    /// The last bytes of a file that is longer than `head`; nil where they were not looked at.
    package var tail: [UInt8]?
    /// `head` is the whole content.
    package var isWhole: Bool
    package var compression: CompressionKind?

    package init(
        head: [UInt8], tail: [UInt8]? = nil, isWhole: Bool = true,
        compression: CompressionKind? = nil
    ) {
        self.head = head
        self.tail = tail
        self.isWhole = isWhole
        self.compression = compression
    }

    private static let headSize = 1 << 20
    private static let tailSize = 32 << 10
    /// A compressed file's end can only be had by decompressing all of it; past this it is left.
    private static let decompressedSize = 256 << 20

    /// Reads a regular file's sample in bounded memory, whatever the file's size.
    package static func read(path: String) throws(CompressionError) -> FileSample {
        let file = try ContentFile(path: path, expansionLimit: 1000)
        let head = try read(file, count: headSize + 1)
        var sample = FileSample(head: head, compression: file.compression)
        guard head.count > headSize else { return sample }
        sample.isWhole = false
        sample.head = Array(head.prefix(headSize))
        if file.compression == nil {
            var status = stat()
            guard unsafe stat(path, &status) == 0 else { return sample }
            // A multiple of 4, so that UTF-16 and UTF-32 stay in step.
            let start = max(0, Int(status.st_size) - tailSize) & ~3
            try file.seek(to: Int64(start))
            sample.tail = try read(file, count: tailSize + 4)
        } else {
            sample.tail = try readTail(file, after: head)
        }
        return sample
    }

    private static func read(
        _ file: ContentFile, count: Int
    ) throws(CompressionError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            var failure: CompressionError?
            let got = unsafe bytes.withUnsafeMutableBytes { room -> Int in
                do throws(CompressionError) {
                    return unsafe try file.read(
                        into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
                } catch {
                    failure = error
                    return 0
                }
            }
            if let failure {
                // What is there already is a sample, even of a file that is cut short.
                if filled > 0, case .corrupt = failure { break }
                throw failure
            }
            if got == 0 { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    private static func readTail(
        _ file: ContentFile, after head: [UInt8]
    ) throws(CompressionError) -> [UInt8]? {
        var tail = Array(head.suffix(tailSize))
        var total = head.count
        while true {
            let piece = try read(file, count: 1 << 16)
            guard !piece.isEmpty else { break }
            total += piece.count
            guard total <= decompressedSize else { return nil }
            tail += piece
            if tail.count > 4 * tailSize { tail.removeFirst(tail.count - tailSize) }
        }
        let excess = max(0, tail.count - tailSize)
        // In step with the beginning, for the sake of UTF-16.
        tail.removeFirst(min(tail.count, excess + (total - tail.count + excess) & 1))
        return tail
    }
}

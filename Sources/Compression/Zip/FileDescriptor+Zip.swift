import Glibc
import Platform

extension [UInt8] {
    /// A little-endian number of `width` bytes.
    func value(at index: Int, _ width: Int) -> UInt64 {
        var value: UInt64 = 0
        for byte in self[index..<(index + width)].reversed() { value = value << 8 | UInt64(byte) }
        return value
    }
}

extension FileDescriptor {
    /// Exactly so many bytes from a place in the file.
    func zipBytes(at offset: Int64, count: Int) throws(CompressionError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = unsafe bytes.withUnsafeMutableBytes { [number, done] in
                unsafe pread(number, $0.baseAddress! + done, count - done, off_t(offset) + done)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw .system(SystemError("read", on: "a zip archive").description)
            }
            guard got > 0 else {
                throw .corrupt(reason: "the file is cut short", byteOffset: offset)
            }
            done += got
        }
        return bytes
    }
}

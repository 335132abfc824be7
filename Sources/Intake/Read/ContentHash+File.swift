import Digest
import Glibc
package import Platform
package import Vocabulary

extension ContentHash {
    /// Of a whole file, read once in bounded memory.
    package init(ofFile path: String) throws(SystemError) {
        let file = try FileDescriptor.open(path, O_RDONLY)
        var digest = SHA256()
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe file.read(into: buffer)
            if count == 0 { break }
            unsafe digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        }
        self.init(bytes: digest.finish())
    }
}

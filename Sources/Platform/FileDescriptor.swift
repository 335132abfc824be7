import CPlatform
import Glibc

/// An open file descriptor with one owner; closed when it goes out of scope.
package struct FileDescriptor: ~Copyable, Sendable {
    /// The descriptor's number, for calls that borrow it.
    package let number: CInt

    /// Takes ownership of an open descriptor.
    package init(owning number: CInt) { self.number = number }

    deinit { close(number) }

    /// Gives the open descriptor up to the caller, who must see to its closing.
    package consuming func release() -> CInt {
        let number = number
        discard self
        return number
    }

    /// Opens `path` as open(2) does; `O_CLOEXEC` is always added.
    package static func open(
        _ path: String, _ flags: CInt, mode: UInt32 = 0o640
    ) throws(SystemError) -> FileDescriptor {
        let number = unsafe hopper_open(path, flags | O_CLOEXEC, mode)
        guard number >= 0 else { throw SystemError("open", on: path) }
        return FileDescriptor(owning: number)
    }

    /// Reads up to `buffer.count` bytes at the descriptor's position; 0 at the end of the file.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(SystemError) -> Int {
        while true {
            let count = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw SystemError("read", on: "descriptor \(number)") }
        }
    }

    /// Writes every byte, or throws; what was written before a failure is unknown.
    package func writeAll(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        var offset = 0
        while offset < bytes.count {
            let count = unsafe Glibc.write(
                number, bytes.baseAddress! + offset, bytes.count - offset)
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemError("write", on: "descriptor \(number)")
            }
            offset += count
        }
    }

    /// Begins to bring the file's data to the device, without waiting and without any promise: files
    /// that are to be synchronized one after another share the waiting that way.
    package func startWriteback() { hopper_start_writeback(number) }

    /// The file's data and metadata are on the device when this returns (fsync(2)).
    package func synchronize() throws(SystemError) {
        guard fsync(number) == 0 else {
            throw SystemError("fsync", on: "descriptor \(number)")
        }
    }
}

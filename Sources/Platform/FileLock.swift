import Glibc

/// A file locked for this process alone (flock(2)); freed with the value, or with the process.
package struct FileLock: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// Locks the file at `path`, made where it is missing.
    /// - Throws: EWOULDBLOCK when another process holds it.
    package init(_ path: String) throws(SystemError) {
        let opened = try FileDescriptor.open(path, O_RDWR | O_CREAT)
        guard flock(opened.number, LOCK_EX | LOCK_NB) == 0 else {
            throw SystemError("lock", on: path)
        }
        descriptor = opened
    }
}

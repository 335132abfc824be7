import Glibc
import Platform

/// The right to write to an outbox: an exclusive flock(2) on `<outbox>.lock`, held until the value
/// goes away, or the process does. The file says who holds it.
struct OutboxLock: ~Copyable, Sendable {
    private let descriptor: FileDescriptor

    /// - Throws: `inUse` with the holder's process id; `full` or `unusable` when the lock file
    ///   can't be made.
    init(outbox path: String) throws(OutboxError) {
        let lockPath = path + ".lock"
        let descriptor = try Self.open(lockPath)
        while flock(descriptor.number, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            if code == EINTR { continue }
            guard code == EWOULDBLOCK else {
                throw .unusable("\(SystemError("flock", on: lockPath, code: code))")
            }
            let holder = Self.holder(descriptor).map { "process \($0)" } ?? "another process"
            throw .inUse("the outbox \(path) is in use by \(holder)")
        }
        // Only for people; without room for it the lock still holds.
        ftruncate(descriptor.number, 0)
        let text = "\(getpid())\n"
        _ = unsafe text.withCString { unsafe pwrite(descriptor.number, $0, text.utf8.count, 0) }
        self.descriptor = descriptor
    }

    /// Given back, not only closed: a program that is being started at this moment has the descriptor,
    /// too, until it has been loaded, and the lock would be held as long.
    deinit { flock(descriptor.number, LOCK_UN) }

    private static func open(_ path: String) throws(OutboxError) -> FileDescriptor {
        do throws(SystemError) {
            return try FileDescriptor.open(path, O_RDWR | O_CREAT)
        } catch {
            throw error.isOutOfSpace
                ? .full("\(error)") : .unusable("cannot open the outbox: \(error)")
        }
    }

    private static func holder(_ descriptor: borrowing FileDescriptor) -> Int? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(descriptor.number, $0.baseAddress, $0.count, 0)
        }
        guard count > 0 else { return nil }
        let digits = bytes.prefix(count).prefix { (0x30...0x39).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

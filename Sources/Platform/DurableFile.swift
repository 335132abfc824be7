import CPlatform
import Glibc

/// A file that appears under its name whole and durable, or not at all: written under a temporary
/// dot name beside it, synced, then renamed over it. Dropped before `commit`, it leaves nothing.
package struct DurableFile: ~Copyable {
    private static let prefix = ".hopper-"
    private static let suffix = ".tmp"

    private let descriptor: FileDescriptor
    private let directory: CInt
    private let temporaryName: String
    private var isCommitted = false

    /// Begins a file in `directory`, which must stay open meanwhile.
    package init(
        in directory: borrowing BeneathDirectory, mode: UInt32 = 0o640
    ) throws(SystemError) {
        self.directory = directory.descriptor.number
        let number = String(UInt64.random(in: .min ... .max), radix: 36)
        temporaryName = Self.prefix + number + Self.suffix
        descriptor = try directory.open(
            Array(temporaryName.utf8), O_WRONLY | O_CREAT | O_EXCL, mode: mode)
    }

    deinit {
        if !isCommitted { unsafe _ = unlinkat(directory, temporaryName, 0) }
    }

    /// Begins to bring what has been written to the device, so that `commit` need not wait for all.
    package func startWriteback() { descriptor.startWriteback() }

    package func write(_ bytes: UnsafeRawBufferPointer) throws(SystemError) {
        try unsafe descriptor.writeAll(bytes)
    }

    package func write(_ bytes: [UInt8]) throws(SystemError) {
        var failure: SystemError?
        unsafe bytes.withUnsafeBytes { buffer in
            do throws(SystemError) {
                try unsafe descriptor.writeAll(buffer)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }

    /// Puts the file under its name, in place of what has it now. Its content is durable on return;
    /// the name is after the directory has been synchronized.
    package consuming func commit(
        as name: [UInt8], in directory: borrowing BeneathDirectory
    ) throws(SystemError) {
        try descriptor.synchronize()
        try directory.rename(Array(temporaryName.utf8), to: name, replacing: true)
        isCommitted = true
    }

    /// Removes what files that were being written when the process was killed, or the machine lost
    /// its power, have left in `directory`. Nobody may be writing there.
    package static func removeLeftovers(
        in directory: borrowing BeneathDirectory
    ) throws(SystemError) {
        var left: [[UInt8]] = []
        try directory.forEachName { name in
            if name.starts(with: prefix.utf8), name.reversed().starts(with: suffix.utf8.reversed())
            {
                left.append(name)
            }
            return true
        }
        for name in left { try directory.remove(name) }
    }
}

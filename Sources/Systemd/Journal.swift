import CSystemd
import Glibc

/// systemd's journal, by its native protocol (sd_journal_sendv(3)).
package enum Journal {
    /// One field of an entry: an upper-case name, and a text that may hold anything.
    package struct Field: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Whether standard error is connected to the journal, and a structured entry therefore goes to
    /// the same place as a line written there ($JOURNAL_STREAM, systemd.exec(5)).
    package static var isStandardError: Bool {
        guard let stream = unsafe getenv("JOURNAL_STREAM") else { return false }
        return isJournal(descriptor: STDERR_FILENO, stream: unsafe String(cString: stream))
    }

    /// Whether the descriptor is the one `stream` names as `device:inode`.
    package static func isJournal(descriptor: Int32, stream: String) -> Bool {
        let parts = stream.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1]) else {
            return false
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
    }

    /// Adds one entry. False when the journal refused it; with no journal at all it is lost
    /// silently and true, so ask `isStandardError` first.
    ///
    /// Blocks while journald is behind, as a write to standard error would.
    @discardableResult
    package static func send(_ fields: [Field]) -> Bool {
        var bytes: [UInt8] = []
        var ends: [Int] = []
        for field in fields {
            bytes += field.name.utf8
            bytes.append(UInt8(ascii: "="))
            bytes += field.value.utf8
            ends.append(bytes.count)
        }
        return unsafe bytes.withUnsafeMutableBytes { buffer in
            var start = 0
            var vectors: [iovec] = unsafe []
            unsafe vectors.reserveCapacity(ends.count)
            for end in ends {
                let base = unsafe buffer.baseAddress.map { unsafe $0 + start }
                unsafe vectors.append(iovec(iov_base: base, iov_len: end - start))
                start = end
            }
            return unsafe sd_journal_sendv(vectors, Int32(vectors.count)) == 0
        }
    }
}

import CPlatform
import Glibc

/// What stat(2) says of a file, as far as Hopper asks.
package struct FileStatus: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64
    package var size: Int64
    package var links: UInt64
    package var kind: Kind
    package var modifiedAtNanoseconds: Int64
    /// The last change of the inode: also by rename, link and chmod. Only the kernel can set it.
    package var changedAtNanoseconds: Int64

    package enum Kind: String, Hashable, Sendable {
        case regular = "file"
        case directory
        case symbolicLink = "symbolic link"
        case fifo = "FIFO"
        case socket
        case device
    }

    package init(
        device: UInt64, inode: UInt64, size: Int64, links: UInt64 = 1, kind: Kind = .regular,
        modifiedAtNanoseconds: Int64, changedAtNanoseconds: Int64
    ) {
        self.device = device
        self.inode = inode
        self.size = size
        self.links = links
        self.kind = kind
        self.modifiedAtNanoseconds = modifiedAtNanoseconds
        self.changedAtNanoseconds = changedAtNanoseconds
    }

    init(_ status: stat) {
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        links = UInt64(status.st_nlink)
        modifiedAtNanoseconds = Self.nanoseconds(status.st_mtim)
        changedAtNanoseconds = Self.nanoseconds(status.st_ctim)
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        case S_IFIFO: kind = .fifo
        case S_IFSOCK: kind = .socket
        default: kind = .device
        }
    }

    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension FileDescriptor {
    /// fstat(2).
    package func status() throws(SystemError) -> FileStatus {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else {
            throw SystemError("fstat", on: "descriptor \(number)")
        }
        return FileStatus(status)
    }
}

import CPlatform
import Glibc

/// An open directory whose entries are reached by name only, never through a link, a mount point or
/// `..` (openat2(2)). Names are bytes: what a partner calls a file need not be text.
package struct BeneathDirectory: ~Copyable, Sendable {
    package let descriptor: FileDescriptor
    /// How errors name the directory.
    package let path: String

    /// Opens the directory at `path`; links on the way to it are the administrator's, and followed.
    package init(at path: String) throws(SystemError) {
        descriptor = try FileDescriptor.open(path, O_RDONLY | O_DIRECTORY)
        self.path = path
    }

    private init(owning descriptor: consuming FileDescriptor, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Opens an entry without following links; `O_NONBLOCK` keeps a FIFO from blocking.
    package func open(
        _ name: [UInt8], _ flags: CInt, mode: UInt32 = 0o640
    ) throws(SystemError) -> FileDescriptor {
        let number = unsafe withName(name) { name in
            unsafe hopper_open_beneath(descriptor.number, name, flags, mode)
        }
        guard number >= 0 else { throw SystemError("open", on: shown(name)) }
        return FileDescriptor(owning: number)
    }

    /// Opens a directory below, and makes it first (durably) where it is missing.
    package func directory(
        _ name: [UInt8], creating: Bool = false
    ) throws(SystemError) -> BeneathDirectory {
        if creating {
            let code = unsafe withName(name) { unsafe mkdirat(descriptor.number, $0, 0o750) }
            if code == 0 {
                try synchronize()
            } else if errno != EEXIST {
                throw SystemError("mkdir", on: shown(name))
            }
        }
        return BeneathDirectory(
            owning: try open(name, O_RDONLY | O_DIRECTORY), path: shown(name))
    }

    /// What the entry itself is (a link is not followed); nil when there is none of that name.
    package func status(of name: [UInt8]) throws(SystemError) -> FileStatus? {
        var status = stat()
        let code = unsafe withName(name) {
            unsafe fstatat(descriptor.number, $0, &status, AT_SYMLINK_NOFOLLOW)
        }
        if code != 0 {
            if errno == ENOENT { return nil }
            throw SystemError("stat", on: shown(name))
        }
        return FileStatus(status)
    }

    /// Renames within the directory or into another; durable after both have been synchronized.
    /// - Parameter replacing: whether an entry of the new name gives way; if not, it throws EEXIST
    ///   (on file systems without RENAME_NOREPLACE, such as NFS, as far as a look before can tell).
    package func rename(
        _ name: [UInt8], to newName: [UInt8], in other: borrowing BeneathDirectory,
        replacing: Bool
    ) throws(SystemError) {
        if renameCode(name, newName, other, replacing: replacing) == 0 { return }
        if !replacing, errno == EINVAL {
            if try other.status(of: newName) != nil {
                throw SystemError("rename", on: shown(name), code: EEXIST)
            }
            if renameCode(name, newName, other, replacing: true) == 0 { return }
        }
        throw SystemError("rename", on: shown(name))
    }

    private func renameCode(
        _ name: [UInt8], _ newName: [UInt8], _ other: borrowing BeneathDirectory, replacing: Bool
    ) -> CInt {
        let target = other.descriptor.number
        return unsafe withName(name) { name in
            unsafe withName(newName) { newName in
                unsafe hopper_rename(
                    descriptor.number, name, target, newName, replacing ? 0 : 1)
            }
        }
    }

    package func rename(
        _ name: [UInt8], to newName: [UInt8], replacing: Bool
    ) throws(SystemError) {
        try rename(name, to: newName, in: self, replacing: replacing)
    }

    /// Gives a file a second name in another directory of the same file system (link(2)), durable
    /// after that one has been synchronized.
    package func link(
        _ name: [UInt8], as newName: [UInt8], in other: borrowing BeneathDirectory
    ) throws(SystemError) {
        let target = other.descriptor.number
        let code = unsafe withName(name) { name in
            unsafe withName(newName) { newName in
                unsafe linkat(descriptor.number, name, target, newName, 0)
            }
        }
        guard code == 0 else { throw SystemError("link", on: shown(name)) }
    }

    /// Removes an entry that is not a directory; false when there is none of that name.
    @discardableResult
    package func remove(_ name: [UInt8]) throws(SystemError) -> Bool {
        let code = unsafe withName(name) { unsafe unlinkat(descriptor.number, $0, 0) }
        if code == 0 { return true }
        if errno == ENOENT { return false }
        throw SystemError("unlink", on: shown(name))
    }

    /// Removes an empty directory; false when there is none, or it is not empty.
    @discardableResult
    package func removeDirectory(_ name: [UInt8]) throws(SystemError) -> Bool {
        let code = unsafe withName(name) { unsafe unlinkat(descriptor.number, $0, AT_REMOVEDIR) }
        if code == 0 { return true }
        if errno == ENOENT || errno == ENOTEMPTY || errno == EEXIST { return false }
        throw SystemError("rmdir", on: shown(name))
    }

    /// The entries made, renamed and removed so far are on the device when this returns.
    package func synchronize() throws(SystemError) {
        guard fsync(descriptor.number) == 0 else { throw SystemError("fsync", on: path) }
    }

    /// Calls `body` with the name of each entry but `.` and `..`, in the directory's own order,
    /// until it returns false. Entries that come or go meanwhile may be missed.
    package func forEachName(
        _ body: ([UInt8]) -> Bool
    ) throws(SystemError) {
        // A descriptor of its own: closedir(3) closes it, and the position is not shared.
        let number = unsafe hopper_open(
            "/proc/self/fd/\(descriptor.number)", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        let own = number >= 0 ? number : unsafe openat(descriptor.number, ".", O_RDONLY)
        guard own >= 0, let stream = unsafe fdopendir(own) else {
            throw SystemError("opendir", on: path)
        }
        defer { unsafe closedir(stream) }
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw SystemError("readdir", on: path) }
                return
            }
            let start = unsafe hopper_entry_name(entry)!
            let name = unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: strlen(start)))
            if name == [0x2E] || name == [0x2E, 0x2E] { continue }
            if !body(name) { return }
        }
    }

    /// `f_type` of statfs(2).
    package var fileSystemType: Int64 { hopper_filesystem_type(descriptor.number) }

    /// Bytes that an unprivileged process may still write on the directory's device.
    package func freeBytes() throws(SystemError) -> Int64 {
        var status = statvfs()
        guard unsafe fstatvfs(descriptor.number, &status) == 0 else {
            throw SystemError("statvfs", on: path)
        }
        return Int64(status.f_bavail) * Int64(status.f_frsize)
    }

    /// The path of an entry for messages, fit to be shown.
    package func shown(_ name: [UInt8]) -> String {
        path + "/" + String(decoding: name, as: UTF8.self)
    }

    private func withName<Result>(
        _ name: [UInt8], _ body: (UnsafePointer<CChar>) -> Result
    ) -> Result {
        var terminated = name
        terminated.append(0)
        return unsafe terminated.withUnsafeBytes {
            unsafe body($0.baseAddress!.assumingMemoryBound(to: CChar.self))
        }
    }
}

extension BeneathDirectory {
    /// Makes the directory at `path` and those above it where they are missing.
    package static func create(_ path: String, mode: UInt32 = 0o750) throws(SystemError) {
        var made = path.utf8.first == UInt8(ascii: "/") ? "" : "."
        for part in path.split(separator: "/") {
            made += "/" + part
            if unsafe mkdir(made, mode) != 0, errno != EEXIST, errno != EISDIR {
                // Where it exists already, mkdir may fail for other reasons (a read-only root).
                let code = errno
                var status = stat()
                if unsafe stat(made, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { continue }
                throw SystemError("mkdir", on: made, code: code)
            }
        }
    }
}

extension BeneathDirectory {
    /// Removes an entry whatever it is, a directory with all that is in it; links are not followed.
    /// - Parameter depth: how many directories deep it goes; what lies deeper makes it throw ELOOP.
    package func removeTree(_ name: [UInt8], depth: Int = 64) throws(SystemError) {
        do throws(SystemError) {
            try remove(name)
            return
        } catch {
            guard error.code == EISDIR || error.code == EPERM else { throw error }
        }
        guard depth > 0 else { throw SystemError("remove", on: shown(name), code: ELOOP) }
        let tree = try directory(name)
        var names: [[UInt8]] = []
        repeat {
            names.removeAll(keepingCapacity: true)
            try tree.forEachName { name in
                names.append(name)
                return names.count < 1000
            }
            for name in names { try tree.removeTree(name, depth: depth - 1) }
        } while names.count == 1000
        try removeDirectory(name)
    }
}

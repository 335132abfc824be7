import Digest
import Glibc
import Outbox
package import Platform
import Vocabulary

/// Why a file could not be copied out of the inbox.
package enum ClaimFailure: Error, Hashable, Sendable {
    case vanished
    /// Written to, or replaced, while it was copied.
    case changed
    case notTaken(DropDirectory.NotTaken)
    /// The device of `work/` has run full.
    case noRoom
    /// This file, at least, does not fit on the device of `work/`, of which some must stay free.
    case tooLarge(size: Int64, free: Int64, reserve: Int64)
    case system(SystemError)
}

/// A file on its way from the inbox into `work/`: opened safely, copied while it is hashed, step by
/// step, and checked not to have changed meanwhile. Belongs to one thread at a time.
///
/// Unless `finish` has returned, the copy is removed with the value.
final class FileCopy {
    let name: EntryName
    let workName: String
    /// The original as it was when it was opened.
    let status: FileStatus
    private let source: FileDescriptor
    private let copy: FileDescriptor
    private let workSpace: WorkSpace
    private let isReflinked: Bool
    private var hash = SHA256()
    private var content: ContentHash?
    private var copied: Int64 = 0
    /// Where the copy is being made durable, until `finish` has waited for it.
    private var syncing: SyncThread?
    /// Else it is when `work` has been synchronized, once for all that was copied together.
    private(set) var isNameDurable = false
    private var isFinished = false

    /// - Parameter reserve: bytes that must stay free on the device: a copy that is begun and can't
    ///   be ended would hold them, and all of intake with them.
    init(
        _ name: EntryName, from inbox: Inbox, to workSpace: WorkSpace, reserve: Int64 = 0
    ) throws(ClaimFailure) {
        self.name = name
        self.workSpace = workSpace
        do {
            source = try inbox.directory.open(name.bytes, O_RDONLY | O_NONBLOCK | O_NOCTTY)
        } catch {
            switch error.code {
            case ENOENT: throw .vanished
            case ELOOP: throw .notTaken(.isA(.symbolicLink))
            case ENXIO: throw .notTaken(.isA(.socket))
            default: throw .system(error)
            }
        }
        do {
            status = try source.status()
            guard status.kind == .regular else { throw ClaimFailure.notTaken(.isA(status.kind)) }
            guard status.links == 1 else { throw ClaimFailure.notTaken(.hardLinked) }
            workName = workSpace.newName(for: name)
            copy = try workSpace.work.open(
                Array(workName.utf8), O_RDWR | O_CREAT | O_EXCL, mode: 0o640)
        } catch let failure as ClaimFailure {
            throw failure
        } catch let error as SystemError {
            throw Self.failure(error)
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
        isReflinked = status.size > 0 && reflink(source, to: copy)
        if !isReflinked, let free = try? workSpace.work.freeBytes(), free - reserve < status.size {
            if free < reserve { throw .noRoom }
            throw .tooLarge(size: status.size, free: free, reserve: reserve)
        }
        source.startWriteback()
    }

    deinit {
        // The descriptors are closed after this.
        try? syncing?.wait()
        if !isFinished { _ = try? workSpace.work.remove(Array(workName.utf8)) }
    }

    /// Copies and hashes up to `limit` bytes; true when the whole file has been.
    func step(
        limit: Int64, through buffer: UnsafeMutableRawBufferPointer
    ) throws(ClaimFailure) -> Bool {
        let end = copied + limit
        do throws(SystemError) {
            while copied < end {
                let count =
                    unsafe try isReflinked
                    ? copy.read(into: buffer) : source.read(into: buffer)
                if count == 0 { return true }
                let piece = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
                unsafe hash.update(piece)
                if !isReflinked { unsafe try copy.writeAll(piece) }
                copied += Int64(count)
                // Grown, and growing perhaps for ever: no need to follow.
                if copied > status.size { throw SystemError("read", on: "a file", code: ESTALE) }
            }
        } catch {
            throw error.code == ESTALE ? .changed : Self.failure(error)
        }
        // What is on its way to the device by then need not be waited for at the end: of a huge file
        // that would be minutes without a sign of life.
        if !isReflinked { copy.startWriteback() }
        return false
    }

    /// What has been copied, once that is the whole file. It is on its way to the device then, and
    /// lies nowhere before `finish` has returned.
    func seal() -> CopiedFile {
        let content = content ?? ContentHash(bytes: usedUpHash())
        self.content = content
        return CopiedFile(name: name, workName: workName, content: content, status: status)
    }

    /// The value is used up: hashing again would be a bug, and begins anew.
    private func usedUpHash() -> [UInt8] {
        if !isReflinked { copy.startWriteback() }
        var used = SHA256()
        swap(&used, &hash)
        return used.finish()
    }

    /// Begins to make the copy, its name in `work/` and the original durable, once the whole file has
    /// been copied. `finish` waits for it.
    func beginSync(on thread: SyncThread) {
        let (copy, source, workSpace) = (copy.number, source.number, workSpace)
        thread.begin { () throws(SystemError) in
            try Self.synchronize(copy: copy, source: source)
            try workSpace.work.synchronize()
        }
        syncing = thread
    }

    /// Makes original and copy durable (for the name in `work/` see `isNameDurable`) and tells what
    /// was copied. The original was the same from the beginning to the end.
    func finish() throws(ClaimFailure) -> CopiedFile {
        let after: FileStatus
        do throws(SystemError) {
            if let thread = syncing {
                syncing = nil
                try thread.wait()
                isNameDurable = true
            } else {
                try Self.synchronize(copy: copy.number, source: source.number)
            }
            after = try source.status()
        } catch {
            throw Self.failure(error)
        }
        guard after == status, copied == status.size else { throw .changed }
        isFinished = true
        return seal()
    }

    private static func synchronize(copy: CInt, source: CInt) throws(SystemError) {
        if fsync(copy) != 0 { throw SystemError("fsync", on: "the copy") }
        // Else a power cut could bring the original back with other content, and a second claim.
        if fsync(source) != 0, errno != EINVAL, errno != EROFS {
            throw SystemError("fsync", on: "the original")
        }
    }

    /// Whether the original, removed by now, is still as it was copied: a writer that kept it open
    /// may have gone on.
    func isStillUnchanged() -> Bool {
        (try? source.status())?.isSameContent(as: status) ?? true
    }

    private static func failure(_ error: SystemError) -> ClaimFailure {
        error.isOutOfSpace ? .noRoom : .system(error)
    }
}

/// A file as it was copied into `work/`; durable there when `FileCopy.finish` has given it.
struct CopiedFile {
    var name: EntryName
    var workName: String
    var content: ContentHash
    var status: FileStatus

    var source: SourceIdentity {
        SourceIdentity(
            device: status.device, inode: status.inode, size: status.size,
            modifiedAtNanoseconds: status.modifiedAtNanoseconds,
            changedAtNanoseconds: status.changedAtNanoseconds)
    }
}

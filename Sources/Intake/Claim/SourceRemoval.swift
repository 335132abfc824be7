import Glibc
import Outbox
import Platform
import Vocabulary

/// Removes the original of a registered file from the inbox, and never anything else.
///
/// The partner may put another file under the name at any moment, so the entry is first renamed to a
/// dot name of ours, looked at under that, and only then removed; what is not the file that was
/// copied goes back under its name.
struct SourceRemoval {
    enum End: Hashable {
        case removed
        /// Something else has the name now; it was left (or put back).
        case changed
        /// Something else had the name, and yet another thing has it now: it waits under this name.
        case stranded(EntryName)
        case failed(SystemError)
    }

    let inbox: Inbox

    /// The dot name under which the original of `file` leaves.
    static func wayOut(of file: FileID) -> EntryName {
        EntryName(bytes: DropRules.ownPrefix + Array(file.text.utf8))
    }

    /// The file whose original (or what was taken for it) has the name; nil for other names.
    static func file(of wayOut: EntryName) -> FileID? {
        guard wayOut.bytes.starts(with: DropRules.ownPrefix) else { return nil }
        return FileID(
            String(decoding: wayOut.bytes.dropFirst(DropRules.ownPrefix.count), as: UTF8.self))
    }

    /// What is removed and renamed is durable after the inbox has been synchronized.
    func remove(_ name: EntryName, of file: FileID, copiedFrom source: SourceIdentity) -> End {
        let wayOut = Self.wayOut(of: file)
        do throws(SystemError) {
            // Left by an attempt that was cut short.
            let left = try finishLeft(wayOut, named: name, copiedFrom: source)
            guard left == .removed else { return left }
            // Seldom needed, and spares two renames: it is plainly something else.
            guard let status = try inbox.directory.status(of: name.bytes) else { return .removed }
            guard status.isCopied(as: source) else { return .changed }
            try inbox.directory.rename(name.bytes, to: wayOut.bytes, replacing: false)
            IntakePoint.claimSetApart.reached()
            return try finishLeft(wayOut, named: name, copiedFrom: source)
        } catch {
            return error.code == ENOENT ? .removed : .failed(error)
        }
    }

    /// Removes what has the dot name if it is the file that was copied, else puts it back.
    /// `.removed` also where there is nothing.
    func finishLeft(
        _ wayOut: EntryName, named name: EntryName?, copiedFrom source: SourceIdentity?
    ) throws(SystemError) -> End {
        guard let status = try inbox.directory.status(of: wayOut.bytes) else { return .removed }
        if let source, status.isCopied(as: source) {
            try inbox.directory.remove(wayOut.bytes)
            return .removed
        }
        guard let name else { return .stranded(wayOut) }
        do {
            try inbox.directory.rename(wayOut.bytes, to: name.bytes, replacing: false)
            return .changed
        } catch {
            if error.code == EEXIST { return .stranded(wayOut) }
            throw error
        }
    }
}

extension FileStatus {
    /// Whether this is the file that was copied, unwritten since. The name and the link count may
    /// have changed, and with them the inode's own time.
    func isCopied(as source: SourceIdentity) -> Bool {
        device == source.device && inode == source.inode && size == source.size
            && modifiedAtNanoseconds == source.modifiedAtNanoseconds
    }
}

import Glibc
package import Platform
import Vocabulary

/// One partner's drop directory as it is open now. One that is replaced gets a new value.
package final class Inbox: Sendable {
    package let partner: String
    let directory: BeneathDirectory
    /// Which directory it is, so that a replaced one is noticed.
    let identity: FileStatus

    package init(partner: String, path: String) throws(SystemError) {
        let opened = try BeneathDirectory(at: path)
        identity = try opened.descriptor.status()
        self.partner = partner
        directory = opened
    }

    /// Entries that wait under a dot name of ours because their name was taken again at once.
    private let stranded = Monitor<[EntryName: EntryName]>([:])

    /// An entry could not go back under its name: it will, as soon as that is free.
    func strand(_ name: EntryName, as wayOut: EntryName) {
        stranded.withLock { $0[wayOut] = name }
    }

    /// Puts stranded entries back where their names have become free.
    func restoreStranded() {
        for (wayOut, name) in stranded.withLock({ $0 }) {
            do {
                try directory.rename(wayOut.bytes, to: name.bytes, replacing: false)
            } catch  where error.code != ENOENT {
                continue
            } catch {
                // Gone: somebody has seen to it.
            }
            _ = stranded.withLock { $0.removeValue(forKey: wayOut) }
        }
    }

    func isSameDirectory(as other: FileStatus) -> Bool {
        identity.device == other.device && identity.inode == other.inode
    }
}

import Synchronization
import Vocabulary

/// Which version of a file's receipt was asked for last, so that a receipt that is written while
/// the last delivery ends is not taken for the final one.
final class ReceiptVersions: Sendable {
    private let versions = Mutex<[FileID: Int64]>([:])

    func ask(_ file: FileID, version: Int64) { versions.withLock { $0[file] = version } }
    func asked(_ file: FileID) -> Int64? { versions.withLock { $0[file] } }
    func written(_ file: FileID) { versions.withLock { $0[file] = nil } }
}

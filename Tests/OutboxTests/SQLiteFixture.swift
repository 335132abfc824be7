import Foundation
import Outbox
import SQLite
import TestSupport

@testable import Outbox

/// An outbox in a scratch directory.
final class SQLiteFixture: OutboxFixture {
    let directory = ScratchDirectory("outbox")
    private let compression: Int?
    private let payloadCache: Int
    private var opened: SQLiteOutbox?

    var path: String { directory.path + "/outbox.db" }
    var store: any OutboxStore { sqlite }
    var sqlite: SQLiteOutbox { opened! }

    init(compression: Int? = 1, payloadCache: Int = 1 << 20) throws {
        self.compression = compression
        self.payloadCache = payloadCache
        try reopen()
    }

    func close() {
        opened?.close()
        opened = nil
    }

    func reopen() throws {
        close()
        opened = try SQLiteOutbox.open(
            path, mode: .daemon, compression: compression, payloadCache: payloadCache)
    }

    /// Lets the database grow to so many pages and no further.
    func limitPages(_ pages: Int) throws {
        try sqlite.writer!.work { (writer) throws(SQLiteError) in
            try writer.db.execute("PRAGMA max_page_count = \(pages)")
        }
    }

    /// Runs SQL behind the store's back.
    func tamper(_ sql: String) throws {
        try sqlite.writer!.work { (writer) throws(SQLiteError) in try writer.db.execute(sql) }
    }

    func copy(_ suffix: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: path + suffix, toPath: target)
    }

    /// The permissions of the database, or of the file with the suffix beside it.
    func mode(_ suffix: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
    }

    /// Whether anyone holds a POSIX lock on the file (proc(5), /proc/locks).
    func isLocked(_ suffix: String) throws -> Bool {
        let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
        let inode = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0
        let locks = try String(contentsOfFile: "/proc/locks", encoding: .utf8)
        return locks.split(separator: "\n").contains {
            $0.contains("POSIX") && $0.contains(":\(inode) ")
        }
    }

    /// The size of the database, or of the file with the suffix beside it.
    func size(_ suffix: String) -> Int64 {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path + suffix)
        return (attributes?[.size] as? NSNumber)?.int64Value ?? 0
    }
}

import Glibc
import Platform
import SQLite
import Synchronization

/// How large the database is, and what waits in it.
struct PageCounts: Sendable {
    /// In bytes.
    let pageSize: Int64
    var pages: Int64
    var free: Int64
    /// Deliveries that are pending or held.
    var openDeliveries: Int64

    /// Counts everything anew.
    init(_ db: inout Connection) throws(SQLiteError) {
        pageSize = try db.first("PRAGMA page_size") { $0.integer(0) } ?? 0
        pages = 0
        free = 0
        openDeliveries =
            try db.first("SELECT coalesce(sum(open_deliveries), 0) FROM file_destination") {
                $0.integer(0)
            } ?? 0
        try update(&db)
    }

    /// Counts the pages anew; inside a transaction this costs no I/O.
    mutating func update(_ db: inout Connection) throws(SQLiteError) {
        pages = try db.first("PRAGMA page_count") { $0.integer(0) } ?? 0
        free = try db.first("PRAGMA freelist_count") { $0.integer(0) } ?? 0
    }
}

extension SQLiteOutbox {
    package func usage() throws(OutboxError) -> OutboxUsage {
        let counts: PageCounts
        if writer == nil {
            counts = try ask { (db) throws(SQLiteError) in try PageCounts(&db) }
        } else {
            counts = pages.withLock { $0 }
        }
        let log = Self.size(of: path + "-wal")
        return OutboxUsage(
            bytes: counts.pages * counts.pageSize + log,
            freeBytes: counts.free * counts.pageSize, logBytes: log,
            pendingDeliveries: counts.openDeliveries)
    }

    private static func size(of path: String) -> Int64 {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }
}

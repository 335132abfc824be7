import SQLite

/// One step from a version of the schema to the next; `user_version` counts the steps taken.
struct Migration: Sendable {
    let sql: String

    /// All steps, in order. Released steps are never changed.
    static let all = [
        Migration(sql: schema1), Migration(sql: schema2), Migration(sql: schema3),
        Migration(sql: schema4),
    ]

    /// "HOPR": tells an outbox from any other SQLite database.
    static let applicationID: Int64 = 0x484F_5052

    /// Brings the database to the newest version, each step in a transaction of its own.
    ///
    /// - Throws: `unusable` when it was written by a newer version or is not an outbox at all.
    static func bringUpToDate(
        _ connection: inout Connection, path: String, steps: [Migration] = all
    ) throws(SQLiteError) {
        let version = try version(of: &connection, path: path, newest: steps.count)
        for step in steps.indices.dropFirst(version) {
            try connection.execute("BEGIN IMMEDIATE")
            do throws(SQLiteError) {
                try connection.execute(steps[step].sql)
                try connection.execute("PRAGMA application_id = \(applicationID)")
                try connection.execute("PRAGMA user_version = \(step + 1)")
                try connection.execute("COMMIT")
            } catch {
                if connection.isInTransaction { try? connection.execute("ROLLBACK") }
                throw error
            }
        }
    }

    /// The number of steps the database has seen: 0 for an empty one.
    static func version(
        of connection: inout Connection, path: String, newest: Int = all.count
    ) throws(SQLiteError) -> Int {
        let application =
            try connection.first("PRAGMA application_id") { $0.integer(0) } ?? 0
        let version = try connection.first("PRAGMA user_version") { $0.int(0) } ?? 0
        if application != applicationID {
            let tables =
                try connection.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } ?? 0
            guard application == 0, version == 0, tables == 0 else {
                throw SQLiteError(.unusable, "\(path) is an SQLite database, but not an outbox")
            }
        }
        guard version <= newest else {
            throw SQLiteError(
                .unusable,
                "\(path) was written by a newer Hopper (schema \(version), this one knows "
                    + "\(newest)): install that version again")
        }
        return version
    }
}

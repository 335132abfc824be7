import CSQLite

/// A connection to one database, with one owner; closed when it goes out of scope.
///
/// Everything it does is `mutating`, so the compiler itself sees to it that one thread at a time
/// uses it and that no statement runs inside another's rows.
@safe package struct Connection: ~Copyable, @unchecked Sendable {
    // `@unchecked`: opened without SQLite's own mutexes, which `mutating` and one owner make needless.
    private let handle: OpaquePointer
    private var statements: [String: CachedStatement] = [:]
    private let log = LogSize()

    package enum Access: Sendable {
        /// Made if it does not exist.
        case create
        case readWrite
        case readOnly
    }

    /// Opens the database; nothing is read yet.
    package init(_ path: String, _ access: Access) throws(SQLiteError) {
        let mode =
            switch access {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readWrite: SQLITE_OPEN_READWRITE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        let flags = mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened = unsafe opened else {
            defer { unsafe sqlite3_close_v2(opened) }
            guard let opened = unsafe opened else {
                throw SQLiteError(.unusable, code: code, "opening \(path): out of memory")
            }
            throw unsafe SQLiteError(on: opened, code: code, attempting: "opening \(path)")
        }
        unsafe handle = unsafe opened
        // The log's size in pages after each commit, for checkpoints by size; replaces SQLite's own.
        unsafe sqlite3_wal_hook(
            handle,
            { context, _, _, pages in
                unsafe Unmanaged<LogSize>.fromOpaque(context!).takeUnretainedValue().pages =
                    Int(pages)
                return SQLITE_OK
            }, Unmanaged.passUnretained(log).toOpaque())
    }

    deinit {
        // Statements are finalized with the dictionary; until then the connection lingers on.
        unsafe sqlite3_close_v2(handle)
    }

    /// Runs SQL of any number of statements, without values and without rows.
    package mutating func execute(_ script: String) throws(SQLiteError) {
        let code = unsafe sqlite3_exec(handle, script, nil, nil, nil)
        guard code == SQLITE_OK else {
            throw unsafe SQLiteError(on: handle, code: code, attempting: String(script.prefix(120)))
        }
    }

    /// Runs one statement, prepared once and kept. `each` gets its rows until it returns false.
    package mutating func forEach(
        _ sql: String, _ values: [SQLValue] = [],
        _ each: (borrowing Row) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        let cached: CachedStatement
        if let known = statements[sql] {
            cached = known
        } else {
            cached = CachedStatement(try unsafe Statement(sql, on: handle))
            statements[sql] = cached
        }
        try unsafe cached.statement.run(values, on: handle, each)
    }

    /// Runs one statement for its effect, and returns how many rows it changed.
    @discardableResult
    package mutating func run(_ sql: String, _ values: SQLValue...) throws(SQLiteError) -> Int {
        try forEach(sql, values) { _ in true }
        return unsafe Int(sqlite3_changes64(handle))
    }

    /// All rows of one statement.
    package mutating func rows<Value>(
        _ sql: String, _ values: SQLValue...,
        read: (borrowing Row) throws(SQLiteError) -> Value
    ) throws(SQLiteError) -> [Value] {
        var found: [Value] = []
        try forEach(sql, values) { (row: borrowing Row) throws(SQLiteError) -> Bool in
            found.append(try read(row))
            return true
        }
        return found
    }

    /// The first row of one statement; nil if there is none.
    package mutating func first<Value>(
        _ sql: String, _ values: SQLValue...,
        read: (borrowing Row) throws(SQLiteError) -> Value
    ) throws(SQLiteError) -> Value? {
        var found: Value?
        try forEach(sql, values) { (row: borrowing Row) throws(SQLiteError) -> Bool in
            found = try read(row)
            return false
        }
        return found
    }

    /// The row number of the last INSERT on this connection.
    package var lastInsertedRow: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    package var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// How many pages the write-ahead log held after this connection's last commit.
    package var writeAheadLogPages: Int { log.pages }

    /// To be called after a checkpoint: the size is not known until the next commit.
    package mutating func writeAheadLogWasCheckpointed() { log.pages = 0 }

    /// How long a call waits for someone else's lock before it fails with `busy`.
    package mutating func waitWhenBusy(milliseconds: Int) {
        unsafe sqlite3_busy_timeout(handle, CInt(milliseconds))
    }

    private final class CachedStatement {
        let statement: Statement
        init(_ statement: consuming Statement) { self.statement = statement }
    }

    private final class LogSize { var pages = 0 }
}

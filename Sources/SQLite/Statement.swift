import CSQLite

/// A prepared statement with one owner; finalized when it goes out of scope.
@safe struct Statement: ~Copyable {
    private let handle: OpaquePointer

    init(_ sql: String, on database: OpaquePointer) throws(SQLiteError) {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            database, sql, -1, CUnsignedInt(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared = unsafe prepared else {
            throw unsafe SQLiteError(on: database, code: code, attempting: "preparing \(sql)")
        }
        unsafe handle = unsafe prepared
    }

    deinit { unsafe sqlite3_finalize(handle) }

    /// Binds the values, steps through every row until `each` returns false, and resets.
    borrowing func run(
        _ values: [SQLValue], on database: OpaquePointer,
        _ each: (borrowing Row) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        defer {
            unsafe sqlite3_reset(handle)
            // Bound blobs are borrowed; nothing may point at them once this call is over.
            unsafe sqlite3_clear_bindings(handle)
        }
        try unsafe bind(values[...], at: 1, on: database, each)
    }

    /// Binds one value and goes on with the rest inside the value's own scope, so that the bytes of
    /// every blob stay where they are while the statement runs.
    private borrowing func bind(
        _ values: ArraySlice<SQLValue>, at index: CInt, on database: OpaquePointer,
        _ each: (borrowing Row) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        guard let value = values.first else {
            return try unsafe step(on: database, each)
        }
        let rest = values.dropFirst()
        let code: CInt
        switch value {
        case .integer(let number): code = unsafe sqlite3_bind_int64(handle, index, number)
        case .null: code = unsafe sqlite3_bind_null(handle, index)
        case .text(var text):
            code = text.withUTF8 { bytes in
                unsafe sqlite3_bind_text64(
                    handle, index, bytes.baseAddress, UInt64(bytes.count), transient,
                    UInt8(SQLITE_UTF8))
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else {
                code = unsafe sqlite3_bind_zeroblob(handle, index, 0)
                break
            }
            // `withUnsafeBytes` does not carry typed throws through, so the outcome does.
            let outcome = unsafe bytes.withUnsafeBytes { raw -> Result<Void, SQLiteError> in
                let code = unsafe sqlite3_bind_blob64(
                    handle, index, raw.baseAddress, UInt64(raw.count), nil)
                guard code == SQLITE_OK else {
                    return .failure(unsafe bindingError(code, index, on: database))
                }
                do throws(SQLiteError) {
                    return .success(try unsafe bind(rest, at: index + 1, on: database, each))
                } catch {
                    return .failure(error)
                }
            }
            return try outcome.get()
        }
        guard code == SQLITE_OK else { throw unsafe bindingError(code, index, on: database) }
        try unsafe bind(rest, at: index + 1, on: database, each)
    }

    private borrowing func step(
        on database: OpaquePointer, _ each: (borrowing Row) throws(SQLiteError) -> Bool
    ) throws(SQLiteError) {
        while true {
            let code = unsafe sqlite3_step(handle)
            switch code {
            case SQLITE_DONE: return
            case SQLITE_ROW:
                if unsafe try !each(Row(handle)) { return }
            default:
                let sql = unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? "?"
                throw unsafe SQLiteError(on: database, code: code, attempting: sql)
            }
        }
    }

    private borrowing func bindingError(
        _ code: CInt, _ index: CInt, on database: OpaquePointer
    ) -> SQLiteError {
        let sql = unsafe sqlite3_sql(handle).map { unsafe String(cString: $0) } ?? "?"
        return unsafe SQLiteError(on: database, code: code, attempting: "?\(index) of \(sql)")
    }
}

// SQLITE_TRANSIENT, a macro that Swift can't import: SQLite makes a copy of its own.
private nonisolated(unsafe) let transient = unsafe unsafeBitCast(
    -1, to: sqlite3_destructor_type.self)

extension SQLiteError {
    init(on database: OpaquePointer, code: CInt, attempting what: String) {
        let extended = unsafe sqlite3_extended_errcode(database)
        let message = unsafe String(cString: sqlite3_errmsg(database))
        let isIO = code & 0xff == SQLITE_IOERR || code & 0xff == SQLITE_CANTOPEN
        self.init(
            code: extended & 0xff == code & 0xff ? extended : code, message: message,
            systemError: isIO ? unsafe sqlite3_system_errno(database) : 0, attempting: what)
    }
}

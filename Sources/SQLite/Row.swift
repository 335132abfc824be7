import CSQLite

/// The row a statement stands on; valid only inside the call that hands it over.
@safe package struct Row: ~Copyable {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { unsafe self.statement = unsafe statement }

    /// The column (0 for the first) as an integer; 0 for null.
    package func integer(_ column: Int) -> Int64 {
        unsafe sqlite3_column_int64(statement, CInt(column))
    }
    package func int(_ column: Int) -> Int { Int(integer(column)) }
    package func bool(_ column: Int) -> Bool { integer(column) != 0 }
    package func bits(_ column: Int) -> UInt64 { UInt64(bitPattern: integer(column)) }

    package func isNull(_ column: Int) -> Bool {
        unsafe sqlite3_column_type(statement, CInt(column)) == SQLITE_NULL
    }
    package func optionalInteger(_ column: Int) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The column as text; empty for null.
    package func text(_ column: Int) -> String {
        guard let bytes = unsafe sqlite3_column_text(statement, CInt(column)) else { return "" }
        let count = unsafe Int(sqlite3_column_bytes(statement, CInt(column)))
        return unsafe String(
            decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    package func optionalText(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    /// A copy of the column's bytes; empty for null.
    package func blob(_ column: Int) -> [UInt8] {
        unsafe withBlob(column) { bytes in unsafe Array(bytes) }
    }
    package func optionalBlob(_ column: Int) -> [UInt8]? { isNull(column) ? nil : blob(column) }

    /// The column's bytes as they lie in SQLite's page cache; not to be kept.
    package func withBlob<Result>(
        _ column: Int, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let start = unsafe sqlite3_column_blob(statement, CInt(column))
        let count = unsafe Int(sqlite3_column_bytes(statement, CInt(column)))
        return unsafe body(UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count))
    }
}

import SQLite
import Vocabulary

extension SQLiteOutbox {
    static let heldBackQuery = """
        SELECT file.id, file.file_id FROM file WHERE state = 'reading' AND held_back = 1
        """

    /// A blob's length stands in front of it: of each batch one small part is read.
    static let storedBytesQuery = """
        SELECT coalesce(sum(length(body)), 0) FROM payload WHERE batch_id BETWEEN ? AND ?
        """

    /// What could still go. The batches of a file that is being read are in no delivery only if
    /// nobody was to have them; those go, too.
    static let leftToDrainQuery = """
        SELECT EXISTS (SELECT 1 FROM delivery WHERE state = 0)
            OR EXISTS (SELECT 1 FROM batch WHERE open = 0)
        """

    static let deadLettersLeftQuery = """
        SELECT EXISTS (SELECT 1 FROM dead_letter WHERE discarded_at IS NULL)
        """

    package func heldBack() throws(OutboxError) -> HeldBackWork {
        try ask { (db) throws(SQLiteError) in
            let rows = try db.rows(Self.heldBackQuery) {
                (row: borrowing Row) throws(SQLiteError) -> (Int64, FileID) in
                (row.integer(0), try .stored(row.text(1)))
            }
            var files: [HeldBackFile] = []
            for (row, file) in rows {
                let bytes = try db.first(
                    Self.storedBytesQuery, .integer(BatchKey.make(file: row, number: 0)),
                    .integer(BatchKey.make(file: row + 1, number: 0) - 1)
                ) { $0.integer(0) }
                files.append(HeldBackFile(file: file, bytes: bytes ?? 0))
            }
            let isLeft = try db.first(Self.leftToDrainQuery) { $0.bool(0) }
            let isDead = try db.first(Self.deadLettersLeftQuery) { $0.bool(0) }
            return HeldBackWork(
                files: files, isRestDrained: isLeft == false, hasDeadLetters: isDead == true)
        }
    }
}

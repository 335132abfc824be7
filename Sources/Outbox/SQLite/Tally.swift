import SQLite

/// What one change adds to the running counters of a file at a destination.
struct Tally {
    var delivered: Int64 = 0
    var dead: Int64 = 0
    var cancelled: Int64 = 0
    var pending: Int64 = 0
    var openDeliveries: Int64 = 0
}

extension OutboxWriter {
    mutating func count(
        _ tally: Tally, file: Int64, destination: Int64, contract: String
    ) throws(SQLiteError) {
        effects.openDeliveries += tally.openDeliveries
        let changed = try db.run(
            """
            UPDATE file_destination SET delivered = delivered + ?, dead = dead + ?,
                cancelled = cancelled + ?, pending = pending + ?,
                open_deliveries = open_deliveries + ?
            WHERE file_id = ? AND destination_id = ? AND contract = ?
            """, .integer(tally.delivered), .integer(tally.dead), .integer(tally.cancelled),
            .integer(tally.pending), .integer(tally.openDeliveries), .integer(file),
            .integer(destination), .text(contract))
        guard changed == 1 else {
            throw SQLiteError(.other, "a file's counters at a destination are missing")
        }
    }

    /// Adds to a batch's open work; `at` is kept as the time at which it ended, if none is left.
    mutating func addOpen(
        _ difference: Int, to batch: Int64, at: Int64
    ) throws(SQLiteError) {
        try db.run(
            """
            UPDATE batch SET open = open + ?1,
                settled_at = CASE WHEN open + ?1 = 0 THEN ?2 END WHERE id = ?3
            """, .int(difference), .integer(at), .integer(batch))
    }
}

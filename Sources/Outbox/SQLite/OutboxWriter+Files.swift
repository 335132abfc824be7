import SQLite
import Vocabulary

extension OutboxWriter {
    mutating func sourceRemoved(_ file: FileID) throws(SQLiteError) -> OutboxResult {
        let changed = try db.run(
            "UPDATE file SET source_removed = 1 WHERE file_id = ?", .text(file.text))
        return changed == 1 ? .done : .refused("there is no file \(file)")
    }

    /// The receipt as of the version that was last asked for; one that fell due since stays owed.
    mutating func receiptWritten(_ file: FileID) throws(SQLiteError) -> OutboxResult {
        let asked = receipts.asked(file)
        effects.receiptsWritten.append(file)
        let changed = try db.run(
            """
            UPDATE file SET receipt_written = min(receipt_version, coalesce(?2, receipt_version))
            WHERE file_id = ?1
            """, .text(file.text), .optional(asked))
        return changed == 1 ? .done : .refused("there is no file \(file)")
    }

    mutating func readerCrashed(_ file: FileID) throws(SQLiteError) -> OutboxResult {
        try db.run("UPDATE file SET crashes = crashes + 1 WHERE file_id = ?", .text(file.text))
        let crashes = try db.first("SELECT crashes FROM file WHERE file_id = ?", .text(file.text)) {
            $0.int(0)
        }
        return crashes.map { .crashes($0) } ?? .refused("there is no file \(file)")
    }

    mutating func finish(_ finish: FileFinish) throws(SQLiteError) -> OutboxResult {
        guard let file = try readingFile(finish.file) else {
            return .refused("there is no file \(finish.file)")
        }
        guard file.state == FileState.reading.rawValue else {
            return .refused("file \(finish.file) is \(file.state) already")
        }
        if let expected = finish.checkpoint, expected != file.checkpoint {
            return .refused("file \(finish.file) is not read to where it was to be finished")
        }
        let state: FileState
        let detail: String
        switch finish.state {
        case .archived: (state, detail) = (.archived, "")
        case .quarantined(let rule, let reason):
            (state, detail) = (.quarantined, "\(rule): \(reason)")
        }
        if file.isHeldBack {
            if state == .archived {
                try releaseHeld(of: file.row)
            } else {
                try cancelHeld(of: file.row, at: finish.at)
            }
        }
        try db.run(
            """
            UPDATE file SET state = ?, detail = ?, finished_at = ? WHERE id = ?
            """, .text(state.rawValue), .text(detail), .integer(finish.at.milliseconds),
            .integer(file.row))
        try oweReceipt(of: file.row)
        // Sequence numbers it did not use go back, if nobody has been given any above them.
        try db.run(
            """
            UPDATE feed SET next_sequence = file.sequence_base + file.records_read FROM file
            WHERE file.id = ? AND feed.id = file.feed_id
                AND feed.next_sequence = file.sequence_base + file.sequence_room
            """, .integer(file.row))
        return .done
    }

    /// The partner is to be told of the file; of a replay, in the receipt of the file it dropped.
    mutating func oweReceipt(of file: Int64) throws(SQLiteError) {
        try db.run(
            """
            UPDATE file SET receipt_version = receipt_version + 1
            WHERE id = (SELECT coalesce(replay_root, id) FROM file WHERE id = ?)
            """, .integer(file))
    }

    static let heldDeliveriesQuery = """
        UPDATE delivery SET state = 0 WHERE state = 1 AND batch_id BETWEEN ? AND ?
        """

    private mutating func releaseHeld(of file: Int64) throws(SQLiteError) {
        try db.run(
            Self.heldDeliveriesQuery, .integer(BatchKey.make(file: file, number: 0)),
            .integer(BatchKey.make(file: file + 1, number: 0) - 1))
    }

    private mutating func cancelHeld(of file: Int64, at: Timestamp) throws(SQLiteError) {
        let range: (SQLValue, SQLValue) = (
            .integer(BatchKey.make(file: file, number: 0)),
            .integer(BatchKey.make(file: file + 1, number: 0) - 1)
        )
        let sums = try db.rows(
            """
            SELECT destination_id, contract, count(*), sum(record_count) FROM delivery
            WHERE state = 1 AND batch_id BETWEEN ? AND ? GROUP BY destination_id, contract
            """, range.0, range.1
        ) { ($0.integer(0), $0.text(1), $0.integer(2), $0.integer(3)) }
        for (destination, contract, deliveries, records) in sums {
            try count(
                Tally(cancelled: records, pending: -records, openDeliveries: -deliveries),
                file: file, destination: destination, contract: contract)
        }
        try db.run(
            """
            UPDATE batch SET
                open = open - (SELECT count(*) FROM delivery
                    WHERE delivery.batch_id = batch.id AND state = 1),
                settled_at = ?3
            WHERE id BETWEEN ?1 AND ?2
                AND EXISTS (SELECT 1 FROM delivery WHERE batch_id = batch.id AND state = 1)
            """, range.0, range.1, .integer(at.milliseconds))
        try db.run(
            "UPDATE delivery SET state = 3 WHERE state = 1 AND batch_id BETWEEN ? AND ?",
            range.0, range.1)
    }
}

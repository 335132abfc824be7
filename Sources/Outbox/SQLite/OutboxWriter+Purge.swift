import SQLite
import Vocabulary

extension OutboxWriter {
    static let settledBatchesQuery = """
        SELECT id FROM batch WHERE open = 0 AND settled_at < ? ORDER BY settled_at LIMIT ?
        """

    /// One bounded step of retention.
    ///
    /// Batches go whole: payload, deliveries and discarded dead letters; what they came to is added
    /// to the file's purged sums, so the ledger stays true and a recount still adds up. The freed
    /// pages are used again by what comes next; the file itself does not shrink (`usage` counts its
    /// free pages apart).
    mutating func purge(_ step: PurgeStep) throws(SQLiteError) -> OutboxResult {
        let limit = max(step.limit, 1)
        let expired = try expireDeadLetters(before: step.deadBefore, limit: limit * 64)
        let cutoff =
            step.underPressure ? Int64.max : step.deliveredBefore.milliseconds
        let batches = try db.rows(
            Self.settledBatchesQuery, .integer(cutoff), .int(limit)
        ) { $0.integer(0) }
        for batch in batches { try purge(batch: batch) }
        let rejects = try purgeRejects(
            before: step.underPressure ? Int64.max : step.deadBefore.milliseconds,
            limit: limit * 64)
        let runs = try purgeRuns(before: step.replaysBefore, limit: limit * 64)
        return .purged(
            PurgeOutcome(
                batches: batches.count, more: batches.count == limit || expired || rejects || runs))
    }

    static let purgeableRunsQuery = """
        SELECT id FROM file WHERE is_selection = 1 AND finished_at < ? AND EXISTS
            (SELECT 1 FROM replay_run WHERE replay_run.file_id = file.id)
        ORDER BY finished_at LIMIT 1
        """

    /// Drops which rows a replay was of, once nobody can read its copy any more.
    ///
    /// - Returns: whether there may be more.
    private mutating func purgeRuns(before: Timestamp?, limit: Int) throws(SQLiteError) -> Bool {
        guard let before else { return false }
        let file = try db.first(
            Self.purgeableRunsQuery, .integer(before.milliseconds)
        ) { $0.integer(0) }
        guard let file else { return false }
        let dropped = try db.run(
            """
            DELETE FROM replay_run WHERE file_id = ?1 AND first_number IN
                (SELECT first_number FROM replay_run WHERE file_id = ?1
                    ORDER BY first_number LIMIT ?2)
            """, .integer(file), .int(limit))
        return dropped > 0
    }

    static let expiredLettersQuery = """
        SELECT id, batch_id, died_at FROM dead_letter
        WHERE discarded_at IS NULL AND died_at < ? ORDER BY died_at LIMIT ?
        """

    /// Dead letters nobody asked after in time are done with, as if an operator had discarded them.
    ///
    /// - Returns: whether there may be more.
    private mutating func expireDeadLetters(
        before: Timestamp, limit: Int
    ) throws(SQLiteError) -> Bool {
        let letters = try db.rows(
            Self.expiredLettersQuery, .integer(before.milliseconds), .int(limit)
        ) { ($0.integer(0), $0.integer(1), $0.integer(2)) }
        for (letter, batch, diedAt) in letters {
            try discard(letter, of: batch, at: Timestamp(milliseconds: diedAt))
        }
        return letters.count == limit
    }

    private mutating func purge(batch: Int64) throws(SQLiteError) {
        let file = BatchKey.file(of: batch)
        let key: SQLValue = .integer(batch)
        let sums = try db.rows(
            """
            SELECT destination_id, contract, sum(delivered), sum(dead), sum(cancelled) FROM (
                SELECT destination_id, contract,
                    CASE state WHEN 2 THEN record_count ELSE 0 END AS delivered, 0 AS dead,
                    CASE state WHEN 3 THEN record_count ELSE 0 END AS cancelled
                FROM delivery WHERE batch_id = ?1
                UNION ALL
                SELECT destination_id, contract, 0, 1, 0 FROM dead_letter WHERE batch_id = ?1)
            GROUP BY destination_id, contract
            """, key
        ) { ($0.integer(0), $0.text(1), $0.integer(2), $0.integer(3), $0.integer(4)) }
        for (destination, contract, delivered, dead, cancelled) in sums {
            try db.run(
                """
                UPDATE file_destination SET purged_delivered = purged_delivered + ?,
                    purged_dead = purged_dead + ?, purged_cancelled = purged_cancelled + ?
                WHERE file_id = ? AND destination_id = ? AND contract = ?
                """, .integer(delivered), .integer(dead), .integer(cancelled), .integer(file),
                .integer(destination), .text(contract))
        }
        try db.run(
            """
            UPDATE file SET purged_batches = purged_batches + 1,
                purged_accepted = purged_accepted + (SELECT inputs FROM batch WHERE id = ?2),
                purged_made = purged_made + (SELECT records FROM batch WHERE id = ?2)
            WHERE id = ?1
            """, .integer(file), key)
        try db.run("DELETE FROM delivery WHERE batch_id = ?", key)
        try db.run("DELETE FROM dead_letter WHERE batch_id = ?", key)
        try db.run("DELETE FROM payload WHERE batch_id = ?", key)
        try db.run("DELETE FROM batch WHERE id = ?", key)
    }

    static let purgeableRejectsQuery = """
        SELECT id FROM file WHERE rejected > purged_rejects AND state <> 'reading'
            AND finished_at < ? AND receipt_version = receipt_written
        ORDER BY finished_at LIMIT 1
        """

    /// Drops rejected records of one finished file whose receipt was written; their counts by rule
    /// and column stay.
    ///
    /// - Returns: whether there may be more.
    private mutating func purgeRejects(before: Int64, limit: Int) throws(SQLiteError) -> Bool {
        let file = try db.first(
            Self.purgeableRejectsQuery, .integer(before)
        ) { $0.integer(0) }
        guard let file else { return false }
        let dropped = try db.run(
            """
            DELETE FROM reject WHERE file_id = ?1 AND number IN
                (SELECT number FROM reject WHERE file_id = ?1 ORDER BY number LIMIT ?2)
            """, .integer(file), .int(limit))
        try db.run(
            "UPDATE file SET purged_rejects = purged_rejects + ? WHERE id = ?", .int(dropped),
            .integer(file))
        return dropped > 0
    }
}

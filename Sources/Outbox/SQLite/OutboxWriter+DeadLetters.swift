import SQLite
import Vocabulary

extension OutboxWriter {
    private struct Letter {
        var row: Int64
        var batch: Int64
        var destination: Int64
        var contract: String
        var index: Int
    }

    /// What goes out again together: the letters of one batch at one destination.
    private struct RetryKey: Hashable {
        var batch: Int64
        var destination: Int64
        var contract: String
    }

    mutating func retryDead(
        _ letters: [DeadLetterID], at: Timestamp
    ) throws(SQLiteError) -> OutboxResult {
        var groups: [RetryKey: [Letter]] = [:]
        var order: [RetryKey] = []
        var retried = 0
        for id in Set(letters).sorted(by: { $0.row < $1.row }) {
            guard let letter = try openLetter(id) else { continue }
            let key = RetryKey(
                batch: letter.batch, destination: letter.destination, contract: letter.contract)
            if groups[key] == nil { order.append(key) }
            groups[key, default: []].append(letter)
            retried += 1
        }
        for key in order {
            try requeue(groups[key] ?? [], key, at: at)
        }
        return .changed(retried)
    }

    private mutating func requeue(
        _ letters: [Letter], _ key: RetryKey, at: Timestamp
    ) throws(SQLiteError) {
        let batch = try db.first(
            """
            SELECT batch.records, feed.partner_id FROM batch
                JOIN file ON file.id = batch.id / \(BatchKey.numbers)
                JOIN feed ON feed.id = file.feed_id WHERE batch.id = ?
            """, .integer(key.batch)
        ) { ($0.int(0), $0.integer(1)) }
        guard let (capacity, partner) = batch else {
            throw SQLiteError(.other, "a dead letter's batch is missing")
        }
        var records = RecordSet(capacity: capacity)
        for letter in letters {
            guard (0..<capacity).contains(letter.index) else {
                throw SQLiteError(.unusable, "a dead letter is not one of its batch")
            }
            records.insert(letter.index)
            try db.run("DELETE FROM dead_letter WHERE id = ?", .integer(letter.row))
        }
        try db.run(
            """
            INSERT INTO delivery (batch_id, destination_id, partner_id, contract, state, records,
                record_count, routed, due_at) VALUES (?, ?, ?, ?, 0, ?, ?, 0, ?)
            """, .integer(key.batch), .integer(key.destination), .integer(partner),
            .text(key.contract), records.stored, .int(letters.count),
            .integer(at.milliseconds))
        try addOpen(1 - letters.count, to: key.batch, at: at.milliseconds)
        let count = Int64(letters.count)
        try self.count(
            Tally(dead: -count, pending: count, openDeliveries: 1),
            file: BatchKey.file(of: key.batch), destination: key.destination,
            contract: key.contract)
    }

    mutating func discardDead(
        _ letters: [DeadLetterID], at: Timestamp
    ) throws(SQLiteError) -> OutboxResult {
        var discarded = 0
        for id in Set(letters) {
            guard let letter = try openLetter(id) else { continue }
            try discard(letter.row, of: letter.batch, at: at)
            discarded += 1
        }
        return .changed(discarded)
    }

    /// The letter stays counted as dead, leaves the list, and needs its payload no more.
    mutating func discard(
        _ letter: Int64, of batch: Int64, at: Timestamp
    ) throws(SQLiteError) {
        try db.run(
            "UPDATE dead_letter SET discarded_at = ? WHERE id = ?", .integer(at.milliseconds),
            .integer(letter))
        try addOpen(-1, to: batch, at: at.milliseconds)
    }

    private mutating func openLetter(_ id: DeadLetterID) throws(SQLiteError) -> Letter? {
        try db.first(
            """
            SELECT id, batch_id, destination_id, contract, record_index FROM dead_letter
            WHERE id = ? AND discarded_at IS NULL
            """, .integer(id.row)
        ) {
            Letter(
                row: $0.integer(0), batch: $0.integer(1), destination: $0.integer(2),
                contract: $0.text(3), index: $0.int(4))
        }
    }
}

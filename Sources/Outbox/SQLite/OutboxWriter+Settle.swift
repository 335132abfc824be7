import SQLite
import Vocabulary

extension OutboxWriter {
    /// A delivery as far as settling needs it.
    private struct OpenDelivery {
        var batch: Int64
        var destination: Int64
        var partner: Int64
        var contract: String
        var state: Int
        var records: [UInt8]?
        var capacity: Int
        var firstAttemptAt: Int64?
        var attempts: Int
        var fileName: String
    }

    mutating func settle(_ settlement: Settlement) throws(SQLiteError) -> OutboxResult {
        let id = settlement.delivery
        guard let delivery = try openDelivery(id) else {
            return .refused("there is no delivery \(id.row)")
        }
        guard delivery.state == DeliveryState.pending.rawValue else {
            return .refused("delivery \(id.row) is not pending")
        }
        let carried = try RecordSet.stored(delivery.records, capacity: delivery.capacity)
        if let fault = Self.fault(in: settlement, carried: carried, file: delivery.fileName) {
            return .refused("delivery \(id.row): \(fault)")
        }

        effects.leasesEnded.append(id)
        for record in settlement.dead {
            try db.run(
                """
                INSERT INTO dead_letter (batch_id, destination_id, contract, record_index,
                    record_number, status, error, died_at, attempts, record_part)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, .integer(delivery.batch), .integer(delivery.destination),
                .text(delivery.contract), .int(record.index), .int(record.record.number),
                .optional(record.status.map(Int64.init)), .text(record.error),
                .integer(settlement.at.milliseconds), .int(delivery.attempts + 1),
                .int(record.record.part))
        }
        try keep(settlement, of: delivery)
        let deliveries = settlement.remaining.count - 1
        let dead = settlement.dead.count
        let delivered = settlement.delivered.count
        if deliveries + dead != 0 {
            try addOpen(
                deliveries + dead, to: delivery.batch, at: settlement.at.milliseconds)
        }
        let file = BatchKey.file(of: delivery.batch)
        if delivered + dead > 0 || deliveries != 0 {
            try count(
                Tally(
                    delivered: Int64(delivered), dead: Int64(dead),
                    pending: -Int64(delivered + dead), openDeliveries: Int64(deliveries)),
                file: file, destination: delivery.destination, contract: delivery.contract)
        }
        guard deliveries < 0, let completed = try fileCompleted(file) else {
            return .settled(completed: [])
        }
        return .settled(completed: [completed])
    }

    static let openDeliveryQuery = """
        SELECT delivery.batch_id, destination_id, partner_id, contract, delivery.state,
            delivery.records, batch.records, first_attempt_at, attempts, file_id
        FROM delivery JOIN batch ON batch.id = delivery.batch_id
            JOIN file ON file.id = batch.id / \(BatchKey.numbers)
        WHERE delivery.id = ?
        """

    private mutating func openDelivery(_ id: DeliveryID) throws(SQLiteError) -> OpenDelivery? {
        try db.first(
            Self.openDeliveryQuery, .integer(id.row)
        ) {
            OpenDelivery(
                batch: $0.integer(0), destination: $0.integer(1), partner: $0.integer(2),
                contract: $0.text(3), state: $0.int(4), records: $0.optionalBlob(5),
                capacity: $0.int(6), firstAttemptAt: $0.optionalInteger(7), attempts: $0.int(8),
                fileName: $0.text(9))
        }
    }

    /// Brings the delivery's own row, and those of its parts, to what the attempt left.
    ///
    /// A row that delivered something is settled and keeps what it delivered; what remains becomes
    /// rows of its own. If nothing was delivered the row itself goes on as the first part.
    private mutating func keep(
        _ settlement: Settlement, of delivery: OpenDelivery
    ) throws(SQLiteError) {
        let firstAttemptAt = delivery.firstAttemptAt ?? settlement.at.milliseconds
        let row = settlement.delivery.row
        var parts = settlement.remaining[...]
        if let part = parts.first, settlement.delivered.isEmpty {
            parts = parts.dropFirst()
            try db.run(
                """
                UPDATE delivery SET records = ?, record_count = ?, attempts = ?,
                    first_attempt_at = ?, due_at = ?, last_answer = ? WHERE id = ?
                """, part.records.stored, .int(part.records.count), .int(part.attempts),
                .integer(firstAttemptAt), .integer(part.dueAt.milliseconds),
                .text(settlement.lastAnswer), .integer(row))
        } else {
            try db.run(
                """
                UPDATE delivery SET state = 2, records = ?, record_count = ?, attempts = ?,
                    first_attempt_at = ?, last_answer = ? WHERE id = ?
                """, settlement.delivered.stored, .int(settlement.delivered.count),
                .int(delivery.attempts + 1), .integer(firstAttemptAt),
                .text(settlement.lastAnswer), .integer(row))
        }
        for part in parts {
            try db.run(
                """
                INSERT INTO delivery (batch_id, destination_id, partner_id, contract, state,
                    records, record_count, routed, attempts, first_attempt_at, due_at, last_answer)
                VALUES (?, ?, ?, ?, 0, ?, ?, 0, ?, ?, ?, ?)
                """, .integer(delivery.batch), .integer(delivery.destination),
                .integer(delivery.partner), .text(delivery.contract), part.records.stored,
                .int(part.records.count), .int(part.attempts), .integer(firstAttemptAt),
                .integer(part.dueAt.milliseconds), .text(settlement.lastAnswer))
        }
    }

    static let fileOpenQuery =
        "SELECT sum(open_deliveries) FROM file_destination WHERE file_id = ?"

    /// The file's id if it is finished and nothing of it is on its way any more; its receipt is
    /// owed from then on.
    mutating func fileCompleted(_ file: Int64) throws(SQLiteError) -> FileID? {
        let open = try db.first(
            Self.fileOpenQuery, .integer(file)
        ) { $0.integer(0) }
        guard open == 0 else { return nil }
        let text = try db.first(
            "SELECT file_id FROM file WHERE id = ? AND state <> 'reading'", .integer(file)
        ) { $0.text(0) }
        guard let text else { return nil }
        try oweReceipt(of: file)
        return try FileID.stored(text)
    }

    /// What does not add up in a settlement: its sets must be exactly the delivery's records.
    private static func fault(
        in settlement: Settlement, carried: RecordSet, file: String
    ) -> String? {
        var seen = RecordSet(capacity: carried.capacity)
        var count = 0
        for set in [settlement.delivered] + settlement.remaining.map(\.records) {
            guard set.capacity == carried.capacity else { return "a set does not fit the batch" }
            seen.formUnion(set)
            count += set.count
        }
        if settlement.remaining.contains(where: \.records.isEmpty) {
            return "a remaining part is empty"
        }
        for record in settlement.dead {
            guard (0..<carried.capacity).contains(record.index), record.record.file.text == file
            else { return "a dead record is not one of the batch" }
            seen.insert(record.index)
            count += 1
        }
        guard count == seen.count else { return "a record is settled twice" }
        guard seen == carried else { return "other records are settled than it carried" }
        return nil
    }
}

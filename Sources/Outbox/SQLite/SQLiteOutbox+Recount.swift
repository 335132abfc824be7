import SQLite
import Vocabulary

extension SQLiteOutbox {
    /// On a connection of its own, so that nobody waits for it, and file by file in transactions of
    /// their own, so that the write-ahead log can start over meanwhile.
    package func recount() throws(OutboxError) -> [Discrepancy] {
        do throws(SQLiteError) {
            var db = try Opening.reader(path)
            let files = try db.rows("SELECT id FROM file ORDER BY id") { $0.integer(0) }
            var found: [Discrepancy] = []
            for file in files {
                try db.execute("BEGIN")
                if var recount = try FileRecount(file, &db) {
                    try recount.run(&db)
                    found += recount.discrepancies
                }
                try db.execute("COMMIT")
            }
            return found
        } catch {
            throw OutboxError(error)
        }
    }
}

/// Counts one file again from its rows, and compares with its running counters.
private struct FileRecount {
    private let row: Int64
    private let file: FileID
    private let checkpoint: Checkpoint
    private let purgedBatches: Int64
    private let purgedAccepted: Int64
    private let purgedMade: Int64
    private let purgedRejects: Int64
    private(set) var discrepancies: [Discrepancy] = []
    private var sums: [Place: Sums] = [:]

    /// A destination under a contract.
    private struct Place: Hashable {
        var destination: String
        var contract: String
    }

    private struct Sums: Equatable {
        var routed: Int64 = 0
        var delivered: Int64 = 0
        var dead: Int64 = 0
        var cancelled: Int64 = 0
        var pending: Int64 = 0
        var openDeliveries: Int64 = 0
    }

    init?(_ row: Int64, _ db: inout Connection) throws(SQLiteError) {
        let found = try db.first(
            """
            SELECT file_id, purged_batches, purged_accepted, purged_rejects, byte_offset, line,
                records_read, accepted, rejected, filtered, batches,
                passed_over, made, purged_made FROM file WHERE id = ?
            """, .integer(row)
        ) { (row: borrowing Row) throws(SQLiteError) in
            (
                try FileID.stored(row.text(0)), row.integer(1), row.integer(2), row.integer(3),
                Outbox.checkpoint(in: row, from: 4), row.integer(13)
            )
        }
        guard let found else { return nil }
        self.row = row
        (file, purgedBatches, purgedAccepted, purgedRejects, checkpoint, purgedMade) = found
    }

    mutating func run(_ db: inout Connection) throws(SQLiteError) {
        let counts = checkpoint.counts
        expect(
            checkpoint.position.records, counts.read + checkpoint.passedOver,
            "records read and passed over")
        try recountBatches(&db)
        let rejects =
            try db.first(
                "SELECT count(*) FROM reject WHERE file_id = ?", .integer(row)
            ) { $0.integer(0) } ?? 0
        expect(counts.rejected, rejects + purgedRejects, "rejected records")
        let kinds = try db.first(
            "SELECT coalesce(sum(count), 0) FROM reject_count WHERE file_id = ?", .integer(row)
        ) { $0.integer(0) }
        expect(counts.rejected, kinds ?? 0, "rejected records by rule")
        try compareCounters(&db)
    }

    private mutating func recountBatches(_ db: inout Connection) throws(SQLiteError) {
        struct Batch {
            var id: Int64
            var records: Int
            var inputs: Int64
            var open: Int64
            var isSettled: Bool
            var hasPayload: Bool
        }
        let range: (SQLValue, SQLValue) = (
            .integer(BatchKey.make(file: row, number: 0)),
            .integer(BatchKey.make(file: row + 1, number: 0) - 1)
        )
        let batches = try db.rows(
            """
            SELECT id, records, inputs, open, settled_at IS NOT NULL,
                EXISTS (SELECT 1 FROM payload WHERE batch_id = batch.id)
            FROM batch WHERE id BETWEEN ? AND ? ORDER BY id
            """, range.0, range.1
        ) {
            Batch(
                id: $0.integer(0), records: $0.int(1), inputs: $0.integer(2),
                open: $0.integer(3), isSettled: $0.bool(4), hasPayload: $0.bool(5))
        }
        expect(
            Int64(checkpoint.batches), Int64(batches.count) + purgedBatches, "batches")
        expect(
            checkpoint.counts.accepted, batches.reduce(purgedAccepted) { $0 + $1.inputs },
            "accepted records")
        expect(
            checkpoint.counts.made, batches.reduce(purgedMade) { $0 + Int64($1.records) },
            "records made")
        for batch in batches {
            let name = BatchID(file: file, number: BatchKey.number(of: batch.id))
            if !batch.hasPayload { report("batch \(name) has no payload") }
            let open = try recount(batch.id, named: name, records: batch.records, &db)
            expect(batch.open, open, "open work of batch \(name)")
            if batch.isSettled != (open == 0) {
                report("batch \(name) is \(batch.isSettled ? "" : "not ")marked as settled")
            }
        }
    }

    /// Adds up one batch, and checks that no record of it is in two places at a destination.
    ///
    /// - Returns: its open deliveries and dead letters.
    private mutating func recount(
        _ batch: Int64, named name: BatchID, records: Int, _ db: inout Connection
    ) throws(SQLiteError) -> Int64 {
        struct Found {
            var routed: Int64 = 0
            var counted: Int64 = 0
            var union: RecordSet
        }
        var found: [Place: Found] = [:]
        var open: Int64 = 0
        var faults: [(String, String)] = []
        var sums = self.sums
        try db.forEach(
            """
            SELECT destination.name, contract, state, records, record_count, routed FROM delivery
                JOIN destination ON destination.id = destination_id WHERE batch_id = ?
            """, [.integer(batch)]
        ) { (row: borrowing Row) throws(SQLiteError) -> Bool in
            let place = Place(destination: row.text(0), contract: row.text(1))
            let set = try RecordSet.stored(row.optionalBlob(3), capacity: records)
            let count = row.integer(4)
            if Int64(set.count) != count {
                faults.append((place.destination, "a delivery's bitmap and count differ"))
            }
            found[place, default: Found(union: RecordSet(capacity: records))].routed +=
                row.integer(5)
            found[place]?.counted += Int64(set.count)
            found[place]?.union.formUnion(set)
            sums[place, default: Sums()].routed += row.integer(5)
            switch DeliveryState(rawValue: row.int(2)) {
            case .pending, .held:
                sums[place]?.pending += count
                sums[place]?.openDeliveries += 1
                open += 1
            case .settled: sums[place]?.delivered += count
            case .cancelled: sums[place]?.cancelled += count
            case nil: faults.append((place.destination, "a delivery is in no known state"))
            }
            return true
        }
        try db.forEach(
            """
            SELECT destination.name, contract, record_index, discarded_at IS NULL FROM dead_letter
                JOIN destination ON destination.id = destination_id WHERE batch_id = ?
            """, [.integer(batch)]
        ) { (row: borrowing Row) throws(SQLiteError) -> Bool in
            let place = Place(destination: row.text(0), contract: row.text(1))
            sums[place, default: Sums()].dead += 1
            if row.bool(3) { open += 1 }
            guard (0..<records).contains(row.int(2)) else {
                faults.append((place.destination, "a dead letter is not one of its batch"))
                return true
            }
            found[place, default: Found(union: RecordSet(capacity: records))].counted += 1
            found[place]?.union.insert(row.int(2))
            return true
        }
        self.sums = sums
        for (destination, fault) in faults { report("batch \(name): \(fault)", at: destination) }
        for (place, found) in found {
            if Int64(found.union.count) != found.counted {
                report("batch \(name): a record is in two places", at: place.destination)
            }
            if found.counted != found.routed {
                report(
                    "batch \(name): \(found.routed) records were routed, but "
                        + "\(found.counted) are there", at: place.destination)
            }
        }
        return open
    }

    private mutating func compareCounters(_ db: inout Connection) throws(SQLiteError) {
        let counters = try db.rows(
            """
            SELECT destination.name, contract, routed, delivered, dead, cancelled, pending,
                open_deliveries, purged_delivered, purged_dead, purged_cancelled
            FROM file_destination JOIN destination ON destination.id = destination_id
            WHERE file_id = ?
            """, .integer(row)
        ) {
            (
                place: Place(destination: $0.text(0), contract: $0.text(1)),
                kept: Sums(
                    routed: $0.integer(2), delivered: $0.integer(3), dead: $0.integer(4),
                    cancelled: $0.integer(5), pending: $0.integer(6),
                    openDeliveries: $0.integer(7)),
                purged: (delivered: $0.integer(8), dead: $0.integer(9), cancelled: $0.integer(10))
            )
        }
        for (place, kept, purged) in counters {
            var sum = sums.removeValue(forKey: place) ?? Sums()
            sum.delivered += purged.delivered
            sum.dead += purged.dead
            sum.cancelled += purged.cancelled
            sum.routed += purged.delivered + purged.dead + purged.cancelled
            let destination = place.destination
            expect(kept.routed, sum.routed, "routed records", at: destination)
            expect(kept.delivered, sum.delivered, "delivered records", at: destination)
            expect(kept.dead, sum.dead, "dead records", at: destination)
            expect(kept.cancelled, sum.cancelled, "cancelled records", at: destination)
            expect(kept.pending, sum.pending, "pending records", at: destination)
            expect(kept.openDeliveries, sum.openDeliveries, "open deliveries", at: destination)
            expect(
                kept.routed, kept.delivered + kept.dead + kept.cancelled + kept.pending,
                "delivered, dead, cancelled and pending records together", at: destination)
        }
        for place in sums.keys {
            report("there are deliveries without counters", at: place.destination)
        }
    }

    private mutating func expect(
        _ counter: Int64, _ counted: Int64, _ what: String, at destination: String? = nil
    ) {
        guard counter != counted else { return }
        report("\(what): the counter says \(counter), the rows say \(counted)", at: destination)
    }

    private mutating func report(_ what: String, at destination: String? = nil) {
        discrepancies.append(Discrepancy(file: file, destination: destination, what: what))
    }
}

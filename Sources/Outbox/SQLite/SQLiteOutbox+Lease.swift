import Compression
import SQLite
import Synchronization
package import Vocabulary

extension SQLiteOutbox {
    package func lease(_ request: LeaseRequest) throws(OutboxError) -> LeaseAnswer {
        do throws(SQLiteError) {
            // The book stays locked while the queue is read. A settled delivery leaves the book
            // only after its commit: so a row that was read as pending before that commit is still
            // in the book when it is looked up, and not handed out a second time.
            let picked = try leases.withLock { (book) throws(SQLiteError) -> Picked in
                try dispatching.work { (db) throws(SQLiteError) -> Picked in
                    try Self.pick(request, &book, &db)
                }
            }
            do throws(SQLiteError) {
                let deliveries = try dispatching.work {
                    (db) throws(SQLiteError) -> [LeasedDelivery] in
                    var found: [LeasedDelivery] = []
                    for id in picked.ids { found.append(try Self.delivery(id, &db)) }
                    return found
                }
                return LeaseAnswer(deliveries: deliveries, nextDueAt: picked.nextDueAt)
            } catch {
                release(picked.ids)
                throw error
            }
        } catch {
            throw OutboxError(error)
        }
    }

    package func release(_ deliveries: [DeliveryID]) {
        leases.withLock { $0.end(deliveries) }
    }

    private struct Picked: Sendable {
        var ids: [DeliveryID] = []
        var nextDueAt: Timestamp?
    }

    static let nextPartnerQuery = """
        SELECT partner_id FROM delivery WHERE state = 0 AND destination_id = ? AND partner_id > ?
        ORDER BY partner_id LIMIT 1
        """

    static let duePerPartnerQuery = """
        SELECT id, due_at, attempts FROM delivery
        WHERE state = 0 AND destination_id = ? AND partner_id = ? ORDER BY due_at, id LIMIT ?
        """

    /// Looks at one partner after the other, at no more of its queue than could be handed out now:
    /// the cost grows with the number of partners that have work, not with how much they have.
    private static func pick(
        _ request: LeaseRequest, _ book: inout LeaseBook, _ db: inout Connection
    ) throws(SQLiteError) -> Picked {
        let destination = try db.first(
            "SELECT id FROM destination WHERE name = ?", .text(request.destination)
        ) { $0.integer(0) }
        guard let destination, request.limit > 0 else { return Picked() }
        var partners: [Int64] = []
        while let next = try db.first(
            nextPartnerQuery, .integer(destination), .integer(partners.last ?? 0),
            read: { $0.integer(0) })
        {
            partners.append(next)
        }
        var candidates: [(partner: Int64, deliveries: [LeaseBook.Candidate])] = []
        var nextDueAt: Int64?
        for partner in book.turns(partners, at: destination) {
            if candidates.count == request.limit { break }
            let out = book.count(destination: destination, partner: partner)
            let rows = try db.rows(
                duePerPartnerQuery, .integer(destination), .integer(partner),
                .int(request.limit + out)
            ) { ($0.integer(0), $0.integer(1), $0.int(2)) }
            var due: [LeaseBook.Candidate] = []
            for (row, dueAt, attempts) in rows {
                let id = DeliveryID(row: row)
                if book.isLeased(id) { continue }
                // The wall clock may have been set back since: what was never tried is due, and so is
                // what could not have been put off as far as it says.
                let isBeyond = request.horizon.map { dueAt > $0.milliseconds } ?? false
                if dueAt <= request.now.milliseconds || attempts == 0 || isBeyond {
                    due.append(LeaseBook.Candidate(id: id, dueAt: dueAt))
                } else {
                    nextDueAt = min(nextDueAt ?? dueAt, dueAt)
                }
            }
            if !due.isEmpty { candidates.append((partner, due)) }
        }
        let ids = book.take(candidates, limit: request.limit, at: destination)
        return Picked(ids: ids, nextDueAt: nextDueAt.map { Timestamp(milliseconds: $0) })
    }

    static let deliveryQuery = """
        SELECT delivery.batch_id, file.file_id, partner.name, feed.name, file.name, file.content,
            destination.name, delivery.contract, delivery.records, batch.records,
            delivery.attempts, delivery.first_attempt_at
        FROM delivery
            JOIN batch ON batch.id = delivery.batch_id
            JOIN file ON file.id = delivery.batch_id / \(BatchKey.numbers)
            JOIN feed ON feed.id = file.feed_id
            JOIN partner ON partner.id = feed.partner_id
            JOIN destination ON destination.id = delivery.destination_id
        WHERE delivery.id = ?
        """

    private static func delivery(
        _ id: DeliveryID, _ db: inout Connection
    ) throws(SQLiteError) -> LeasedDelivery {
        let found = try db.first(deliveryQuery, .integer(id.row)) {
            (row: borrowing Row) throws(SQLiteError) -> LeasedDelivery in
            LeasedDelivery(
                id: id,
                batch: BatchID(
                    file: try .stored(row.text(1)), number: BatchKey.number(of: row.integer(0))),
                feed: FeedName(partner: row.text(2), feed: row.text(3)), fileName: row.text(4),
                content: try .stored(row.blob(5)), destination: row.text(6),
                contract: row.text(7),
                records: try .stored(row.optionalBlob(8), capacity: row.int(9)),
                attempts: row.int(10),
                firstAttemptAt: row.optionalInteger(11).map { Timestamp(milliseconds: $0) })
        }
        guard let found else {
            throw SQLiteError(.unusable, "delivery \(id.row) lacks its batch or its file")
        }
        return found
    }

    static let payloadQuery = """
        SELECT encoding, size, body FROM payload WHERE batch_id =
            (SELECT id FROM file WHERE file_id = ?) * \(BatchKey.numbers) + ?
        """

    package func payload(of batch: BatchID) throws(OutboxError) -> [UInt8] {
        if let cached = payloads.withLock({ $0.payload(of: batch) }) { return cached }
        let found: (StoredPayload, Int)?
        do throws(SQLiteError) {
            found = try dispatching.work {
                (db) throws(SQLiteError) -> (StoredPayload, Int)? in
                try db.first(
                    Self.payloadQuery, .text(batch.file.text), .int(batch.number)
                ) { (row: borrowing Row) throws(SQLiteError) -> (StoredPayload, Int) in
                    guard let encoding = StoredPayload.Encoding(rawValue: row.int(0)) else {
                        throw SQLiteError(.unusable, "the payload of \(batch) is damaged")
                    }
                    return (StoredPayload(encoding: encoding, bytes: row.blob(2)), row.int(1))
                }
            }
        } catch {
            throw OutboxError(error)
        }
        guard let (stored, size) = found else {
            throw .failed("there is no payload of batch \(batch), or it was purged")
        }
        do throws(CompressionError) {
            return try codec.decode(stored, size: size)
        } catch {
            throw .unusable("the payload of batch \(batch) is damaged: \(error)")
        }
    }
}

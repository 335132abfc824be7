import SQLite
import Vocabulary

/// The one connection that writes: applies changes, one after another, inside one transaction.
///
/// A change is checked whole before any of it is written, so that a refused one leaves nothing
/// behind while the others go through.
struct OutboxWriter: ~Copyable, Sendable {
    var db: Connection
    /// Output bytes an input byte may become, `limits.expansion`: bounds a file's records.
    let expansion: Int
    /// What the changes of this transaction mean for what is kept in memory, once it is durable.
    var effects = Effects()
    private var destinations: [String: Int64] = [:]
    private var feeds: [FeedName: FeedRow] = [:]
    let receipts: ReceiptVersions

    struct FeedRow: Sendable {
        var id: Int64
        var partner: Int64
    }

    struct Effects: Sendable {
        var leasesEnded: [DeliveryID] = []
        var payloads: [(BatchID, [UInt8])] = []
        var receiptsWritten: [FileID] = []
        /// Change in the number of deliveries that are pending or held.
        var openDeliveries: Int64 = 0
    }

    init(_ db: consuming Connection, receipts: ReceiptVersions, expansion: Int) {
        self.db = db
        self.receipts = receipts
        self.expansion = expansion
    }

    mutating func begin() throws(SQLiteError) {
        effects = Effects()
        try db.execute("BEGIN IMMEDIATE")
    }

    /// Everything since `begin` is durable when this returns.
    mutating func commit() throws(SQLiteError) { try db.execute("COMMIT") }

    mutating func rollback() {
        // After some failures SQLite has rolled back by itself already.
        if db.isInTransaction { try? db.execute("ROLLBACK") }
        destinations = [:]
        feeds = [:]
    }

    mutating func apply(_ change: OutboxChange) throws(SQLiteError) -> OutboxResult {
        switch change {
        case .saveRevision(let revision): try save(revision)
        case .claim(let file): try claim(file)
        case .replay(let replay): try self.replay(replay)
        case .sourceRemoved(let file): try sourceRemoved(file)
        case .append(let chunk): try append(chunk)
        case .finish(let finish): try self.finish(finish)
        case .unpack(let unpacked): try unpack(unpacked)
        case .receiptWritten(let file): try receiptWritten(file)
        case .readerCrashed(let file): try readerCrashed(file)
        case .settle(let settlement): try settle(settlement)
        case .destinationState(let state): try save(state)
        case .retryDead(let letters, let at): try retryDead(letters, at: at)
        case .discardDead(let letters, let at): try discardDead(letters, at: at)
        case .purge(let step): try purge(step)
        }
    }

    /// The row of a destination's name, made on first sight.
    mutating func destination(_ name: String) throws(SQLiteError) -> Int64 {
        if let known = destinations[name] { return known }
        try db.run("INSERT INTO destination (name) VALUES (?) ON CONFLICT DO NOTHING", .text(name))
        let row = try db.first("SELECT id FROM destination WHERE name = ?", .text(name)) {
            $0.integer(0)
        }
        guard let row else { throw SQLiteError(.other, "a destination was not inserted") }
        destinations[name] = row
        return row
    }

    /// The row of a feed, made on first sight, its partner's too.
    mutating func feed(_ name: FeedName) throws(SQLiteError) -> FeedRow {
        if let known = feeds[name] { return known }
        try db.run(
            "INSERT INTO partner (name) VALUES (?) ON CONFLICT DO NOTHING", .text(name.partner))
        try db.run(
            """
            INSERT INTO feed (partner_id, name) SELECT id, ?2 FROM partner WHERE name = ?1
            ON CONFLICT DO NOTHING
            """, .text(name.partner), .text(name.feed))
        let row = try db.first(
            """
            SELECT feed.id, partner.id FROM partner JOIN feed ON feed.partner_id = partner.id
            WHERE partner.name = ? AND feed.name = ?
            """, .text(name.partner), .text(name.feed)
        ) { FeedRow(id: $0.integer(0), partner: $0.integer(1)) }
        guard let row else { throw SQLiteError(.other, "a feed was not inserted") }
        feeds[name] = row
        return row
    }

    private mutating func save(_ revision: Revision) throws(SQLiteError) -> OutboxResult {
        let inserted = try db.run(
            "INSERT INTO revision (id, accepted_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            .text(revision.id.text), .integer(revision.acceptedAt.milliseconds))
        // The id is a hash over the sources: the same id has the same sources.
        guard inserted == 1 else {
            try db.run(
                "UPDATE revision SET accepted_at = max(accepted_at, ?) WHERE id = ?",
                .integer(revision.acceptedAt.milliseconds), .text(revision.id.text))
            return .done
        }
        for (position, source) in revision.sources.enumerated() {
            try db.run(
                """
                INSERT INTO revision_source (revision_id, position, path, bytes)
                VALUES (?, ?, ?, ?)
                """, .text(revision.id.text), .int(position), .text(source.path),
                .blob(source.bytes))
        }
        return .done
    }

    private mutating func save(_ state: DestinationState) throws(SQLiteError) -> OutboxResult {
        try db.run(
            """
            UPDATE destination SET phase = ?, failures = ?, probe_at = ?, reason = ?, since = ?
            WHERE id = ?
            """, .text(state.phase.rawValue), .int(state.failures),
            .optional(state.probeAt?.milliseconds), .text(state.reason),
            .integer(state.since.milliseconds), .integer(try destination(state.destination)))
        return .done
    }
}

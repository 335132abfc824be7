import SQLite
import Vocabulary

extension OutboxWriter {
    /// What `append` has to know of a file.
    struct ReadingFile {
        var row: Int64
        var partner: Int64
        var state: String
        var isHeldBack: Bool
        var claimedAt: Int64
        var sequenceBase: Int64
        var isSelection: Bool
        var checkpoint: Checkpoint
    }

    static let readingFileQuery = """
        SELECT file.id, feed.partner_id, file.state, file.held_back, file.claimed_at,
            sequence_base, file.is_selection, byte_offset, line, records_read, accepted, rejected,
            filtered, batches, passed_over, made
        FROM file JOIN feed ON feed.id = file.feed_id WHERE file.file_id = ?
        """

    mutating func readingFile(_ id: FileID) throws(SQLiteError) -> ReadingFile? {
        try db.first(
            Self.readingFileQuery, .text(id.text)
        ) {
            ReadingFile(
                row: $0.integer(0), partner: $0.integer(1), state: $0.text(2),
                isHeldBack: $0.bool(3), claimedAt: $0.integer(4),
                sequenceBase: $0.integer(5), isSelection: $0.bool(6),
                checkpoint: checkpoint(in: $0, from: 7))
        }
    }

    mutating func append(_ chunk: FileChunk) throws(SQLiteError) -> OutboxResult {
        guard let file = try readingFile(chunk.file) else {
            return .refused("there is no file \(chunk.file)")
        }
        guard file.state == FileState.reading.rawValue else {
            return .refused("file \(chunk.file) is \(file.state), and takes nothing more")
        }
        guard file.checkpoint == chunk.from else {
            return .refused("file \(chunk.file) was read on meanwhile: the checkpoint is stale")
        }
        guard chunk.sequenceBase == nil || chunk.sequenceBase == file.sequenceBase else {
            return .refused("file \(chunk.file) was read with another sequence base")
        }
        if chunk.to.passedOver > 0, !file.isSelection {
            return .refused("\(chunk.file): records are passed over, and all were to be read")
        }
        if let fault = Self.fault(in: chunk) { return .refused("\(chunk.file): \(fault)") }

        var routed: [RouteKey: RouteSum] = [:]
        for batch in chunk.batches {
            try insert(batch, of: file, named: chunk.file, counting: &routed)
        }
        for (key, sum) in routed {
            try db.run(
                """
                INSERT INTO file_destination
                    (file_id, destination_id, contract, routed, pending, open_deliveries)
                VALUES (?1, ?2, ?3, ?4, ?4, ?5)
                ON CONFLICT (file_id, destination_id, contract) DO UPDATE SET
                    routed = routed + ?4, pending = pending + ?4,
                    open_deliveries = open_deliveries + ?5
                """, .integer(file.row), .integer(key.destination), .text(key.contract),
                .int(sum.records), .int(sum.deliveries))
        }
        try insert(chunk.rejects, of: file.row)
        let to = chunk.to
        try db.run(
            """
            UPDATE file SET byte_offset = ?, line = ?, records_read = ?, accepted = ?,
                rejected = ?, filtered = ?, batches = ?, passed_over = ?, made = ?
            WHERE id = ?
            """, .integer(to.position.byteOffset), .integer(to.position.line),
            .integer(to.position.records), .integer(to.counts.accepted),
            .integer(to.counts.rejected), .integer(to.counts.filtered), .int(to.batches),
            .integer(to.passedOver), .integer(to.counts.made), .integer(file.row))
        return .done
    }

    private struct RouteKey: Hashable {
        var destination: Int64
        var contract: String
    }

    private struct RouteSum {
        var records = 0
        var deliveries = 0
    }

    private mutating func insert(
        _ batch: BatchToStore, of file: ReadingFile, named id: FileID,
        counting routed: inout [RouteKey: RouteSum]
    ) throws(SQLiteError) {
        let key = BatchKey.make(file: file.row, number: batch.number)
        let routes = batch.routes.filter { !$0.records.isEmpty }
        try db.run(
            "INSERT INTO batch (id, records, inputs, open, settled_at) VALUES (?, ?, ?, ?, ?)",
            .integer(key), .int(batch.records), .int(batch.inputs), .int(routes.count),
            routes.isEmpty ? .integer(file.claimedAt) : .null)
        let stored = batch.stored ?? StoredPayload(encoding: .raw, bytes: batch.payload)
        try db.run(
            "INSERT INTO payload (batch_id, encoding, size, body) VALUES (?, ?, ?, ?)",
            .integer(key), .int(stored.encoding.rawValue), .int(batch.payload.count),
            .blob(stored.bytes))
        let state: DeliveryState = file.isHeldBack ? .held : .pending
        for route in routes {
            let destination = try destination(route.destination)
            let count = route.records.count
            try db.run(
                """
                INSERT INTO delivery (batch_id, destination_id, partner_id, contract, state,
                    records, record_count, routed, due_at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8)
                """, .integer(key), .integer(destination), .integer(file.partner),
                .text(route.contract), .int(state.rawValue), route.records.stored, .int(count),
                .integer(file.claimedAt))
            let routeKey = RouteKey(destination: destination, contract: route.contract)
            routed[routeKey, default: RouteSum()].records += count
            routed[routeKey, default: RouteSum()].deliveries += 1
        }
        effects.openDeliveries += Int64(routes.count)
        effects.payloads.append((BatchID(file: id, number: batch.number), batch.payload))
    }

    private mutating func insert(
        _ rejects: [RejectedRecord], of file: Int64
    ) throws(SQLiteError) {
        struct Kind: Hashable {
            var rule: String
            var column: String?
        }
        var kinds: [Kind: Int] = [:]
        for reject in rejects {
            kinds[Kind(rule: reject.rule, column: reject.column), default: 0] += 1
            try db.run(
                """
                INSERT INTO reject (file_id, number, line, byte_offset, column_name, rule, reason,
                    value, columns) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, .integer(file), .integer(reject.number), .integer(reject.line),
                .integer(reject.byteOffset), .optional(reject.column), .text(reject.rule),
                .text(reject.reason), .optional(reject.value),
                .blob(ColumnsBlob.encode(reject.columns)))
        }
        for (kind, count) in kinds {
            try db.run(
                """
                INSERT INTO reject_count (file_id, rule, has_column, column_name, count)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET count = count + excluded.count
                """, .integer(file), .text(kind.rule), .bool(kind.column != nil),
                .text(kind.column ?? ""), .int(count))
        }
    }

    /// What does not add up in a chunk; nil if everything does.
    private static func fault(in chunk: FileChunk) -> String? {
        let (from, to) = (chunk.from, chunk.to)
        let accepted = chunk.batches.reduce(0) { $0 + $1.inputs }
        let made = chunk.batches.reduce(0) { $0 + $1.records }
        if to.batches != from.batches + chunk.batches.count {
            return "the checkpoint counts other batches than the chunk has"
        }
        if to.counts.accepted != from.counts.accepted + Int64(accepted) {
            return "the checkpoint counts other accepted records than the batches have"
        }
        if to.counts.made != from.counts.made + Int64(made) {
            return "the checkpoint counts other records made than the batches have"
        }
        if to.counts.rejected != from.counts.rejected + Int64(chunk.rejects.count) {
            return "the checkpoint counts other rejected records than the chunk has"
        }
        if to.counts.filtered < from.counts.filtered
            || to.position.byteOffset < from.position.byteOffset
            || to.passedOver < from.passedOver
        {
            return "the checkpoint goes backward"
        }
        if to.position.records != to.counts.read + to.passedOver {
            return "the checkpoint has \(to.position.records) records read, but counts "
                + "\(to.counts.read), and \(to.passedOver) passed over"
        }
        for (offset, batch) in chunk.batches.enumerated() {
            if batch.number != from.batches + 1 + offset || batch.number >= BatchKey.numbers {
                return "batch number \(batch.number) is out of turn"
            }
            if batch.inputs < 0 || batch.inputs > batch.records {
                return "more records begin in batch \(batch.number) than it has"
            }
            if batch.records <= 0 { return "batch \(batch.number) is empty" }
            if batch.routes.contains(where: { $0.records.capacity != batch.records }) {
                return "a route of batch \(batch.number) does not fit it"
            }
            if Set(batch.routes.map(\.destination)).count != batch.routes.count {
                return "batch \(batch.number) goes to a destination twice"
            }
        }
        return nil
    }
}

/// A file's checkpoint out of its nine columns, the first of them `from`.
func checkpoint(in row: borrowing Row, from: Int) -> Checkpoint {
    Checkpoint(
        position: ReadPosition(
            byteOffset: row.integer(from), line: row.integer(from + 1),
            records: row.integer(from + 2)),
        counts: RecordCounts(
            accepted: row.integer(from + 3), rejected: row.integer(from + 4),
            filtered: row.integer(from + 5), made: row.integer(from + 8)),
        batches: row.int(from + 6), passedOver: row.integer(from + 7))
}

import SQLite
package import Vocabulary

// What operators ask.
extension SQLiteOutbox {
    private static let summaryQuery = """
        SELECT file.file_id, partner.name, feed.name, file.name, file.content, file.size,
            file.state, file.detail, file.accepted, file.rejected, file.filtered, file.batches,
            file.claimed_at, file.finished_at, file.work_name, file.revision_id, earlier.file_id,
            (SELECT coalesce(sum(pending), 0) FROM file_destination WHERE file_id = file.id),
            (SELECT coalesce(sum(dead), 0) FROM file_destination WHERE file_id = file.id),
            file.sequence_base, origin.file_id, root.file_id, file.replay_rows, file.is_selection,
            file.made,
            (SELECT archive.file_id FROM file AS archive WHERE archive.id = file.archive_row),
            (SELECT count(*) FROM file AS member WHERE member.archive_row = file.id)
        FROM file
            JOIN feed ON feed.id = file.feed_id JOIN partner ON partner.id = feed.partner_id
            LEFT JOIN file AS earlier ON earlier.id = file.new_version_of
            LEFT JOIN file AS origin ON origin.id = file.replay_of
            LEFT JOIN file AS root ON root.id = file.replay_root
        """

    private static func summary(_ row: borrowing Row) throws(SQLiteError) -> FileSummary {
        guard let state = FileState(rawValue: row.text(6)) else {
            throw SQLiteError(.unusable, "a file's stored state is damaged")
        }
        return FileSummary(
            file: try .stored(row.text(0)),
            feed: FeedName(partner: row.text(1), feed: row.text(2)), name: row.text(3),
            content: try .stored(row.blob(4)), size: row.integer(5), state: state,
            detail: row.text(7),
            counts: RecordCounts(
                accepted: row.integer(8), rejected: row.integer(9), filtered: row.integer(10),
                made: row.integer(24)),
            batches: row.int(11), sequenceBase: row.integer(19),
            claimedAt: Timestamp(milliseconds: row.integer(12)),
            finishedAt: row.optionalInteger(13).map { Timestamp(milliseconds: $0) },
            workName: row.text(14), revision: RevisionID(row.text(15)),
            newVersionOf: FileID(row.text(16)), replay: try origin(row),
            archive: FileID(row.text(25)), members: row.int(26), pending: row.integer(17),
            dead: row.integer(18))
    }

    private static func origin(_ row: borrowing Row) throws(SQLiteError) -> ReplayOrigin? {
        guard let file = row.optionalText(20) else { return nil }
        guard let rows = ReplayedRows(rawValue: row.text(22)) else {
            throw SQLiteError(.unusable, "a replay's stored kind is damaged")
        }
        return ReplayOrigin(
            file: try .stored(file), first: try .stored(row.text(21)), rows: rows,
            isSelection: row.bool(23))
    }

    package func files(_ query: FilesQuery) throws(OutboxError) -> [FileSummary] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                \(Self.summaryQuery)
                WHERE (?1 IS NULL OR partner.name = ?1) AND (?2 IS NULL OR feed.name = ?2)
                    AND (?3 IS NULL OR file.state = ?3) AND (?4 IS NULL OR file.name = ?4)
                    AND (?5 OR file.replay_of IS NULL)
                ORDER BY file.id DESC LIMIT ?6
                """, .optional(query.partner), .optional(query.feed),
                .optional(query.state?.rawValue), .optional(query.name),
                .bool(query.includesReplays), .int(query.limit),
                read: Self.summary)
        }
    }

    package func story(of file: FileID) throws(OutboxError) -> FileStory? {
        try ask { (db) throws(SQLiteError) in
            let summary = try db.first(
                "\(Self.summaryQuery) WHERE file.file_id = ?", .text(file.text),
                read: Self.summary)
            guard let summary else { return nil }
            let destinations = try db.rows(
                """
                SELECT destination.name, contract, routed, delivered, dead, cancelled, pending
                FROM file_destination JOIN destination ON destination.id = destination_id
                WHERE file_id = (SELECT id FROM file WHERE file_id = ?)
                ORDER BY destination.name, contract
                """, .text(file.text)
            ) {
                FileStory.DestinationCounts(
                    destination: $0.text(0), contract: $0.text(1), routed: $0.integer(2),
                    delivered: $0.integer(3), dead: $0.integer(4), cancelled: $0.integer(5),
                    pending: $0.integer(6))
            }
            let rejectedBy = try db.rows(
                """
                SELECT has_column, column_name, rule, count FROM reject_count
                WHERE file_id = (SELECT id FROM file WHERE file_id = ?)
                ORDER BY count DESC, rule, column_name
                """, .text(file.text)
            ) {
                FileStory.RejectCount(
                    column: $0.bool(0) ? $0.text(1) : nil, rule: $0.text(2), count: $0.integer(3))
            }
            return FileStory(
                summary: summary, destinations: destinations, rejectedBy: rejectedBy,
                deliveries: try Self.deliveries(of: file, &db),
                replays: try Self.replays(of: file, &db),
                members: summary.members > 0 ? try Self.members(of: file, &db) : [])
        }
    }

    private static func members(
        of archive: FileID, _ db: inout Connection
    ) throws(SQLiteError) -> [ArchiveMember] {
        try db.rows(
            """
            SELECT file.file_id, partner.name, feed.name, file.name, file.state
            FROM file
                JOIN feed ON feed.id = file.feed_id JOIN partner ON partner.id = feed.partner_id
            WHERE archive_row = (SELECT id FROM file WHERE file_id = ?) ORDER BY file.id
            """, .text(archive.text)
        ) { (row: borrowing Row) throws(SQLiteError) -> ArchiveMember in
            guard let state = FileState(rawValue: row.text(4)) else {
                throw SQLiteError(.unusable, "a file's stored state is damaged")
            }
            return ArchiveMember(
                file: try .stored(row.text(0)),
                feed: FeedName(partner: row.text(1), feed: row.text(2)), name: row.text(3),
                state: state)
        }
    }

    /// What is still on its way first.
    private static func deliveries(
        of file: FileID, _ db: inout Connection
    ) throws(SQLiteError) -> [FileStory.DeliverySummary] {
        let row = try db.first("SELECT id FROM file WHERE file_id = ?", .text(file.text)) {
            $0.integer(0)
        }
        guard let row else { return [] }
        return try db.rows(
            """
            SELECT batch_id, destination.name, state, record_count, attempts, due_at, last_answer
            FROM delivery JOIN destination ON destination.id = destination_id
            WHERE batch_id BETWEEN ? AND ? ORDER BY state > 1, batch_id, destination.name LIMIT 100
            """, .integer(BatchKey.make(file: row, number: 0)),
            .integer(BatchKey.make(file: row + 1, number: 0) - 1)
        ) {
            let state = DeliveryState(rawValue: $0.int(2)) ?? .settled
            return FileStory.DeliverySummary(
                batch: BatchID(file: file, number: BatchKey.number(of: $0.integer(0))),
                destination: $0.text(1), state: state.name, records: $0.int(3),
                attempts: $0.int(4),
                dueAt: state.isOpen ? Timestamp(milliseconds: $0.integer(5)) : nil,
                lastAnswer: $0.text(6))
        }
    }

    package func deadLetters(_ query: DeadLettersQuery) throws(OutboxError) -> [DeadLetter] {
        let file = query.record?.file ?? query.file
        if let record = query.record, let wanted = query.file, record.file != wanted { return [] }
        return try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                SELECT dead_letter.id, file.file_id, record_number, batch_id, record_index,
                    partner.name, feed.name, file.name, destination.name, contract, status, error,
                    died_at, attempts, record_part
                FROM dead_letter
                    JOIN file ON file.id = batch_id / \(BatchKey.numbers)
                    JOIN feed ON feed.id = file.feed_id
                    JOIN partner ON partner.id = feed.partner_id
                    JOIN destination ON destination.id = destination_id
                WHERE discarded_at IS NULL AND dead_letter.id > ?1
                    AND (?2 IS NULL OR partner.name = ?2) AND (?3 IS NULL OR feed.name = ?3)
                    AND (?4 IS NULL OR destination.name = ?4)
                    AND (?5 IS NULL OR file.file_id = ?5)
                    AND (?6 IS NULL OR record_number = ?6)
                    AND (?7 IS NULL OR record_part = ?7)
                ORDER BY dead_letter.id LIMIT ?8
                """, .integer(query.after?.row ?? 0), .optional(query.partner),
                .optional(query.feed), .optional(query.destination), .optional(file?.text),
                .optional(query.record.map { Int64($0.number) }),
                .optional(query.record.flatMap { $0.part > 0 ? Int64($0.part) : nil }),
                .int(query.limit)
            ) { (row: borrowing Row) throws(SQLiteError) -> DeadLetter in
                let file = try FileID.stored(row.text(1))
                return DeadLetter(
                    id: DeadLetterID(row: row.integer(0)),
                    record: RecordID(file: file, number: row.int(2), part: row.int(14)),
                    batch: BatchID(file: file, number: BatchKey.number(of: row.integer(3))),
                    index: row.int(4), feed: FeedName(partner: row.text(5), feed: row.text(6)),
                    fileName: row.text(7), destination: row.text(8), contract: row.text(9),
                    status: row.optionalInteger(10).map { Int($0) }, error: row.text(11),
                    diedAt: Timestamp(milliseconds: row.integer(12)), attempts: row.int(13))
            }
        }
    }

    package func ledger() throws(OutboxError) -> [LedgerLine] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                WITH totals AS (
                    SELECT feed_id, sum(accepted) AS accepted, sum(rejected) AS rejected,
                        sum(filtered) AS filtered, sum(made) AS made,
                        sum(records_read - passed_over) AS read
                    FROM file GROUP BY feed_id),
                routes AS (
                    SELECT feed_id, destination_id, sum(routed) AS routed,
                        sum(delivered) AS delivered, sum(dead) AS dead,
                        sum(cancelled) AS cancelled, sum(pending) AS pending
                    FROM file_destination JOIN file ON file.id = file_destination.file_id
                    GROUP BY feed_id, destination_id)
                SELECT partner.name, feed.name, coalesce(destination.name, ''), totals.accepted,
                    coalesce(delivered, 0), coalesce(dead, 0), coalesce(cancelled, 0),
                    coalesce(pending, 0), totals.made - coalesce(routed, 0), totals.read,
                    totals.rejected, totals.filtered, totals.made
                FROM totals
                    JOIN feed ON feed.id = totals.feed_id
                    JOIN partner ON partner.id = feed.partner_id
                    LEFT JOIN routes ON routes.feed_id = totals.feed_id
                    LEFT JOIN destination ON destination.id = routes.destination_id
                ORDER BY 1, 2, 3
                """
            ) {
                LedgerLine(
                    feed: FeedName(partner: $0.text(0), feed: $0.text(1)), destination: $0.text(2),
                    accepted: $0.integer(3), made: $0.integer(12), delivered: $0.integer(4),
                    dead: $0.integer(5), cancelled: $0.integer(6), pending: $0.integer(7),
                    notRouted: $0.integer(8), read: $0.integer(9), rejected: $0.integer(10),
                    filtered: $0.integer(11))
            }
        }
    }

    package func queued() throws(OutboxError) -> [QueuedWork] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                SELECT destination.name, contract, sum(open_deliveries), sum(pending),
                    min(file.claimed_at)
                FROM file_destination
                    JOIN destination ON destination.id = destination_id
                    JOIN file ON file.id = file_destination.file_id
                WHERE open_deliveries > 0 GROUP BY 1, 2 ORDER BY 1, 2
                """
            ) {
                QueuedWork(
                    destination: $0.text(0), contract: $0.text(1), deliveries: $0.integer(2),
                    records: $0.integer(3),
                    oldestClaimedAt: $0.optionalInteger(4).map { Timestamp(milliseconds: $0) })
            }
        }
    }
}

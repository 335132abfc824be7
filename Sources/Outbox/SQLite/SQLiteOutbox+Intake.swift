import SQLite
package import Vocabulary

// What intake asks: after a start, and for receipts.
extension SQLiteOutbox {
    static let unfinishedQuery = """
        SELECT file.file_id, partner.name, feed.name, file.name, content, size, work_name,
            source_device, source_inode, source_size, source_modified_at, source_changed_at,
            revision_id, claimed_at, skips_duplicates, held_back, sequence_base,
            byte_offset, line, records_read, accepted, rejected, filtered, batches,
            passed_over, made, is_selection,
            (SELECT archive.file_id FROM file AS archive WHERE archive.id = file.archive_row)
        FROM file
            JOIN feed ON feed.id = file.feed_id JOIN partner ON partner.id = feed.partner_id
        WHERE state = 'reading' ORDER BY file.id
        """

    package func unfinishedFiles() throws(OutboxError) -> [UnfinishedFile] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(Self.unfinishedQuery) {
                (row: borrowing Row) throws(SQLiteError) -> UnfinishedFile in
                UnfinishedFile(
                    file: try .stored(row.text(0)),
                    claim: ClaimedFile(
                        feed: FeedName(partner: row.text(1), feed: row.text(2)), name: row.text(3),
                        content: try .stored(row.blob(4)), size: row.integer(5),
                        workName: row.text(6), source: source(in: row, from: 7),
                        revision: RevisionID(row.text(12)),
                        claimedAt: Timestamp(milliseconds: row.integer(13)),
                        skipsDuplicates: row.bool(14), isHeldBack: row.bool(15)),
                    checkpoint: checkpoint(in: row, from: 17), sequenceBase: row.integer(16),
                    isSelection: row.bool(26), archive: FileID(row.text(27)))
            }
        }
    }

    static let owingReceiptQuery = """
        SELECT file_id, receipt_version FROM file WHERE receipt_version > receipt_written
        ORDER BY id LIMIT ?
        """

    package func filesOwingReceipt(limit: Int) throws(OutboxError) -> [FileID] {
        let owing = try ask { (db) throws(SQLiteError) in
            try db.rows(Self.owingReceiptQuery, .int(limit)) {
                (row: borrowing Row) throws(SQLiteError) -> (FileID, Int64) in
                (try .stored(row.text(0)), row.integer(1))
            }
        }
        for (file, version) in owing { receipts.ask(file, version: version) }
        return owing.map(\.0)
    }

    static let unremovedQuery = """
        SELECT file.file_id, partner.name, feed.name, file.name, source_device, source_inode,
            source_size, source_modified_at, source_changed_at
        FROM file
            JOIN feed ON feed.id = file.feed_id JOIN partner ON partner.id = feed.partner_id
        WHERE source_removed = 0 ORDER BY file.id
        """

    package func unremovedSources() throws(OutboxError) -> [UnremovedSource] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(Self.unremovedQuery) {
                (row: borrowing Row) throws(SQLiteError) -> UnremovedSource in
                UnremovedSource(
                    file: try .stored(row.text(0)),
                    feed: FeedName(partner: row.text(1), feed: row.text(2)), name: row.text(3),
                    source: source(in: row, from: 4))
            }
        }
    }

    package func rejects(
        of file: FileID, after number: Int64, limit: Int
    ) throws(OutboxError) -> [RejectedRecord] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                SELECT number, line, byte_offset, column_name, rule, reason, value, columns
                FROM reject WHERE file_id = (SELECT id FROM file WHERE file_id = ?)
                    AND number > ? ORDER BY number LIMIT ?
                """, .text(file.text), .integer(number), .int(limit)
            ) { (row: borrowing Row) throws(SQLiteError) -> RejectedRecord in
                RejectedRecord(
                    number: row.integer(0), line: row.integer(1), byteOffset: row.integer(2),
                    column: row.optionalText(3), rule: row.text(4), reason: row.text(5),
                    value: row.optionalText(6), columns: try ColumnsBlob.decode(row.blob(7)))
            }
        }
    }

    package func revision(_ id: RevisionID) throws(OutboxError) -> Revision? {
        try ask { (db) throws(SQLiteError) in
            let acceptedAt = try db.first(
                "SELECT accepted_at FROM revision WHERE id = ?", .text(id.text)
            ) { Timestamp(milliseconds: $0.integer(0)) }
            guard let acceptedAt else { return nil }
            let sources = try db.rows(
                "SELECT path, bytes FROM revision_source WHERE revision_id = ? ORDER BY position",
                .text(id.text)
            ) { ConfigurationSource(path: $0.text(0), bytes: $0.blob(1)) }
            return Revision(id: id, acceptedAt: acceptedAt, sources: sources)
        }
    }

    package func revisions(
        startingWith prefix: String, limit: Int
    ) throws(OutboxError) -> [AcceptedRevision] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                SELECT id, accepted_at FROM revision WHERE substr(id, 1, length(?1)) = ?1
                ORDER BY accepted_at DESC, rowid DESC LIMIT ?2
                """, .text(prefix), .int(limit)
            ) {
                AcceptedRevision(
                    id: RevisionID($0.text(0)), acceptedAt: Timestamp(milliseconds: $0.integer(1)))
            }
        }
    }

    package func destinationStates() throws(OutboxError) -> [DestinationState] {
        try ask { (db) throws(SQLiteError) in
            try db.rows(
                """
                SELECT name, phase, failures, probe_at, reason, since FROM destination
                WHERE phase IS NOT NULL ORDER BY name
                """
            ) { (row: borrowing Row) throws(SQLiteError) -> DestinationState in
                guard let phase = DestinationState.Phase(rawValue: row.text(1)) else {
                    throw SQLiteError(.unusable, "a destination's stored state is damaged")
                }
                return DestinationState(
                    destination: row.text(0), phase: phase, failures: row.int(2),
                    probeAt: row.optionalInteger(3).map { Timestamp(milliseconds: $0) },
                    reason: row.text(4), since: Timestamp(milliseconds: row.integer(5)))
            }
        }
    }
}

private func source(in row: borrowing Row, from: Int) -> SourceIdentity {
    SourceIdentity(
        device: row.bits(from), inode: row.bits(from + 1), size: row.integer(from + 2),
        modifiedAtNanoseconds: row.integer(from + 3), changedAtNanoseconds: row.integer(from + 4))
}

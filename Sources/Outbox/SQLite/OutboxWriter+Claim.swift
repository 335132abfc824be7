import SQLite
import Vocabulary

extension OutboxWriter {
    static let earlierContentQuery = """
        SELECT file_id, occurrence, state, replay_of IS NULL FROM file WHERE feed_id = ? AND content = ?
        ORDER BY occurrence DESC
        """

    static let earlierVersionQuery = """
        SELECT id, file_id FROM file WHERE feed_id = ? AND name = ? AND content <> ?
        ORDER BY id DESC LIMIT 1
        """

    /// Registers a file, or says that it is known already.
    mutating func claim(_ file: ClaimedFile) throws(SQLiteError) -> OutboxResult {
        let feed = try feed(file.feed)
        if let known = try registeredSource(of: file, feed: feed.id) {
            return .claimed(.alreadyClaimed(known))
        }
        let earlier = try db.rows(
            Self.earlierContentQuery, .integer(feed.id), .blob(file.content.bytes)
        ) { ($0.text(0), $0.int(1), $0.text(2), $0.bool(3)) }
        let occurrence = (earlier.first?.1 ?? 0) + 1
        let id = FileID(feed: file.feed, content: file.content, occurrence: occurrence)
        let original = earlier.first { $0.2 != FileState.duplicate.rawValue && $0.3 }
        if file.skipsDuplicates, let original {
            let originalID = try FileID.stored(original.0)
            try insert(
                file, id, occurrence, feed: feed.id, state: .duplicate, detail: originalID.text,
                sequence: (base: 0, room: 0), newVersionOf: nil)
            return .claimed(.duplicate(id, of: originalID))
        }
        let version = try db.first(
            Self.earlierVersionQuery, .integer(feed.id), .text(file.name), .blob(file.content.bytes)
        ) { ($0.integer(0), $0.text(1)) }
        let newVersionOf: FileID? = try version.map { row throws(SQLiteError) in
            try FileID.stored(row.1)
        }
        let sequence = try reserveSequence(for: file, feed: feed.id)
        try insert(
            file, id, occurrence, feed: feed.id, state: .reading, detail: "",
            sequence: sequence, newVersionOf: version?.0)
        return .claimed(
            .accepted(id, sequenceBase: sequence.base, newVersionOf: newVersionOf))
    }

    static let registeredSourceQuery = """
        SELECT file_id FROM file WHERE source_removed = 0 AND feed_id = ? AND name = ?
        AND source_device = ? AND source_inode = ? AND source_size = ?
        AND source_modified_at = ? AND source_changed_at = ?
        """

    /// The file that was registered from this very inbox entry, if its removal is still open.
    private mutating func registeredSource(
        of file: ClaimedFile, feed: Int64
    ) throws(SQLiteError) -> FileID? {
        let text = try db.first(
            Self.registeredSourceQuery, .integer(feed), .text(file.name), .bits(file.source.device),
            .bits(file.source.inode), .integer(file.source.size),
            .integer(file.source.modifiedAtNanoseconds),
            .integer(file.source.changedAtNanoseconds)
        ) { $0.text(0) }
        return try text.map { text throws(SQLiteError) in try FileID.stored(text) }
    }

    static let nextSequenceQuery = "SELECT next_sequence FROM feed WHERE id = ?"

    /// Sequence numbers for every record the file can have, above all that were given before.
    ///
    /// How many records it has is not known yet, and the next file may be claimed before it is. A
    /// record takes at least one decoded byte, and a byte of the file becomes at most `expansion`
    /// of them, so that much room is certainly enough. What is not used goes back when the file is
    /// finished before another was claimed, so the numbers of a quiet feed have no gaps. Even if
    /// nothing ever went back, 45 TB of files on one feed stay below 2^53, where JSON's numbers are
    /// still exact everywhere.
    mutating func reserveSequence(
        for file: ClaimedFile, feed: Int64
    ) throws(SQLiteError) -> (base: Int64, room: Int64) {
        let (bound, overflows) = max(file.size, 0).multipliedReportingOverflow(
            by: Int64(expansion))
        let room = max(overflows ? Int64(1) << 52 : bound, 1_000_000)
        let base =
            try db.first(Self.nextSequenceQuery, .integer(feed)) { $0.integer(0) } ?? 0
        try db.run(
            "UPDATE feed SET next_sequence = ? WHERE id = ?", .integer(base + room),
            .integer(feed))
        return (base, room)
    }

    mutating func insert(
        _ file: ClaimedFile, _ id: FileID, _ occurrence: Int, feed: Int64, state: FileState,
        detail: String, sequence: (base: Int64, room: Int64), newVersionOf: Int64?
    ) throws(SQLiteError) {
        let isDuplicate = state == .duplicate
        try db.run(
            """
            INSERT INTO file (file_id, feed_id, name, content, occurrence, size, work_name,
                source_device, source_inode, source_size, source_modified_at, source_changed_at,
                revision_id, claimed_at, skips_duplicates, held_back, new_version_of,
                sequence_base, sequence_room, state, detail, finished_at, receipt_version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """, .text(id.text), .integer(feed), .text(file.name), .blob(file.content.bytes),
            .int(occurrence), .integer(file.size), .text(file.workName),
            .bits(file.source.device), .bits(file.source.inode), .integer(file.source.size),
            .integer(file.source.modifiedAtNanoseconds),
            .integer(file.source.changedAtNanoseconds), .text(file.revision.text),
            .integer(file.claimedAt.milliseconds), .bool(file.skipsDuplicates),
            .bool(file.isHeldBack), .optional(newVersionOf), .integer(sequence.base),
            .integer(sequence.room), .text(state.rawValue), .text(detail),
            isDuplicate ? .integer(file.claimedAt.milliseconds) : .null,
            isDuplicate ? 1 : 0)
    }
}

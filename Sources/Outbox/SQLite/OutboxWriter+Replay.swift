import SQLite
import Vocabulary

extension OutboxWriter {
    /// The file that is replayed.
    struct Origin {
        var row: Int64
        var root: Int64
        var state: String
        var isSelection: Bool
        var rejected: Int64
        var purgedRejects: Int64
        var position: ReadPosition
        var feed: Int64
        var content: [UInt8]

        var isSetAside: Bool { state == FileState.quarantined.rawValue }
    }

    /// Registers a replay, with the rows it is of.
    mutating func replay(_ replay: ReplayClaim) throws(SQLiteError) -> OutboxResult {
        guard let origin = try origin(replay.origin) else {
            return .refused("there is no file \(replay.origin)")
        }
        let file = replay.file
        let feed = try feed(file.feed)
        guard origin.feed == feed.id, origin.content == file.content.bytes else {
            return .refused("file \(replay.origin) is not the one that was copied")
        }
        if let why = try refusal(of: replay, origin) { return .refused(why) }
        let occurrence =
            try db.first(
                Self.earlierContentQuery, .integer(feed.id), .blob(file.content.bytes)
            ) { $0.int(1) } ?? 0
        let id = FileID(feed: file.feed, content: file.content, occurrence: occurrence + 1)
        let sequence = try reserveSequence(for: file, feed: feed.id)
        try insert(
            file, id, occurrence + 1, feed: feed.id, state: .reading, detail: "",
            sequence: sequence, newVersionOf: nil)
        let row =
            try db.first("SELECT id FROM file WHERE file_id = ?", .text(id.text)) {
                $0.integer(0)
            } ?? 0
        let isSelection = origin.isSelection || replay.rows != .all
        try db.run(
            """
            UPDATE file SET source_removed = 1, replay_of = ?, replay_root = ?, replay_rows = ?,
                is_selection = ? WHERE id = ?
            """, .integer(origin.row), .integer(origin.root), .text(replay.rows.rawValue),
            .bool(isSelection), .integer(row))
        let records: Int64? =
            switch replay.rows {
            case .all: origin.isSelection ? try copyRuns(of: origin, to: row) : nil
            case .rejected: try chooseRejected(of: origin, for: row)
            case .dead: try chooseDead(of: origin, for: row, replay)
            }
        return .replayed(
            RegisteredReplay(
                file: id, sequenceBase: sequence.base, isSelection: isSelection, records: records,
                unreadFromLine: replay.rows == .rejected && origin.isSetAside
                    ? origin.position.line : nil))
    }

    private mutating func origin(_ file: FileID) throws(SQLiteError) -> Origin? {
        try db.first(
            """
            SELECT id, coalesce(replay_root, id), state, is_selection, rejected, purged_rejects,
                byte_offset, line, records_read, feed_id, content FROM file WHERE file_id = ?
            """, .text(file.text)
        ) {
            Origin(
                row: $0.integer(0), root: $0.integer(1), state: $0.text(2),
                isSelection: $0.bool(3), rejected: $0.integer(4), purgedRejects: $0.integer(5),
                position: ReadPosition(
                    byteOffset: $0.integer(6), line: $0.integer(7), records: $0.integer(8)),
                feed: $0.integer(9), content: $0.blob(10))
        }
    }

    /// Why it can't be; nil if it can.
    private mutating func refusal(
        of replay: ReplayClaim, _ origin: Origin
    ) throws(SQLiteError) -> String? {
        let name = "file \(replay.origin)"
        guard origin.isSetAside || origin.state == FileState.archived.rawValue else {
            return "\(name) is \(origin.state): only a file that was read can be replayed"
        }
        let members = try db.first(
            "SELECT count(*) FROM file WHERE archive_row = ?", .integer(origin.row)
        ) { $0.integer(0) }
        guard members == 0 else {
            return "\(name) is an archive, whose members are files of their own: replay those"
        }
        switch replay.rows {
        case .all: break
        case .rejected:
            // What was not read of a file that was set aside will do.
            guard origin.rejected > 0 || (origin.isSetAside && origin.position.records > 0) else {
                return "no row of \(name) was rejected"
            }
            guard origin.purgedRejects == 0 else {
                return "the rejected rows of \(name) are no longer kept; replay the whole file"
            }
        case .dead:
            guard try nextDead(of: origin, after: 0, replay.destination) != nil else {
                let place = replay.destination.map { " at \($0)" } ?? ""
                return "no record of \(name) is dead\(place)"
            }
            // What was made of the same rows, and delivered, would go out once more.
            guard try !hasDeadParts(origin) else {
                return "several records are made of one in \(name): its dead letters can be sent "
                    + "again as they are (dead retry), or the whole file can be replayed"
            }
        }
        guard replay.rows != .dead, !replay.isRepeated else { return nil }
        if let earlier = try sameReplay(as: replay, origin) {
            return
                "the same was replayed under the same configuration already, as file \(earlier); "
                + "say --again to send it once more"
        }
        return replay.rows == .rejected ? try whyRejectedWentThrough(origin, name) : nil
    }

    private mutating func sameReplay(
        as replay: ReplayClaim, _ origin: Origin
    ) throws(SQLiteError) -> String? {
        try db.first(
            """
            SELECT file_id FROM file WHERE replay_root = ? AND replay_of = ? AND replay_rows = ?
                AND revision_id = ? ORDER BY id DESC LIMIT 1
            """, .integer(origin.root), .integer(origin.row), .text(replay.rows.rawValue),
            .text(replay.file.revision.text)
        ) { $0.text(0) }
    }

    private mutating func hasDeadParts(_ origin: Origin) throws(SQLiteError) -> Bool {
        try db.first(
            """
            SELECT 1 FROM dead_letter WHERE batch_id BETWEEN ?1 AND ?2 AND record_part > 0
                AND discarded_at IS NULL LIMIT 1
            """, .integer(BatchKey.make(file: origin.row, number: 0)),
            .integer(BatchKey.make(file: origin.row + 1, number: 0) - 1)
        ) { _ in true } ?? false
    }

    private mutating func copyRuns(of origin: Origin, to file: Int64) throws(SQLiteError) -> Int64 {
        try db.run(
            """
            INSERT INTO replay_run (file_id, first_number, last_number, first_line, last_line,
                destinations)
            SELECT ?1, first_number, last_number, first_line, last_line, destinations
            FROM replay_run WHERE file_id = ?2
            """, .integer(file), .integer(origin.row))
        return try db.first(
            """
            SELECT coalesce(sum(last_number - first_number + 1), 0) FROM replay_run
            WHERE file_id = ? AND last_number < \(ReplayRun.end)
            """, .integer(file)
        ) { $0.integer(0) } ?? 0
    }

    private mutating func chooseRejected(
        of origin: Origin, for file: Int64
    ) throws(SQLiteError) -> Int64 {
        var builder = RunBuilder()
        var last: Int64 = 0
        while true {
            let page = try db.rows(
                """
                SELECT number, line, (SELECT destinations FROM replay_run WHERE file_id = ?1
                    AND first_number <= number ORDER BY first_number DESC LIMIT 1)
                FROM reject WHERE file_id = ?1 AND number > ?2 ORDER BY number LIMIT 4096
                """, .integer(origin.row), .integer(last)
            ) { (number: $0.integer(0), line: $0.integer(1), places: $0.optionalText(2)) }
            for reject in page {
                builder.add(reject.number, line: reject.line, places: reject.places)
            }
            try insert(builder.takeRuns(), of: file)
            guard let end = page.last else { break }
            last = end.number
        }
        try insert(builder.takeRuns(isEnd: true), of: file)
        if origin.isSetAside { try chooseUnread(of: origin, for: file) }
        return builder.count
    }

    /// Rows behind the place where a file was set aside: whoever asks for what did not go through
    /// means them, too.
    private mutating func chooseUnread(of origin: Origin, for file: Int64) throws(SQLiteError) {
        let read = origin.position.records
        if origin.isSelection {
            try db.run(
                """
                INSERT INTO replay_run (file_id, first_number, last_number, first_line, last_line,
                    destinations)
                SELECT ?1, max(first_number, ?3 + 1), last_number,
                    CASE WHEN first_number > ?3 THEN first_line END, last_line, destinations
                FROM replay_run WHERE file_id = ?2 AND last_number > ?3
                """, .integer(file), .integer(origin.row), .integer(read))
        } else {
            try insert(
                [
                    RunBuilder.Run(
                        first: read + 1, last: ReplayRun.end, firstLine: origin.position.line)
                ], of: file)
        }
    }

    private mutating func chooseDead(
        of origin: Origin, for file: Int64, _ replay: ReplayClaim
    ) throws(SQLiteError) -> Int64 {
        let destination: Int64? =
            switch replay.destination {
            case let name?: try self.destination(name)
            case nil: nil
            }
        var builder = RunBuilder()
        var batch: Int64 = 0
        while let next = try nextDead(of: origin, after: batch, replay.destination) {
            batch = next
            let letters = try db.rows(
                """
                SELECT id, record_number, destination_id FROM dead_letter
                WHERE batch_id = ?1 AND discarded_at IS NULL
                    AND (?2 IS NULL OR destination_id = ?2)
                ORDER BY record_number, destination_id
                """, .integer(batch), .optional(destination)
            ) { (id: $0.integer(0), number: $0.integer(1), destination: $0.integer(2)) }
            var places: [Int64] = []
            for (index, letter) in letters.enumerated() {
                if places.last != letter.destination { places.append(letter.destination) }
                if index + 1 == letters.count || letters[index + 1].number != letter.number {
                    builder.add(
                        letter.number, line: nil,
                        places: places.map(String.init).joined(separator: ","))
                    places = []
                }
                try db.run(
                    "UPDATE dead_letter SET replayed_as = ? WHERE id = ?", .integer(file),
                    .integer(letter.id))
                try discard(letter.id, of: batch, at: replay.file.claimedAt)
            }
            try insert(builder.takeRuns(), of: file)
        }
        try insert(builder.takeRuns(isEnd: true), of: file)
        return builder.count
    }

    /// The next batch of the file that has open dead letters.
    private mutating func nextDead(
        of origin: Origin, after batch: Int64, _ destination: String?
    ) throws(SQLiteError) -> Int64? {
        try db.first(
            """
            SELECT batch_id FROM dead_letter
            WHERE batch_id > ?1 AND batch_id < ?2 AND discarded_at IS NULL
                AND (?3 IS NULL OR destination_id = (SELECT id FROM destination WHERE name = ?3))
            ORDER BY batch_id LIMIT 1
            """,
            .integer(max(batch, BatchKey.make(file: origin.row, number: 0))),
            .integer(BatchKey.make(file: origin.row + 1, number: 0)), .optional(destination)
        ) { $0.integer(0) }
    }

    private mutating func insert(
        _ runs: [RunBuilder.Run], of file: Int64
    ) throws(SQLiteError) {
        for run in runs {
            try db.run(
                """
                INSERT INTO replay_run (file_id, first_number, last_number, first_line, last_line,
                    destinations) VALUES (?, ?, ?, ?, ?, ?)
                """, .integer(file), .integer(run.first), .integer(run.last),
                .optional(run.firstLine), .optional(run.lastLine), .optional(run.places))
        }
    }
}

import SQLite
package import Vocabulary

// What is asked about replays.
extension SQLiteOutbox {
    static let replayRunsQuery = """
        SELECT first_number, last_number, first_line, last_line, destinations FROM replay_run
        WHERE file_id = ? AND first_number >= coalesce(
            (SELECT max(first_number) FROM replay_run WHERE file_id = ? AND first_number <= ?), 0)
        ORDER BY first_number LIMIT ?
        """

    package func replayRuns(
        of file: FileID, from number: Int64, limit: Int
    ) throws(OutboxError) -> [ReplayRun] {
        try ask { (db) throws(SQLiteError) in
            let row = try db.first("SELECT id FROM file WHERE file_id = ?", .text(file.text)) {
                $0.integer(0)
            }
            guard let row else { return [] }
            let found = try db.rows(
                Self.replayRunsQuery, .integer(row), .integer(row), .integer(number), .int(limit)
            ) {
                (
                    run: ReplayRun(
                        first: $0.integer(0), last: $0.integer(1),
                        firstLine: $0.optionalInteger(2), lastLine: $0.optionalInteger(3)),
                    places: $0.optionalText(4)
                )
            }
            guard found.contains(where: { $0.places != nil }) else { return found.map(\.run) }
            let names = Dictionary(
                uniqueKeysWithValues: try db.rows("SELECT id, name FROM destination") {
                    ($0.integer(0), $0.text(1))
                })
            return found.map { run, places in
                var run = run
                run.destinations = places.map { places in
                    Set(places.split(separator: ",").compactMap { Int64($0).flatMap { names[$0] } })
                }
                return run
            }
        }
    }

    /// What replays the file, directly or over others.
    static func replays(
        of file: FileID, _ db: inout Connection
    ) throws(SQLiteError) -> [FileReplay] {
        let row = try db.first(
            "SELECT id, coalesce(replay_root, id) FROM file WHERE file_id = ?", .text(file.text)
        ) { (id: $0.integer(0), root: $0.integer(1)) }
        guard let row else { return [] }
        let all = try db.rows(
            """
            SELECT file.id, origin.id, file.file_id, origin.file_id, file.replay_rows, file.state,
                file.accepted, file.rejected, file.filtered, file.claimed_at, file.revision_id
            FROM file JOIN file AS origin ON origin.id = file.replay_of
            WHERE file.replay_root = ? ORDER BY file.id
            """, .integer(row.root)
        ) { (found: borrowing Row) throws(SQLiteError) in
            guard let rows = ReplayedRows(rawValue: found.text(4)),
                let state = FileState(rawValue: found.text(5))
            else { throw SQLiteError(.unusable, "a replay's stored state is damaged") }
            return (
                id: found.integer(0), origin: found.integer(1),
                replay: FileReplay(
                    file: try .stored(found.text(2)), origin: try .stored(found.text(3)),
                    rows: rows, state: state,
                    counts: RecordCounts(
                        accepted: found.integer(6), rejected: found.integer(7),
                        filtered: found.integer(8)),
                    claimedAt: Timestamp(milliseconds: found.integer(9)),
                    revision: RevisionID(found.text(10)))
            )
        }
        // An origin comes before its replays.
        var family: Set<Int64> = [row.id]
        var replays: [FileReplay] = []
        for found in all where family.contains(found.origin) {
            family.insert(found.id)
            replays.append(found.replay)
        }
        return replays
    }
}

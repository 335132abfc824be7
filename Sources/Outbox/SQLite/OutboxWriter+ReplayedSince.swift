import SQLite
import Vocabulary

extension OutboxWriter {
    /// The newest replay, under whatever configuration, in which rows of the origin that were rejected
    /// have gone through since, or may be doing so: one of the origin, one of such a replay, or one of
    /// the whole file. What was held back and then set aside has sent nothing.
    private static let replayedSinceQuery = """
        WITH RECURSIVE since (id) AS (
            SELECT id FROM file WHERE replay_root = ?1 AND replay_rows <> 'dead'
                AND (replay_of = ?2 OR (id > ?2 AND replay_rows = 'all' AND is_selection = 0))
            UNION
            SELECT file.id FROM since JOIN file ON file.replay_of = since.id
            WHERE file.replay_root = ?1 AND file.replay_rows <> 'dead'
        )
        SELECT file_id, state, rejected FROM file JOIN since ON file.id = since.id
        WHERE state = 'reading'
            OR (accepted > 0 AND NOT (state = 'quarantined' AND held_back <> 0))
        ORDER BY file.id DESC LIMIT 1
        """

    /// Why the origin's rejected rows are not replayed once more without being asked for it: some of
    /// them would be sent again, under new ids. Nil if none of them has gone through.
    mutating func whyRejectedWentThrough(
        _ origin: Origin, _ name: String
    ) throws(SQLiteError) -> String? {
        let since = try db.first(
            Self.replayedSinceQuery, .integer(origin.root), .integer(origin.row)
        ) { (file: $0.text(0), state: $0.text(1), rejected: $0.integer(2)) }
        guard let since else { return nil }
        switch FileState(rawValue: since.state) {
        case .reading:
            return "rows of \(name) are being replayed already, as file \(since.file); wait until "
                + "it is finished"
        case .archived where since.rejected == 0:
            return "the rejected rows of \(name) have gone through since, in its replay "
                + "\(since.file); say --again to send them once more"
        default:
            return "rejected rows of \(name) have gone through since, in its replay "
                + "\(since.file): replay what is rejected still with "
                + "'replay \(since.file) --rejected', or say --again to send all of them once more"
        }
    }
}

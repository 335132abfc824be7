import SQLite
import Vocabulary

extension SQLiteOutbox {
    static let feedQuery = """
        SELECT feed.id FROM partner JOIN feed ON feed.partner_id = partner.id
        WHERE partner.name = ? AND feed.name = ?
        """

    package func foresee(_ claim: ClaimedFile) throws(OutboxError) -> ForeseenClaim? {
        do throws(SQLiteError) {
            // Not the connection for questions: an operator's may take long.
            return try dispatching.work { (db) throws(SQLiteError) -> ForeseenClaim? in
                try Self.foresee(claim, &db)
            }
        } catch {
            throw OutboxError(error)
        }
    }

    /// The same questions as `OutboxWriter.claim` asks, in the same order.
    private static func foresee(
        _ claim: ClaimedFile, _ db: inout Connection
    ) throws(SQLiteError) -> ForeseenClaim? {
        let feed = try db.first(
            feedQuery, .text(claim.feed.partner), .text(claim.feed.feed)
        ) { $0.integer(0) }
        let first = FileID(feed: claim.feed, content: claim.content, occurrence: 1)
        // The feed's first file: its row is made with the claim.
        guard let feed else { return ForeseenClaim(file: first, sequenceBase: 0) }
        let earlier = try db.rows(
            OutboxWriter.earlierContentQuery, .integer(feed), .blob(claim.content.bytes)
        ) { ($0.int(1), $0.text(2)) }
        // The same content came before: a duplicate, this very entry, or too rare to foresee.
        guard earlier.isEmpty else { return nil }
        let base = try db.first(OutboxWriter.nextSequenceQuery, .integer(feed)) { $0.integer(0) }
        return ForeseenClaim(file: first, sequenceBase: base ?? 0)
    }
}

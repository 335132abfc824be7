import SQLite
import Vocabulary

extension OutboxWriter {
    /// Finishes an archive and registers its members; result `.unpacked`, an outcome for each.
    mutating func unpack(_ unpacked: ArchiveUnpacked) throws(SQLiteError) -> OutboxResult {
        // Refuses what is not being read any more: then the members are registered already.
        let finished = try finish(
            FileFinish(
                file: unpacked.archive, state: unpacked.state, at: unpacked.at, checkpoint: .start))
        guard finished == .done else { return finished }
        let archive =
            try db.first("SELECT id FROM file WHERE file_id = ?", .text(unpacked.archive.text)) {
                $0.integer(0)
            } ?? 0
        if unpacked.state == .archived {
            try db.run(
                "UPDATE file SET detail = ? WHERE id = ?",
                .text("unpacked into \(counted(Int64(unpacked.members.count), "file"))"),
                .integer(archive))
        }
        var outcomes: [ClaimOutcome] = []
        for member in unpacked.members {
            guard case .claimed(let outcome) = try claim(member) else {
                throw SQLiteError(.other, "a member was not registered")
            }
            let changed = try db.run(
                "UPDATE file SET source_removed = 1, archive_row = ? WHERE file_id = ?",
                .integer(archive), .text(outcome.file.text))
            guard changed == 1 else { throw SQLiteError(.other, "a member was not registered") }
            outcomes.append(outcome)
        }
        return .unpacked(outcomes)
    }
}

import SQLite
import TestSupport
import Testing
import Vocabulary

@testable import Outbox

@Suite struct MigrationTests {
    private let directory = ScratchDirectory("migration")
    private var path: String { directory.path + "/m.db" }

    @Test func `each step is taken once, whatever version it starts from`() throws {
        let steps = [
            Migration(sql: "CREATE TABLE one (a); INSERT INTO one VALUES (1)"),
            Migration(sql: "ALTER TABLE one ADD COLUMN b DEFAULT 7"),
            Migration(sql: "UPDATE one SET b = b + 1"),
        ]
        for count in [1, 1, 3, 3] {
            var db = try Connection(path, .create)
            try Migration.bringUpToDate(&db, path: path, steps: Array(steps.prefix(count)))
            #expect(try Migration.version(of: &db, path: path, newest: 3) == count)
        }
        var db = try Connection(path, .readOnly)
        #expect(try db.first("SELECT a, b FROM one") { [$0.int(0), $0.int(1)] } == [1, 8])
    }

    @Test func `a step that fails leaves nothing behind`() throws {
        let good = Migration(sql: "CREATE TABLE one (a)")
        let bad = Migration(sql: "CREATE TABLE two (a); CREATE TABLE one (a)")
        var db = try Connection(path, .create)
        #expect(throws: SQLiteError.self) {
            try Migration.bringUpToDate(&db, path: path, steps: [good, bad])
        }
        #expect(try Migration.version(of: &db, path: path, newest: 2) == 1)
        let tables = try db.rows("SELECT name FROM sqlite_schema") { $0.text(0) }
        #expect(tables == ["one"])
        try Migration.bringUpToDate(
            &db, path: path, steps: [good, Migration(sql: "CREATE TABLE two (a)")])
        #expect(try Migration.version(of: &db, path: path, newest: 2) == 2)
    }

    @Test func `an outbox of version 1 is brought up to date with all that is in it`() throws {
        var old = try Connection(path, .create)
        try Migration.bringUpToDate(&old, path: path, steps: [Migration(sql: schema1)])
        try old.execute(
            """
            INSERT INTO partner VALUES (1, 'acme');
            INSERT INTO feed VALUES (1, 1, 'customers', 4);
            INSERT INTO destination (id, name) VALUES (1, 'crm');
            INSERT INTO file (id, file_id, feed_id, name, content, occurrence, size, work_name,
                source_device, source_inode, source_size, source_modified_at, source_changed_at,
                revision_id, claimed_at, skips_duplicates, held_back, sequence_base, sequence_room,
                state, finished_at, line, records_read, accepted, rejected, batches)
            VALUES (1, '7k3m9q2c4x8v1b5n', 1, 'a.csv', zeroblob(32), 1, 9, 'w', 0, 0, 9, 0, 0, 'r1',
                5, 1, 0, 0, 4, 'archived', 6, 5, 3, 2, 1, 1);
            INSERT INTO batch VALUES (268435457, 2, 1, NULL);
            INSERT INTO payload VALUES (268435457, 0, 1, x'7b');
            INSERT INTO delivery (batch_id, destination_id, partner_id, contract, state, records,
                record_count, routed, due_at) VALUES (268435457, 1, 1, 'v1', 2, x'01', 1, 2, 5);
            INSERT INTO dead_letter (batch_id, destination_id, contract, record_index,
                record_number, error, died_at, attempts)
            VALUES (268435457, 1, 'v1', 1, 3, 'no', 7, 1);
            INSERT INTO file_destination (file_id, destination_id, contract, routed, delivered,
                dead) VALUES (1, 1, 'v1', 2, 1, 1);
            INSERT INTO reject VALUES (1, 2, 3, 20, NULL, 'fields', 'two', NULL, x'');
            INSERT INTO reject_count VALUES (1, 'fields', 0, '', 1);
            """)
        let outbox = try SQLiteOutbox.open(path, mode: .daemon)
        defer { outbox.close() }
        #expect(try outbox.recount() == [])
        #expect(try outbox.ledger().map(\.isBalanced) == [true])
        let file = try #require(try outbox.files(FilesQuery()).first)
        #expect(file.replay == nil && file.counts.read == 3)
        #expect(try outbox.deadLetters(DeadLettersQuery()).map(\.record.number) == [3])
        // And it can do what is new.
        var claim = Sample.claim(content: 0)
        claim.workName = "again"
        let result = try outbox.one(
            .replay(ReplayClaim(origin: file.file, rows: .rejected, file: claim)))
        guard case .replayed(let replay) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(
            try outbox.replayRuns(of: replay.file, from: 0, limit: 9) == [
                ReplayRun(first: 2, last: 2, firstLine: 3, lastLine: 3)
            ])
    }

    @Test func `a version from the future is refused`() throws {
        var db = try Connection(path, .create)
        try Migration.bringUpToDate(
            &db, path: path, steps: [Migration(sql: "CREATE TABLE one (a)")])
        #expect(throws: SQLiteError.self) {
            try Migration.version(of: &db, path: path, newest: 0)
        }
    }
}

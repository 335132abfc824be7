import SQLite
import TestSupport
import Testing

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

    @Test func `a version from the future is refused`() throws {
        var db = try Connection(path, .create)
        try Migration.bringUpToDate(
            &db, path: path, steps: [Migration(sql: "CREATE TABLE one (a)")])
        #expect(throws: SQLiteError.self) {
            try Migration.version(of: &db, path: path, newest: 0)
        }
    }
}

import Outbox
import TestSupport
import Testing

@Suite struct SQLiteConformanceTests {
    @Test(arguments: OutboxConformance.cases)
    func `SQLite is a conforming outbox`(_ conformance: OutboxConformance) throws {
        try conformance.run(SQLiteFixture())
    }

    @Test(arguments: OutboxConformance.cases)
    func `SQLite conforms without compression and without a cache`(
        _ conformance: OutboxConformance
    ) throws {
        try conformance.run(SQLiteFixture(compression: nil, payloadCache: 0))
    }
}

/// An outbox in a scratch directory.
final class SQLiteFixture: OutboxFixture {
    let directory = ScratchDirectory("outbox")
    private let compression: Int?
    private let payloadCache: Int
    private var opened: SQLiteOutbox?

    var path: String { directory.path + "/outbox.db" }
    var store: any OutboxStore { opened! }

    init(compression: Int? = 1, payloadCache: Int = 1 << 20) throws {
        self.compression = compression
        self.payloadCache = payloadCache
        try reopen()
    }

    func close() {
        opened?.close()
        opened = nil
    }

    func reopen() throws {
        close()
        opened = try SQLiteOutbox.open(
            path, mode: .daemon, compression: compression, payloadCache: payloadCache)
    }
}

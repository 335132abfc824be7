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

@Suite struct SQLiteModelTests {
    @Test(arguments: [1, 2, 3] as [UInt64] + [UInt64.random(in: 4...(.max))])
    func `a random run agrees with the model`(_ seed: UInt64) throws {
        do {
            var run = OutboxModelRun(try SQLiteFixture(), seed: seed)
            try run.run(steps: 120)
        } catch {
            throw Nonconformance("seed \(seed): \(error)")
        }
    }
}

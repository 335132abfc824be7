import Outbox
import TestSupport
import Testing
import Vocabulary

/// A recount that finds nothing wrong proves something only if it can find something.
@Suite struct RecountTests {
    @Test(arguments: [
        "UPDATE file SET accepted = accepted + 1",
        "UPDATE file SET made = made + 1",
        "UPDATE batch SET inputs = inputs - 1 WHERE id % 2 = 1",
        "UPDATE file SET rejected = rejected + 1",
        "UPDATE file SET records_read = records_read - 1",
        "UPDATE file SET batches = 3",
        "UPDATE file_destination SET delivered = delivered + 1",
        "UPDATE file_destination SET routed = routed + 1, pending = pending + 1",
        "UPDATE file_destination SET open_deliveries = 0",
        "UPDATE batch SET open = open + 1",
        "UPDATE batch SET settled_at = NULL",
        "UPDATE batch SET settled_at = 5",
        "DELETE FROM payload WHERE batch_id % 2 = 1",
        "DELETE FROM delivery WHERE state = 0",
        "DELETE FROM dead_letter",
        "DELETE FROM reject",
        "UPDATE reject_count SET count = 2",
        // A record that was delivered and is also to be sent.
        "UPDATE delivery SET records = NULL, record_count = 4 WHERE state = 2",
        "UPDATE delivery SET records = x'05', record_count = 3 WHERE state = 2",
        "INSERT INTO dead_letter SELECT 50, batch_id, destination_id, contract, record_index, "
            + "record_number, status, error, died_at, attempts, discarded_at, NULL, 0 "
            + "FROM dead_letter",
        "DELETE FROM file_destination",
    ])
    func `a recount notices what was tampered with`(_ sql: String) throws {
        let fixture = try SQLiteFixture()
        let file = try fixture.store.accept(Sample.claim())
        try fixture.store.append(
            [Sample.batch(1), Sample.batch(2)], rejects: [Sample.reject(9)], to: file,
            from: .start)
        let leased = try fixture.store.leaseAll("crm")
        try fixture.store.one(
            .settle(
                Settlement(
                    delivery: leased[0].id, at: Timestamp(milliseconds: 5000),
                    delivered: Sample.set([0, 2], of: 4), dead: Sample.dead(leased[0], [1]),
                    remaining: [
                        RemainingPart(
                            records: Sample.set([3], of: 4), attempts: 1,
                            dueAt: Timestamp(milliseconds: 6000))
                    ], lastAnswer: "207")))
        try fixture.store.deliver(leased[1])
        #expect(try fixture.store.recount() == [])
        try fixture.tamper(sql)
        let found = try fixture.store.recount()
        #expect(!found.isEmpty)
        #expect(found.allSatisfy { $0.file == file })
    }
}

import SQLite
import TestSupport
import Testing

@testable import Outbox

/// What dispatch and intake run again and again must never look through a whole table, nor sort.
@Suite struct QueryPlanTests {
    @Test(arguments: [
        SQLiteOutbox.nextPartnerQuery, SQLiteOutbox.duePerPartnerQuery,
        SQLiteOutbox.deliveryQuery, SQLiteOutbox.unfinishedQuery,
        SQLiteOutbox.owingReceiptQuery, SQLiteOutbox.unremovedQuery, SQLiteOutbox.payloadQuery,
        OutboxWriter.readingFileQuery, OutboxWriter.openDeliveryQuery,
        OutboxWriter.earlierContentQuery, OutboxWriter.earlierVersionQuery,
        OutboxWriter.registeredSourceQuery, OutboxWriter.settledBatchesQuery,
        OutboxWriter.expiredLettersQuery, OutboxWriter.purgeableRejectsQuery,
        OutboxWriter.heldDeliveriesQuery, OutboxWriter.fileOpenQuery,
        OutboxWriter.purgeableRunsQuery, SQLiteOutbox.replayRunsQuery,
        SQLiteOutbox.heldBackQuery, SQLiteOutbox.storedBytesQuery,
    ])
    func `a hot query goes by an index`(_ query: String) throws {
        let fixture = try SQLiteFixture()
        let parameters = query.count { $0 == "?" }
        let plan = try fixture.sqlite.writer!.work { (writer) throws(SQLiteError) -> [String] in
            var steps: [String] = []
            try writer.db.forEach(
                "EXPLAIN QUERY PLAN " + query, Array(repeating: .null, count: parameters)
            ) { (row: borrowing Row) throws(SQLiteError) -> Bool in
                steps.append(row.text(3))
                return true
            }
            return steps
        }
        #expect(!plan.isEmpty)
        for step in plan {
            #expect(!step.contains("TEMP B-TREE"), "\(step)")
            // The few open files, by their partial index, may be gone through.
            let isPartial = step.contains("USING INDEX file_open")
            #expect(!step.hasPrefix("SCAN") || isPartial, "\(step)")
        }
    }
}

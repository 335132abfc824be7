import Platform
import SQLite
import Synchronization
import Vocabulary

extension SQLiteOutbox {
    package func prepare(_ change: inout OutboxChange) {
        guard case .append(var chunk) = change else { return }
        for index in chunk.batches.indices where chunk.batches[index].stored == nil {
            chunk.batches[index].stored = codec.encode(chunk.batches[index].payload)
        }
        change = .append(chunk)
    }

    package func commit(_ changes: [OutboxChange]) throws(OutboxError) -> [OutboxResult] {
        guard !changes.isEmpty else { return [] }
        let outcome: Outcome
        do throws(SQLiteError) {
            guard let writer else {
                throw SQLiteError(.other, "the outbox was opened for reading only")
            }
            outcome = try writer.work { (writer) throws(SQLiteError) -> Outcome in
                do throws(SQLiteError) {
                    return try Self.transact(changes, &writer)
                } catch {
                    writer.rollback()
                    throw error
                }
            }
        } catch {
            throw OutboxError(error)
        }
        CrashPoint.reached("outbox.committed")
        let effects = outcome.effects
        pages.withLock {
            $0.pages = outcome.pages
            $0.free = outcome.free
            $0.openDeliveries += effects.openDeliveries
        }
        payloads.withLock {
            for (batch, payload) in effects.payloads { $0.insert(payload, for: batch) }
        }
        if !effects.leasesEnded.isEmpty { leases.withLock { $0.end(effects.leasesEnded) } }
        for file in effects.receiptsWritten { receipts.written(file) }
        return outcome.results
    }

    private struct Outcome: Sendable {
        var results: [OutboxResult]
        var effects: OutboxWriter.Effects
        var pages: Int64
        var free: Int64
    }

    private static func transact(
        _ changes: [OutboxChange], _ writer: inout OutboxWriter
    ) throws(SQLiteError) -> Outcome {
        try writer.begin()
        var results: [OutboxResult] = []
        for change in changes { results.append(try writer.apply(change)) }
        let pages = try writer.db.first("PRAGMA page_count") { $0.integer(0) } ?? 0
        let free = try writer.db.first("PRAGMA freelist_count") { $0.integer(0) } ?? 0
        CrashPoint.reached("outbox.beforeCommit")
        try writer.commit()
        return Outcome(results: results, effects: writer.effects, pages: pages, free: free)
    }

    /// Checkpoints the write-ahead log by its size, so that it neither grows without bound nor is
    /// copied into the database more often than it must be.
    package func tidy(isIdle: Bool) throws(OutboxError) {
        do throws(SQLiteError) {
            try writer?.work { (writer) throws(SQLiteError) -> Void in
                try Self.checkpoint(&writer.db, isIdle: isIdle)
            }
        } catch {
            throw OutboxError(error)
        }
    }

    private static func checkpoint(_ db: inout Connection, isIdle: Bool) throws(SQLiteError) {
        let pages = db.writeAheadLogPages
        guard pages >= (isIdle ? Opening.checkpointPages / 8 : Opening.checkpointPages) else {
            return
        }
        // Passive waits for nobody. Only a log that readers have kept from starting over for long
        // is worth waiting for them.
        let kind = pages >= 4 * Opening.checkpointPages ? "RESTART" : "PASSIVE"
        do throws(SQLiteError) {
            try db.execute("PRAGMA wal_checkpoint(\(kind))")
            db.writeAheadLogWasCheckpointed()
            CrashPoint.reached("outbox.checkpointed")
        } catch {
            // The log has everything, durably; without room in the database it stays there.
            if error.kind != .full && error.kind != .busy { throw error }
        }
    }
}

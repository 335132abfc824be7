package import Outbox
package import Vocabulary

/// A store under test that can be closed and opened again, as a restart does.
package protocol OutboxFixture {
    /// The open store.
    var store: any OutboxStore { get }
    /// Closes the store and opens it again on what it kept.
    func reopen() throws
}

/// Why a store does not conform.
package struct Nonconformance: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Throws unless the two are equal.
package func same<Value: Equatable>(
    _ found: Value, _ expected: Value, _ what: String = "", line: Int = #line
) throws {
    guard found != expected else { return }
    throw Nonconformance("line \(line): \(what) \(found) is not \(expected)")
}

package func holds(_ condition: Bool, _ what: String, line: Int = #line) throws {
    guard !condition else { return }
    throw Nonconformance("line \(line): \(what)")
}

extension OutboxStore {
    /// Commits one change.
    @discardableResult
    package func one(_ change: OutboxChange) throws -> OutboxResult {
        var prepared = change
        prepare(&prepared)
        let results = try commit([prepared])
        guard results.count == 1 else {
            throw Nonconformance("\(results.count) results for one change")
        }
        return results[0]
    }

    /// Commits one change that must be refused.
    package func refuses(_ change: OutboxChange, line: Int = #line) throws {
        let result = try one(change)
        guard case .refused = result else {
            throw Nonconformance("line \(line): not refused, but \(result)")
        }
    }

    /// Claims a file that must be accepted.
    package func accept(_ claim: ClaimedFile) throws -> FileID {
        let result = try one(.claim(claim))
        guard case .claimed(.accepted(let id, _, _)) = result else {
            throw Nonconformance("not accepted: \(result)")
        }
        return id
    }

    /// Appends batches to a file and returns its new checkpoint.
    @discardableResult
    package func append(
        _ batches: [BatchToStore], rejects: [RejectedRecord] = [], filtered: Int64 = 0,
        to file: FileID, from: Checkpoint
    ) throws -> Checkpoint {
        let chunk = Sample.chunk(
            batches, rejects: rejects, filtered: filtered, of: file, from: from)
        try same(try one(.append(chunk)), .done)
        return chunk.to
    }

    package func leaseAll(
        _ destination: String, now: Int64 = .max, limit: Int = 1000
    ) throws -> [LeasedDelivery] {
        try lease(
            LeaseRequest(
                destination: destination, now: Timestamp(milliseconds: now), limit: limit)
        ).deliveries
    }

    /// Settles a delivery as delivered whole.
    @discardableResult
    package func deliver(_ delivery: LeasedDelivery, at: Int64 = 5000) throws -> OutboxResult {
        try one(
            .settle(
                Settlement(
                    delivery: delivery.id, at: Timestamp(milliseconds: at),
                    delivered: delivery.records, dead: [], remaining: [], lastAnswer: "200")))
    }
}

/// Values to fill a store with.
package enum Sample {
    package static func claim(
        _ partner: String = "acme", _ feed: String = "customers", name: String = "a.csv",
        content: UInt8 = 1, size: Int64 = 1000, inode: UInt64 = 1, at: Int64 = 1000,
        skipsDuplicates: Bool = true, isHeldBack: Bool = false
    ) -> ClaimedFile {
        ClaimedFile(
            feed: FeedName(partner: partner, feed: feed), name: name,
            content: ContentHash(bytes: Array(repeating: content, count: 32)), size: size,
            workName: "w-\(name)",
            source: SourceIdentity(
                device: .max, inode: inode, size: size, modifiedAtNanoseconds: 5,
                changedAtNanoseconds: 6), revision: RevisionID("rev1"),
            claimedAt: Timestamp(milliseconds: at), skipsDuplicates: skipsDuplicates,
            isHeldBack: isHeldBack)
    }

    /// A batch whose payload tells its number and its records apart.
    package static func batch(
        _ number: Int, records: Int = 4, to destinations: [String] = ["crm"],
        routes: [BatchRoute]? = nil
    ) -> BatchToStore {
        let lines = (0..<records).map { #"{"batch":\#(number),"record":\#($0)}"# }
        return BatchToStore(
            number: number, records: records, payload: Array(lines.joined(separator: ",\n").utf8),
            routes: routes
                ?? destinations.map {
                    BatchRoute(destination: $0, contract: "v1", records: .all(records))
                })
    }

    package static func set(_ indices: [Int], of capacity: Int) -> RecordSet {
        var set = RecordSet(capacity: capacity)
        for index in indices { set.insert(index) }
        return set
    }

    package static func reject(_ number: Int64, column: String? = "DOB") -> RejectedRecord {
        RejectedRecord(
            number: number, line: number + 1, byteOffset: number * 10, column: column,
            rule: column == nil ? "quote" : "type", reason: "not a date", value: "31.02.2026",
            columns: ["a", "", "ü;\n"])
    }

    package static func chunk(
        _ batches: [BatchToStore], rejects: [RejectedRecord] = [], filtered: Int64 = 0,
        of file: FileID, from: Checkpoint
    ) -> FileChunk {
        var to = from
        to.batches += batches.count
        to.counts += RecordCounts(
            accepted: batches.reduce(0) { $0 + Int64($1.records) },
            rejected: Int64(rejects.count), filtered: filtered)
        let read = to.counts.read - from.counts.read
        to.position.records += read
        to.position.line += read
        to.position.byteOffset += read * 100
        return FileChunk(file: file, from: from, to: to, batches: batches, rejects: rejects)
    }

    package static func dead(
        _ delivery: LeasedDelivery, _ indices: [Int], status: Int? = 422
    ) -> [DeadRecord] {
        indices.map {
            DeadRecord(
                index: $0, record: RecordID(file: delivery.batch.file, number: $0 + 1),
                status: status, error: "no e-mail")
        }
    }

    package static func finish(
        _ file: FileID, _ state: FileFinish.FinishedState = .archived, at: Int64 = 4000
    ) -> OutboxChange {
        .finish(FileFinish(file: file, state: state, at: Timestamp(milliseconds: at)))
    }
}

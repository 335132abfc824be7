package import Vocabulary

/// A batch as it fills: the records' JSON, where each goes, and what was rejected meanwhile. Made
/// once a file and reset after each batch; its memory is kept.
package final class BatchUnderConstruction {
    var state: BatchState

    /// - Parameters:
    ///   - routes: as many as the plan was compiled with (`MappingPlan.routeCount`).
    ///   - records: the most records of a batch, at least 1.
    ///   - bytes: the most payload bytes; one larger record still makes a batch of its own.
    package init(routes: Int, records: Int, bytes: Int) {
        precondition(records > 0)
        state = BatchState(routes: routes, recordLimit: records, byteLimit: bytes)
    }

    /// Accepted records so far.
    package var records: Int { state.records }

    /// Whether it must be cut before anything more is mapped into it: it has all the records or
    /// bytes it may have, or so many rejects came that they must be committed.
    package var isFull: Bool { state.isFull }

    /// Nothing was accepted, rejected or filtered since the last reset.
    package var isEmpty: Bool { state.counts.read == 0 && state.records == 0 }

    package var payloadCount: Int { state.payload.count }

    /// The records' JSON objects, joined by `,\n`; there is no other line feed in it. A copy.
    package var payload: [UInt8] {
        let text = state.payload.text
        return unsafe [UInt8](unsafeUninitializedCapacity: text.count) { memory, count in
            if let to = memory.baseAddress, text.count > 0 {
                unsafe to.initialize(from: text.start, count: text.count)
            }
            count = text.count
        }
    }

    /// The same without a copy; the bytes must not be kept.
    package func withPayload<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let text = state.payload.text
        return try unsafe body(UnsafeRawBufferPointer(start: text.start, count: text.count))
    }

    /// The records of each route, in the order in which the routes were given.
    package var routes: [RecordSet] {
        (0..<state.routeCount).map { route in
            var set = RecordSet(capacity: state.records)
            for record in 0..<state.records where state.isRouted(record, to: route) {
                set.insert(record)
            }
            return set
        }
    }

    /// Since the last reset.
    package var counts: RecordCounts { state.counts }

    /// Since the last reset.
    package var rejects: [RejectedRecord] { state.rejects }

    /// Forgets all of it; keeps the memory.
    package func reset() { state.reset() }
}

/// What a batch holds, in one piece that the mapping loop can take hold of once a block.
struct BatchState: ~Copyable {
    var payload = ByteBuffer(capacity: 64 * 1024)
    var records = 0
    var counts = RecordCounts()
    var rejects: [RejectedRecord] = []
    /// What the rejects take, roughly.
    var rejectBytes = 0
    var isFull = false
    let routeCount: Int
    let recordLimit: Int
    let byteLimit: Int
    private let wordsPerRoute: Int
    private let words: FixedTable<UInt64>

    /// So many rejects ask for a commit, so that a run of nothing else stays in bounded memory.
    static let rejectLimit = 1000
    static let rejectByteLimit = 4 << 20

    init(routes: Int, recordLimit: Int, byteLimit: Int) {
        routeCount = routes
        self.recordLimit = recordLimit
        self.byteLimit = byteLimit
        wordsPerRoute = (recordLimit + 63) / 64
        words = FixedTable([UInt64](repeating: 0, count: wordsPerRoute * routes))
    }

    @inline(__always) func route(_ record: Int, to route: Int) {
        words[route * wordsPerRoute + record / 64] |= 1 << UInt64(record % 64)
    }

    func isRouted(_ record: Int, to route: Int) -> Bool {
        words[route * wordsPerRoute + record / 64] & (1 << UInt64(record % 64)) != 0
    }

    mutating func add(_ reject: RejectedRecord) {
        counts.rejected += 1
        for column in reject.columns { rejectBytes += column.utf8.count + 16 }
        rejects.append(reject)
        if rejects.count >= Self.rejectLimit || rejectBytes >= Self.rejectByteLimit {
            isFull = true
        }
    }

    mutating func reset() {
        payload.count = 0
        records = 0
        counts = RecordCounts()
        rejects.removeAll(keepingCapacity: true)
        rejectBytes = 0
        isFull = false
        for index in 0..<words.count { words[index] = 0 }
    }
}

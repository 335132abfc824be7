import Vocabulary

/// The records made of one, ready to go into a batch: they wait here until all of them are right.
struct RecordStage: ~Copyable {
    /// No more records than this are made of one; a record that gives more is rejected.
    static let mostRecords = 10_000

    /// The records' JSON, one behind the other.
    var text = ByteBuffer(capacity: 4096)
    /// Where each record ends.
    private(set) var ends: [Int] = []
    /// Who gets which: so many words for each record.
    private var routes: [UInt64] = []
    /// The first record that is not in a batch yet.
    private(set) var next = 0

    var count: Int { ends.count }
    var hasMore: Bool { next < ends.count }

    mutating func reset() {
        text.count = 0
        ends.removeAll(keepingCapacity: true)
        routes.removeAll(keepingCapacity: true)
        next = 0
    }

    /// What was written to the text since the last record is one.
    mutating func add(routeCount: Int) {
        ends.append(text.count)
        for _ in 0..<(routeCount + 63) / 64 { routes.append(0) }
    }

    /// Routes the last record.
    mutating func route(to route: Int, of routeCount: Int) {
        let words = (routeCount + 63) / 64
        routes[routes.count - words + route / 64] |= 1 << UInt64(route % 64)
    }

    private func isRouted(_ record: Int, to route: Int, of routeCount: Int) -> Bool {
        let words = (routeCount + 63) / 64
        return routes[record * words + route / 64] & (1 << UInt64(route % 64)) != 0
    }

    /// Whether all of them go into the batch as it is.
    func fits(_ batch: borrowing BatchState) -> Bool {
        batch.records + count <= batch.recordLimit
            && batch.payload.count + text.count + 2 * count <= batch.byteLimit
    }

    /// Puts records into the batch until there are no more, or it is full; one larger than a batch
    /// may be makes a batch of its own.
    mutating func move(to batch: inout BatchState) {
        while next < ends.count {
            let start = next > 0 ? ends[next - 1] : 0
            let record = text.text(from: start, to: ends[next])
            if batch.records > 0,
                batch.records == batch.recordLimit
                    || batch.payload.count + 2 + record.count > batch.byteLimit
            {
                batch.isFull = true
                return
            }
            batch.payload.reserve(record.count + 2)
            if batch.records > 0 {
                batch.payload.put(UInt8(ascii: ","))
                batch.payload.put(UInt8(ascii: "\n"))
            }
            batch.payload.put(record)
            for route in 0..<batch.routeCount
            where isRouted(next, to: route, of: batch.routeCount) {
                batch.route(batch.records, to: route)
            }
            if next == 0 { batch.counts.accepted += 1 }
            batch.counts.made += 1
            batch.records += 1
            next += 1
        }
        if batch.records >= batch.recordLimit { batch.isFull = true }
    }
}

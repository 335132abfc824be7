import Configuration
import Formats
import Mapping
import Vocabulary

/// Parse and map on one thread: every record becomes normalized JSON in a batch, which is dropped.
enum MapStage {
    static func run(_ path: String, _ feed: BenchFeed) throws {
        guard let file = FileID("0123456789abcdef") else { fail("no file id") }
        let start = monotonicNanoseconds()
        let reader = try feed.open(path)
        let mapper = Mapper(
            plan: feed.plan, bindings: reader.bindings, columns: reader.columns, file: file,
            sequenceBase: 0)
        let limits = feed.feed.batch
        let batch = BatchUnderConstruction(
            routes: feed.plan.routeCount, records: limits.records, bytes: limits.bytes)
        let block = RecordBlock()
        var accepted: Int64 = 0
        var rejected: Int64 = 0
        var bytes = 0
        func cut() {
            accepted += Int64(batch.counts.accepted)
            rejected += Int64(batch.counts.rejected)
            bytes += batch.payloadCount
            batch.reset()
        }
        while try reader.read(into: block) {
            var next = 0
            while next < block.recordCount {
                next = mapper.map(block, from: next, into: batch)
                if batch.isFull { cut() }
            }
        }
        cut()
        report("map", Double(monotonicNanoseconds() - start) / 1e9)
        report("map.accepted", Int(accepted))
        report("map.rejected", Int(rejected))
        report("map.json_bytes", bytes)
    }
}

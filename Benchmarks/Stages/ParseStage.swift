import Formats
import Vocabulary

/// The parser alone: every record of the file taken apart, and nothing done with it.
enum ParseStage {
    static func run(_ path: String, _ feed: BenchFeed) throws {
        let start = monotonicNanoseconds()
        let reader = try feed.open(path)
        let block = RecordBlock()
        var records = 0
        var faults = 0
        while try reader.read(into: block) {
            records += block.recordCount
            faults += block.faults.count
        }
        report("parse", Double(monotonicNanoseconds() - start) / 1e9)
        report("parse.records", records)
        report("parse.faults", faults)
    }
}

import Configuration
import Formats
import Mapping
import Vocabulary

/// The feed that is measured: the only one of Benchmarks/config.
struct BenchFeed {
    let configuration: Configuration
    let feed: Feed
    let plan: MappingPlan

    init(_ directory: String) throws {
        configuration = try loadConfiguration(directory: directory)
        guard let feed = configuration.partners.first?.feeds.first else {
            fail("\(directory) has no feed")
        }
        self.feed = feed
        plan = try MappingPlan(compiling: feed.record, routes: feed.deliver.map(\.condition))
    }

    func open(_ path: String) throws(FormatError) -> any RecordReader {
        try openRecordReader(path: path, format: feed.format, wanted: plan.wanted, from: .start)
    }
}

package import Configuration
package import Mapping

/// A feed of one revision, ready to read a file with.
package struct CompiledFeed: Sendable {
    let feed: Feed
    let plan: MappingPlan
    /// The contract of each route's destination, in the order of `feed.deliver`.
    let contracts: [String]

    /// Compiles the feed's mapping; destinations' contracts are those of the same revision.
    package init(_ feed: Feed, in configuration: Configuration) throws(PlanError) {
        self.feed = feed
        plan = try MappingPlan(compiling: feed.record, routes: feed.deliver.map(\.condition))
        contracts = feed.deliver.map {
            configuration.destination($0.destination)?.contract ?? ""
        }
    }
}

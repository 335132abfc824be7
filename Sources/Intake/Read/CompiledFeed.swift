package import Configuration
import Digest
import Glibc
package import Mapping

/// A feed of one revision, ready to read a file with.
package struct CompiledFeed: Sendable {
    let feed: Feed
    let plan: MappingPlan
    /// The contract of each route's destination, in the order of `feed.deliver`.
    let contracts: [String]
    let credentials: CredentialDirectory
    private var hasStandInKeys = false
    /// Where scratch files may be made: with the claimed files, or, for those who may not write
    /// there, where everybody may.
    private let scratch: [String]

    /// Compiles the feed's mapping; destinations' contracts are those of the same revision.
    /// - Parameter settings: those of today, where the configuration is an older revision: they say
    ///   where the credentials are.
    package init(
        _ feed: Feed, in configuration: Configuration, settings: Settings? = nil
    ) throws(PlanError) {
        self.feed = feed
        credentials = CredentialDirectory(settings ?? configuration.settings)
        let temporary = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) }
        scratch = [(settings ?? configuration.settings).workDirectory, temporary ?? "/var/tmp"]
        plan = try MappingPlan(compiling: feed.records, routes: feed.deliver.map(\.spec))
        contracts = feed.deliver.map {
            configuration.destination($0.destination)?.contract ?? ""
        }
    }

    /// The same feed, hashing under keys that are known to everybody and depend on nothing but the
    /// credentials' names: for dry runs, which neither need secrets nor must show what they do.
    package func withStandInKeys() -> CompiledFeed {
        var feed = self
        feed.hasStandInKeys = true
        return feed
    }

    /// For the keys of a file, where the plan asks for them.
    func register() -> KeyRegister? {
        plan.asksForUniqueKeys ? KeyRegister(scratchIn: scratch) : nil
    }

    /// What the plan's hashes are keyed with. Read each time a file is opened: nothing is hashed
    /// under a key that is missing.
    func keys() throws(CredentialProblem) -> [TextDigest] {
        if hasStandInKeys {
            return plan.credentials.map { TextDigest(key: Array("stand-in for \($0)".utf8)) }
        }
        var keys: [TextDigest] = []
        for name in plan.credentials {
            let (_, content) = try credentials.content(of: name)
            guard content.count >= Self.shortestKey else {
                throw CredentialProblem(
                    name: name,
                    reason: "is too short for a key: it needs \(Self.shortestKey) bytes or more")
            }
            keys.append(TextDigest(key: content))
        }
        return keys
    }

    /// In bytes; shorter ones could be guessed.
    private static let shortestKey = 16
}

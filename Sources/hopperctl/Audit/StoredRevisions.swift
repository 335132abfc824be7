import Configuration
import Intake
import Mapping
import Outbox
import Vocabulary

/// The feeds as they were under each revision that the outbox keeps.
struct StoredRevisions {
    private let outbox: SQLiteOutbox
    private let directory: String
    private let settings: Settings
    private var configurations: [RevisionID: Configuration] = [:]

    /// - Parameters:
    ///   - directory: what relative paths of a stored `hopper.yaml` are below.
    ///   - settings: those of today, which say where the credentials are.
    init(outbox: SQLiteOutbox, directory: String, settings: Settings) {
        self.outbox = outbox
        self.settings = settings
        self.directory = directory
    }

    /// The feed, ready to read a file with; the reason, in words, where that can't be had.
    mutating func feed(
        _ name: FeedName, under id: RevisionID
    ) throws(CommandFailure) -> Result<CompiledFeed, Missing> {
        if configurations[id] == nil {
            guard let revision = try asking({ () throws(OutboxError) in try outbox.revision(id) })
            else { return .failure(Missing(reason: "the outbox does not have revision \(id)")) }
            do throws(ConfigurationError) {
                configurations[id] = try parseConfiguration(
                    sources: revision.sources, directory: directory)
            } catch {
                return .failure(
                    Missing(reason: "revision \(id) can't be read again: \(error.summary)"))
            }
        }
        guard let configuration = configurations[id], let feed = configuration.feed(name) else {
            return .failure(Missing(reason: "revision \(id) has no feed \(name)"))
        }
        do throws(PlanError) {
            return .success(try CompiledFeed(feed, in: configuration, settings: settings))
        } catch {
            return .failure(Missing(reason: "revision \(id), feed \(name): \(error)"))
        }
    }

    struct Missing: Error {
        var reason: String
    }
}

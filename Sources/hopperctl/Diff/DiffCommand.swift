import Configuration
import Formats
import Intake
import JSON
import Outbox
import Vocabulary

/// `hopperctl try … --diff`: which records come out differently with the configuration on disk?
enum DiffCommand {
    static func run(
        _ file: FeedFile, _ arguments: Arguments, configuration: Configuration, directory: String
    ) throws(CommandFailure) -> ExitCode {
        let limit = try arguments.number("--limit", in: 0...1_000_000, default: 20)
        let compiled = try CompiledFeed.ready(file.feed, in: configuration)
        let (old, earlier) = try earlierFeed(file, arguments, configuration, directory)
        var comparison = RevisionComparison(
            before: .init(file, as: earlier, revision: old.id),
            after: .init(file, as: compiled, revision: configuration.revision))
        var report = DiffReport(file: file, old: old, isJSON: arguments.has("--json"), limit: limit)
        report.begin(comparison)
        comparison.compare { report.add($0) }
        report.end(comparison)
        if comparison.before.reading.isMachineAtFault || comparison.after.reading.isMachineAtFault {
            return .unreachable
        }
        return comparison.isSame ? .done : .foundWrong
    }

    /// The outbox is closed again before the file is read: a long reading must not hold on to it.
    private static func earlierFeed(
        _ file: FeedFile, _ arguments: Arguments, _ configuration: Configuration,
        _ directory: String
    ) throws(CommandFailure) -> (ComparedRevision, CompiledFeed) {
        let outbox = try ConfigurationAccess.openOutbox(configuration.settings)
        let revision = try ComparedRevision(
            arguments.value("--diff"), settings: configuration.settings, outbox: outbox)
        var stored = StoredRevisions(
            outbox: outbox, directory: directory, settings: configuration.settings)
        switch try stored.feed(file.feed.name, under: revision.id) {
        case .success(let compiled): return (revision, compiled)
        case .failure(let missing): throw .unreachable("nothing to compare with: \(missing.reason)")
        }
    }
}

import Formats
import Intake
import Outbox
import Vocabulary

/// A dry run whose end is a value: the file was read to its end, or could not be.
struct DryReading {
    private var run: DryRun?
    /// What ended it before the file's end.
    private(set) var failure: FormatError?

    /// Opens the file.
    init(_ path: String, as compiled: CompiledFeed, of feed: FeedName) {
        do throws(FormatError) {
            run = try DryRun(path, as: compiled, of: feed)
        } catch {
            failure = error
        }
    }

    /// The next record; nil at the end, and where the file can't be read any further.
    mutating func next() -> RecordOutcome? {
        guard failure == nil else { return nil }
        do throws(FormatError) {
            return try run?.next()
        } catch {
            failure = error
            return nil
        }
    }

    /// Of what has been read.
    var counts: RecordCounts { run?.counts ?? RecordCounts() }
    /// Of what has been read.
    var batches: Int { run?.batches ?? 0 }
    /// Who gets what of it.
    var routed: [DryRun.Routed] { run?.routed ?? [] }
    /// Accepted records that no destination gets.
    var routedNowhere: Int { run?.routedNowhere ?? 0 }

    /// The machine was at fault, not the file.
    var isMachineAtFault: Bool {
        if case .system? = failure { return true }
        return false
    }
}

import Configuration
import Outbox
import Platform
import Vocabulary

/// What other threads have to say to the dispatcher's.
final class DispatchMailbox: Sendable {
    struct Letters: Sendable {
        /// Destinations that may have new work.
        var arrived: Set<String> = []
        /// Settlements that are committed or have failed, by their tokens.
        var committed: [(token: Int, result: Result<OutboxResult, OutboxError>)] = []
        var configuration: Configuration?
        var drainUntil: Timestamp?
        var isEmpty: Bool {
            arrived.isEmpty && committed.isEmpty && configuration == nil && drainUntil == nil
        }
    }

    private let letters = Monitor(Letters())

    func post(_ write: (inout Letters) -> Void) { letters.withLock { write(&$0) } }

    /// Everything posted since the last time.
    func collect() -> Letters {
        letters.withLock { letters in
            if letters.isEmpty { return Letters() }
            let taken = letters
            letters = Letters()
            return taken
        }
    }
}

import Outbox
import Platform
package import Vocabulary

/// Why a claimed file can't be read now; it is tried again.
package struct ReadingTrouble: Hashable, Sendable {
    package var file: FileID
    package var feed: FeedName
    /// As the partner calls it.
    package var name: String
    /// What failed last; without the partner's data.
    package var reason: String
    package var since: Timestamp
    package var attempts: Int
}

extension ReadingRoom {
    /// The files that can't be read now, those that wait longest first.
    func troubles() -> [ReadingTrouble] {
        state.withLock { state in
            state.troubles = state.troubles.filter { state.turns.files[$0.key] != nil }
            return state.troubles.values.sorted {
                ($0.since, $0.file.text) < ($1.since, $1.file.text)
            }
        }
    }

    /// An attempt has failed.
    func noteTrouble(of file: FileReading, _ reason: String) {
        state.withLock { state in
            let known = state.troubles[file.file]
            state.troubles[file.file] = ReadingTrouble(
                file: file.file, feed: file.claim.feed, name: file.claim.name, reason: reason,
                since: known?.since ?? clock.timestamp, attempts: file.attempts)
        }
    }

    /// It gets on.
    func forgetTrouble(of file: FileReading) {
        guard file.attempts > 0 else { return }
        file.attempts = 0
        state.withLock { $0.troubles[file.file] = nil }
    }
}

import Outbox
import Platform
import Vocabulary

/// Files that are held back as a whole (`release: whole-file`) and can never fit into the outbox.
extension ReadingRoom {
    /// Milliseconds between two looks: each reads a little of every batch.
    private static let heldBackEvery: Int64 = 10_000

    /// While the outbox is full: sets aside a file that would wait for ever, and with it all that
    /// comes in behind it. Nothing of it was sent.
    func setAsideWhatNeverFits() {
        guard room.pressure == .outboxFull else { return }
        let now = clock.milliseconds
        let isDue = state.withLock { state in
            guard now >= state.heldBackDueAt,
                state.turns.isWaitingForRoom(where: \.claim.isHeldBack)
            else { return false }
            state.heldBackDueAt = now + Self.heldBackEvery
            return true
        }
        let levels = room.outboxLevels
        guard isDue,
            let work = try? store.heldBack(),
            let large = work.fileThatNeverFits(roomLevel: levels.room),
            let file = state.withLock({ $0.turns.take(large.file) })
        else { return }
        file.phase = .read(Self.tooLarge(large, limit: levels.limit, work))
        close(file)
        change { $0.turns.turnEnded(file, .parked(untilAtMost: 0)) }
    }

    private static func tooLarge(
        _ file: HeldBackFile, limit: Int64, _ work: HeldBackWork
    ) -> FileReading.Unreadable {
        var reason =
            "it is too large to be held back as a whole: its records take "
            + "\(mebibytes(file.bytes)) so far, and the outbox may hold \(mebibytes(limit)) "
            + "(limits.outbox)"
        if work.hasDeadLetters {
            reason += "; dead letters take room, too, until somebody has looked at them"
        }
        return FileReading.Unreadable(rule: "outbox", reason: reason)
    }

    private static func mebibytes(_ bytes: Int64) -> String {
        "\((bytes + (1 << 19)) >> 20) MiB"
    }
}

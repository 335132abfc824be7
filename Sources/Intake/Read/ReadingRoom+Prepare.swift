import Configuration
import Formats
import Outbox
import Platform
import Vocabulary

/// Files whose feed has a pipe: its program comes before the first record.
extension ReadingRoom {
    /// A file whose program somebody kills so often is set aside.
    private static let mostKills = 3

    /// Sends the file to its feed's program; nil when there is none, or it is done already.
    func prepare(_ file: FileReading) -> ReadingTurns.End? {
        guard file.cutter == nil, !file.isPrepared,
            let format = (try? catalog.feed(file.claim.feed, under: file.claim.revision))?.feed
                .format,
            let program = format.filter
        else { return nil }
        do {
            // By an earlier run of the daemon.
            file.isPrepared = try workSpace.isPrepared(file.claim)
        } catch {
            return retryLater(file, error.description)
        }
        if file.isPrepared { return nil }
        preparing.prepare(file, with: program, expansionLimit: format.expansionLimit) {
            [self] failure in
            guard let end = prepared(file, failure) else { return }
            change { $0.turns.turnEnded(file, end) }
        }
        return .waiting
    }

    /// On a thread of the preparing room. Nil when the daemon stops: the next start looks again.
    private func prepared(
        _ file: FileReading, _ failure: FilterFailure?
    ) -> ReadingTurns.End? {
        switch failure {
        case nil:
            file.isPrepared = true
            forgetTrouble(of: file)
            return .again
        case .refused(let reason, let brief): return setAside(file, reason, brief)
        case .killed(let brief):
            file.kills += 1
            return file.kills < Self.mostKills
                ? retryLater(file, brief)
                : setAside(file, "\(brief), \(Self.mostKills) times", brief)
        case .stopped: return nil
        case .noRoom:
            room.foundNoRoom()
            return retryLater(file, "there is no room for what its program puts out")
        case .system(let reason): return retryLater(file, reason)
        }
    }

    private func setAside(
        _ file: FileReading, _ reason: String, _ brief: String
    ) -> ReadingTurns.End {
        file.phase = .read(FileReading.Unreadable(rule: "pipe", reason: reason, brief: brief))
        return .parked(untilAtMost: 0)
    }
}

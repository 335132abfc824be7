import Vocabulary

/// The instant by which things are old enough to go: what stands between a wrong clock and what was
/// to be kept for weeks.
///
/// A machine that comes up with its clock far ahead, and one that was off for long, look the same.
/// So after a gap nothing goes by its age for a day, in which the clock is set right or somebody
/// reads what the journal says. A clock that jumps ahead while Hopper runs does not matter, because
/// schedules don't follow it; one that is set back is followed.
struct RetentionClock {
    /// Longer away than this is worth a doubt: less could make things go only that much too early.
    static let gap = Duration.seconds(86_400)
    /// How long the doubt lasts.
    static let patience = Duration.seconds(86_400)

    private let lastSeen: Timestamp?
    private let startedAt: Timestamp
    private(set) var isInDoubt: Bool

    /// - Parameters:
    ///   - lastSeen: what the clock showed when Hopper was last at work; nil if it never was.
    ///   - steady: the clock of schedules, at the start.
    init(lastSeen: Timestamp?, steady: Timestamp) {
        self.lastSeen = lastSeen
        startedAt = steady
        isInDoubt = lastSeen.map { $0 + Self.gap < steady } ?? false
    }

    /// - Parameters:
    ///   - steady: the clock of schedules.
    ///   - wall: the clock of the machine, which may have been set right meanwhile.
    mutating func now(steady: Timestamp, wall: Timestamp) -> Timestamp {
        let shown = min(steady, wall)
        guard isInDoubt, let lastSeen else { return shown }
        let since = steady - startedAt
        guard since < Self.patience, lastSeen + Self.gap + since < shown else {
            isInDoubt = false
            return shown
        }
        // As if the time in between had not been.
        return lastSeen + since
    }
}

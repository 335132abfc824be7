package import Vocabulary

/// One part's sign of life.
package struct Pulse: Hashable, Sendable {
    package var part: String
    /// Grows whenever the part gets something done or looks whether there is something to do.
    package var beats: UInt64
    /// Whether the part has work that it should be getting done right now.
    package var isBusy: Bool

    package init(part: String, beats: UInt64, isBusy: Bool) {
        self.part = part
        self.beats = beats
        self.isBusy = isBusy
    }
}

/// Decides whether the service may feed its watchdog: a part that is busy and has not beaten for
/// `patience` is stuck, and systemd should know.
package struct Liveness: Sendable {
    private var seen: [String: (beats: UInt64, since: Timestamp)] = [:]
    private let patience: Duration

    package init(patience: Duration) { self.patience = patience }

    /// Takes the parts' pulses; the names of those that are stuck, none when all is well.
    package mutating func observe(_ pulses: [Pulse], now: Timestamp) -> [String] {
        var stuck: [String] = []
        for pulse in pulses {
            if let last = seen[pulse.part], pulse.isBusy, last.beats == pulse.beats {
                if now - last.since > patience { stuck.append(pulse.part) }
            } else {
                seen[pulse.part] = (pulse.beats, now)
            }
        }
        return stuck
    }
}

import Platform
import Vocabulary

extension Timestamp {
    /// The instant a steady clock shows: what schedules are made of.
    init(_ clock: SteadyClock) { self.init(milliseconds: clock.milliseconds) }
}

import Platform

/// Heartbeats and live figures of intake: what the watchdog and the status line look at.
package final class IntakeProgress: Sendable {
    package enum Part: Int, CaseIterable, Sendable { case watch, claim, prepare, read, receipt }

    /// How a part is doing.
    package struct Pulse: Hashable, Sendable {
        /// Steps finished since the start. Grows while the part makes progress.
        package var steps: UInt64 = 0
        /// Steps begun and not finished: if this stays above zero while `steps` stands still, the
        /// part is stuck. A part without work has none.
        package var underWay = 0
    }

    package struct Figures: Hashable, Sendable {
        package var pulses: [Pulse] = Array(repeating: Pulse(), count: Part.allCases.count)
        package subscript(part: Part) -> Pulse { pulses[part.rawValue] }
        /// Files and records since the start of the process.
        package var filesClaimed: Int64 = 0
        package var filesFinished: Int64 = 0
        package var recordsRead: Int64 = 0
        package var recordsRejected: Int64 = 0
        package var chunksCommitted: Int64 = 0
        /// Files waiting to be claimed, and claimed files that are not finished.
        package var filesWaiting = 0
        package var filesReading = 0
        package var pressure = BackPressure.State.flowing
    }

    private let figures = Monitor(Figures())

    package init() {}

    func began(_ part: Part) { figures.withLock { $0.pulses[part.rawValue].underWay += 1 } }

    func ended(_ part: Part) {
        figures.withLock {
            $0.pulses[part.rawValue].underWay -= 1
            $0.pulses[part.rawValue].steps += 1
        }
    }

    /// A long step gets on.
    func beat(_ part: Part) { figures.withLock { $0.pulses[part.rawValue].steps += 1 } }

    func note(_ change: (inout Figures) -> Void) { figures.withLock { change(&$0) } }

    package var now: Figures { figures.withLock { $0 } }
}

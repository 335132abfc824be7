package import Outbox
package import Vocabulary

/// What the dispatcher has done since its start, and what it is at now.
package struct DispatchProgress: Sendable {
    /// By name.
    package var destinations: [Destination] = []
    /// When the dispatcher's thread last began to work or to wait.
    package var turnAt: Timestamp
    /// It waits, and does not work.
    package var isWaiting = true
    /// When it will go on by itself, if it waits.
    package var waitsUntil: Timestamp?

    package init(turnAt: Timestamp) { self.turnAt = turnAt }

    /// Whether the dispatcher has worked at one turn, or overslept, for longer than that: for the
    /// watchdog. A thread that waits with nothing to do is well.
    package func isStuck(at now: Timestamp, longerThan limit: Duration) -> Bool {
        if !isWaiting { return turnAt + limit < now }
        return waitsUntil.map { $0 + limit < now } ?? false
    }

    package struct Destination: Sendable {
        package var name: String
        package var state: DestinationState
        package var inFlight = 0
        package var requests: Int64 = 0
        /// Records, since the start.
        package var delivered: Int64 = 0
        package var dead: Int64 = 0
        package var retried: Int64 = 0
        /// The last answer in short, and when it came.
        package var lastAnswer = ""
        package var lastAnswerAt: Timestamp?
        var requestMeter = RateMeter()
        var recordMeter = RateMeter()

        init(_ state: DestinationState) {
            name = state.destination
            self.state = state
        }

        /// Over the last ten seconds.
        package func requestsPerSecond(at now: Timestamp) -> Double {
            requestMeter.perSecond(at: now)
        }

        /// Records delivered, over the last ten seconds.
        package func recordsPerSecond(at now: Timestamp) -> Double {
            recordMeter.perSecond(at: now)
        }
    }
}

package import Configuration

/// A way to reach destinations of one kind: `type: http` now, `type: rabbitmq` later. All of its
/// attempts run at once on the dispatcher's thread, which waits in `wait` and nowhere else.
package protocol DestinationChannel: AnyObject, Sendable {
    /// Starts an attempt; its end comes out of `wait` under the tag.
    func begin(
        _ shipment: Shipment, to destination: Destination, secrets: DestinationSecrets, tag: Int)

    /// Breaks an attempt off; whether the service took the records is unknown.
    func cancel(tag: Int)

    /// Waits until an attempt ends, `wake` is called, or the time is over (nil: never).
    func wait(timeout: Duration?) -> [EndedAttempt]

    /// Ends the present or the next `wait`. Any thread.
    func wake()
}

/// An attempt that was answered or failed, and what its answer means.
package struct EndedAttempt: Sendable {
    package var tag: Int
    package var reading: AttemptReading

    package init(tag: Int, reading: AttemptReading) {
        self.tag = tag
        self.reading = reading
    }
}

/// The one writer to the outbox: a thread that puts what intake and dispatch have to say within one
/// fsync into one transaction.
package final class GroupCommitter: Sendable {
    // Interface only; see the doc comments. Filled in by the outbox work.

    /// - Parameter capacity: changes that may wait before `submit` blocks (back-pressure).
    package init(
        store: any OutboxStore, capacity: Int = 64,
        onDeviceFailure: @escaping @Sendable (OutboxError) -> Never
    ) {}

    /// Hands over a change and returns; `completion` runs on the committer's thread once the change
    /// is durable, or has failed. It must not block.
    package func submit(
        _ change: OutboxChange,
        completion: @escaping @Sendable (Result<OutboxResult, OutboxError>) -> Void
    ) {}

    /// Hands over a change and waits until it is durable.
    package func commit(_ change: OutboxChange) throws(OutboxError) -> OutboxResult {
        throw .failed("not built yet")
    }

    /// Commits what waits, then ends the thread. Nothing may be submitted afterwards.
    package func stop() {}
}

import Glibc
import Platform

/// The one writer to the outbox: a thread that puts what intake and dispatch have to say within one
/// fsync into one transaction.
package final class GroupCommitter: Sendable {
    package typealias Completion = @Sendable (Result<OutboxResult, OutboxError>) -> Void

    private let store: any OutboxStore
    private let queue: Monitor<CommitQueue>
    private let thread: WorkerThread

    /// - Parameter capacity: changes that may wait before `submit` blocks (back-pressure).
    /// - Parameter byteCapacity: bytes of payloads that may wait, likewise; a single change may be
    ///   larger.
    /// - Parameter onDeviceFailure: called on the committer's thread, before anything more is
    ///   acknowledged, when the device fails to write or the outbox turns out to be damaged.
    package init(
        store: any OutboxStore, capacity: Int = 64, byteCapacity: Int = 6 << 20,
        onDeviceFailure: @escaping @Sendable (OutboxError) -> Never
    ) {
        self.store = store
        let queue = Monitor(CommitQueue(capacity: capacity, byteCapacity: byteCapacity))
        self.queue = queue
        let loop = CommitLoop(store: store, queue: queue, onDeviceFailure: onDeviceFailure)
        thread = WorkerThread("outbox-commit") { loop.run() }
    }

    /// Hands over a change and returns; `completion` runs on the committer's thread once the change
    /// is durable, or has failed. It must not block; it may submit further changes, and these are
    /// taken even if the queue is full.
    ///
    /// Payloads are compressed here, on the caller's thread, while the change has its place in the
    /// queue already: what is submitted meanwhile comes after it.
    ///
    /// - Parameter queued: called on the caller's thread as soon as the change has its place, or has
    ///   been refused; before it is prepared.
    package func submit(
        _ change: OutboxChange, queued: () -> Void = {}, completion: @escaping Completion
    ) {
        var change = change
        let me = pthread_self()
        let isCommitter = queue.withLock { $0.committer == me }
        let keepsPlace = !isCommitter && !change.isPrepared
        if !keepsPlace { store.prepare(&change) }
        let waiting = CommitQueue.Waiting(
            change: change, isReady: !keepsPlace, completion: completion)
        let place = queue.wait { queue -> Int? in
            guard queue.state == .open else { return -1 }
            guard queue.hasRoom(for: waiting) || isCommitter else { return nil }
            return queue.append(waiting)
        }
        queued()
        guard let place, place >= 0 else {
            completion(.failure(.failed("the outbox takes no more changes: it is being closed")))
            return
        }
        guard keepsPlace else { return queue.withLock(notify: true) { _ in } }
        store.prepare(&change)
        let prepared = CommitQueue.Waiting(change: change, isReady: true, completion: completion)
        queue.withLock(notify: true) { $0.replace(place, by: prepared) }
    }

    /// Hands over several changes that belong together and returns: they go into one transaction, in
    /// order. Otherwise as `submit`; never to be called from a completion.
    package func submitTogether(_ changes: [(change: OutboxChange, completion: Completion)]) {
        let waiting = changes.map { change, completion in
            var change = change
            store.prepare(&change)
            return CommitQueue.Waiting(change: change, isReady: true, completion: completion)
        }
        let isTaken = queue.wait { queue -> Bool? in
            guard queue.state == .open else { return false }
            // Room for the first is enough, as it is for a single change, however large.
            guard let first = waiting.first else { return true }
            guard queue.hasRoom(for: first) else { return nil }
            for change in waiting { queue.append(change) }
            return true
        }
        guard isTaken == true else {
            for change in waiting {
                change.completion(
                    .failure(.failed("the outbox takes no more changes: it is being closed")))
            }
            return
        }
        queue.withLock(notify: true) { _ in }
    }

    /// Hands over a change that nobody waits for, and whose place among the others does not matter:
    /// it shares the next transaction, or has one of its own when nothing else comes for a moment.
    /// Never blocks. What is refused because the outbox is being closed is lost.
    package func submitUnhurried(_ change: OutboxChange) {
        let waiting = CommitQueue.Waiting(change: change, isReady: true) { _ in }
        queue.withLock(notify: true) { queue in
            if queue.state == .open { queue.appendUnhurried(waiting) }
        }
    }

    /// Hands over a change and waits until it is durable. Never to be called from a completion.
    package func commit(_ change: OutboxChange) throws(OutboxError) -> OutboxResult {
        let answer = Monitor<Result<OutboxResult, OutboxError>?>(nil)
        submit(change) { result in answer.withLock(notify: true) { $0 = result } }
        guard let result = answer.wait(until: { $0 }) else {
            throw .failed("the outbox gave no answer")
        }
        return try result.get()
    }

    /// Waits until everything that was submitted before is durable, or has failed, and its
    /// completions have run.
    package func flush() {
        let target = queue.withLock { $0.submitted }
        _ = queue.wait { $0.completed >= target ? true : nil }
    }

    /// For the watchdog: changes that were answered so far, and whether others wait for an answer.
    package var pulse: (beats: Int, isBusy: Bool) {
        queue.withLock { ($0.completed, $0.completed < $0.submitted) }
    }

    /// Commits what waits, then ends the thread. What is submitted afterwards fails.
    package func stop() {
        let isFirst = queue.withLock(notify: true) { queue -> Bool in
            defer { queue.state = queue.state == .open ? .closing : queue.state }
            return queue.state == .open
        }
        if isFirst { thread.join() }
    }
}

extension OutboxChange {
    /// Whether a store has nothing to prepare in it: only chunks bring payloads.
    fileprivate var isPrepared: Bool {
        if case .append = self { false } else { true }
    }
}

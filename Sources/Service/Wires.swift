import Dispatching
import Intake
import Synchronization
import Vocabulary

/// What intake and dispatch have to say to each other, which know nothing of each other: new batches
/// go one way, completed files the other; and that the outbox is over its limit, which retention
/// can mend.
final class Wires: Sendable {
    private struct Ends {
        weak var intake: Intake?
        weak var dispatcher: Dispatcher?
        weak var retention: Retention?
    }
    private let ends = Mutex(Ends())

    func connect(intake: Intake, dispatcher: Dispatcher, retention: Retention) {
        ends.withLock {
            $0 = Ends(intake: intake, dispatcher: dispatcher, retention: retention)
        }
    }

    func batchesCommitted(_ destinations: Set<String>) {
        ends.withLock { $0.dispatcher }?.workArrived(destinations: destinations)
    }

    func filesCompleted(_ files: [FileID]) {
        ends.withLock { $0.intake }?.noteDeliveriesCompleted(files)
    }

    func outboxIsFull() { ends.withLock { $0.retention }?.relieve() }
}

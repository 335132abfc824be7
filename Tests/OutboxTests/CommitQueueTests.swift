import Testing
import Vocabulary

@testable import Outbox

@Suite struct CommitQueueTests {
    @Test func `a change keeps its place while it is prepared, and none behind it overtakes it`() {
        var queue = CommitQueue(capacity: 8, byteCapacity: 1 << 20)
        queue.append(Self.waiting("first", isReady: true))
        let second = queue.append(Self.waiting("second", isReady: false))
        let third = queue.append(Self.waiting("third", isReady: false))
        queue.append(Self.waiting("fourth", isReady: true))

        #expect(Self.names(queue.takeReady()) == ["first"])
        #expect(!queue.hasReady && !queue.isEmpty)
        // The later one is prepared first.
        queue.replace(third, by: Self.waiting("third", isReady: true))
        #expect(!queue.hasReady)
        #expect(Self.names(queue.takeReady()).isEmpty)
        queue.append(Self.waiting("fifth", isReady: false))
        queue.replace(second, by: Self.waiting("second", isReady: true))
        #expect(Self.names(queue.takeReady()) == ["second", "third", "fourth"])
        #expect(!queue.hasReady && !queue.isEmpty)
        #expect(queue.submitted == 5)
    }

    @Test func `what is being prepared takes room in the queue`() {
        var queue = CommitQueue(capacity: 1, byteCapacity: 1 << 20)
        let place = queue.append(Self.waiting("first", isReady: false))
        #expect(!queue.hasRoom(for: Self.waiting("second", isReady: true)))
        queue.replace(place, by: Self.waiting("first", isReady: true))
        #expect(!queue.hasRoom(for: Self.waiting("second", isReady: true)))
        _ = queue.takeReady()
        #expect(queue.hasRoom(for: Self.waiting("second", isReady: true)))
    }

    @Test func `what is in no hurry goes along, and is no reason for a transaction`() {
        var queue = CommitQueue(capacity: 8, byteCapacity: 1 << 20)
        queue.appendUnhurried(Self.waiting("late", isReady: true))
        #expect(!queue.hasReady && queue.hasUnhurried && !queue.isEmpty)
        // Places are those of the others.
        let first = queue.append(Self.waiting("first", isReady: false))
        #expect(!queue.hasReady)
        queue.replace(first, by: Self.waiting("first", isReady: true))
        #expect(Self.names(queue.takeReady()) == ["first", "late"])
        #expect(queue.isEmpty && queue.submitted == 2)
    }

    @Test func `what is in no hurry is not left behind when the queue is closed`() {
        var queue = CommitQueue(capacity: 8, byteCapacity: 1 << 20)
        queue.appendUnhurried(Self.waiting("late", isReady: true))
        queue.state = .closing
        #expect(queue.hasReady)
        #expect(Self.names(queue.takeReady()) == ["late"])
    }

    private static func waiting(_ name: String, isReady: Bool) -> CommitQueue.Waiting {
        CommitQueue.Waiting(
            change: .destinationState(
                DestinationState(
                    destination: name, phase: .closed, failures: 0, probeAt: nil, reason: "",
                    since: Timestamp(milliseconds: 0))), isReady: isReady
        ) { _ in }
    }

    private static func names(_ group: [CommitQueue.Waiting]) -> [String] {
        group.map {
            guard case .destinationState(let state) = $0.change else { return "?" }
            return state.destination
        }
    }
}

import Glibc
import Outbox
import Platform
import Synchronization
import TestSupport
import Testing
import Vocabulary

@Suite struct GroupCommitterTests {
    @Test func `what waits goes into one transaction, in order`() throws {
        let store = ScriptedStore()
        let committer = GroupCommitter(store: store) { fatalError("\($0)") }
        store.hold()
        let answers = Mutex<[Int]>([])
        for number in 0..<5 {
            committer.submit(Self.change(number)) { _ in answers.withLock { $0.append(number) } }
            // The first one is being committed while the others gather.
            if number == 0 { store.waitUntilHeld() }
        }
        store.letGo()
        committer.stop()
        #expect(store.groups == [[0], [1, 2, 3, 4]])
        #expect(answers.withLock { $0 } == [0, 1, 2, 3, 4])
    }

    @Test func `a commit that hangs can be told from a queue that is empty`() throws {
        let store = ScriptedStore()
        let committer = GroupCommitter(store: store) { fatalError("\($0)") }
        #expect(committer.pulse == (0, false))
        store.hold()
        committer.submit(Self.change(0)) { _ in }
        store.waitUntilHeld()
        #expect(committer.pulse == (0, true))
        store.letGo()
        committer.flush()
        #expect(committer.pulse == (1, false))
        committer.stop()
    }

    @Test func `a full queue blocks who submits, but not the committer's own completions`() {
        let store = ScriptedStore()
        let committer = GroupCommitter(store: store, capacity: 2) { fatalError("\($0)") }
        store.hold()
        let done = Monitor(0)
        committer.submit(Self.change(0)) { _ in
            // Runs on the committer's thread while the queue is full.
            for number in 10..<13 {
                committer.submit(Self.change(number)) { _ in
                    done.withLock(notify: true) { $0 += 1 }
                }
            }
        }
        store.waitUntilHeld()
        committer.submit(Self.change(1)) { _ in }
        committer.submit(Self.change(2)) { _ in }
        let submitted = Monitor(false)
        let submitter = WorkerThread("submitter") {
            committer.submit(Self.change(3)) { _ in }
            submitted.withLock(notify: true) { $0 = true }
        }
        #expect(
            submitted.wait(timeout: .milliseconds(30), until: { $0 ? true : nil }) == nil)
        store.letGo()
        #expect(submitted.wait(timeout: .seconds(10), until: { $0 ? true : nil }) == true)
        #expect(done.wait(timeout: .seconds(10), until: { $0 == 3 ? true : nil }) == true)
        submitter.join()
        committer.stop()
        #expect(store.groups.flatMap { $0 }.sorted() == [0, 1, 2, 3, 10, 11, 12])
    }

    @Test func `what is in no hurry shares the next transaction`() {
        let store = ScriptedStore()
        let committer = GroupCommitter(store: store) { fatalError("\($0)") }
        store.hold()
        committer.submit(Self.change(0)) { _ in }
        store.waitUntilHeld()
        committer.submitUnhurried(Self.change(1))
        committer.submit(Self.change(2)) { _ in }
        store.letGo()
        committer.stop()
        #expect(store.groups == [[0], [2, 1]])
    }

    @Test func `what is in no hurry is committed though nothing else comes`() {
        let store = ScriptedStore()
        let committer = GroupCommitter(store: store) { fatalError("\($0)") }
        committer.submitUnhurried(Self.change(1))
        committer.flush()
        #expect(store.groups == [[1]])
        committer.submitUnhurried(Self.change(3))
        committer.stop()
        #expect(store.groups == [[1], [3]])
    }

    @Test func `a change that can't be committed harms none but itself`() {
        let store = ScriptedStore()
        store.failures = [2: .failed("poison")]
        let results = Self.run([1, 2, 3], on: store)
        #expect(results == [.success(.done), .failure(.failed("poison")), .success(.done)])
    }

    @Test func `without room settlements go through and intake is told`() {
        let store = ScriptedStore()
        // Odd numbers are claims here, even ones settle.
        store.failures = [1: .full("no room"), 3: .full("no room")]
        let results = Self.run([1, 2, 3, 4], on: store)
        #expect(
            results == [
                .failure(.full("no room")), .success(.done), .failure(.full("no room")),
                .success(.done),
            ])
    }

    @Test func `nothing is acknowledged once the device has failed`() async {
        await #expect(processExitsWith: .exitCode(74)) {
            let store = ScriptedStore()
            store.failures = [2: .deviceFailed("write error")]
            store.hold()
            let committer = GroupCommitter(store: store) { _ in exit(74) }
            for number in 0..<4 {
                committer.submit(GroupCommitterTests.change(number)) { result in
                    if number > 0, case .success = result { exit(1) }
                }
                if number == 0 { store.waitUntilHeld() }
            }
            store.letGo()
            committer.stop()
            exit(2)
        }
    }

    @Test func `a flush waits for the completions of what was submitted`() {
        let store = ScriptedStore()
        let committer = GroupCommitter(store: store) { fatalError("\($0)") }
        let count = Mutex(0)
        for round in 1...20 {
            for number in 0..<10 {
                committer.submit(Self.change(number)) { _ in count.withLock { $0 += 1 } }
            }
            committer.flush()
            #expect(count.withLock { $0 } == round * 10)
        }
        committer.stop()
        let late = Mutex<Result<OutboxResult, OutboxError>?>(nil)
        committer.submit(Self.change(1)) { result in late.withLock { $0 = result } }
        guard case .failure = late.withLock({ $0 }) else {
            Issue.record("a change was taken after stop")
            return
        }
    }

    /// Submits the numbered changes so that they come in one group.
    private static func run(
        _ numbers: [Int], on store: ScriptedStore
    ) -> [Result<OutboxResult, OutboxError>?] {
        let committer = GroupCommitter(store: store) { fatalError("\($0)") }
        let results = Mutex<[Int: Result<OutboxResult, OutboxError>]>([:])
        store.hold()
        committer.submit(change(0)) { _ in }
        store.waitUntilHeld()
        for number in numbers {
            committer.submit(change(number)) { result in
                results.withLock { $0[number] = result }
            }
        }
        store.letGo()
        committer.stop()
        return numbers.map { number in results.withLock { $0[number] } }
    }

    /// A change that `ScriptedStore` knows by its number: claims when odd, settlements when even.
    static func change(_ number: Int) -> OutboxChange {
        if number % 2 == 1 { return .claim(Sample.claim(size: Int64(number))) }
        return .settle(
            Settlement(
                delivery: DeliveryID(row: Int64(number)), at: Timestamp(milliseconds: 0),
                delivered: RecordSet(capacity: 1), dead: [], remaining: [], lastAnswer: ""))
    }
}

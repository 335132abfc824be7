import Glibc
import Platform

/// The committer's thread: takes everything that waits, commits it as one, answers, and tidies up
/// when there is nothing else to do.
struct CommitLoop: Sendable {
    let store: any OutboxStore
    let queue: Monitor<CommitQueue>
    let onDeviceFailure: @Sendable (OutboxError) -> Never

    /// How long nothing must have waited before small gains are worth a checkpoint, and what is in
    /// no hurry a transaction of its own.
    private static let idleAfter = Duration.milliseconds(50)

    private enum Next {
        case group([CommitQueue.Waiting])
        case lookAgain
        case end
    }

    func run() {
        let me = pthread_self()
        queue.withLock { $0.committer = me }
        var isTidy = true
        while true {
            // A queue that stays empty is waited for without a timeout once all is tidy: an idle
            // outbox costs nothing.
            let waitsLong = isTidy && !queue.withLock { $0.hasUnhurried }
            let next = queue.wait(timeout: waitsLong ? nil : Self.idleAfter) { queue -> Next? in
                if queue.hasReady { return .group(queue.takeReady()) }
                // From here on the wait needs an end.
                if waitsLong, queue.hasUnhurried { return .lookAgain }
                return queue.state == .open || !queue.isEmpty ? nil : .end
            }
            switch next {
            case .group(let group):
                queue.withLock(notify: true) { _ in }
                commit(group)
                queue.withLock(notify: true) { $0.complete(group.count) }
                tidy(isIdle: false)
                isTidy = false
            case .lookAgain: continue
            case .end: return
            case nil:
                let late = queue.withLock { $0.takeReady() }
                if !late.isEmpty {
                    commit(late)
                    queue.withLock(notify: true) { $0.complete(late.count) }
                }
                tidy(isIdle: true)
                isTidy = true
            }
        }
    }

    private func commit(_ group: [CommitQueue.Waiting]) {
        do throws(OutboxError) {
            answer(group, try store.commit(group.map(\.change)))
        } catch {
            exitIfBroken(error)
            if case .full = error {
                commitWithoutRoom(group, error)
            } else if group.count > 1 {
                commitOneByOne(group)
            } else {
                for waiting in group { waiting.completion(.failure(error)) }
            }
        }
    }

    /// There is no room: what makes room or needs little goes through if it can, what brings more
    /// into the outbox fails and may be tried again later.
    private func commitWithoutRoom(_ group: [CommitQueue.Waiting], _ error: OutboxError) {
        // A checkpoint lets the write-ahead log start over in the room it has already.
        tidy(isIdle: true)
        let modest = group.filter { !$0.change.bringsMore }
        let greedy = group.filter(\.change.bringsMore)
        if greedy.isEmpty || modest.isEmpty { return commitOneByOne(group) }
        commit(modest)
        for waiting in greedy { waiting.completion(.failure(error)) }
    }

    /// One of them can't be committed: each by itself, so that it harms none but itself.
    private func commitOneByOne(_ group: [CommitQueue.Waiting]) {
        for waiting in group {
            do throws(OutboxError) {
                answer([waiting], try store.commit([waiting.change]))
            } catch {
                exitIfBroken(error)
                waiting.completion(.failure(error))
            }
        }
    }

    private func answer(_ group: [CommitQueue.Waiting], _ results: [OutboxResult]) {
        precondition(group.count == results.count, "a store owes a result for each change")
        for (waiting, result) in zip(group, results) { waiting.completion(.success(result)) }
    }

    private func tidy(isIdle: Bool) {
        do throws(OutboxError) {
            try store.tidy(isIdle: isIdle)
        } catch {
            // Anything but a broken device or outbox may pass; the next round tries again.
            exitIfBroken(error)
        }
    }

    private func exitIfBroken(_ error: OutboxError) {
        switch error {
        case .deviceFailed, .unusable: onDeviceFailure(error)
        case .full, .inUse, .failed: break
        }
    }
}

extension OutboxChange {
    /// Takes more into the outbox, and can wait: intake, not dispatch. A finish goes with the
    /// chunks before it: without them it would call a file read that is not.
    fileprivate var bringsMore: Bool {
        switch self {
        case .append, .finish, .claim, .unpack, .saveRevision: true
        default: false
        }
    }
}

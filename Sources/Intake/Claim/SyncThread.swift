import Platform

/// Makes things durable on a thread of its own, while the thread that asks for it does something
/// else: the device takes as long for a sync as a small file takes to be read.
///
/// Used by one thread at a time, for one thing at a time.
final class SyncThread: Sendable {
    private struct State {
        var work: (@Sendable () throws(SystemError) -> Void)?
        var outcome: Result<Void, SystemError>?
        var isStopping = false
    }

    private let state = Monitor(State())
    private let name: String
    private let thread = Monitor<WorkerThread?>(nil)

    init(_ name: String) { self.name = name }

    /// Begins with `work`, which `wait` must be called for before anything else is begun.
    func begin(_ work: @escaping @Sendable () throws(SystemError) -> Void) {
        // Most feeds never need it.
        thread.withLock { if $0 == nil { $0 = WorkerThread(name) { [self] in run() } } }
        state.withLock(notify: true) { state in
            precondition(state.work == nil && state.outcome == nil, "one thing at a time")
            state.work = work
        }
    }

    /// Returns when what was begun is done, with its error if it failed.
    func wait() throws(SystemError) {
        let outcome = state.wait { state in
            defer { state.outcome = nil }
            return state.outcome
        }
        try outcome?.get()
    }

    /// Ends the thread. Nothing is under way.
    func stop() {
        state.withLock(notify: true) { $0.isStopping = true }
        thread.withLock {
            $0?.join()
            $0 = nil
        }
    }

    private func run() {
        while true {
            let work = state.wait { state -> (@Sendable () throws(SystemError) -> Void)?? in
                if let work = state.work {
                    state.work = nil
                    return work
                }
                return state.isStopping ? .some(nil) : nil
            }
            guard let work = work ?? nil else { return }
            let outcome: Result<Void, SystemError>
            do throws(SystemError) {
                outcome = .success(try work())
            } catch {
                outcome = .failure(error)
            }
            state.withLock(notify: true) { $0.outcome = outcome }
        }
    }
}

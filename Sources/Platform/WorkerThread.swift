import CPlatform
import Glibc

/// A named thread of its own for work that blocks: SQLite, inotify, curl, file reads.
///
/// Such work never runs on Swift's cooperative pool, which has only as many threads as the machine
/// has cores. The owner must call `join()` before letting go.
package final class WorkerThread: @unchecked Sendable {
    // `thread` is written once, before the initializer returns, and read by `join` only.
    private var thread = pthread_t()
    package let name: String

    /// Starts `body` on a new thread. The name is cut to 15 bytes (pthread_setname_np(3)).
    package init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        let context = unsafe Unmanaged.passRetained(Start(name: name, body: body)).toOpaque()
        let code = unsafe pthread_create(
            &thread, nil,
            { context in
                let start = unsafe Unmanaged<Start>.fromOpaque(context!).takeRetainedValue()
                unsafe hopper_name_this_thread(String(start.name.prefix(15)))
                start.body()
                return nil
            }, context)
        precondition(code == 0, "pthread_create failed: \(code)")
    }

    /// Waits until the thread's body has returned. Call it once.
    package func join() { pthread_join(thread, nil) }

    private final class Start {
        let name: String
        let body: @Sendable () -> Void
        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}

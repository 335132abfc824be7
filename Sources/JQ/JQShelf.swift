import Platform

/// Processes that nobody asks at the moment: to start one and compile its programs takes as long as
/// some thousand records do.
final class JQShelf: Sendable {
    static let shared = JQShelf()

    /// More of them are ended, those first that have lain longest.
    private static let most = 8

    private let idle = Monitor<[JQProcess]>([])

    /// A process with these very programs; nil when none lies here.
    func take(_ programs: [String]) -> JQProcess? {
        idle.withLock { idle in
            idle.lastIndex { $0.programs == programs }.map { idle.remove(at: $0) }
        }
    }

    func put(_ process: JQProcess) {
        let surplus = idle.withLock { idle -> JQProcess? in
            idle.append(process)
            return idle.count > Self.most ? idle.removeFirst() : nil
        }
        // Ended here, not with the lock held.
        _ = consume surplus
    }
}

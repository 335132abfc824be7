import Glibc

/// A named point in the life of a file at which a crash test can have the process killed.
///
/// `HOPPER_CRASH_AT=claim.copied:3` kills it (SIGKILL) at the third passage; without the variable a
/// point costs one comparison.
package enum CrashPoint {
    private struct Target {
        let name: String
        let passages: Monitor<Int>
    }

    private static let target: Target? = {
        guard let value = unsafe getenv("HOPPER_CRASH_AT") else { return nil }
        let parts = unsafe String(cString: value).split(separator: ":", maxSplits: 1)
        guard let name = parts.first else { return nil }
        let count = parts.count == 2 ? Int(parts[1]) ?? 1 : 1
        return Target(name: String(name), passages: Monitor(count))
    }()

    /// To be called right after the step that the name tells of.
    package static func reached(_ name: String) {
        guard let target, target.name == name else { return }
        let isLast = target.passages.withLock { left in
            left -= 1
            return left == 0
        }
        if isLast { kill(getpid(), SIGKILL) }
    }
}

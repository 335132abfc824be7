import Configuration
import Glibc
import Platform

/// The directories the daemon works in.
enum StateDirectories {
    /// Makes those that are missing, and proves that the state can be written.
    static func prepare(_ settings: Settings) throws(StartFailure) {
        for path in [
            settings.state, settings.workDirectory, settings.archiveDirectory,
            settings.quarantineDirectory, settings.runtime,
        ] {
            guard make(path) else {
                throw StartFailure(
                    message: SystemError("make directory", on: path).description
                        + "; set 'state:' and 'runtime:' in hopper.yaml, or make it")
            }
        }
        guard unsafe access(settings.state, W_OK | X_OK) == 0 else {
            throw StartFailure(
                message: SystemError("write", on: settings.state).description
                    + "; the state directory must belong to the user that runs hopperd")
        }
    }

    /// Makes a directory, durable or not; `errno` says why not. What is missing above it is made only
    /// in a configuration directory, for a scratch directory there: elsewhere it may be a device that
    /// is not mounted.
    private static func make(_ path: String) -> Bool {
        if unsafe mkdir(path, 0o750) == 0 || errno == EEXIST { return true }
        guard errno == ENOENT else { return false }
        var missing: [String] = []
        var parent = path
        repeat {
            missing.append(parent)
            guard let slash = parent.lastIndex(of: "/"), slash > parent.startIndex else { break }
            parent = String(parent[..<slash])
        } while unsafe access(parent, F_OK) != 0
        guard unsafe access(parent + "/hopper.yaml", F_OK) == 0 else {
            errno = ENOENT
            return false
        }
        return missing.reversed().allSatisfy { unsafe mkdir($0, 0o750) == 0 || errno == EEXIST }
    }

    /// What a reload can't change, as a sentence; nil when nothing of the kind differs.
    static func change(from old: Settings, to new: Settings) -> String? {
        var fixed: [String] = []
        if old.state != new.state { fixed.append("state") }
        if old.runtime != new.runtime { fixed.append("runtime") }
        if old.workers != new.workers { fixed.append("workers") }
        if old.credentials != new.credentials { fixed.append("credentials") }
        guard !fixed.isEmpty else { return nil }
        return "hopper.yaml: \(fixed.joined(separator: ", ")) can't change while the daemon runs; "
            + "restart it instead"
    }
}

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
            guard unsafe mkdir(path, 0o750) == 0 || errno == EEXIST else {
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

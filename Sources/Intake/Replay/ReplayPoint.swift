import Platform

/// The points in the registration of a replay at which the crash test kills the daemon.
package enum ReplayPoint: String, CaseIterable, Sendable {
    /// The copy in `work/` is durable, and the outbox does not know.
    case copied = "replay.copied"
    /// The outbox knows the new file and its rows; nobody has been told.
    case registered = "replay.registered"

    func reached() { CrashPoint.reached(rawValue) }
}

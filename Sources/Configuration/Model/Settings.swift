/// What `hopper.yaml` says: the daemon's own settings.
package struct Settings: Hashable, Sendable {
    /// The root of the state: `outbox.db`, `work/`, `archive/`, `quarantine/`.
    package var state = "/var/lib/hopper"
    /// The root of the partners' drop directories.
    package var drops = "/srv/hopper"
    /// The root of what lives as long as the daemon: `control.sock`.
    package var runtime = "/run/hopper"
    /// Where `bearer:` and `sign:` names are looked up; nil means `$CREDENTIALS_DIRECTORY`.
    package var credentials: String?
    /// Files read at once; nil (`auto`) means as many as the machine has processors.
    package var workers: Int?
    package var limits = Limits()
    package var retention = Retention()

    package init() {}

    package var outboxPath: String { state + "/outbox.db" }
    package var workDirectory: String { state + "/work" }
    package var archiveDirectory: String { state + "/archive" }
    package var quarantineDirectory: String { state + "/quarantine" }
    package var controlSocketPath: String { runtime + "/control.sock" }
    package func inbox(of partner: String) -> String { "\(drops)/\(partner)/inbox" }
    package func receipts(of partner: String) -> String { "\(drops)/\(partner)/receipts" }

    package struct Limits: Hashable, Sendable {
        /// Bytes the outbox may take on the device before intake pauses.
        package var outbox: Int64 = 20 << 30
        /// Bytes that must stay free on the state's device; below that intake pauses.
        package var freeDisk: Int64 = 1 << 30
        /// The longest record, in decoded bytes.
        package var record: Int = 1 << 20
        /// The most decompressed bytes per compressed byte.
        package var expansion: Int = 200
        package init() {}
    }

    /// How long what is done with is kept.
    package struct Retention: Hashable, Sendable {
        package var delivered: Duration = .seconds(7 * 86_400)
        package var archive: Duration = .seconds(30 * 86_400)
        package var dead: Duration = .seconds(90 * 86_400)
        package init() {}
    }
}

import YAML

extension KeyTable {
    static let settings = KeyTable(
        "hopper.yaml",
        [
            KeySpec(
                "store", .choice(["sqlite"]), default: "sqlite",
                "What keeps the outbox: SQLite, in `outbox.db` below `state`."),
            KeySpec(
                "state", .path, default: "/var/lib/hopper",
                "Where the outbox and Hopper's copies of the files are kept."),
            KeySpec(
                "drops", .path, default: "/srv/hopper",
                "Where the partners' drop directories are: `PARTNER/inbox` and `PARTNER/receipts`."),
            KeySpec(
                "runtime", .path, default: "/run/hopper",
                "Where the control socket is; emptied when the machine starts."),
            KeySpec(
                "credentials", .path, default: "$CREDENTIALS_DIRECTORY",
                "Where the secrets are that destinations name, a file each; systemd sets it."),
            KeySpec(
                "workers", .either([.choice(["auto"]), .integer(1...256)]), default: "auto",
                "How many files are read at once; `auto` is as many as there are processors."),
            KeySpec("limits", .section(limits), "What Hopper may use, and what it puts up with."),
            KeySpec("retention", .section(retention), "How long what is done with is kept."),
            .later("listen", "An address for metrics, health and the status page."),
        ])

    static let limits = KeyTable(
        "limits",
        [
            KeySpec(
                "outbox", .size((1 << 20)...(1 << 50)), default: "20GiB",
                "The outbox's room on the device; when it is full, files wait in the inboxes."),
            KeySpec(
                "free_disk", .size(0...(1 << 50)), default: "1GiB",
                "What must stay free on the state's device; below it, files wait in the inboxes."),
            KeySpec(
                "record", .size((1 << 10)...(64 << 20)), default: "1MiB",
                "The longest record; a longer one is rejected."),
            KeySpec(
                "expansion", .integer(1...1_000_000), default: "200",
                "The most bytes out per compressed byte in; a file beyond it is quarantined."),
        ])

    static let retention = KeyTable(
        "retention",
        [
            KeySpec(
                "delivered", .duration(age), default: "7d",
                "Batches that every destination has settled."),
            KeySpec("archive", .duration(age), default: "30d", "Files that have been read."),
            KeySpec("dead", .duration(age), default: "90d", "Dead letters."),
        ])

    private static let age: ClosedRange<Duration> = .seconds(0)...(.seconds(3650 * 86_400))
}

/// Reads `hopper.yaml`.
struct SettingsReader {
    /// The directory that relative paths are below.
    let directory: String

    /// What is wrong is reported, and its default taken.
    func read(_ file: SourceFile) -> Settings {
        var settings = Settings()
        guard !file.isEmpty, let section = file.section(.settings, title: "the file") else {
            return settings
        }
        readStore(section)
        if let path = section.path("state", below: directory) { settings.state = path }
        if let path = section.path("drops", below: directory) { settings.drops = path }
        if let path = section.path("runtime", below: directory) { settings.runtime = path }
        settings.credentials = section.path("credentials", below: directory)
        if let value = section.value("workers"), value.scalar()?.text != "auto" {
            if let text = value.scalar()?.text, Quantities.digits(text) == nil {
                value.report("'workers' must be auto or a whole number, not \(text.quoted)")
            } else {
                settings.workers = value.integer(in: 1...256)
            }
        }
        if let limits = section.section("limits") { read(limits, into: &settings.limits) }
        if let retention = section.section("retention") {
            settings.retention.delivered =
                retention.value("delivered")?.duration() ?? settings.retention.delivered
            settings.retention.archive =
                retention.value("archive")?.duration() ?? settings.retention.archive
            settings.retention.dead = retention.value("dead")?.duration() ?? settings.retention.dead
        }
        checkDirectories(settings, section)
        return settings
    }

    private func read(_ section: Section, into limits: inout Settings.Limits) {
        limits.outbox = section.value("outbox")?.size() ?? limits.outbox
        limits.freeDisk = section.value("free_disk")?.size() ?? limits.freeDisk
        limits.record = section.value("record")?.size().map { Int($0) } ?? limits.record
        limits.expansion = section.value("expansion")?.integer() ?? limits.expansion
    }

    private func readStore(_ section: Section) {
        guard let value = section.value("store"), let text = value.scalar()?.text else { return }
        if text.hasPrefix("postgres") {
            section.findings.notSupportedYet("a PostgreSQL store", at: value.node.span)
        } else {
            _ = value.choice()
        }
    }

    private func checkDirectories(_ settings: Settings, _ section: Section) {
        let roots = [
            ("state", settings.state), ("drops", settings.drops), ("runtime", settings.runtime),
        ]
        for (index, (key, path)) in roots.enumerated() {
            guard let same = roots[..<index].first(where: { $0.1 == path }) else { continue }
            let value = section.value(key) ?? section.value(same.0)
            value?.report("'\(same.0)' and '\(key)' must be different directories")
        }
        // sun_path of unix(7) has 108 bytes, one of them for the end.
        let excess = settings.controlSocketPath.utf8.count - 107
        if excess > 0 {
            let at = section.value("runtime")
            at?.report("'runtime' is \(excess) bytes too long for a socket's path")
        }
    }
}

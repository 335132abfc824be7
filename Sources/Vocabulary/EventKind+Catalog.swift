import Digest

/// What people are told of a kind of event beyond its one line: by `journalctl -x`, and by
/// docs/events.md. Both files are made from here (`EventCatalog`).
package struct EventExplanation: Hashable, Sendable {
    /// What happened, in a few words: a heading.
    package var subject: String
    /// What it means for the files and records concerned.
    package var meaning: String
    /// What a person is to do; nil where nothing is asked of anyone.
    package var remedy: String?

    package init(_ subject: String, _ meaning: String, remedy: String? = nil) {
        self.subject = subject
        self.meaning = meaning
        self.remedy = remedy
    }
}

extension EventKind {
    /// The journal's `MESSAGE_ID=` of the kinds that ask something of a person, nil of the others:
    /// 32 hexadecimal digits, derived from the kind's name and so the same in every version.
    package var messageID: String? {
        guard level.rawValue <= EventLevel.warning.rawValue else { return nil }
        return Array(SHA256.hash(Array("hopper event \(rawValue)".utf8)).prefix(16)).hexadecimal
    }

    /// What the kind means, and what to do about it.
    package var explanation: EventExplanation {
        lifeExplanation ?? intakeExplanation ?? dispatchExplanation
            ?? EventExplanation(rawValue, "")
    }

    private var lifeExplanation: EventExplanation? {
        switch self {
        case .started: .init("Hopper has started", "Files are taken in and batches are sent.")
        case .stopping:
            .init("Hopper is stopping", "No new file is begun; what is under way is drained.")
        case .stopped: .init("Hopper has stopped", "Everything acknowledged is in the outbox.")
        case .startFailed:
            .init(
                "Hopper could not start",
                "Nothing was taken in and nothing was sent; what is in the outbox is untouched.",
                remedy: "The line says what could not be opened, and why. Mend that, then run "
                    + "`systemctl restart hopperd`.")
        case .partStuck:
            .init(
                "A part of Hopper makes no progress",
                "The part named has work and has not moved for a while; the watchdog is not fed, "
                    + "so systemd restarts the service. Nothing is lost by that.",
                remedy: "If it comes again, look for a device or file system that hangs, and keep "
                    + "the journal of the hour before for the developers.")
        case .retentionFailed:
            .init(
                "Old files could not be removed",
                "Archived or quarantined files whose time is over are still there. Nothing else is "
                    + "affected; it is tried again within a minute.",
                remedy: "The line says which directory and why; its owner must be the user hopper.")
        case .clockDoubted:
            .init(
                "The clock may be wrong",
                "It is more than a day later than when Hopper last ran. Either the machine was off "
                    + "for so long, or its clock is ahead; what is kept for a time would go too "
                    + "early then. So nothing goes by its age for a day. Files are taken in, and "
                    + "batches sent, as always.",
                remedy: "Look at `timedatectl`. If the clock was ahead, set it right and restart "
                    + "Hopper; if the machine was off, nothing is to be done.")
        case .drainIncomplete:
            .init(
                "The time for draining ran out",
                "Hopper stopped before all requests under way were answered. Nothing is lost: what "
                    + "was not answered is sent again, under the same ids, after the next start.",
                remedy: "Nothing, unless it comes with every stop: then a destination takes longer "
                    + "to answer than its timeout allows for. Look at its answer times.")
        case .configurationLoaded:
            .init("A configuration is in force", "New files are read under this revision.")
        case .configurationRefused:
            .init(
                "The new configuration was refused",
                "It has mistakes, and the one before it stays in force. Files and deliveries are "
                    + "not affected.",
                remedy: "Run `hopperctl check`: it shows every mistake with its place. Mend them, "
                    + "then run `systemctl reload hopperd` again.")
        case .outboxRecovered:
            .init("The outbox was proved", "Its write-ahead log went into the database whole.")
        case .outboxFull:
            .init(
                "The outbox is full",
                "It has reached `limits.outbox`. No file is taken in until there is room; files "
                    + "wait in the inboxes, and sending goes on.",
                remedy: "Run `hopperctl status` to see which destination the work waits for. Get "
                    + "that service to take it, or raise `limits.outbox` in hopper.yaml and reload."
            )
        case .outboxHasRoom:
            .init(
                "The outbox has room again", "Files are taken in again.",
                remedy: "Nothing now. If it comes again and again, destinations take less than "
                    + "partners send: raise their `concurrency` or `rate`, or `limits.outbox`.")
        case .outboxFailed:
            .init(
                "The device under the outbox failed",
                "A write or a sync failed, so Hopper acknowledged nothing more and exited at once. "
                    + "At the next start it proves the outbox before it takes in or sends anything.",
                remedy: "Look at the kernel's messages (`journalctl -k`) and the health of the "
                    + "device that holds /var/lib/hopper. When it is sound again, start Hopper and "
                    + "run `hopperctl audit`.")
        case .diskFull:
            .init(
                "The disk is nearly full",
                "Less than `limits.free_disk` is free under the state directory. No file is taken "
                    + "in until there is room; sending goes on. At a start without any room Hopper "
                    + "waits for it.",
                remedy: "Make room on the device that holds /var/lib/hopper, or shorten "
                    + "`retention.archive` in hopper.yaml and reload.")
        default: nil
        }
    }

    private var intakeExplanation: EventExplanation? {
        switch self {
        case .watching: .init("A drop directory is watched", "Files dropped there are noticed.")
        case .watchLost:
            .init(
                "A drop directory is gone",
                "It was removed, renamed or unmounted, or may no longer be read. Files for this "
                    + "partner are not noticed until it is back; the other partners are not "
                    + "affected.",
                remedy: "Restore the directory with its owner and mode (docs/operating.md). Hopper "
                    + "looks for it every minute and rescans it when it is back.")
        case .watchOverflow:
            .init(
                "More happened in the drop directories than the kernel would queue",
                "Events were dropped. Every inbox is rescanned at once, so no file is missed.",
                remedy: "Nothing, unless it comes often: then raise the sysctl "
                    + "fs.inotify.max_queued_events.")
        case .watchPolled:
            .init(
                "A drop directory is polled",
                "Its file system reports no events (NFS and the like), so files there are noticed "
                    + "by the rescan, up to a minute late.")
        case .fileClaimed: .init("A file was taken in", "It is copied, hashed and registered.")
        case .fileDuplicate:
            .init(
                "A duplicate was skipped",
                "The same bytes came on this feed before, whatever became of them: if that file was "
                    + "set aside, mend the feed and replay it (hopperctl replay).")
        case .fileNewVersion:
            .init("A new version came", "A file of this name came before, with other bytes.")
        case .fileArchived: .init("A file was read to its end", "It is in the archive.")
        case .fileQuarantined:
            .init(
                "A file was quarantined",
                "It can't be read as configured, too many of its records were rejected, or it is to "
                    + "be held back whole and does not fit into the outbox. The message names the "
                    + "rule. With `release: whole-file` nothing of it was sent; "
                    + "with `release: streaming` what was sent before stays sent.",
                remedy: "Run `hopperctl file @HOPPER_FILE@` for its story, and read the rejected "
                    + "rows in the partner's receipts directory. Either the partner corrects the "
                    + "file and drops it again, or the feed's configuration is wrong: try a new one "
                    + "with `hopperctl try @HOPPER_PARTNER@/@HOPPER_FEED@ FILE`.")
        case .fileNotTaken:
            .init(
                "Something in an inbox was not taken in",
                "It is a link, a directory, a device or a pipe, has more than one name, or can't be "
                    + "opened or removed. It stays where it is, and nothing else is affected.",
                remedy: "Remove it, or have the partner drop a regular file with the modes of "
                    + "docs/operating.md.")
        case .filePartial:
            .init(
                "A file does not get ready",
                "It has been in the inbox longer than `ready.within`, and the proof that it is "
                    + "complete is missing: most likely an upload that broke off. It is not read.",
                remedy: "Ask the partner to drop it again, whole, or to send the missing marker. "
                    + "It goes through as soon as it is ready.")
        case .fileRetried:
            .init(
                "A file is read again",
                "Reading it failed for a reason of the machine's and goes on at the last "
                    + "checkpoint. No record is lost or repeated.",
                remedy: "Nothing, unless it comes again: then look at the reason in the message.")
        case .fileReaderCrashed:
            .init(
                "A file brought the reader down",
                "Hopper crashed while it read this file. It goes on at the last checkpoint; after "
                    + "the third time the file is quarantined, so that the others get their turn.",
                remedy:
                    "This is a fault of Hopper's. Keep the file, and report it with the lines around "
                    + "this one in the journal and the output of `hopperctl file @HOPPER_FILE@`.")
        case .manyRejects:
            .init(
                "Many records of a file were rejected",
                "More than `rejects.limit` allows, and the feed says `over: warn`: the file goes "
                    + "through without them.",
                remedy: "Read the rejected rows in the partner's receipts directory, and have the "
                    + "partner correct and drop just those.")
        case .receiptFailed:
            .init(
                "A receipt could not be written",
                "The partner does not see yet what became of the file. The file itself is not "
                    + "affected, and the receipt is tried again.",
                remedy: "Check that the partner's receipts directory is there and that the user "
                    + "hopper may write in it (docs/operating.md).")
        default: nil
        }
    }

    private var dispatchExplanation: EventExplanation? {
        switch self {
        case .batchDelivered: .init("A batch was delivered", "Its destination took every record.")
        case .batchRetried: .init("A batch is sent again", "It failed for a passing reason.")
        case .batchHalved: .init("A batch was halved", "The destination refused it as a whole.")
        case .recordsDead:
            .init(
                "Records became dead letters",
                "Their destination refused them for good, or did not take them within "
                    + "`retry.give_up_after`. They are kept, and not sent again by themselves.",
                remedy: "Run `hopperctl dead list --destination @HOPPER_DESTINATION@` for the "
                    + "records and the service's reasons. Then `hopperctl dead retry` once the "
                    + "cause is gone, or `hopperctl dead discard`.")
        case .destinationPaused:
            .init(
                "A destination asked for a pause",
                "It answered with `Retry-After`. Nothing is sent to it until then; its work waits in the "
                    + "outbox. Other destinations are not affected.",
                remedy:
                    "Nothing, unless it comes all the time: then lower the destination's `rate` or "
                    + "`concurrency` to what the service can take.")
        case .destinationOpened:
            .init(
                "A destination is in trouble",
                "Whole requests to it failed as often as `breaker.failures` allows. Its work waits "
                    + "in the outbox; one batch is sent every `breaker.probe` until it answers. "
                    + "Other destinations are not affected.",
                remedy: "See whether the service is up. Nothing has to be done in Hopper: the work "
                    + "flows again by itself.")
        case .destinationHeld:
            .init(
                "A destination is set up wrong",
                "It answers as a service does that is not meant: 401, 403, 404, 405 or 407. Its "
                    + "work is held, no record is blamed, and it is probed with one batch every "
                    + "`breaker.probe`.",
                remedy: "Check `url`, `auth` and `sign` in "
                    + "/etc/hopper/destinations/@HOPPER_DESTINATION@.yaml, and the credential. "
                    + "After `systemctl reload hopperd` (a new credential: restart) the next probe "
                    + "sets the work free.")
        case .destinationProbed: .init("A destination is probed", "One batch is sent to it.")
        case .destinationClosed: .init("A destination answers again", "Its work flows again.")
        case .destinationUnknown:
            .init(
                "Work waits for a destination that is not configured",
                "Batches were cut for it before it went from the configuration. They stay in the "
                    + "outbox until it is back, or they are cancelled.",
                remedy: "Put the file /etc/hopper/destinations/@HOPPER_DESTINATION@.yaml back and "
                    + "reload. `hopperctl status` shows how much waits.")
        case .credentialMissing:
            .init(
                "A credential is missing",
                "A destination names a credential that systemd did not hand over, or that is "
                    + "empty. Its work is held until it is there.",
                remedy: "Add `LoadCredential=` for it to a drop-in (`systemctl edit hopperd`) and "
                    + "restart Hopper. See docs/operating.md.")
        case .deliveriesRetried:
            .init("Dead letters were sent back", "An operator put them into the queue again.")
        case .deliveriesDiscarded:
            .init("Dead letters were discarded", "An operator is done with them.")
        case .fileReplayed:
            .init(
                "A file is replayed",
                "An operator has its original rows, or some of them, read once more as a file of "
                    + "their own, under the configuration in force and under new ids.")
        default: nil
        }
    }
}

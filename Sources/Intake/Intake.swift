package import Configuration
import Glibc
package import Outbox
package import Platform
package import Vocabulary

/// The way in: from the partners' drop directories to committed chunks and receipts.
package final class Intake: Sendable {
    /// Intake could not start: the state directory can't be used, or the outbox can't be asked.
    package struct StartFailure: Error, Hashable, CustomStringConvertible {
        package let description: String
        init(_ description: String) { self.description = description }
    }

    private let store: any OutboxStore
    private let committer: GroupCommitter
    private let clock: SteadyClock
    private let events: EventSink
    private let progressFigures = IntakeProgress()
    private let catalog: RevisionCatalog
    private let parts: Monitor<Parts?>
    private let batchesCommitted: @Sendable ([String]) -> Void
    private let outboxIsFull: @Sendable () -> Void

    /// What runs between start and stop.
    private struct Parts {
        let workSpace: WorkSpace
        let room: RoomGauge
        let receipts: ReceiptWriter
        let reading: ReadingRoom
        let claimer: Claimer
        let watcher: DropWatcher
    }

    /// - Parameters:
    ///   - parse: reads an old revision again, for files that were claimed under it.
    ///   - onBatchesCommitted: there is something to send to these destinations. Called on the
    ///     outbox's thread: must not block.
    ///   - onOutboxFull: the outbox is over its limit, and intake waits: what nobody needs any more
    ///     should go. Called about once a second while that is so; must not block.
    package init(
        outbox: any OutboxStore, committer: GroupCommitter, configuration: Configuration,
        clock: SteadyClock, events: @escaping EventSink, parse: @escaping RevisionCatalog.Parser,
        onBatchesCommitted: @escaping @Sendable ([String]) -> Void,
        onOutboxFull: @escaping @Sendable () -> Void = {}
    ) {
        store = outbox
        self.committer = committer
        self.clock = clock
        self.events = events
        catalog = RevisionCatalog(store: outbox, current: configuration, parse: parse)
        parts = Monitor(nil)
        batchesCommitted = onBatchesCommitted
        outboxIsFull = onOutboxFull
    }

    /// Finishes what the last run left half done, then begins to watch. The configuration's
    /// revision must be saved in the outbox before.
    package func start() throws(StartFailure) {
        let configuration = catalog.current
        let settings = configuration.settings
        let workSpace: WorkSpace
        do {
            workSpace = try WorkSpace(settings, clock: clock)
        } catch {
            throw StartFailure("\(error)")
        }
        let recovered = try Recovery(
            store: store, committer: committer, workSpace: workSpace, settings: settings,
            partners: configuration.partners.map(\.name), clock: clock, events: events
        ).run()
        let parts: Parts
        do throws(SystemError) {
            try CrashMark.install(
                into: FileDescriptor.open(
                    Recovery.crashMarksPath(settings), O_WRONLY | O_CREAT | O_APPEND))
            parts = try build(workSpace, configuration, readsAhead: !recovered.sawCrash)
        } catch {
            throw StartFailure("\(error)")
        }
        for file in recovered.unfinished { parts.reading.add(file) }
        self.parts.withLock { $0 = parts }
        parts.receipts.start()
        parts.reading.start(
            workers: settings.workers ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        parts.claimer.start()
        do {
            try parts.watcher.start(configuration)
        } catch {
            throw StartFailure("\(error)")
        }
    }

    private func build(
        _ workSpace: WorkSpace, _ configuration: Configuration, readsAhead: Bool
    ) throws(SystemError) -> Parts {
        let room = RoomGauge(
            store: store, workSpace: workSpace, limits: configuration.settings.limits,
            clock: clock, events: events, outboxIsFull: outboxIsFull)
        let receipts = ReceiptWriter(
            store: store, committer: committer, catalog: catalog, workSpace: workSpace,
            clock: clock, progress: progressFigures, events: events)
        let reading = ReadingRoom(
            store: store, committer: committer, catalog: catalog, workSpace: workSpace, room: room,
            clock: clock, progress: progressFigures, readsAhead: readsAhead, events: events,
            batchesCommitted: batchesCommitted, fileFinished: { receipts.note() })
        // The watcher and the claimer talk to each other; the mailbox lets each be made.
        let watcherBox = Monitor<DropWatcher?>(nil)
        let claimer = Claimer(
            configuration: configuration, committer: committer, workSpace: workSpace, room: room,
            clock: clock, progress: progressFigures, events: events,
            readAhead: { reading.readAhead($0, using: $1) },
            claimed: { [store, workSpace, progressFigures] claim, outcome, begun in
                progressFigures.note { $0.filesClaimed += 1 }
                if let begun { return reading.add(begun) }
                Self.take(claim, outcome, into: reading, receipts, store, workSpace)
            },
            ended: { request, end in
                watcherBox.withLock { $0 }?.claimEnded(request, end)
            })
        let watcher = try DropWatcher(
            clock: clock, progress: progressFigures, events: events,
            submit: { claimer.submit($0) },
            removeAgain: { [store, committer] inbox, name, file in
                Self.removeAgain(name, of: file, in: inbox, store, committer)
            })
        watcherBox.withLock { $0 = watcher }
        return Parts(
            workSpace: workSpace, room: room, receipts: receipts, reading: reading,
            claimer: claimer, watcher: watcher)
    }

    /// New files are claimed under the new configuration; those claimed before go on as they are.
    package func reload(_ configuration: Configuration) {
        catalog.configurationChanged(to: configuration)
        guard let parts = parts.withLock({ $0 }) else { return }
        parts.room.limitsChanged(to: configuration.settings.limits)
        parts.claimer.configurationChanged(to: configuration)
        parts.watcher.configurationChanged(to: configuration)
    }

    /// Drains: nothing new is begun, what is under way is committed. False when time ran out;
    /// nothing is lost then either. The committer must be stopped after this, not before.
    package func stop(within limit: Duration) -> Bool {
        guard let parts = parts.withLock({ $0 }) else { return true }
        parts.watcher.stop()
        parts.room.stop()
        parts.claimer.stop()
        let isDrained = parts.reading.stop(within: limit)
        parts.receipts.stop()
        self.parts.withLock { $0 = nil }
        return isDrained
    }

    /// Deliveries of these files have all ended: their receipts are written again.
    package func noteDeliveriesCompleted(_ files: [FileID]) {
        guard !files.isEmpty else { return }
        parts.withLock { $0 }?.receipts.note()
    }

    /// Registers a replay and begins to read it. What was asked is durable when this returns; what
    /// comes of it stands in the ledger.
    package func replay(_ request: ReplayRequest) throws(ReplayFailure) -> ReplayReport {
        guard let parts = parts.withLock({ $0 }) else { throw .failed("intake does not run") }
        let replayer = Replayer(
            store: store, workSpace: parts.workSpace, catalog: catalog, clock: clock,
            commit: { [committer] change throws(OutboxError) in try committer.commit(change) })
        let (report, file) = try replayer.register(request)
        parts.reading.add(FileReading(file))
        events(report.event)
        return report
    }

    /// Looks through all inboxes now.
    package func scanNow() { parts.withLock { $0 }?.watcher.scanNow() }

    /// Heartbeats for the watchdog, and live figures.
    package func progress() -> IntakeProgress.Figures {
        var figures = progressFigures.now
        guard let parts = parts.withLock({ $0 }) else { return figures }
        figures.filesWaiting = parts.claimer.waiting
        figures.filesReading = parts.reading.count
        figures.pressure = parts.room.pressure
        return figures
    }

    /// The claimed files that can't be read now, and why.
    package func troubles() -> [ReadingTrouble] {
        parts.withLock { $0 }?.reading.troubles() ?? []
    }

    /// Removes archived and quarantined files whose time is over then: whole days. Gives their
    /// number.
    package func purgeShelves(at instant: Timestamp) throws(SystemError) -> Int {
        guard let workSpace = parts.withLock({ $0?.workSpace }) else { return 0 }
        let retention = catalog.current.settings.retention
        let now = instant.milliseconds
        let archived = try workSpace.purge(
            .archive, before: Timestamp(milliseconds: now - retention.archive.wholeMilliseconds))
        let quarantined = try workSpace.purge(
            .quarantine, before: Timestamp(milliseconds: now - retention.dead.wholeMilliseconds))
        return archived + quarantined
    }

    private static func take(
        _ claim: ClaimedFile, _ outcome: ClaimOutcome, into reading: ReadingRoom,
        _ receipts: ReceiptWriter, _ store: any OutboxStore, _ workSpace: WorkSpace
    ) {
        switch outcome {
        case .accepted(let file, let sequenceBase, newVersionOf: _):
            reading.add(
                FileReading(
                    UnfinishedFile(
                        file: file, claim: claim, checkpoint: .start, sequenceBase: sequenceBase)))
        case .duplicate: receipts.note()
        case .alreadyClaimed(let file):
            // A copy too many is an orphan that the next start removes.
            guard let all = try? store.unfinishedFiles() else { return }
            let known = all.first { $0.file == file }
            // The same, if this very claim was committed before, and only its answer was lost.
            if known?.claim.workName != claim.workName { workSpace.discard(claim.workName) }
            // Registered by an attempt whose answer was lost: then nobody reads it yet.
            guard !reading.knows(file), let unfinished = known,
                (try? workSpace.fetchBack(unfinished.claim)) == true
            else { return }
            reading.add(FileReading(unfinished))
        }
    }

    private static func removeAgain(
        _ name: EntryName, of file: FileID, in inbox: Inbox, _ store: any OutboxStore,
        _ committer: GroupCommitter
    ) {
        guard
            let source = try? store.unremovedSources().first(where: { $0.file == file }),
            SourceRemoval(inbox: inbox).remove(name, of: file, copiedFrom: source.source)
                == .removed,
            (try? inbox.directory.synchronize()) != nil
        else { return }
        committer.submitUnhurried(.sourceRemoved(file))
    }
}

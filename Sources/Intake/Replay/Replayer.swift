import Configuration
package import Outbox
package import Platform
import Vocabulary

/// Registers a replay: brings the origin's bytes back into `work/`, and has the outbox note which of
/// its rows are meant.
///
/// The daemon reads it at once; without a daemon the next start does.
package struct Replayer {
    private let store: any OutboxStore
    private let workSpace: WorkSpace
    private let catalog: RevisionCatalog
    private let clock: SteadyClock
    private let commit: (OutboxChange) throws(OutboxError) -> OutboxResult

    /// - Parameter catalog: its current revision must be saved in the outbox.
    package init(
        store: any OutboxStore, workSpace: WorkSpace, catalog: RevisionCatalog, clock: SteadyClock,
        commit: @escaping (OutboxChange) throws(OutboxError) -> OutboxResult
    ) {
        self.store = store
        self.workSpace = workSpace
        self.catalog = catalog
        self.clock = clock
        self.commit = commit
    }

    /// The replay is durable when this returns, and nothing has happened when it throws.
    package func register(
        _ request: ReplayRequest
    ) throws(ReplayFailure) -> (report: ReplayReport, file: UnfinishedFile) {
        let story = try self.story(of: request.file)
        let origin = story.summary
        let feed = try currentFeed(of: origin)
        try demandReplayable(story, request, feed)
        let workName = workSpace.newName(for: EntryName(printable: origin.name))
        try bring(origin, as: workName)
        ReplayPoint.copied.reached()
        let claim = ClaimedFile(
            feed: origin.feed, name: origin.name, content: origin.content, size: origin.size,
            workName: workName,
            source: SourceIdentity(
                device: 0, inode: 0, size: origin.size, modifiedAtNanoseconds: 0,
                changedAtNanoseconds: 0), revision: catalog.current.revision,
            claimedAt: clock.timestamp, skipsDuplicates: false,
            isHeldBack: feed.release == .wholeFile)
        let registered = try register(request, claim)
        ReplayPoint.registered.reached()
        let file = UnfinishedFile(
            file: registered.file, claim: claim, checkpoint: .start,
            sequenceBase: registered.sequenceBase, isSelection: registered.isSelection)
        return (report(registered, claim, request, story), file)
    }

    private func report(
        _ registered: RegisteredReplay, _ claim: ClaimedFile, _ request: ReplayRequest,
        _ story: FileStory
    ) -> ReplayReport {
        let origin = story.summary
        let sent = story.destinations.reduce(0) { $0 + $1.delivered + $1.pending }
        return ReplayReport(
            file: registered.file, feed: origin.feed, name: origin.name,
            origin: ReplayOrigin(
                file: origin.file, first: origin.replay?.first ?? origin.file, rows: request.rows,
                isSelection: registered.isSelection), revision: claim.revision,
            records: registered.records, unreadFromLine: registered.unreadFromLine,
            sentBefore: request.rows == .all ? sent : 0,
            cancelled: request.rows == .rejected
                ? story.destinations.reduce(0) { $0 + $1.cancelled } : 0)
    }

    private func story(of file: FileID) throws(ReplayFailure) -> FileStory {
        let story: FileStory?
        do throws(OutboxError) {
            story = try store.story(of: file)
        } catch {
            throw .failed(error.description)
        }
        guard let story else { throw .unknown("there is no file \(file)") }
        return story
    }

    private func currentFeed(of origin: FileSummary) throws(ReplayFailure) -> Feed {
        guard let feed = catalog.current.feed(origin.feed) else {
            throw .refused(
                "the feed \(origin.feed) is not configured any more, so nothing says how file "
                    + "\(origin.file) is to be read")
        }
        return feed
    }

    /// What the outbox can't know; the rest it checks itself.
    private func demandReplayable(
        _ story: FileStory, _ request: ReplayRequest, _ feed: Feed
    ) throws(ReplayFailure) {
        let origin = story.summary
        switch origin.state {
        case .reading:
            throw .refused(
                "file \(origin.file) is still being read; replay it when it is finished")
        case .duplicate:
            throw .refused(
                "file \(origin.file) was not read, because it has the same bytes as file "
                    + "\(origin.detail): replay that one")
        case .archived, .quarantined: break
        }
        if request.rows == .rejected, origin.counts.rejected == 0, !isPartlySent(story) {
            throw .refused(
                "no row of file \(origin.file) was rejected"
                    + (origin.state == .quarantined
                        ? "; it was set aside (\(origin.detail.printable())): replay it whole" : "")
            )
        }
        if request.rows == .dead { try demandDelivered(origin, story, request, feed) }
        // Dead records are known by number only, and so are the rows of a replay.
        let isByNumber =
            request.rows == .dead
            || origin.replay?.isSelection == true
                && (request.rows == .all || origin.state == .quarantined)
        guard isByNumber else { return }
        let before = try? catalog.feed(origin.feed, under: origin.revision)
        guard before?.feed.format == feed.format else {
            throw .refused(
                "the feed's format is another than when file \(origin.file) was read, and its "
                    + "rows may have other numbers now: replay the whole file"
                    + (origin.replay.map { ", which is \($0.first)" } ?? ""))
        }
    }

    /// Set aside in the middle, when what came before had been passed on: the whole of it would send
    /// that again, and the rows behind are wanted.
    private func isPartlySent(_ story: FileStory) -> Bool {
        story.summary.state == .quarantined && story.summary.counts.read > 0
            && story.destinations.allSatisfy { $0.cancelled == 0 }
    }

    /// Dead records go nowhere but to where they died.
    private func demandDelivered(
        _ origin: FileSummary, _ story: FileStory, _ request: ReplayRequest, _ feed: Feed
    ) throws(ReplayFailure) {
        let places = request.destination.map { [$0] } ?? story.destinations.map(\.destination)
        for place in Set(places).sorted()
        where !feed.deliver.contains(where: { $0.destination == place }) {
            let query = DeadLettersQuery(destination: place, file: origin.file, limit: 1)
            guard let letters = try? store.deadLetters(query), !letters.isEmpty else { continue }
            throw .refused(
                "the feed \(origin.feed) does not deliver to \(place) any more, where records of "
                    + "file \(origin.file) are dead; choose another destination with --destination")
        }
    }

    private func bring(
        _ origin: FileSummary, as workName: String
    ) throws(ReplayFailure) {
        let isThere: Bool
        let content: ContentHash?
        do throws(SystemError) {
            isThere = try workSpace.bring(origin, as: workName)
            content = isThere ? try ContentHash(ofFile: workSpace.path(of: workName)) : nil
        } catch {
            workSpace.discard(workName)
            throw .failed("\(error.call): \(error.reason)")
        }
        guard isThere else { throw gone(origin) }
        guard content == origin.content else {
            workSpace.discard(workName)
            throw .refused(
                "the kept copy of file \(origin.file) has other bytes than the file had when it was "
                    + "taken in")
        }
    }

    private func gone(_ origin: FileSummary) -> ReplayFailure {
        let retention = catalog.current.settings.retention
        let (shelf, kept, key) =
            origin.state == .archived
            ? ("archive", retention.archive, "archive") : ("quarantine", retention.dead, "dead")
        let isDuplicate = catalog.current.feed(origin.feed)?.duplicates != .process
        return .refused(
            "the copy of file \(origin.file), taken in at \(origin.claimedAt), is not in "
                + "\(shelf)/ any more: files are kept there for \(kept.asWritten) (retention: "
                + "\(key)). The partner must drop it again"
                + (isDuplicate
                    ? "; the same bytes count as a duplicate, so set 'duplicates: process' before"
                    : ""))
    }

    /// The outbox notes the new file and its rows in one transaction.
    private func register(
        _ request: ReplayRequest, _ claim: ClaimedFile
    ) throws(ReplayFailure) -> RegisteredReplay {
        let change = OutboxChange.replay(
            ReplayClaim(
                origin: request.file, rows: request.rows, destination: request.destination,
                file: claim, isRepeated: request.isRepeated))
        let result: OutboxResult
        do throws(OutboxError) {
            result = try commit(change)
        } catch {
            // It may have been committed all the same, and only its answer lost.
            if let known = try? store.unfinishedFiles().first(where: {
                $0.claim.workName == claim.workName
            }) {
                return RegisteredReplay(
                    file: known.file, sequenceBase: known.sequenceBase,
                    isSelection: known.isSelection, records: nil)
            }
            // Else its copy stays, because it may still turn out to have been after a crash. If not,
            // the copy is an orphan that the next start removes.
            if case .full = error { workSpace.discard(claim.workName) }
            throw .failed(error.description)
        }
        switch result {
        case .replayed(let registered): return registered
        case .refused(let why):
            workSpace.discard(claim.workName)
            throw .refused(why)
        default: throw .failed("the outbox gave no answer")
        }
    }
}

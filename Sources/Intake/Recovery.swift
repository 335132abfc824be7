import Configuration
import Glibc
import Outbox
import Platform
import Vocabulary

/// What a start does before anything new is taken in: finishes what a crash has left half done.
struct Recovery {
    let store: any OutboxStore
    let committer: GroupCommitter
    let workSpace: WorkSpace
    let settings: Settings
    let partners: [String]
    let clock: SteadyClock
    let events: EventSink

    /// A file that brings the reader down so often is set aside.
    static let mostCrashes = 3

    struct Outcome {
        /// The files to be read on, in the order of their claims.
        var unfinished: [FileReading] = []
        /// A trap has brought down the reader of some file since the last start.
        var sawCrash = false
    }

    func run() throws(Intake.StartFailure) -> Outcome {
        do {
            let (crashed, sawCrash) = try noteCrashes()
            let unfinished = try store.unfinishedFiles()
            var readings: [FileReading] = []
            for file in unfinished {
                var unreadable = crashed[file.file]
                if try !workSpace.fetchBack(file.claim) {
                    unreadable = FileReading.Unreadable(
                        rule: "missing", reason: "Hopper's copy of it is gone from work/")
                }
                readings.append(FileReading(file, unreadable: unreadable))
            }
            _ = try workSpace.removeOrphans(keeping: Set(unfinished.map(\.claim.workName)))
            finishRemovals(try store.unremovedSources())
            for partner in partners {
                putBackLeftovers(of: partner)
                removeUnfinishedFiles(in: settings.receipts(of: partner))
            }
            removeUnfinishedFiles(in: settings.state)
            return Outcome(unfinished: readings, sawCrash: sawCrash)
        } catch {
            throw Intake.StartFailure("\(error)")
        }
    }

    static func crashMarksPath(_ settings: Settings) -> String { settings.state + "/crash-marks" }

    /// Counts what the traps of earlier runs have left, and gives the files that crash for ever.
    /// The marks may be of files that were read ahead, and that nobody knows yet.
    private func noteCrashes() throws -> (
        crashed: [FileID: FileReading.Unreadable], sawCrash: Bool
    ) {
        let path = Self.crashMarksPath(settings)
        var crashed: [FileID: FileReading.Unreadable] = [:]
        var sawCrash = false
        for line in try read(path).split(separator: "\n") {
            guard let file = FileID(String(line)) else { continue }
            sawCrash = true
            let result: OutboxResult
            do throws(OutboxError) {
                result = try committer.commit(.readerCrashed(file))
            } catch {
                // Counted at a start that has room for it.
                if case .full = error { return (crashed, sawCrash) }
                throw error
            }
            guard case .crashes(let count) = result else { continue }
            let story = try store.story(of: file)
            guard let summary = story?.summary, summary.state == .reading else { continue }
            events(
                Event(
                    .fileReaderCrashed,
                    "\(summary.name.printable()) brought its reader down, \(count) of "
                        + "\(Self.mostCrashes) times", feed: summary.feed, file: file))
            if count >= Self.mostCrashes {
                crashed[file] = FileReading.Unreadable(
                    rule: "crash", reason: "it brought its reader down \(count) times")
            }
        }
        // Counted, and not to be counted again. In this order a crash right here counts twice
        // rather than never.
        let emptied = try FileDescriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        try emptied.synchronize()
        return (crashed, sawCrash)
    }

    private func read(_ path: String) throws(SystemError) -> String {
        // Absent before the first start.
        let file = try FileDescriptor.open(path, O_RDONLY | O_CREAT)
        // Far more than a start can have left to count; the rest is older.
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        var failure: SystemError?
        let count = unsafe bytes.withUnsafeMutableBytes { buffer in
            do throws(SystemError) {
                return try unsafe file.read(into: buffer)
            } catch {
                failure = error
                return 0
            }
        }
        if let failure { throw failure }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Removes originals that were registered and perhaps not removed, and puts back what lies
    /// under a dot name of ours and is something else.
    private func finishRemovals(_ sources: [UnremovedSource]) {
        for (partner, sources) in Dictionary(grouping: sources, by: \.feed.partner) {
            // Without its inbox there is nothing to remove now; the next start looks again.
            guard let inbox = try? Inbox(partner: partner, path: settings.inbox(of: partner))
            else { continue }
            var done: [FileID] = []
            for source in sources where finishRemoval(source, in: inbox) {
                done.append(source.file)
            }
            guard !done.isEmpty, (try? inbox.directory.synchronize()) != nil else { continue }
            _ = committer.commitTogether(done.map { .sourceRemoved($0) })
        }
    }

    private func finishRemoval(_ source: UnremovedSource, in inbox: Inbox) -> Bool {
        let name = EntryName(printable: source.name)
        let removal = SourceRemoval(inbox: inbox)
        do throws(SystemError) {
            let wayOut = SourceRemoval.wayOut(of: source.file)
            switch try removal.finishLeft(wayOut, named: name, copiedFrom: source.source) {
            case .failed(let error): throw error
            case .stranded(let wayOut): inbox.strand(name, as: wayOut)
            case .removed, .changed: break
            }
            // By the inode's own time, too: inodes are used again, and sizes and times agree easily.
            guard let status = try inbox.directory.status(of: name.bytes),
                status.isCopied(as: source.source),
                status.changedAtNanoseconds == source.source.changedAtNanoseconds
            else { return true }
            switch removal.remove(name, of: source.file, copiedFrom: source.source) {
            case .removed, .changed: return true
            case .stranded(let wayOut):
                inbox.strand(name, as: wayOut)
                return true
            case .failed(let error): throw error
            }
        } catch {
            events(
                Event(
                    .fileNotTaken,
                    "\(source.name.printable()) was taken in, but can't be removed from the inbox: "
                        + "\(error.call): \(error.reason)", feed: source.feed, file: source.file))
            return false
        }
    }

    /// Receipts that were being written, which nobody would ever remove.
    private func removeUnfinishedFiles(in path: String) {
        // There may be no such directory yet; and what resists only takes up room.
        guard let directory = try? BeneathDirectory(at: path) else { return }
        try? DurableFile.removeLeftovers(in: directory)
    }

    /// What still lies under a way-out name of ours is not what was registered: it came under that
    /// file's name, and goes back there.
    private func putBackLeftovers(of partner: String) {
        guard let inbox = try? Inbox(partner: partner, path: settings.inbox(of: partner)) else {
            return
        }
        var leftovers: [(wayOut: EntryName, file: FileID)] = []
        try? inbox.directory.forEachName { bytes in
            let name = EntryName(bytes: bytes)
            if let file = SourceRemoval.file(of: name) { leftovers.append((name, file)) }
            return true
        }
        for (wayOut, file) in leftovers {
            guard let name = (try? store.story(of: file))?.summary.name else { continue }
            inbox.strand(EntryName(printable: name), as: wayOut)
        }
        inbox.restoreStranded()
    }
}

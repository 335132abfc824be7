import Configuration
import Outbox
import Platform
import Vocabulary

/// How a zip archive becomes its members: each a claimed file of its own, all of them in one
/// transaction with the archive's own end.
extension ReadingRoom {
    /// Bytes unpacked in one turn.
    private static let unpackStep = 4 << 20

    func beginUnpacking(_ file: FileReading) -> ReadingTurns.End {
        let configuration: Configuration
        do {
            configuration = try catalog.configuration(file.claim.revision)
        } catch {
            return retryLater(file, error.reason)
        }
        let partner = configuration.partners.first { $0.name == file.claim.feed.partner }
        guard let partner, let own = configuration.feed(file.claim.feed) else {
            return retryLater(file, "its revision \(file.claim.revision) has no such feed")
        }
        do throws(UnpackFailure) {
            file.unpacking = try Unpacking(
                file.claim, own: own, feeds: partner.feeds, in: workSpace,
                reserve: room.freeDiskLimit)
            return .again
        } catch {
            return ended(file, by: error)
        }
    }

    /// One turn of an archive.
    func unpack(_ file: FileReading, _ unpacking: Unpacking) -> ReadingTurns.End {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 * 1024, alignment: 16)
        defer { unsafe buffer.deallocate() }
        do throws(UnpackFailure) {
            let isWhole = unsafe try unpacking.step(
                limit: Self.unpackStep, through: buffer, at: clock.timestamp)
            progress.beat(.read)
            guard isWhole else { return .again }
        } catch {
            return ended(file, by: error)
        }
        return finishUnpacking(file, unpacking)
    }

    /// What was unpacked goes; a later turn begins anew.
    private func ended(_ file: FileReading, by failure: UnpackFailure) -> ReadingTurns.End {
        file.unpacking = nil
        switch failure {
        case .unreadable(let unreadable):
            file.phase = .read(unreadable)
            return .parked(untilAtMost: 0)
        case .noRoom(let reason), .system(let reason): return retryLater(file, reason)
        }
    }

    /// As with any file, the archive's copy is on its shelf before the ledger says so.
    private func finishUnpacking(
        _ file: FileReading, _ unpacking: Unpacking
    ) -> ReadingTurns.End {
        let state: FileFinish.FinishedState =
            unpacking.troubles.count == 0
            ? .archived
            : .quarantined(
                rule: "members", reason: unpacking.troubles.text(taken: unpacking.members.count))
        do throws(SystemError) {
            try workSpace.work.synchronize()
            IntakePoint.unpackCopied.reached()
            try workSpace.put(file.claim, on: state == .archived ? .archive : .quarantine)
        } catch {
            guard error.isNoEntry else {
                file.unpacking = nil
                if error.isOutOfSpace { room.foundNoRoom() }
                return retryLater(file, "\(error.call): \(error.reason)")
            }
        }
        IntakePoint.unpackMoved.reached()
        let change = ArchiveUnpacked(
            archive: file.file, members: unpacking.members, state: state, at: clock.timestamp)
        let passedOver = unpacking.passedOver
        committer.submit(.unpack(change)) { [self] result in
            unpackAnswered(file, change, passedOver: passedOver, result)
        }
        return .waiting
    }

    /// On the outbox's thread.
    private func unpackAnswered(
        _ file: FileReading, _ unpacked: ArchiveUnpacked, passedOver: Int,
        _ result: Result<OutboxResult, OutboxError>
    ) {
        let failure: OutboxError
        switch result {
        case .success(.unpacked(let outcomes)):
            IntakePoint.unpackCommitted.reached()
            return unpackCommitted(file, unpacked, passedOver: passedOver, outcomes)
        case .success(.refused(let why)): failure = .failed(why)
        case .success: failure = .failed("the outbox gave no answer")
        case .failure(let error): failure = error
        }
        change { state in
            file.flight.failure = failure
            state.turns.turnEnded(file, .again)
        }
    }

    private func unpackCommitted(
        _ file: FileReading, _ unpacked: ArchiveUnpacked, passedOver: Int,
        _ outcomes: [ClaimOutcome]
    ) {
        file.unpacking?.keepCopies()
        file.unpacking = nil
        var readings: [FileReading] = []
        for (member, outcome) in zip(unpacked.members, outcomes) {
            tell(outcome, member)
            guard case .accepted(let id, let sequenceBase, newVersionOf: _) = outcome else {
                workSpace.discard(member.workName)
                continue
            }
            readings.append(
                FileReading(
                    UnfinishedFile(
                        file: id, claim: member, checkpoint: .start, sequenceBase: sequenceBase,
                        archive: file.file)))
        }
        tell(file, unpacked, passedOver: passedOver)
        progress.note {
            $0.filesClaimed += Int64(unpacked.members.count)
            $0.filesFinished += 1
        }
        change { state in
            state.turns.finished(file)
            for reading in readings { state.turns.add(reading) }
        }
        fileFinished()
    }

    /// The archive was unpacked by a commit whose answer was lost: nobody reads its members yet.
    func takeUpMembers(of archive: FileReading, among files: [UnfinishedFile]) {
        archive.unpacking?.keepCopies()
        archive.unpacking = nil
        change { state in
            for file in files where file.archive == archive.file {
                state.turns.add(FileReading(file))
            }
        }
    }

    private func tell(_ outcome: ClaimOutcome, _ member: ClaimedFile) {
        let name = member.name.printable()
        switch outcome {
        case .accepted(let file, sequenceBase: _, newVersionOf: let earlier):
            events(
                Event(
                    .fileClaimed, "took in \(name), \(member.size) bytes", feed: member.feed,
                    file: file))
            guard let earlier else { return }
            events(
                Event(
                    .fileNewVersion, "\(name) came before with other content, as \(earlier)",
                    feed: member.feed, file: file))
        case .duplicate(let file, of: let earlier):
            events(
                Event(
                    .fileDuplicate, "\(name) is not read: it has the same bytes as \(earlier)",
                    feed: member.feed, file: file))
        case .alreadyClaimed: break
        }
    }

    private func tell(_ file: FileReading, _ unpacked: ArchiveUnpacked, passedOver: Int) {
        let name = file.claim.name.printable()
        switch unpacked.state {
        case .archived:
            let hidden = passedOver > 0 ? "; hidden ones passed over: \(passedOver)" : ""
            events(
                Event(
                    .fileArchived,
                    "\(name) is unpacked into \(counted(Int64(unpacked.members.count), "file"))"
                        + hidden, feed: file.claim.feed, file: file.file))
        case .quarantined(let rule, let reason):
            events(
                Event(
                    .fileQuarantined, "\(name) is set aside (\(rule)): \(reason.printable())",
                    feed: file.claim.feed, file: file.file))
        }
    }
}

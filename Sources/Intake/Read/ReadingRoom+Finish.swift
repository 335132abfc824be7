import Configuration
import Glibc
import Outbox
import Platform
import Vocabulary

/// How a file ends that has been read, and whose chunks are all committed.
extension ReadingRoom {
    /// Judges the file, moves its copy to its shelf, and tells the ledger.
    ///
    /// The move comes first, and is durable: a file that the ledger calls finished lies where it
    /// says. A crash in between leaves one that it calls unfinished on a shelf, and the next start
    /// fetches it back.
    func finish(
        _ file: FileReading, _ unreadable: FileReading.Unreadable?
    ) -> ReadingTurns.End {
        let brief = unreadable?.brief
        let verdict: RejectsVerdict
        let finished: FileFinish.FinishedState
        let compiled = try? catalog.feed(file.claim.feed, under: file.claim.revision)
        if let unreadable {
            verdict = .within
            finished = .quarantined(rule: unreadable.rule, reason: unreadable.reason)
        } else {
            guard let compiled else {
                return retryLater(file, "its revision \(file.claim.revision) is not available")
            }
            // A limit is for what a partner sends: rows chosen because they were rejected may well
            // be rejected again.
            verdict =
                file.unfinished.isSelection
                ? .within
                : .judge(file.cut.counts, by: compiled.feed.rejects, isComplete: true)
            switch verdict {
            case .within, .warned: finished = .archived
            case .quarantined(let reason): finished = .quarantined(rule: "rejects", reason: reason)
            }
        }
        do throws(SystemError) {
            try workSpace.put(file.claim, on: finished == .archived ? .archive : .quarantine)
        } catch {
            // Gone: moved by an earlier attempt, or by somebody; the ledger is what counts.
            guard error.isNoEntry else {
                if error.isOutOfSpace { room.foundNoRoom() }
                return retryLater(file, "\(error.call): \(error.reason)")
            }
        }
        IntakePoint.finishMoved.reached()
        let released =
            file.claim.isHeldBack && finished == .archived
            ? Set(compiled?.feed.deliver.map(\.destination) ?? []).sorted() : []
        let change = OutboxChange.finish(
            FileFinish(
                file: file.file, state: finished, at: clock.timestamp, checkpoint: file.cut))
        committer.submit(change) { [self] result in
            finishAnswered(file, finished, verdict, brief, released, result)
        }
        return .waiting
    }

    /// On the outbox's thread.
    private func finishAnswered(
        _ file: FileReading, _ finished: FileFinish.FinishedState, _ verdict: RejectsVerdict,
        _ brief: String?, _ released: [String], _ result: Result<OutboxResult, OutboxError>
    ) {
        switch result {
        case .failure(let error):
            if case .full = error { room.foundNoRoom() }
            let end = retryLater(file, error.description)
            return change { $0.turns.turnEnded(file, end) }
        case .success(.refused(let why)):
            // Finished before, or not whole yet: the ledger is asked.
            return change { state in
                file.flight.failure = .failed(why)
                state.turns.turnEnded(file, .again)
            }
        case .success: break
        }
        IntakePoint.finishCommitted.reached()
        workSpace.discardManifest(of: file.claim.workName)
        if !released.isEmpty { batchesCommitted(released) }
        tell(file, finished, verdict, brief)
        if file.isPrepared { preparing.discard(file.claim) }
        progress.note { $0.filesFinished += 1 }
        change { $0.turns.finished(file) }
        fileFinished()
    }

    private func tell(
        _ file: FileReading, _ finished: FileFinish.FinishedState, _ verdict: RejectsVerdict,
        _ brief: String?
    ) {
        let name = file.claim.name.printable()
        let feed = file.claim.feed
        switch finished {
        case .archived:
            if case .warned(let text) = verdict {
                events(Event(.manyRejects, "\(name): \(text)", feed: feed, file: file.file))
            }
            let counts = file.cut.counts
            events(
                Event(
                    .fileArchived,
                    "\(name) is read: \(counted(counts.read, "record")), \(counts.accepted) accepted, "
                        + "\(counts.rejected) rejected, \(counts.filtered) filtered", feed: feed,
                    file: file.file))
        case .quarantined(let rule, let reason):
            events(
                Event(
                    .fileQuarantined,
                    "\(name) is set aside (\(rule)): \((brief ?? reason).printable())",
                    feed: feed, file: file.file))
        }
    }
}

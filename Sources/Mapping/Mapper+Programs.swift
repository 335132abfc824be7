import JQ
import Platform
import Vocabulary

/// Records that go through a program are mapped some hundreds at a time: asked about together, and
/// taken up one by one as if there had been no others.
extension Mapper {
    /// What has come of a record before its program is asked.
    private enum Note {
        case asked(Int)
        case filtered
        case rejected(RejectedRecord)
    }

    /// So many records are looked at, at most, before the program is asked.
    private static let mostNotes = 1000
    /// A file over whose records a program had to be ended so often is not read on.
    static let mostLosses = 3

    func mapThroughProgram(
        _ block: RecordBlock, from start: Int, run: inout RecordRun, batch: inout BatchState
    ) -> Int {
        guard let session = run.session else { return start }
        var index = start
        while index < block.recordCount, !batch.isFull {
            let notes = ask(session, block, from: index, run: &run, batch: batch)
            do throws(SystemError) {
                try session.answer(onProgress: onProgress)
            } catch {
                failure = .system(error)
                return index
            }
            for note in notes where !batch.isFull {
                if case .asked(let number) = note, number >= session.answered { break }
                guard take(note, of: block, index, run: &run, batch: &batch) else { break }
                index += 1
            }
            if isLost(block, index, session) || failure != nil { return index }
        }
        return index
    }

    /// Whether the program has been ended over too many records; the last is the one before `index`.
    func isLost(_ block: RecordBlock, _ index: Int, _ session: JQSession) -> Bool {
        guard session.losses >= Self.mostLosses else { return false }
        let last = block.position(before: max(0, index - 1))
        failure = .program(
            losses: session.losses, line: last.line, byteOffset: last.byteOffset)
        return true
    }

    /// Makes the data of the next records, and asks about it.
    private func ask(
        _ session: JQSession, _ block: RecordBlock, from start: Int, run: inout RecordRun,
        batch: borrowing BatchState
    ) -> [Note] {
        let bytes = unsafe UnsafePointer(block.bytes)
        let record = run.records[0]
        let room = batch.recordLimit - batch.records
        var notes: [Note] = []
        session.begin()
        for index in start..<block.recordCount {
            guard session.hasRoom, session.asked < room, notes.count < Self.mostNotes else { break }
            let span = unsafe block.records[index]
            if span.fault != 0 {
                notes.append(.rejected(faultReject(block, index)))
                continue
            }
            let spans = unsafe UnsafePointer(block.fields) + Int(span.firstField)
            let count = Int(span.fieldCount)
            if record.filter >= 0,
                !run.holds(Int(record.filter), unsafe .columns(spans, count: count, bytes: bytes))
            {
                notes.append(.filtered)
                continue
            }
            let number = block.firstRecordNumber + Int64(index)
            run.fileNumber = number
            run.feedNumber = sequenceBase + number
            var faultyOp = 0
            let fault = unsafe run.putData(spans, count: count, bytes: bytes, faultyOp: &faultyOp)
            if fault != .none {
                notes.append(.rejected(reject(block, index, fault, faultyOp, run)))
                continue
            }
            notes.append(.asked(session.asked))
            unsafe session.ask(run.data.text.bytes, of: Int(record.program))
        }
        return notes
    }

    /// Puts the record where it belongs; false when it has to come again.
    private func take(
        _ note: Note, of block: RecordBlock, _ index: Int, run: inout RecordRun,
        batch: inout BatchState
    ) -> Bool {
        switch note {
        case .filtered: batch.counts.filtered += 1
        case .rejected(let reject): batch.add(reject)
        case .asked(let answer):
            let line = unsafe block.records[index].line
            let number = block.firstRecordNumber + Int64(index)
            var faultyOp = 0
            var fault = run.take(answer, of: run.records[0], &faultyOp)
            if fault == .nothing {
                batch.counts.filtered += 1
                return true
            }
            if fault == .none, let register {
                fault = claimKey(
                    &run, in: register, for: KeyRegister.Holder(number: number, line: line),
                    &faultyOp)
                if failure != nil { return false }
            }
            if fault != .none {
                batch.add(reject(block, index, fault, faultyOp, run))
                return true
            }
            return accept(&run, number: number, line: line, &batch)
        }
        return true
    }
}

import Formats
package import Outbox
package import Vocabulary

/// The rows that a replay reads, as its reader comes to them: a page of runs at a time, so that a
/// million of them take no more memory than ten. Belongs to one thread at a time.
package final class SelectedRecords {
    private let fetch: (_ from: Int64, _ limit: Int) throws(OutboxError) -> [ReplayRun]
    private let ask: () throws(OutboxError) -> Bool
    private var runs: ArraySlice<ReplayRun> = []
    private var isExhausted = false

    private static let page = 512

    package init(of file: FileID, in store: any OutboxStore) {
        fetch = { (from, limit) throws(OutboxError) in
            try store.replayRuns(of: file, from: from, limit: limit)
        }
        ask = { () throws(OutboxError) in try Self.leavesAccepted(file, in: store) }
    }

    private init(_ other: SelectedRecords) {
        fetch = other.fetch
        ask = other.ask
    }

    /// The same rows, from the first on.
    func rewound() -> SelectedRecords { SelectedRecords(self) }

    /// Whether all rows beside these have gone through already, as those have that were not rejected:
    /// then their keys are taken. Of dead records that can't be said: beside them there are rejected
    /// rows, too.
    func leavesAccepted() throws(FormatError) -> Bool {
        do throws(OutboxError) { return try ask() } catch { throw .system(error.description) }
    }

    private static func leavesAccepted(
        _ file: FileID, in store: any OutboxStore
    ) throws(OutboxError) -> Bool {
        var file = file
        while let replay = try store.story(of: file)?.summary.replay, replay.isSelection {
            if replay.rows == .dead { return false }
            file = replay.file
        }
        return true
    }

    /// The first run that ends at the record or behind it; nil when none is left. Numbers must not
    /// get smaller from call to call.
    func run(from number: Int64) throws(FormatError) -> ReplayRun? {
        var from = number
        while true {
            while let run = runs.first {
                if run.last >= number { return run }
                from = max(from, run.last + 1)
                runs.removeFirst()
            }
            if isExhausted { return nil }
            do throws(OutboxError) {
                runs = try fetch(from, Self.page)[...]
            } catch {
                throw .system(error.description)
            }
            isExhausted = runs.count < Self.page
        }
    }

    /// Every record that was chosen by its number must have been there.
    func demandNothingLeft(behind records: Int64) throws(FormatError) {
        guard let run = try run(from: records + 1), run.last != ReplayRun.end else { return }
        throw .unreadable(
            rule: "replay",
            reason: "record \(run.last) is to be replayed, and under this configuration the file "
                + "has only \(records): its format numbers the rows differently, so replay the "
                + "whole file", line: nil, byteOffset: nil)
    }

    /// A record that begins elsewhere than it did when it was chosen is another record.
    func demandSameLine(
        _ run: ReplayRun, _ number: Int64, line: Int64, byteOffset: Int64
    ) throws(FormatError) {
        let known = number == run.first ? run.firstLine : number == run.last ? run.lastLine : nil
        guard let known, known != line else { return }
        throw .unreadable(
            rule: "replay",
            reason: "record \(number) began on line \(known) when the file was read before, and "
                + "begins on line \(line) under this configuration: its format numbers the rows "
                + "differently, so replay the whole file", line: line, byteOffset: byteOffset)
    }
}

import Configuration
import Formats
import Outbox
import Platform
import Vocabulary

/// The first chunk of a small file, cut before the file is registered: claim and chunk share one
/// transaction, and the file's records are on their way a sync earlier.
struct ReadAhead: Sendable {
    /// Stands after the chunk.
    let file: FileReading
    let chunk: FileChunk
    let foreseen: ForeseenClaim
    /// To be called once the chunk is durable.
    let whenCommitted: @Sendable () -> Void
}

extension ReadingRoom {
    /// Larger files take so long to copy that a sync more does not matter.
    private static let aheadBytes: Int64 = 256 << 10

    /// Reads a file whose copy is whole, but neither durable nor registered. nil when the file is
    /// to be read in its turn: it is large, others of its feed come first, or something is the
    /// matter with it that the reading room will find again and deal with.
    /// - Parameter block: any; only used during the call.
    func readAhead(_ claim: ClaimedFile, using block: RecordBlock) -> ReadAhead? {
        guard readsAhead, claim.size <= Self.aheadBytes,
            state.withLock({ !$0.isStopping && !$0.turns.hasFiles(of: claim.feed) }),
            (try? catalog.feed(claim.feed, under: claim.revision))?.feed.format.filter == nil,
            let foreseen = try? store.foresee(claim)
        else { return nil }
        let file = FileReading(
            UnfinishedFile(
                file: foreseen.file, claim: claim, checkpoint: .start,
                sequenceBase: foreseen.sequenceBase))
        CrashMark.working(on: file.file.text)
        defer { CrashMark.working(on: nil) }
        guard let chunk = try? cut(file, using: block) else { return nil }
        return ReadAhead(
            file: file, chunk: chunk, foreseen: foreseen,
            whenCommitted: whenCommitted(chunk, of: file))
    }
}

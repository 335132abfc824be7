import Formats
import Intake
import Outbox
import Platform
import Vocabulary

/// A file read as its feed would read it, record by record, keeping nothing: what `try`, its
/// `--diff` and `test` are made of. It holds one chunk at a time.
final class DryRun {
    /// What goes to one destination.
    struct Routed {
        var destination: String
        var contract: String
        var records = 0
        var batches = 0
    }

    private let cutter: ChunkCutter
    private let block = RecordBlock()
    private let lines = LineBook()
    private var chunk: ChunkOutcomes?
    private var isAtEnd = false
    /// In the order in which the destinations were met.
    private(set) var routed: [Routed] = []
    /// Accepted records that no destination gets.
    private(set) var routedNowhere = 0

    /// Opens the file; its ids are those that the daemon would give it. No secret is read: what a
    /// feed hashes under a credential is hashed under a stand-in, the same on every machine.
    init(
        _ path: String, as compiled: CompiledFeed, of feed: FeedName
    ) throws(FormatError) {
        let content: ContentHash
        do throws(SystemError) {
            content = try ContentHash(ofFile: path)
        } catch {
            throw .system(error.description)
        }
        cutter = try ChunkCutter(
            file: FileID(feed: feed, content: content, occurrence: 1), sequenceBase: 0,
            from: .start, as: compiled.withStandInKeys(), path: path)
        cutter.onBlock = { [lines] in lines.note($0) }
    }

    /// Of all records up to the chunk that is being given out.
    var counts: RecordCounts { cutter.cut.counts }

    /// Of all records up to the chunk that is being given out.
    var batches: Int { cutter.cut.batches }

    /// The next record; nil when the file has been read to its end.
    func next() throws(FormatError) -> RecordOutcome? {
        while true {
            if let outcome = chunk?.next(filteredLine: lines.line(of:)) { return outcome }
            if isAtEnd { return nil }
            let (cut, isEnd) = try cutter.next(using: block)
            isAtEnd = isEnd
            chunk = cut.map(ChunkOutcomes.init)
            for batch in cut?.batches ?? [] { count(batch) }
        }
    }

    private func count(_ batch: BatchToStore) {
        var somewhere = RecordSet(capacity: batch.records)
        for route in batch.routes {
            somewhere.formUnion(route.records)
            let index =
                routed.firstIndex { $0.destination == route.destination } ?? routed.endIndex
            if index == routed.endIndex {
                routed.append(Routed(destination: route.destination, contract: route.contract))
            }
            routed[index].records += route.records.count
            routed[index].batches += 1
        }
        routedNowhere += batch.records - somewhere.count
    }
}

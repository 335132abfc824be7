import Formats
import Outbox
import Vocabulary

/// The beginning of a file, read once more for its keys: of all records, or of those that were
/// chosen for a replay.
struct KeyRecollection {
    let reader: any RecordReader
    let selection: SelectedRecords?

    /// The block's next records that are to be mapped, from `index` on; nil when there are none.
    func next(in block: RecordBlock, from index: Int) throws(FormatError) -> Range<Int>? {
        let count = block.recordCount
        guard index < count else { return nil }
        guard let selection else { return index..<count }
        let number = block.firstRecordNumber + Int64(index)
        guard let run = try selection.run(from: number) else { return nil }
        let first = index + Int(min(Int64(count - index), max(0, run.first - number)))
        guard first < count else { return nil }
        let behind = block.firstRecordNumber + Int64(first)
        return first..<first + Int(min(Int64(count - first), run.last - behind + 1))
    }
}

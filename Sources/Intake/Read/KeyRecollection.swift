import Formats
import Outbox
import Vocabulary

/// A part of a file, read for its keys alone.
struct KeyRecollection {
    /// Which of its records are mapped for that.
    enum Part {
        /// All before the checkpoint; of a replay, those that were chosen for it.
        case before(SelectedRecords?)
        /// All that were not chosen for a replay: they have gone through before, and have their keys.
        case beside(SelectedRecords)
    }

    let reader: any RecordReader
    let part: Part

    /// Whether records behind this number may be meant. What nobody has read yet, behind the place
    /// where a file was set aside, need not even be readable.
    func goesOn(behind number: Int64) throws(FormatError) -> Bool {
        guard case .beside(let selection) = part, let run = try selection.run(from: number + 1)
        else { return true }
        return run.first > number + 1 || run.last < ReplayRun.end
    }

    /// The block's next records that are to be mapped, from `index` on; nil when there are none.
    func next(in block: RecordBlock, from index: Int) throws(FormatError) -> Range<Int>? {
        let count = block.recordCount
        guard index < count else { return nil }
        func number(at index: Int) -> Int64 { block.firstRecordNumber + Int64(index) }
        /// Where a record stands in the block; its end for all that come later.
        func place(_ wanted: Int64) -> Int {
            index + Int(min(Int64(count - index), max(0, wanted - number(at: index))))
        }
        switch part {
        case .before(nil): return index..<count
        case .before(let selection?):
            guard let run = try selection.run(from: number(at: index)) else { return nil }
            let first = place(run.first)
            return first < count ? first..<place(run.last + 1) : nil
        case .beside(let selection):
            var first = index
            while first < count {
                guard let run = try selection.run(from: number(at: first)) else {
                    return first..<count
                }
                let end = place(run.first)
                if end > first { return first..<end }
                first = place(run.last + 1)
            }
            return nil
        }
    }
}

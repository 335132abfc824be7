import Vocabulary

/// On which line each record starts, for those that nothing else tells of: the filtered ones.
///
/// Records that follow each other line by line take one entry, however many they are. Where too many
/// don't, the oldest entries are given up, and the lines of their records are not known any more.
final class LineBook {
    private struct Run {
        var number: Int64
        var line: Int64
    }

    private var runs: [Run] = []
    private var first = 0
    private var known: Int64 = 0
    private static let limit = 1 << 16

    func note(_ block: RecordBlock) {
        for index in 0..<block.recordCount {
            let number = block.firstRecordNumber + Int64(index)
            let line = unsafe block.records[index].line
            if let run = runs.last, run.line + (number - run.number) == line { continue }
            runs.append(Run(number: number, line: line))
        }
        known = block.firstRecordNumber + Int64(block.recordCount) - 1
        if runs.count - first > Self.limit { first = runs.count - Self.limit }
        if first > Self.limit {
            runs.removeFirst(first)
            first = 0
        }
    }

    /// The line of a record; numbers are asked for in ascending order.
    func line(of number: Int64) -> Int64? {
        while first + 1 < runs.count, runs[first + 1].number <= number { first += 1 }
        guard first < runs.count, runs[first].number <= number, number <= known else { return nil }
        return runs[first].line + (number - runs[first].number)
    }
}

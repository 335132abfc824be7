/// Puts ascending record numbers together to runs.
struct RunBuilder {
    struct Run: Equatable {
        var first: Int64
        var last: Int64
        var firstLine: Int64?
        var lastLine: Int64?
        var places: String?
    }

    /// Distinct numbers so far.
    private(set) var count: Int64 = 0
    private var runs: [Run] = []

    mutating func add(_ number: Int64, line: Int64?, places: String?) {
        if let run = runs.last, run.places == places, run.last == number - 1 {
            runs[runs.count - 1].last = number
            runs[runs.count - 1].lastLine = line
        } else if let run = runs.last, run.last >= number {
            // The same record again: it has its place already.
            return
        } else {
            runs.append(
                Run(first: number, last: number, firstLine: line, lastLine: line, places: places))
        }
        count += 1
    }

    /// The runs that can't grow any more; at the end, all.
    mutating func takeRuns(isEnd: Bool = false) -> [Run] {
        guard !isEnd, let open = runs.last else {
            defer { runs = [] }
            return runs
        }
        defer { runs = [open] }
        return Array(runs.dropLast())
    }
}

import JSON
import Vocabulary

/// Holds what a sample gives against what is expected, line by line.
struct SampleJudge {
    /// Something that is not as expected. What is expected is old, what comes out is new.
    struct Difference {
        enum What {
            case record([JSONDifference])
            case reject(old: String?, new: String?)
        }

        /// Of the sample; `Int64.max` for the file as a whole, nil where an expectation names none.
        var line: Int64?
        var what: What

        fileprivate var rank: Int {
            switch what {
            case .record(let changes): changes.allSatisfy { $0.new == nil } ? 0 : 2
            case .reject(_, let new): new == nil ? 1 : 3
            }
        }
    }

    private var records: ExpectedLines
    private var rejects: ExpectedLines
    private var record: (line: Int64?, value: JSONValue)?
    private var reject: (line: Int64?, text: String)?
    private let kept: Int
    private(set) var differences: [Difference] = []
    private(set) var recordDifferences = 0
    private(set) var rejectDifferences = 0
    /// An expectation that can't be understood, in the file of records or in that of rejects.
    private(set) var mistake: (isReject: Bool, line: Int, reason: String)?

    /// - Parameter kept: so many differences are remembered; all are counted.
    init(records: [UInt8], rejects: [UInt8], kept: Int) {
        self.records = ExpectedLines(records)
        self.rejects = ExpectedLines(rejects)
        self.kept = kept
        record = nextRecord()
        reject = nextReject()
    }

    var differing: Int { recordDifferences + rejectDifferences }

    mutating func add(_ outcome: RecordOutcome) {
        switch outcome.came {
        case .accepted(let made):
            for one in made { add(SampleLine.accepted(one), at: outcome.line) }
        case .filtered: add(SampleLine.filtered(outcome), at: outcome.line)
        case .rejected(let rejected):
            add(reject: SampleLine.rejected(rejected), at: rejected.line)
        }
    }

    /// The file could not be read to its end.
    mutating func addFailure(rule: String, reason: String) {
        add(reject: SampleLine.failed(rule: rule, reason: reason), at: .max)
    }

    /// What is expected beyond the end is missing.
    mutating func finish() {
        while let expected = record { miss(expected) }
        while let expected = reject { miss(expected) }
        // What is missing stands before what came in its place.
        differences.sort { ($0.line ?? 0, $0.rank) < ($1.line ?? 0, $1.rank) }
    }

    private mutating func add(_ actual: JSONValue, at line: Int64?) {
        while let expected = record, let its = expected.line, let line, its < line {
            miss(expected)
        }
        guard let expected = record, expected.line == line || expected.line == nil || line == nil
        else {
            return differ(line, .record([JSONDifference(path: "", new: actual)]))
        }
        let changes = JSONDifference.between(expected.value, actual)
        if !changes.isEmpty { differ(line, .record(changes)) }
        record = nextRecord()
    }

    private mutating func add(reject actual: String, at line: Int64) {
        while let expected = reject, let its = expected.line, its < line { miss(expected) }
        guard let expected = reject, expected.line == line || expected.line == nil else {
            return differ(line, .reject(old: nil, new: actual))
        }
        if SampleLine.collapsed(expected.text) != SampleLine.collapsed(actual) {
            differ(line, .reject(old: expected.text, new: actual))
        }
        reject = nextReject()
    }

    private mutating func miss(_ expected: (line: Int64?, value: JSONValue)) {
        differ(expected.line, .record([JSONDifference(path: "", old: expected.value)]))
        record = nextRecord()
    }

    private mutating func miss(_ expected: (line: Int64?, text: String)) {
        differ(expected.line, .reject(old: expected.text, new: nil))
        reject = nextReject()
    }

    private mutating func differ(_ line: Int64?, _ what: Difference.What) {
        switch what {
        case .record: recordDifferences += 1
        case .reject: rejectDifferences += 1
        }
        if differences.count < kept { differences.append(Difference(line: line, what: what)) }
    }

    private mutating func nextRecord() -> (line: Int64?, value: JSONValue)? {
        guard mistake == nil, let text = records.next() else { return nil }
        do throws(JSONValue.ParseError) {
            let value = SampleLine.ordered(
                try JSONValue.parse(Array(text.utf8), maximumDepth: 256))
            return (SampleLine.line(of: value), value)
        } catch {
            mistake = (false, records.number, "not JSON: \(error.reason)")
            return nil
        }
    }

    private mutating func nextReject() -> (line: Int64?, text: String)? {
        guard let text = rejects.next() else { return nil }
        let line = SampleLine.line(ofReject: text)
        if line == nil, mistake == nil {
            mistake = (true, rejects.number, "begins with no line number")
        }
        return (line, text)
    }
}

import Configuration
import JSON
import Vocabulary

/// What came of all samples, for people as they come and for programs at the end.
struct SampleReport {
    private let ink = Ink()
    private let widths: (feed: Int, name: Int)
    private(set) var results: [SampleResult] = []
    private(set) var mistakes: [SampleMistake]

    init(of list: SampleList) {
        mistakes = list.mistakes
        widths = (
            list.samples.map { $0.feed.name.description.unicodeScalars.count }.max() ?? 0,
            list.samples.map { $0.name.printable(limit: 100).unicodeScalars.count }.max() ?? 0
        )
    }

    mutating func add(_ result: SampleResult) { results.append(result) }

    func count(_ state: SampleResult.State) -> Int {
        results.reduce(0) { $0 + ($1.state == state ? 1 : 0) }
    }

    var isGood: Bool {
        mistakes.isEmpty && results.allSatisfy { $0.state == .passed || $0.state == .updated }
    }

    /// One line, and below it what is wrong.
    func text(of result: SampleResult) -> String {
        let sample = result.sample
        let counts = result.counts
        let figures =
            "\(Figures.count(counts.accepted)) accepted, \(Figures.count(counts.rejected)) rejected, "
            + "\(Figures.count(counts.filtered)) filtered"
            + (result.setAside.map { "; set aside (\($0))" } ?? "")
        let tail: String
        switch result.state {
        case .passed: tail = figures
        case .failed:
            tail =
                Figures.count(result.differing, "difference") + " (- expected, + now)"
        case .new: tail = "nothing is expected of it yet; hopperctl test --update writes it"
        case .broken: tail = "can't be tested"
        case .updated: tail = figures
        }
        var lines = [
            "\(mark(result.state))  \(Self.padded(sample.feed.name.description, widths.feed))  "
                + "\(Self.padded(sample.name.printable(limit: 100), widths.name))  \(tail)"
        ]
        lines += result.notes.map { "  " + $0.printable(limit: 1000) }
        guard result.state == .failed else { return lines.joined(separator: "\n") }
        var place = ""
        for difference in result.differences {
            if difference.place != place {
                place = difference.place
                lines.append("  " + ink(place, .bold))
            }
            lines += difference.lines(in: ink)
        }
        let hidden = result.differing - result.differences.count
        if hidden > 0 {
            lines.append("  … and \(Figures.count(hidden)) more; --limit N shows more")
        }
        return lines.joined(separator: "\n")
    }

    func text(of mistake: SampleMistake) -> String {
        "\(ink("FAIL", .red))  \(mistake.path.printable(limit: 400)): "
            + mistake.message.printable(limit: 600)
    }

    private func mark(_ state: SampleResult.State) -> String {
        switch state {
        case .passed: ink("ok  ", .green)
        case .updated: ink("ok  ", .yellow)
        case .new: ink("new ", .yellow)
        case .failed, .broken: ink("FAIL", .red)
        }
    }

    /// `3 samples: 2 passed, 1 failed`
    var summary: String {
        var parts: [String] = []
        for (state, words) in [
            (SampleResult.State.passed, "passed"), (.updated, "updated"), (.failed, "failed"),
            (.broken, "can't be tested"), (.new, "without expectations"),
        ] where count(state) > 0 {
            parts.append("\(Figures.count(count(state))) \(words)")
        }
        if !mistakes.isEmpty { parts.append(counted(mistakes.count, "mistake")) }
        let text =
            "\(Figures.count(results.count)) \(results.count == 1 ? "sample" : "samples")"
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
        return ink(text, isGood ? .green : .red)
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
    }
}

extension SampleJudge.Difference {
    fileprivate var place: String {
        line.map { $0 == .max ? "the file" : "line \(Figures.count($0))" } ?? "on no line"
    }

    fileprivate func lines(in ink: Ink) -> [String] {
        switch what {
        case .record(let changes): JSONDifference.lines(changes, indent: "    ", in: ink)
        case .reject(let old, let new):
            [
                old.map { "    " + ink("- rejected: \(Self.spelled($0))", .red) },
                new.map { "    " + ink("+ rejected: \(Self.spelled($0))", .green) },
            ].compactMap { $0 }
        }
    }

    /// `DOB  type  not a date…`, without the line, which stands above.
    private static func spelled(_ text: String) -> String {
        let cells = text.split(separator: "\t", omittingEmptySubsequences: false)
        let rest = cells.count > 1 ? cells.dropFirst() : cells[...]
        return rest.joined(separator: "  ").printable(limit: 400)
    }
}

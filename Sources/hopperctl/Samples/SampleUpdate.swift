import Formats
import Glibc
import JSON
import Platform
import Vocabulary

/// Writes what a sample gives now into its files with expectations. One that says the same already
/// is left as it is, comments and all.
struct SampleUpdate {
    let run: SampleRun

    func write(
        _ judge: SampleJudge, isNew: Bool, in directory: borrowing BeneathDirectory,
        into result: inout SampleResult
    ) throws(SystemError) {
        let sample = run.sample
        if isNew || judge.recordDifferences > 0 || judge.mistake != nil {
            let count = try write(sample.recordsName, in: directory) { outcome in
                switch outcome.came {
                case .accepted(let made): made.map { SampleLine.accepted($0).serialized() }
                case .filtered: [SampleLine.filtered(outcome).serialized()]
                case .rejected: []
                }
            } atFailure: { _ in
                nil
            }
            let path = "\(sample.folder)/\(sample.recordsName)"
            result.notes.append("wrote \(path): \(Self.lines(count))")
        }
        if judge.rejectDifferences > 0 {
            let count = try write(sample.rejectsName, in: directory) { outcome in
                guard case .rejected(let reject) = outcome.came else { return [] }
                return [SampleLine.rejected(reject)]
            } atFailure: { failure in
                guard case .unreadable(let rule, let reason, _, _) = failure else { return nil }
                return SampleLine.failed(rule: rule, reason: reason)
            }
            let path = "\(sample.folder)/\(sample.rejectsName)"
            if count == 0 {
                _ = try directory.remove(Array(sample.rejectsName.utf8))
                result.notes.append("removed \(path): nothing is rejected any more")
            } else {
                result.notes.append("wrote \(path): \(Self.lines(count))")
            }
        }
        if !result.notes.isEmpty {
            try directory.synchronize()
            result.state = .updated
        }
    }

    /// Reads the sample once more and puts the lines it gives under the name, all at once; how many
    /// there are.
    private func write(
        _ name: String, in directory: borrowing BeneathDirectory,
        _ lines: (RecordOutcome) -> [String], atFailure: (FormatError) -> String?
    ) throws(SystemError) -> Int {
        let file = try DurableFile(in: directory, mode: 0o644)
        var buffer: [UInt8] = []
        var count = 0
        func put(_ text: String) {
            buffer += text.utf8
            buffer.append(UInt8(ascii: "\n"))
            count += 1
        }
        var reading = run.reading
        while let outcome = reading.next() {
            lines(outcome).forEach(put)
            guard buffer.count >= 1 << 16 else { continue }
            try file.write(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        if reading.isMachineAtFault {
            throw SystemError("read", on: run.sample.path, code: EIO)
        }
        reading.failure.flatMap(atFailure).map(put)
        try file.write(buffer)
        try file.commit(as: Array(name.utf8), in: directory)
        return count
    }

    private static func lines(_ count: Int) -> String {
        "\(Figures.count(count)) \(count == 1 ? "line" : "lines")"
    }
}

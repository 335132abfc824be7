import Configuration
import Formats
import Glibc
import Intake
import Mapping
import Platform
import Vocabulary

/// What came of one sample.
struct SampleResult {
    enum State: String {
        case passed, failed
        /// There are no files with expectations yet.
        case new
        /// It can't be read, or what is expected of it can't.
        case broken
        /// Its files with expectations have been written.
        case updated
    }

    let sample: Sample
    var state = State.passed
    var counts = RecordCounts()
    /// The rule by which the file as a whole would be set aside.
    var setAside: String?
    var differences: [SampleJudge.Difference] = []
    var differing = 0
    /// What is broken, or what was written, a line each.
    var notes: [String] = []
}

/// Reads one sample as its feed would, and holds it against what is expected.
struct SampleRun {
    let sample: Sample
    let compiled: CompiledFeed
    /// The configuration directory.
    let root: String
    /// So many differences are shown.
    let limit: Int
    /// Where its records are, if it is a zip archive: one that can't be unpacked is read as it is, and
    /// set aside.
    private let member: ArchiveMember?

    init(
        _ sample: Sample, in configuration: Configuration, root: String, limit: Int
    ) throws(CommandFailure) {
        self.sample = sample
        self.root = root
        self.limit = limit
        member =
            sample.feed.format.filter == nil
            ? try? ArchiveMember.first(of: "\(root)/\(sample.path)") : nil
        compiled = try CompiledFeed.ready(sample.feed, in: configuration)
    }

    /// - Parameter updates: whether the files with expectations are written where they differ.
    func judge(updates: Bool) throws(CommandFailure) -> SampleResult {
        var result = SampleResult(sample: sample)
        do throws(SystemError) {
            let directory = try SampleFolder.open(sample, below: root)
            let records = try SampleFolder.contents(of: sample.recordsName, in: directory)
            let rejects = try SampleFolder.contents(of: sample.rejectsName, in: directory)
            var judge = SampleJudge(records: records ?? [], rejects: rejects ?? [], kept: limit)
            var reading = self.reading
            while let outcome = reading.next() { judge.add(outcome) }
            result.counts = reading.counts
            switch reading.failure {
            case .unreadable(let rule, let reason, _, _)?:
                judge.addFailure(rule: rule, reason: reason)
                result.setAside = rule
            case .system(let text)?:
                result.state = .broken
                result.notes = [text]
                return result
            case nil: break
            }
            judge.finish()
            result.differences = judge.differences
            result.differing = judge.differing
            let isNew = records == nil && rejects == nil
            if updates {
                let update = SampleUpdate(run: self)
                try update.write(judge, isNew: isNew, in: directory, into: &result)
            } else if isNew {
                result.state = .new
            } else if let mistake = judge.mistake {
                result.state = .broken
                let name = mistake.isReject ? sample.rejectsName : sample.recordsName
                result.notes = ["\(sample.folder)/\(name):\(mistake.line): \(mistake.reason)"]
            } else {
                result.state = judge.differing == 0 ? .passed : .failed
            }
            if let member { result.notes.append("read is \(member.shown)") }
        } catch {
            if error.code == EFBIG {
                result.state = .broken
                result.notes = [
                    "\(error.subject) has more than "
                        + "\(Figures.bytes(Int64(ExpectedLines.sizeLimit))): too large for a test"
                ]
                return result
            }
            throw .unreachable(error.description)
        }
        return result
    }

    /// The sample, from its beginning.
    var reading: DryReading {
        DryReading(member?.path ?? "\(root)/\(sample.path)", as: compiled, of: sample.feed.name)
    }
}

/// A `.tests` directory and the files in it.
enum SampleFolder {
    /// Opens it; a link in place of it is refused.
    static func open(
        _ sample: Sample, below root: String
    ) throws(SystemError) -> BeneathDirectory {
        try BeneathDirectory(at: root + "/partners").directory(Array(sample.folderName.utf8))
    }

    /// A file's bytes; nil where there is none. A larger one than expectations ought to be throws
    /// EFBIG.
    static func contents(
        of name: String, in directory: borrowing BeneathDirectory
    ) throws(SystemError) -> [UInt8]? {
        let entry = Array(name.utf8)
        guard let status = try directory.status(of: entry) else { return nil }
        guard status.kind == .regular else {
            throw SystemError("read", on: directory.shown(entry), code: EINVAL)
        }
        let file = try directory.open(entry, O_RDONLY)
        var bytes: [UInt8] = []
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = try unsafe file.read(into: buffer)
            if count == 0 { return bytes }
            unsafe bytes.append(contentsOf: buffer[..<count])
            guard bytes.count <= ExpectedLines.sizeLimit else {
                throw SystemError("read", on: directory.shown(entry), code: EFBIG)
            }
        }
    }
}

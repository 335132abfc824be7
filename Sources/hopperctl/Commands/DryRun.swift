import Configuration
import Formats
import Intake
import JSON
import Outbox
import Platform
import Vocabulary

/// One file read as its feed would read it, keeping nothing but the counts and some rejects.
struct DryRun {
    let feed: Feed
    let compiled: CompiledFeed
    let keptRejects: Int
    private(set) var counts = RecordCounts()
    private(set) var batches = 0
    private(set) var rejects: [RejectedRecord] = []
    /// Rejected records by column and rule.
    private(set) var rejectedBy: [Cause: Int] = [:]
    var failure: FormatError?

    struct Cause: Hashable {
        var column: String?
        var rule: String
    }

    init(feed: Feed, compiled: CompiledFeed, keptRejects: Int) {
        self.feed = feed
        self.compiled = compiled
        self.keptRejects = keptRejects
    }

    mutating func read(_ path: String, batch: ([UInt8]) -> Void) throws(FormatError) {
        let content: ContentHash
        do throws(SystemError) {
            content = try ContentHash(ofFile: path)
        } catch {
            throw .system(error.description)
        }
        let cutter = try ChunkCutter(
            file: FileID(feed: feed.name, content: content, occurrence: 1), sequenceBase: 0,
            from: .start, as: compiled, path: path)
        let block = RecordBlock()
        while true {
            let (chunk, isEnd) = try cutter.next(using: block)
            counts = cutter.cut.counts
            batches = cutter.cut.batches
            for cut in chunk?.batches ?? [] { batch(cut.payload) }
            for reject in chunk?.rejects ?? [] {
                rejectedBy[Cause(column: reject.column, rule: reject.rule), default: 0] += 1
                if rejects.count < keptRejects { rejects.append(reject) }
            }
            if isEnd { return }
        }
    }
}

extension DryRun {
    private var causes: [(Cause, Int)] {
        rejectedBy.sorted {
            ($1.value, $0.key.column ?? "", $0.key.rule) < (
                $0.value, $1.key.column ?? "", $1.key.rule
            )
        }
        .map { ($0.key, $0.value) }
    }

    private var failureText: String? {
        failure?.text
    }

    func text(path: String) -> String {
        var lines: [String] = []
        for reject in rejects {
            let column = reject.column.map { ", column \($0.printable(limit: 60))" } ?? ""
            let value = reject.value.map { ": \($0.printable(limit: 80))" } ?? ""
            lines.append(
                "line \(reject.line), byte \(reject.byteOffset)\(column): \(reject.reason.printable()) "
                    + "[\(reject.rule)]\(value)")
        }
        if counts.rejected > Int64(rejects.count) {
            lines.append(
                "… and \(Figures.count(counts.rejected - Int64(rejects.count))) more rejected records"
            )
        }
        if let failureText {
            lines.append("the file can't be read to its end: \(failureText.printable(limit: 500))")
        }
        lines.append(
            "\(path.printable()): \(Figures.count(counts.read)) read = "
                + "\(Figures.count(counts.accepted)) accepted + "
                + "\(Figures.count(counts.rejected)) rejected + "
                + "\(Figures.count(counts.filtered)) filtered; \(Figures.count(batches)) batches")
        for (cause, count) in causes {
            lines.append(
                "  \(Figures.count(count)) × \(cause.rule)"
                    + (cause.column.map { " in column \($0.printable(limit: 60))" } ?? ""))
        }
        return lines.joined(separator: "\n")
    }

    func document(path: String) -> JSONValue {
        [
            "file": .string(path), "feed": .string(feed.name.description),
            "read": .integer(counts.read), "accepted": .integer(counts.accepted),
            "rejected": .integer(counts.rejected), "filtered": .integer(counts.filtered),
            "batches": .integer(batches),
            "failure": failureText.map { .string($0) } ?? nil,
            "rejected_by": .array(
                causes.map { cause, count in
                    [
                        "column": cause.column.map { .string($0) } ?? nil,
                        "rule": .string(cause.rule), "count": .integer(count),
                    ]
                }),
            "rejects": .array(
                rejects.map { reject in
                    guard case .object(var members) = RejectDocument.make(reject) else {
                        return nil
                    }
                    members.append(.init("value", reject.value.map { .string($0) } ?? nil))
                    return .object(members)
                }),
        ]
    }
}

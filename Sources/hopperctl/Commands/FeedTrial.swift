import Configuration
import Formats
import Inference
import Intake
import JSON
import Mapping
import Outbox
import Vocabulary

/// An inferred feed held against its own sample: what would be read, and what rejected.
struct FeedTrial {
    private(set) var counts = RecordCounts()
    private var rejectedBy: [String: Int] = [:]
    private var failure: String?

    /// Reads at most some rows more than wanted: a block is read as a whole.
    static func run(feed text: String, path: String, rows: Int) -> FeedTrial {
        var trial = FeedTrial()
        let destination = FeedWriter.destination
        let sources = [
            ConfigurationSource(path: "partners/sample.yaml", bytes: Array(text.utf8)),
            ConfigurationSource(
                path: "destinations/sample.yaml",
                bytes: Array(
                    "destination: \(destination)\ntype: http\nurl: http://127.0.0.1:1/\n".utf8)),
        ]
        do {
            let configuration = try parseConfiguration(sources: sources, directory: "/")
            guard let feed = configuration.partners.first?.feeds.first else { return trial }
            let compiled = try CompiledFeed(feed, in: configuration)
            try trial.read(path, feed, compiled, rows: rows)
        } catch let error as ConfigurationError {
            trial.failure = error.render(colored: false)
        } catch let error as FormatError {
            trial.failure = error.text
        } catch {
            trial.failure = "\(error)"
        }
        return trial
    }

    private mutating func read(
        _ path: String, _ feed: Feed, _ compiled: CompiledFeed, rows: Int
    ) throws(FormatError) {
        let cutter = try ChunkCutter(
            file: FileID(
                feed: feed.name, content: ContentHash(bytes: Array(repeating: 0, count: 32)),
                occurrence: 1),
            sequenceBase: 0, from: .start, as: compiled, path: path)
        let block = RecordBlock()
        while true {
            let (chunk, isEnd) = try cutter.next(using: block)
            counts = cutter.cut.counts
            for reject in chunk?.rejects ?? [] {
                let column = reject.column.map { "\($0): " } ?? ""
                rejectedBy[column + reject.reason, default: 0] += 1
            }
            if isEnd || counts.read >= Int64(rows) || rejectedBy.count > 10_000 { return }
        }
    }

    var lines: [String] {
        if let failure { return ["the feed can't read the sample: \(failure)"] }
        guard counts.rejected > 0 else {
            return ["of \(Figures.count(counts.read)) sampled rows none would be rejected"]
        }
        var lines = [
            "of \(Figures.count(counts.read)) sampled rows \(Figures.count(counts.rejected)) would be "
                + "rejected:"
        ]
        let causes = rejectedBy.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        lines += causes.prefix(8).map { "  \(Figures.count($0.value)) × \($0.key.printable())" }
        return lines
    }

    var document: JSONValue {
        [
            "read": .integer(counts.read), "accepted": .integer(counts.accepted),
            "rejected": .integer(counts.rejected),
            "failure": failure.map { .string($0) } ?? nil,
        ]
    }
}

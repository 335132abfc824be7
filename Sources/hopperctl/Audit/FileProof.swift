import Digest
import Formats
import Glibc
import Intake
import Outbox
import Platform
import Vocabulary

/// Reads one archived file again, and holds what it gives against the outbox: the same bytes, the
/// same counts, and byte for byte the same batches.
struct FileProof {
    enum Outcome {
        case holds(batches: Int, batchesGone: Int)
        case fails([String])
        /// Retention has removed the file.
        case gone
    }

    let file: FileSummary
    let path: String
    let outbox: SQLiteOutbox
    let feed: CompiledFeed

    func prove() throws(CommandFailure) -> Outcome {
        let content: ContentHash
        do throws(SystemError) {
            content = try ContentHash(ofFile: path)
        } catch {
            if error.code == ENOENT { return .gone }
            throw .unreachable(error.description)
        }
        guard content == file.content else {
            return .fails(["its archived copy has other bytes than it had when it was claimed"])
        }
        // Its members are files of their own, and proved by their own copies.
        if file.members > 0 {
            return file.counts.read == 0 && file.batches == 0
                ? .holds(batches: 0, batchesGone: 0)
                : .fails(["it is an archive, and has records of its own"])
        }
        do throws(FormatError) {
            return try compare()
        } catch {
            return .fails([
                "its archived copy can't be read again: \(error.text.printable(limit: 300))"
            ])
        }
    }

    private func compare() throws(FormatError) -> Outcome {
        let cutter = try ChunkCutter(
            file: file.file, sequenceBase: file.sequenceBase, from: .start, as: feed, path: path,
            selection: file.replay?.isSelection == true
                ? SelectedRecords(of: file.file, in: outbox) : nil)
        let block = RecordBlock()
        var findings: [String] = []
        var compared = 0
        var gone = 0
        while true {
            let (chunk, isEnd) = try cutter.next(using: block)
            for batch in chunk?.batches ?? [] {
                switch judge(batch) {
                case nil: gone += 1
                case true?: compared += 1
                case false?:
                    findings.append("batch b\(batch.number) differs from what the file gives now")
                }
            }
            if isEnd { break }
        }
        let counts = cutter.cut.counts
        if counts != file.counts {
            findings.append(
                "reading it again gives \(counts.accepted) accepted, \(counts.rejected) rejected, "
                    + "\(counts.filtered) filtered, \(counts.made) made; the outbox says "
                    + "\(file.counts.accepted), \(file.counts.rejected), "
                    + "\(file.counts.filtered), \(file.counts.made)")
        }
        if cutter.cut.batches != file.batches {
            findings.append(
                "reading it again gives \(cutter.cut.batches) batches; the outbox says \(file.batches)"
            )
        }
        return findings.isEmpty
            ? .holds(batches: compared, batchesGone: gone) : .fails(findings)
    }

    /// Whether the stored batch is the same; nil when its payload is kept no more.
    private func judge(_ batch: BatchToStore) -> Bool? {
        let id = BatchID(file: file.file, number: batch.number)
        guard let stored = try? outbox.payload(of: id) else { return nil }
        return stored == batch.payload
    }
}

extension FormatError {
    /// What is wrong, and where.
    var text: String {
        switch self {
        case .unreadable(let rule, let reason, let line, let byte):
            "\(rule): \(reason)" + (line.map { ", line \($0)" } ?? "")
                + (byte.map { ", byte \($0)" } ?? "")
        case .system(let text): text
        }
    }

    /// What the daemon would make of it.
    var verdict: String {
        let text = text.printable(limit: 1000)
        return switch self {
        case .unreadable: "the file would be quarantined: \(text)"
        case .system: "the file can't be read: \(text)"
        }
    }
}

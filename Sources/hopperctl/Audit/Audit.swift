import Configuration
import Intake
import JSON
import Outbox
import Vocabulary

/// What an audit found, gathered step by step.
struct Audit {
    private let outbox: SQLiteOutbox
    private let settings: Settings
    private let directory: String
    private(set) var ledger: [LedgerLine] = []
    private(set) var findings: [Discrepancy] = []
    private(set) var filesReadAgain = 0
    private(set) var batchesCompared = 0
    /// Archived files that retention has removed: only the counters speak for them.
    private(set) var filesGone = 0
    /// Batches whose payload retention has removed.
    private(set) var batchesGone = 0
    private(set) var readsFiles = false

    init(outbox: SQLiteOutbox, settings: Settings, directory: String) {
        self.outbox = outbox
        self.settings = settings
        self.directory = directory
    }

    /// Counts everything in the outbox again.
    mutating func recount() throws(CommandFailure) {
        ledger = try asking { () throws(OutboxError) in try outbox.ledger() }
        findings += try asking { () throws(OutboxError) in try outbox.recount() }
        for line in ledger where !line.isBalanced {
            findings.append(
                Discrepancy(
                    file: nil, destination: line.destination,
                    what: "the ledger of \(line.feed) does not balance"))
        }
    }

    /// Reads every archived file again, page by page.
    mutating func readFilesAgain() throws(CommandFailure) {
        readsFiles = true
        let query = FilesQuery(state: .archived, limit: Int(Int32.max))
        let files = try asking { () throws(OutboxError) in try outbox.files(query) }
        var revisions = StoredRevisions(
            outbox: outbox, directory: directory, settings: settings)
        for file in files {
            let feed: CompiledFeed
            switch try revisions.feed(file.feed, under: file.revision) {
            case .success(let found): feed = found
            case .failure(let missing):
                findings.append(
                    Discrepancy(file: file.file, destination: nil, what: missing.reason))
                continue
            }
            let path =
                settings.archiveDirectory + "/"
                + WorkSpace.shelfPath(workName: file.workName, claimedAt: file.claimedAt)
            let proof = FileProof(file: file, path: path, outbox: outbox, feed: feed)
            switch try proof.prove() {
            case .gone: filesGone += 1
            case .holds(let batches, let gone):
                filesReadAgain += 1
                batchesCompared += batches
                batchesGone += gone
            case .fails(let what):
                filesReadAgain += 1
                findings += what.map {
                    Discrepancy(file: file.file, destination: nil, what: $0)
                }
            }
        }
    }

    var text: String {
        var parts: [String] = []
        if !ledger.isEmpty { parts.append(LedgerTable.text(ledger)) }
        if readsFiles {
            parts.append(
                Figures.count(filesReadAgain, "archived file") + " read again, "
                    + Figures.count(batchesCompared, "batch", plural: "batches")
                    + " compared byte for byte")
        }
        if filesGone + batchesGone > 0 {
            parts.append(
                "not proved again, because retention has passed: "
                    + Figures.count(filesGone, "file") + ", "
                    + Figures.count(batchesGone, "batch", plural: "batches"))
        }
        for finding in findings {
            let file = finding.file.map { "file \($0): " } ?? ""
            let destination = finding.destination.map { "destination \($0): " } ?? ""
            parts.append(Terminal.styled("\(file)\(destination)\(finding.what)", .red))
        }
        parts.append(
            findings.isEmpty
                ? Terminal.styled("Everything adds up.", .green)
                : Figures.count(findings.count, "finding") + ": something does not add up.")
        return parts.joined(separator: "\n")
    }

    var document: JSONValue {
        [
            "ok": .boolean(findings.isEmpty),
            "ledger": .array(ledger.map(LedgerTable.document)),
            "files_read_again": .integer(filesReadAgain),
            "batches_compared": .integer(batchesCompared),
            "files_gone": .integer(filesGone),
            "batches_gone": .integer(batchesGone),
            "findings": .array(
                findings.map { finding in
                    [
                        "file": finding.file.map { .string($0.text) } ?? nil,
                        "destination": finding.destination.map { .string($0) } ?? nil,
                        "what": .string(finding.what),
                    ]
                }),
        ]
    }
}

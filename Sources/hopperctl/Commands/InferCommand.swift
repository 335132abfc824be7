import Compression
import Inference
import JSON
import Vocabulary

/// `hopperctl infer FILE`: a feed to start from, by what a sample looks like.
enum InferCommand: Subcommand {
    static let name = "infer"
    static let summary = "a feed to start from, by a sample file"
    static let help = """
        Usage: hopperctl infer FILE [--partner NAME] [--name FEED] [--rows N] [--json]

        Looks at the beginning of FILE (1 MiB, and its end) and prints a partner's file that reads
        it: encoding, dialect, header (or the array, element or slices that hold the records), and for
        each column its type, date format, decimal mark and null texts. Of a zip archive the first
        member is looked at. What it is unsure of stands beside it as a comment, and on stderr; what of the
        sample that feed would reject is told there too. Name the destination before you use it.
        The daemon and its configuration are not needed.

        Options:
          --partner NAME  the partner's name (default: new-partner)
          --name FEED     the feed's name (default: by the file's name)
          --rows N        rows looked at (default 10000)
          --json          the findings as one document, instead of the feed

        Examples:
          hopperctl infer customers.csv
          hopperctl infer FILE > partners/acme.yaml
          hopperctl infer orders.csv.gz --partner acme --name orders > partners/acme.yaml
          hopperctl infer sample.csv --json | jq '.columns[] | {field, type}'

        Exit codes: 0 there is a feed, 1 no records can be made out in FILE, 2 usage, 3 FILE can't
        be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json"], options: ["--config", "--partner", "--name", "--rows"])
        guard arguments.positional.count == 1 else { throw .usage("infer takes one FILE") }
        let rows = try arguments.number("--rows", in: 1...1_000_000, default: 10_000)
        let partner = try name(arguments, "--partner") ?? "new-partner"
        let feed = try name(arguments, "--name")
        let path = arguments.positional[0]
        try demandReadableFile(path)
        let member = try ArchiveMember.first(of: path, limit: archiveLimit)
        var sample: FileSample
        do throws(CompressionError) {
            sample = try FileSample.read(path: member?.path ?? path)
        } catch {
            throw ArchiveMember.failure(error, path)
        }
        if member != nil { sample.compression = .zip }
        var findings = infer(sample, rows: rows)
        let name = SampleName(path: path)
        let writer = FeedWriter(findings, name: name, partner: partner, feed: feed)
        if let doubt = name.doubt { findings.doubts.insert(("match", doubt), at: 0) }
        let text = writer.text()
        let trial = text.map { FeedTrial.run(feed: $0, path: member?.path ?? path, rows: rows) }
        if arguments.has("--json") {
            Terminal.out(document(findings, path, text, trial).serialized(indented: true))
        } else {
            if let text { Terminal.out(String(text.dropLast())) }
            let shown = path.printable() + (member.map { ", \($0.shown)" } ?? "")
            Terminal.error(summary(findings, shown, trial))
        }
        return text == nil ? .foundWrong : .done
    }

    /// As much of a zip archive's member is unpacked.
    private static let archiveLimit: Int64 = 256 << 20

    private static func name(
        _ arguments: Arguments, _ option: String
    ) throws(CommandFailure) -> String? {
        guard let text = arguments.value(option) else { return nil }
        let isFine =
            text.utf8.count <= 64
            && text.utf8.first.map { $0 != 0x2D && $0 != 0x2E && $0 != 0x5F } == true
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x2E
                    || $0 == 0x5F
            }
        guard isFine else {
            throw .usage(
                "\(option) takes a name of a to z, 0 to 9, '.', '_' and '-', not "
                    + "'\(text.printable(limit: 60))'")
        }
        return text
    }

    private static func summary(
        _ findings: Findings, _ path: String, _ trial: FeedTrial?
    ) -> String {
        guard trial != nil else {
            var reason = "there are no records in it"
            if case .unknown(let known) = findings.format { reason = known }
            return "\(path): \(reason)"
        }
        var lines = [
            "\(path): \(findings.format.type), \(findings.encoding.name), "
                + "\(findings.columns.count) columns, \(Figures.count(findings.rows)) rows looked at"
        ]
        if let trial { lines += trial.lines }
        let doubts = findings.allDoubts
        if !doubts.isEmpty { lines.append("unsure:") }
        lines += doubts.prefix(20).map { "  \($0.printable(limit: 200))" }
        if doubts.count > 20 { lines.append("  … and \(doubts.count - 20) more") }
        return lines.joined(separator: "\n")
    }

    private static func document(
        _ findings: Findings, _ path: String, _ text: String?, _ trial: FeedTrial?
    ) -> JSONValue {
        guard case .object(var members) = findings.document else { return nil }
        members.insert(.init("file", .string(path)), at: 0)
        members.append(.init("feed", text.map { .string($0) } ?? nil))
        members.append(.init("trial", trial?.document ?? nil))
        return .object(members)
    }
}

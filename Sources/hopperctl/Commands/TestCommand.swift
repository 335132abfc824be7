import Configuration
import JSON
import Vocabulary

/// `hopperctl test`: do the sample files beside the configuration still give what they gave?
enum TestCommand: Subcommand {
    static let name = "test"
    static let summary = "reads the samples beside the configuration: does each give what it did?"
    static let help = """
        Usage: hopperctl test [PARTNER[/FEED]] [--update] [--limit N] [--json]

        Samples of partner acme lie in partners/acme.tests below the configuration directory, under
        names that its feeds' patterns take. What is expected of a sample NAME.csv stands beside it:

          NAME.expected.jsonl  a line for each accepted record, as a destination gets it but for id
                               and sequence, with who gets it ("to"); and one for each filtered one
          NAME.rejects.txt     a line for each rejected one: line, column, rule and reason; where
                               the file can't be read to its end, the last line says why

        Each sample is read as its feed would read it, under the configuration on disk. The daemon
        need not run. `hopperctl check` does this, too; a reload does not.

          --update   writes what the samples give now into these files, and says which have changed
          --limit N  shows so many differences of each sample (default 20); all are counted

        Examples:
          hopperctl test
          hopperctl test acme/customers
          hopperctl --config ./config test acme --update

        Exit codes: 0 every sample gives what is expected (or was updated), 1 some don't, or nothing
        is expected of them yet, 2 usage, 3 a directory or file can't be opened.
        """

    static func run(
        _ words: [String], configDirectory: String?
    ) throws(CommandFailure) -> ExitCode {
        let arguments = try Arguments(
            words, flags: ["--json", "--update"], options: ["--config", "--limit"])
        guard arguments.positional.count <= 1 else { throw .usage("test takes one PARTNER/FEED") }
        let limit = try arguments.number("--limit", in: 0...1_000_000, default: 20)
        let given = arguments.value("--config") ?? configDirectory
        let configuration = try ConfigurationAccess.load(given)
        let (partner, feed) = try selection(arguments.positional.first, in: configuration)
        let directory = ConfigurationAccess.directory(given)
        let list = try SampleList(
            of: configuration, directory: directory, partner: partner, feed: feed)
        var report = SampleReport(of: list)
        let isJSON = arguments.has("--json")
        for sample in list.samples {
            let run = try SampleRun(sample, in: configuration, root: directory, limit: limit)
            let result = try run.judge(updates: arguments.has("--update"))
            report.add(result)
            if !isJSON { Terminal.out(report.text(of: result)) }
        }
        if isJSON {
            Terminal.out(report.document.serialized(indented: true))
        } else if list.isEmpty {
            let folder = "\(directory)/partners/\(partner ?? "PARTNER").tests"
            Terminal.out("There are no samples yet; put some files of the partner into \(folder)")
        } else {
            for mistake in list.mistakes { Terminal.out(report.text(of: mistake)) }
            Terminal.out(report.summary)
        }
        return report.isGood ? .done : .foundWrong
    }

    private static func selection(
        _ text: String?, in configuration: Configuration
    ) throws(CommandFailure) -> (partner: String?, feed: String?) {
        guard let text else { return (nil, nil) }
        let parts = text.split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false
        ).map(String.init)
        guard let partner = configuration.partners.first(where: { $0.name == parts[0] }) else {
            throw .usage(
                "there is no partner \(parts[0].printable(limit: 60))"
                    + hintOrList(for: parts[0], among: configuration.partners.map(\.name)))
        }
        guard parts.count == 2 else { return (partner.name, nil) }
        guard let feed = partner.feeds.first(where: { $0.name.feed == parts[1] }) else {
            throw .usage(
                "there is no feed \(text.printable(limit: 60))"
                    + hintOrList(for: text, among: partner.feeds.map(\.name.description)))
        }
        return (partner.name, feed.name.feed)
    }
}

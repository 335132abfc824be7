import Formats
import Mapping
import Vocabulary
import YAML

extension KeyTable {
    static let feed = KeyTable(
        "a feed",
        [
            KeySpec(
                "match", .list(of: .described("a glob pattern", as: .text)), required: true,
                "The names of its files, as glob patterns: `*`, `?`, `[a-z]`."),
            KeySpec(
                "ready",
                .either([.choice(["settle", "renamed", "marker", "manifest"]), .section(ready)]),
                default: "{ settle: 2s }", "How a file shows that it is complete."),
            KeySpec(
                "format",
                .either([.choice(formatTypes.filter { $0 != "xml" }), .section(format)]),
                required: true, "How its files are written."),
            KeySpec(
                "record", .list(of: .section(record)), required: true,
                "What becomes of each record; a list makes several of one."),
            KeySpec("batch", .section(batch), "How records are cut into batches."),
            KeySpec(
                "rejects", .section(rejects),
                "How many rejected records a file may have; without it, any number."),
            KeySpec(
                "duplicates", .choice(["skip", "process"]), default: "skip",
                "What becomes of a file whose bytes have been read before."),
            KeySpec(
                "release", .choice(["streaming", "whole-file"]), default: "streaming",
                "When batches may leave: at once, or when the last record has been judged."),
            KeySpec(
                "deliver", .list(of: .either([.name, .section(route)])), required: true,
                "Where the records go."),
            KeySpec(
                "trailer", .section(trailer),
                "What the record at the file's end says of it: a count, sums."),
            .later("order", "What has to wait for what."),
        ])

    static let batch = KeyTable(
        "a batch",
        [
            KeySpec("records", .integer(1...1000), default: "1000", "The most records in a batch."),
            KeySpec(
                "bytes", .size((1 << 10)...(16 << 20)), default: "1MiB",
                "The most bytes of JSON in a batch; one larger record makes a batch of its own."),
        ])

    static let rejects = KeyTable(
        "rejects",
        [
            KeySpec(
                "limit", .shareOrCount, required: true,
                "The most rejected records: a share of those read, or a number."),
            KeySpec(
                "over", .choice(["quarantine", "warn"]), default: "quarantine",
                "What becomes of a file that is over the limit."),
        ])
}

/// Reads a feed of a partner's file.
struct FeedReader {
    /// For the formats' bounds.
    let limits: Settings.Limits
    /// The destinations there are.
    let destinations: [String]
    /// Whether it is read in order to come into force.
    let isNew: Bool

    typealias Pattern = (text: String, span: SourceSpan)

    /// Nil where it can't be a feed; otherwise what is wrong is reported, and its default taken.
    func read(
        _ pair: YAMLPair, name: FeedName, in findings: Findings
    ) -> (feed: Feed, patterns: [Pattern])? {
        let title = "feed \(name.feed.quoted)"
        guard
            let section = Section(
                pair.value, as: .feed, title: title, at: pair.keySpan, in: findings)
        else { return nil }
        let patterns = section.value("match").map { readPatterns($0) } ?? []
        let format = FormatReader(limits: limits, demandsPrograms: isNew).read(section)
        let reader = RecordSpecReader(columns: KnownColumns(of: format), findings: findings)
        let records = reader.read(section)
        let routes = RouteReader(destinations: destinations).read(
            section, records: records)
        var feed = Feed(
            name: name, match: patterns.map(\.text), format: format ?? FormatSpec(kind: .jsonLines),
            record: records[0].spec, deliver: routes.map(\.route))
        feed.records = records.map(\.spec)
        if let ready = ReadyReader().read(section) {
            feed.ready = ready.readiness
            feed.readyWithin = ready.within ?? feed.readyWithin
        }
        if let batch = section.section("batch") {
            feed.batch.records = batch.value("records")?.integer() ?? feed.batch.records
            feed.batch.bytes = batch.value("bytes")?.size().map { Int($0) } ?? feed.batch.bytes
        }
        feed.rejects = section.section("rejects").flatMap { readRejects($0) }
        if let trailer = section.section("trailer") {
            feed.trailer = TrailerReader(
                section: trailer, span: section["trailer"]?.keySpan ?? pair.keySpan, format: format,
                hasFooter: section["format"]?.value.hasKey("footer_lines") == true
            ).read()
        }
        feed.duplicates = section.value("duplicates")?.choice(DuplicatesPolicy.self) ?? .skip
        feed.release = section.value("release")?.choice(ReleasePolicy.self) ?? .streaming
        if section.has("record") {
            var check = PlanCheck(records: records, routes: routes, findings: findings)
            check.run()
        }
        return (feed, patterns)
    }

    private func readPatterns(_ value: Value) -> [Pattern] {
        guard let items = value.items() else { return [] }
        if items.isEmpty { value.report("'match' is empty") }
        return items.compactMap { item in
            guard let text = item.text() else { return nil }
            if let problem = GlobCheck.problem(in: text) {
                item.report("pattern \(text.quoted) \(problem)")
                return nil
            }
            return (text, item.node.span)
        }
    }

    private func readRejects(_ section: Section) -> RejectsPolicy? {
        let over = section.value("over")?.choice(RejectsPolicy.Over.self) ?? .quarantine
        guard let value = section.value("limit"), let scalar = value.scalar() else { return nil }
        if let share = Quantities.share(scalar.text) {
            return RejectsPolicy(limit: .share(thousandthsOfPercent: share), over: over)
        }
        if let count = Quantities.digits(scalar.text), count <= 1_000_000_000 {
            return RejectsPolicy(limit: .count(Int(count)), over: over)
        }
        return value.refuse(
            "must be a share or a number of records, not \(scalar.text.quoted)",
            hint: "write 5%, 0.1% or 100")
    }
}

extension YAMLNode {
    fileprivate func hasKey(_ name: String) -> Bool {
        guard case .mapping(let pairs) = content else { return false }
        return pairs.contains { $0.key == name }
    }
}

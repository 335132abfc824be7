import Vocabulary
import YAML

extension KeyTable {
    static let partner = KeyTable(
        "a partner",
        [
            KeySpec(
                "partner", .name, required: true,
                "Its name: its drop directory's, and what the commands show."),
            KeySpec(
                "feeds", .map(of: .section(feed), named: .name), required: true,
                "Its feeds by name. A file belongs to the first feed that matches its name."),
        ])
}

/// Reads a file of `partners/`.
struct PartnerReader {
    let feeds: FeedReader

    /// Nil where it has no name to speak of; anything else that is wrong is reported.
    func read(_ file: SourceFile) -> (partner: Partner, name: YAMLPair)? {
        guard let section = file.section(.partner, title: "the partner") else { return nil }
        let name = section.value("partner")?.name()
        var partner = Partner(name: name ?? "", feeds: [])
        if let pair = section["feeds"] { readFeeds(pair, into: &partner, section) }
        guard name != nil, let pair = section["partner"] else { return nil }
        return (partner, pair)
    }

    private func readFeeds(_ pair: YAMLPair, into partner: inout Partner, _ section: Section) {
        let findings = section.findings
        guard case .mapping(let pairs) = pair.value.content, !pairs.isEmpty else {
            let value = section.value("feeds")
            if pair.value.isNull || pair.value.content == .mapping([]) {
                value?.report("'feeds' is empty")
            } else {
                value?.report("'feeds' must be a mapping of feeds by name, not \(pair.value.kind)")
            }
            return
        }
        var earlier: [(feed: String, pattern: FeedReader.Pattern)] = []
        var patterns: [String: (feed: String, line: Int)] = [:]
        for pair in pairs {
            guard isName(pair.key) else {
                findings.report(
                    "a feed can't be called \(pair.key.quoted)",
                    hint: "names are made of a to z, 0 to 9, '.', '_' and '-', begin with a letter "
                        + "or a digit, and have at most 64 characters",
                    at: pair.keySpan)
                continue
            }
            let name = FeedName(partner: partner.name, feed: pair.key)
            guard let feed = feeds.read(pair, name: name, in: findings) else { continue }
            partner.feeds.append(feed.feed)
            for pattern in feed.patterns {
                if let first = patterns[pattern.text] {
                    let feed = first.feed == pair.key ? "this feed" : "feed \(first.feed.quoted)"
                    findings.report(
                        "pattern \(pattern.text.quoted) is taken by \(feed) on line \(first.line)",
                        hint: "a file belongs to the first feed that matches", at: pattern.span)
                } else {
                    if feeds.isNew { checkReach(of: pattern, earlier, in: findings) }
                    patterns[pattern.text] = (pair.key, pattern.span.start.line)
                }
            }
            earlier += feed.patterns.map { (pair.key, $0) }
        }
    }

    /// A pattern of a later feed that takes nothing but what an earlier one takes is never asked.
    private func checkReach(
        of pattern: FeedReader.Pattern, _ earlier: [(feed: String, pattern: FeedReader.Pattern)],
        in findings: Findings
    ) {
        guard let (feed, wider) = earlier.first(where: { GlobCover.covers($1.text, pattern.text) })
        else { return }
        findings.report(
            "pattern \(pattern.text.quoted) is never asked: feed \(feed.quoted) takes "
                + "\(wider.text.quoted) on line \(wider.span.start.line)",
            hint: "a file belongs to the first feed that matches; let this feed stand before it",
            at: pattern.span)
    }
}

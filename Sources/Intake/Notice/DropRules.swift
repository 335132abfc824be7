package import Configuration
import Glibc
package import Vocabulary

/// Which entries of an inbox are whose, and when they are complete: what a partner's feeds say.
package struct DropRules: Hashable, Sendable {
    /// One feed, as far as the inbox is concerned. Spans are milliseconds.
    package struct Rule: Hashable, Sendable {
        package var feed: FeedName
        package var match: [String]
        package var ready: Readiness
        package var within: Int64

        package init(feed: FeedName, match: [String], ready: Readiness, within: Int64) {
            self.feed = feed
            self.match = match
            self.ready = ready
            self.within = within
        }
    }

    /// What a name makes an entry.
    package enum Role: Hashable, Sendable {
        case file(Rule)
        /// The side file that says another file is complete.
        case marker(of: EntryName, Rule)
        /// Being uploaded: a dot name, or one that ends in `.part` and the like. The rule is the one
        /// it will fall under by its final name, if that can be told.
        case temporary(Rule?)
        case unmatched
        /// Our own, on its way out of the inbox.
        case ours
    }

    package var rules: [Rule]

    package init(_ rules: [Rule]) { self.rules = rules }

    package init(of partner: Partner) {
        rules = partner.feeds.map {
            Rule(
                feed: $0.name, match: $0.match, ready: $0.ready,
                within: $0.readyWithin.inMilliseconds)
        }
    }

    package static let ownPrefix = Array(".hopper-".utf8)
    private static let temporarySuffixes = [".part", ".tmp", ".filepart", ".crdownload"]
        .map { Array($0.utf8) }

    /// The first feed, in the order of the configuration, that matches wins.
    package func role(of name: EntryName) -> Role {
        if name.bytes.starts(with: Self.ownPrefix) { return .ours }
        if name.bytes.first == UInt8(ascii: ".") {
            return .temporary(rule(for: EntryName(bytes: Array(name.bytes.dropFirst()))))
        }
        for suffix in Self.temporarySuffixes where name.bytes.ends(with: suffix) {
            return .temporary(
                rule(for: EntryName(bytes: Array(name.bytes.dropLast(suffix.count)))))
        }
        for rule in rules {
            guard let pattern = rule.ready.sideFile,
                let marked = Self.markedName(name, pattern), Self.matches(marked, rule.match)
            else { continue }
            return .marker(of: marked, rule)
        }
        return rule(for: name).map(Role.file) ?? .unmatched
    }

    private func rule(for name: EntryName) -> Rule? {
        rules.first { Self.matches(name, $0.match) }
    }

    /// fnmatch(3) with FNM_PERIOD on the name's bytes.
    static func matches(_ name: EntryName, _ patterns: [String]) -> Bool {
        let text = name.bytes.map { CChar(bitPattern: $0) } + [0]
        return patterns.contains { unsafe fnmatch($0, text, FNM_PERIOD) == 0 }
    }

    /// The name that stands for `{name}` when `name` is made after `pattern`.
    static func markedName(_ name: EntryName, _ pattern: String) -> EntryName? {
        let text = Array(pattern.utf8)
        let variable = Array("{name}".utf8)
        guard
            let start = (0..<max(0, text.count - variable.count + 1)).first(where: {
                Array(text[$0..<($0 + variable.count)]) == variable
            })
        else { return nil }
        let prefix = text[..<start]
        let suffix = text[(start + variable.count)...]
        guard name.bytes.count > prefix.count + suffix.count, name.bytes.starts(with: prefix),
            name.bytes.ends(with: suffix)
        else { return nil }
        return EntryName(
            bytes: Array(name.bytes[prefix.count..<(name.bytes.count - suffix.count)]))
    }
}

extension [UInt8] {
    fileprivate func ends(with suffix: some Collection<UInt8>) -> Bool {
        count >= suffix.count && self[(count - suffix.count)...].elementsEqual(suffix)
    }
}

extension Duration {
    /// Rounded up; what can be told in milliseconds since 1970.
    var inMilliseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(seconds, 1_000_000_000_000) * 1000
            + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    }
}

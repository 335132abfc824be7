import Configuration
import Intake
import Testing
import Vocabulary

@Suite struct DropRulesTests {
    private let rules = DropRules([
        DropRules.Rule(
            feed: FeedName(partner: "p", feed: "marked"), match: ["m-*"],
            ready: .marker("ok-{name}.done"), within: 1),
        DropRules.Rule(
            feed: FeedName(partner: "p", feed: "first"), match: ["*.csv", "*.csv.gz"],
            ready: .renamed, within: 1),
        DropRules.Rule(
            feed: FeedName(partner: "p", feed: "second"), match: ["c*"], ready: .renamed,
            within: 1),
    ])

    private func role(_ text: String) -> String {
        switch rules.role(of: EntryName(bytes: Array(text.utf8))) {
        case .file(let rule): rule.feed.feed
        case .marker(of: let marked, let rule): "\(rule.feed.feed) marker of \(marked.printable)"
        case .temporary(let rule): "temporary \(rule?.feed.feed ?? "-")"
        case .unmatched: "unmatched"
        case .ours: "ours"
        }
    }

    @Test(arguments: [
        ("c.csv", "first"), ("c.txt", "second"), ("x.csv.gz", "first"), ("m-1", "marked"),
        ("ok-m-1.done", "marked marker of m-1"), ("ok-x.done", "unmatched"),
        ("ok-.done", "unmatched"), (".c.csv", "temporary first"), ("c.csv.part", "temporary first"),
        ("readme", "unmatched"), (".x", "temporary -"), (".hopper-1", "ours"),
        ("new\nline.csv", "first"),
    ])
    func `a name tells what an entry is`(text: String, expected: String) {
        #expect(role(text) == expected)
    }

    @Test func `a name that is no UTF-8 is matched by its bytes`() {
        let name = EntryName(bytes: [0xFF, 0xFE] + Array(".csv".utf8))
        guard case .file(let rule) = rules.role(of: name) else {
            Issue.record("not matched")
            return
        }
        #expect(rule.feed.feed == "first")
    }
}

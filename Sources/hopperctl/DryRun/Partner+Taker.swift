import Configuration
import Intake
import Vocabulary

/// Why no feed takes a file of some name.
struct NotTaken: Error {
    let reason: String
}

extension Partner {
    /// The feed that would take a file of this name from the inbox.
    func taker(of fileName: String) -> Result<Feed, NotTaken> {
        switch DropRules(of: self).role(of: EntryName(bytes: Array(fileName.utf8))) {
        case .file(let rule):
            if let feed = feeds.first(where: { $0.name == rule.feed }) { return .success(feed) }
        case .marker(let marked, _):
            return .failure(
                NotTaken(reason: "would be taken for the marker of \(marked.printable)"))
        case .temporary, .ours:
            return .failure(NotTaken(reason: "would be taken for an upload that is under way"))
        case .unmatched: break
        }
        let patterns = feeds.map { "\($0.name.feed) (\($0.match.joined(separator: ", ")))" }
            .joined(separator: ", ").printable(limit: 400)
        return .failure(
            NotTaken(reason: "no feed of \(name) takes a file of this name: \(patterns)"))
    }
}

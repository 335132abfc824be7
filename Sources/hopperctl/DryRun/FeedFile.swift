import Configuration
import Formats
import Glibc
import Intake
import Mapping
import Vocabulary

/// The words PARTNER/FEED and FILE of a command, looked up.
struct FeedFile {
    let feed: Feed
    let path: String
    /// Where its records are: in an archive's first member, if it is one.
    let contentPath: String
    /// What the inbox would make of the file's name, where that is something else; for people.
    private(set) var inboxNote: String?

    init(
        feed text: String, path: String, in configuration: Configuration
    ) throws(CommandFailure) {
        feed = try Self.find(text, in: configuration)
        self.path = path
        try demandReadableFile(path)
        // A program gets the file as it is, as the daemon would give it.
        let member = feed.format.filter == nil ? try ArchiveMember.first(of: path) : nil
        contentPath = member?.path ?? path
        inboxNote = note(in: configuration)
        if let member {
            inboxNote = (inboxNote.map { $0 + "; " } ?? "") + "read is \(member.shown)"
        }
    }

    private func note(in configuration: Configuration) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        let partner = configuration.partners.first { $0.name == feed.name.partner }
        switch partner?.taker(of: name) {
        case .success(let taker)?:
            return taker.name == feed.name
                ? nil : "in the inbox \(taker.name) would take a file of this name"
        case .failure(let problem)?: return "in the inbox: \(problem.reason)"
        case nil: return nil
        }
    }

    private static func find(
        _ text: String, in configuration: Configuration
    ) throws(CommandFailure) -> Feed {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw .usage("'\(text.printable(limit: 60))' is not of the form PARTNER/FEED")
        }
        let name = FeedName(partner: String(parts[0]), feed: String(parts[1]))
        guard let feed = configuration.feed(name) else {
            let known = configuration.partners.flatMap { $0.feeds.map(\.name.description) }
            throw .usage(
                "there is no feed \(text.printable(limit: 60))"
                    + hintOrList(for: text, among: known))
        }
        return feed
    }
}

extension CompiledFeed {
    /// The feed of a configuration that has been checked, ready to read a file with.
    static func ready(
        _ feed: Feed, in configuration: Configuration
    ) throws(CommandFailure) -> CompiledFeed {
        do throws(PlanError) {
            return try CompiledFeed(feed, in: configuration)
        } catch {
            throw CommandFailure(code: .foundWrong, message: "\(feed.name): \(error)")
        }
    }
}

/// The file is there, regular, and may be read.
func demandReadableFile(_ path: String) throws(CommandFailure) {
    guard unsafe access(path, R_OK) == 0 else {
        var reason = unsafe String(cString: strerror(errno))
        // The mark stands for bytes that are no character, and the name with it is that of no file.
        if path.contains("\u{FFFD}") {
            reason += "; a name that is not UTF-8 can't be given: rename a copy of the file"
        }
        throw .unreachable("\(path.printable()): \(reason)")
    }
    // It is read twice, once for its hash: a pipe would be empty by then, and block for ever.
    var status = stat()
    if unsafe stat(path, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
        throw .unreachable("\(path.printable()) is not a regular file")
    }
}

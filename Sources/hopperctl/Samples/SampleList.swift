import Configuration
import Intake
import Platform
import Vocabulary

/// The samples below `partners/*.tests`, each with the feed that would take it, and what is not in
/// order there.
struct SampleList {
    private(set) var samples: [Sample] = []
    private(set) var mistakes: [SampleMistake] = []
    private let partner: String?
    private let feed: String?

    var isEmpty: Bool { samples.isEmpty && mistakes.isEmpty }

    /// - Parameters:
    ///   - partner: only its samples; nil for all.
    ///   - feed: only the samples of this feed of the partner.
    init(
        of configuration: Configuration, directory: String, partner: String? = nil,
        feed: String? = nil
    ) throws(CommandFailure) {
        self.partner = partner
        self.feed = feed
        do throws(SystemError) {
            let partners = try BeneathDirectory(at: directory).directory(Array("partners".utf8))
            for name in try Self.names(in: partners)
            where name.hasSuffix(".tests") && !name.hasPrefix(".") {
                try read(name, in: partners, configuration)
            }
        } catch {
            throw .unreachable(error.description)
        }
    }

    private mutating func read(
        _ folder: String, in partners: borrowing BeneathDirectory, _ configuration: Configuration
    ) throws(SystemError) {
        let path = "partners/\(folder)"
        let name = String(folder.dropLast(".tests".count))
        guard partner == nil || partner == name else { return }
        guard let owner = configuration.partners.first(where: { $0.name == name }) else {
            let known = configuration.partners.map(\.name).joined(separator: ", ")
            mistakes.append(
                SampleMistake(
                    path: path,
                    message: "there is no partner '\(name.printable(limit: 60))'; known: \(known)"))
            return
        }
        guard try partners.status(of: Array(folder.utf8))?.kind == .directory else {
            mistakes.append(SampleMistake(path: path, message: "is not a directory"))
            return
        }
        let directory = try partners.directory(Array(folder.utf8))
        let names = try Self.names(in: directory).filter { !$0.hasPrefix(".") }
        let files = names.filter { !Self.isExpectation($0) }
        var stems: [String: String] = [:]
        for name in files {
            let isRegular = try directory.status(of: Array(name.utf8))?.kind == .regular
            switch isRegular ? taker(of: name, owner) : .failure(Message("is not a regular file")) {
            case .success(let taker):
                let sample = Sample(feed: taker, folder: path, name: name)
                if let other = stems.updateValue(name, forKey: Sample.stem(of: name)) {
                    report(
                        sample.path,
                        "\(other) and it would share \(sample.recordsName); rename one")
                } else if feed == nil || feed == taker.name.feed {
                    samples.append(sample)
                }
            case .failure(let message): report("\(path)/\(name)", message.text)
            }
        }
        let known = Set(files.map(Sample.stem(of:)))
        for name in names where Self.isExpectation(name) && !known.contains(Self.stem(of: name)) {
            report("\(path)/\(name)", "belongs to no sample: remove or rename it")
        }
    }

    private struct Message: Error {
        let text: String
        init(_ text: String) { self.text = text }
    }

    /// The feed that would take the file from the inbox.
    private func taker(of name: String, _ partner: Partner) -> Result<Feed, Message> {
        switch DropRules(of: partner).role(of: EntryName(bytes: Array(name.utf8))) {
        case .file(let rule):
            guard let feed = partner.feeds.first(where: { $0.name == rule.feed }) else {
                return .failure(Message("no feed of \(partner.name) takes a file of this name"))
            }
            return .success(feed)
        case .marker(let marked, _):
            return .failure(Message("would be taken for the marker of \(marked.printable)"))
        case .temporary, .ours:
            return .failure(Message("would be taken for an upload that is under way"))
        case .unmatched:
            let patterns = partner.feeds.map { feed in
                "\(feed.name.feed) (\(feed.match.joined(separator: ", ")))"
            }
            return .failure(
                Message(
                    "no feed of \(partner.name) takes a file of this name: "
                        + patterns.joined(separator: ", ").printable(limit: 400)))
        }
    }

    private mutating func report(_ path: String, _ message: String) {
        mistakes.append(SampleMistake(path: path, message: message))
    }

    private static func isExpectation(_ name: String) -> Bool {
        name.hasSuffix(Sample.recordsSuffix) || name.hasSuffix(Sample.rejectsSuffix)
    }

    /// `customers-1` of `customers-1.expected.jsonl`.
    private static func stem(of expectation: String) -> String {
        for suffix in [Sample.recordsSuffix, Sample.rejectsSuffix]
        where expectation.hasSuffix(suffix) {
            return String(expectation.dropLast(suffix.count))
        }
        return expectation
    }

    /// Sorted. A name that is not UTF-8 is shown as well as it can be, and then not found.
    private static func names(
        in directory: borrowing BeneathDirectory
    ) throws(SystemError) -> [String] {
        var names: [String] = []
        try directory.forEachName { name in
            names.append(String(decoding: name, as: UTF8.self))
            return true
        }
        return names.sorted()
    }
}

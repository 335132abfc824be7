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
            let partners = try BeneathDirectory(at: directory + "/partners")
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
        let rules = DropRules(of: owner)
        let files = names.filter { name in
            guard case .marker(of: let file, _) = rules.role(of: EntryName(bytes: Array(name.utf8)))
            else { return !Self.isExpectation(name) }
            // A side file beside its sample came with it.
            return !names.contains(file.printable)
        }
        var stems: [String: String] = [:]
        for name in files {
            let kind = try directory.status(of: Array(name.utf8))?.kind
            let taker: Result<Feed, NotTaken> =
                switch kind {
                case .regular: owner.taker(of: name)
                // What stands for its bytes here is the name of no file.
                case nil: .failure(NotTaken(reason: "has a name that is not UTF-8; rename it"))
                default: .failure(NotTaken(reason: "is not a regular file"))
                }
            switch taker {
            case .success(let taker):
                let sample = Sample(feed: taker, folderName: folder, name: name)
                if let other = stems.updateValue(name, forKey: Sample.stem(of: name)) {
                    report(
                        sample.path,
                        "\(other) and it would share \(sample.recordsName); rename one")
                } else if feed == nil || feed == taker.name.feed {
                    samples.append(sample)
                }
            case .failure(let problem): report("\(path)/\(name)", problem.reason)
            }
        }
        let known = Set(files.map(Sample.stem(of:)))
        for name in names where Self.isExpectation(name) && !known.contains(Self.stem(of: name)) {
            report("\(path)/\(name)", "belongs to no sample: remove or rename it")
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

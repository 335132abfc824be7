import Digest
package import Vocabulary
import YAML

/// Reads a whole configuration from its files' bytes, and checks it.
///
/// - Parameter directory: what relative paths of `hopper.yaml` are below; absolute.
/// - Throws: all mistakes at once.
package func parseConfiguration(
    sources: [ConfigurationSource], directory: String
) throws(ConfigurationError) -> Configuration {
    let parser = ConfigurationParser(sources: sources, directory: directory)
    let configuration = parser.parse()
    guard parser.mistakes.isEmpty else { throw ConfigurationError(parser.mistakes) }
    return configuration
}

extension RevisionID {
    /// The first 12 hexadecimal digits of a SHA-256 over the files by their paths: any change to any
    /// file, be it a comment, makes another revision.
    package init(of sources: [ConfigurationSource]) {
        var hash = SHA256()
        for source in sources.sorted(by: { $0.path < $1.path }) {
            let head = Array("\(source.path)\0\(source.bytes.count)\0".utf8)
            unsafe head.withUnsafeBytes { unsafe hash.update($0) }
            unsafe source.bytes.withUnsafeBytes { unsafe hash.update($0) }
        }
        self.init(String(hash.finish().hexadecimal.prefix(12)))
    }
}

/// Reads the files in the order in which they need each other, and holds them against each other.
final class ConfigurationParser {
    private(set) var mistakes: [ConfigurationMistake] = []
    private let sources: [ConfigurationSource]
    private let directory: String
    private let tables: TableShelf
    private let isNew: Bool

    /// - Parameters:
    ///   - unread: tables that could not be read, which has been reported.
    ///   - isNew: whether what does not get along with this machine, or could never have an effect,
    ///     is a mistake, too. Not where an earlier revision is read again: its files have been claimed.
    init(
        sources: [ConfigurationSource], directory: String, unread: Set<String> = [],
        isNew: Bool = false
    ) {
        self.isNew = isNew
        self.sources = sources.sorted { $0.path < $1.path }
        self.directory = directory
        tables = TableShelf(sources, unread: unread)
    }

    /// What is whole only if there are no mistakes.
    func parse() -> Configuration {
        var settings = Settings()
        for source in sources where source.path == "hopper.yaml" {
            let file = SourceFile(source)
            settings = SettingsReader(directory: directory).read(file)
            mistakes += file.findings.mistakes
        }
        let (destinations, names) = readDestinations()
        let feeds = FeedReader(
            limits: settings.limits, destinations: names, isNew: isNew)
        let partners = readPartners(PartnerReader(feeds: feeds))
        mistakes += tables.mistakes
        for source in sources where !Self.isKnown(source.path) {
            mistakes.append(
                ConfigurationMistake(path: source.path, message: "is no part of a configuration"))
        }
        return Configuration(
            revision: RevisionID(of: sources), settings: settings, partners: partners,
            destinations: destinations, sources: sources)
    }

    private func readDestinations() -> ([Destination], names: [String]) {
        var destinations: [Destination] = []
        var names: [String] = []
        var unique = UniqueNames(kind: "destination")
        let reader = DestinationReader(directory: directory, demandsFiles: isNew)
        for source in sources where source.path.hasPrefix("destinations/") {
            let file = SourceFile(source)
            if let (destination, name) = reader.read(file) {
                unique.check(destination.name, name, file)
                destinations.append(destination)
                names.append(destination.name)
            } else if let name = Self.stem(of: source.path) {
                // So that one broken file does not make a mistake of every feed that names it.
                names.append(name)
            }
            mistakes += file.findings.mistakes
        }
        return (destinations, names.sorted())
    }

    private func readPartners(_ reader: PartnerReader) -> [Partner] {
        var partners: [Partner] = []
        var unique = UniqueNames(kind: "partner")
        let files = sources.filter {
            $0.path.hasPrefix("partners/") && !TablePath.isTable($0.path)
        }
        if files.isEmpty {
            mistakes.append(
                ConfigurationMistake(
                    path: "partners", message: "there is no partner",
                    hint: "each has a file of its own: partners/NAME.yaml"))
        }
        for source in files {
            let file = SourceFile(source, tables: tables)
            if let (partner, name) = reader.read(file) {
                unique.check(partner.name, name, file)
                partners.append(partner)
            }
            mistakes += file.findings.mistakes
        }
        return partners
    }

    private static func isKnown(_ path: String) -> Bool {
        path == "hopper.yaml" || path.hasPrefix("partners/") || path.hasPrefix("destinations/")
    }

    /// `crm` of `destinations/crm.yaml`.
    private static func stem(of path: String) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        guard name.hasSuffix(".yaml") else { return nil }
        let stem = String(name.dropLast(5))
        return isName(stem) ? stem : nil
    }
}

/// Finds names that two files give.
private struct UniqueNames {
    let kind: String
    private var places: [String: String] = [:]

    init(kind: String) { self.kind = kind }

    mutating func check(_ name: String, _ pair: YAMLPair, _ file: SourceFile) {
        if let first = places[name] {
            file.findings.report(
                "\(kind) \(name.quoted) is already in \(first)", at: pair.value.span)
        } else {
            places[name] = "\(file.path):\(pair.value.span.start.line)"
        }
    }
}

import Glibc
import Platform
import Vocabulary
import YAML

/// Reads and checks the configuration in a directory: `hopper.yaml` (which may be missing: every
/// setting has a default), `partners/*.yaml` and `destinations/*.yaml`, without those whose names
/// begin with a dot, and the tables that partners' fields look into.
///
/// - Throws: all mistakes at once, among them files that can't be read and programs that are not here.
package func loadConfiguration(
    directory: String
) throws(ConfigurationError) -> Configuration {
    let reader = ConfigurationDirectory(path: directory)
    let sources = reader.read()
    guard reader.isThere else { throw ConfigurationError(reader.mistakes) }
    let parser = ConfigurationParser(
        sources: sources, directory: reader.path, unread: reader.unreadTables,
        isNew: true)
    let configuration = parser.parse()
    let mistakes = reader.mistakes + parser.mistakes
    guard mistakes.isEmpty else { throw ConfigurationError(mistakes) }
    return configuration
}

/// Reads and checks `hopper.yaml` alone: enough to find the outbox while a partner's file has
/// mistakes in it. Without the file every setting has its default.
package func loadSettings(directory: String) throws(ConfigurationError) -> Settings {
    let reader = ConfigurationDirectory(path: directory)
    let sources = reader.read()
    guard reader.isThere else { throw ConfigurationError(reader.mistakes) }
    guard let source = sources.first(where: { $0.path == "hopper.yaml" }) else { return Settings() }
    let file = SourceFile(source)
    let settings = SettingsReader(directory: reader.path).read(file)
    guard file.findings.mistakes.isEmpty else { throw ConfigurationError(file.findings.mistakes) }
    return settings
}

/// The files of a configuration directory.
private final class ConfigurationDirectory {
    /// Absolute.
    let path: String
    private(set) var isThere = false
    private(set) var mistakes: [ConfigurationMistake] = []
    /// Those that are there but could not be read.
    private(set) var unreadTables: Set<String> = []

    init(path: String) {
        let parts = path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
        if path.hasPrefix("/") {
            self.path = "/" + parts
        } else {
            let current = unsafe getcwd(nil, 0)
            defer { unsafe free(current) }
            let base = unsafe current.map { unsafe String(cString: $0) } ?? ""
            self.path = parts.isEmpty ? base : base + "/" + parts
        }
    }

    func read() -> [ConfigurationSource] {
        let names = self.names(in: "")
        guard let names else { return [] }
        isThere = true
        var sources: [ConfigurationSource] = []
        for name in names where !name.hasPrefix(".") {
            guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { continue }
            if name == "hopper.yaml" || name == "hopper.yml" {
                source(name).map { sources.append($0) }
            } else {
                report(
                    name, "is not read",
                    hint: "a partner's file belongs into partners/, a destination's into "
                        + "destinations/")
            }
        }
        for folder in ["partners", "destinations"] where names.contains(folder) {
            for name in self.names(in: folder) ?? [] where !name.hasPrefix(".") {
                guard name.hasSuffix(".yaml") || name.hasSuffix(".yml") else { continue }
                source("\(folder)/\(name)").map { sources.append($0) }
            }
        }
        return sources + tables(of: sources)
    }

    private func tables(of sources: [ConfigurationSource]) -> [ConfigurationSource] {
        let partners = sources.filter { $0.path.hasPrefix(TablePath.folder + "/") }
        let named = partners.reduce(into: Set<String>()) {
            $0.formUnion(TablePath.named(in: $1))
        }
        var tables: [ConfigurationSource] = []
        var total = 0
        for path in named.sorted() {
            guard let table = table(path) else { continue }
            tables.append(table)
            total += table.bytes.count
            if total > TablePath.totalLimit {
                report(
                    path,
                    "is too much: all tables together have more than "
                        + "\(TablePath.totalLimit >> 20) MiB")
                break
            }
        }
        return tables
    }

    /// Reached without following a link, so that it is what lies below `partners`. Nil where there
    /// is none, or, reported, where it can't be read.
    private func table(_ name: String) -> ConfigurationSource? {
        let parts = name.split(separator: "/").map { Array($0.utf8) }
        do throws(SystemError) {
            var folder = try BeneathDirectory(at: path + "/" + TablePath.folder)
            for part in parts.dropFirst().dropLast() { folder = try folder.directory(part) }
            let file = try folder.open(parts[parts.count - 1], O_RDONLY | O_NONBLOCK)
            guard try file.status().kind == .regular else {
                unreadTables.insert(name)
                report(name, "is not a regular file")
                return nil
            }
            return ConfigurationSource(
                path: name, bytes: try contents(of: file, limit: TablePath.sizeLimit + 1))
        } catch {
            // That it is missing is said where it is asked for.
            guard !error.isNoEntry else { return nil }
            unreadTables.insert(name)
            let isLink = error.code == ELOOP || error.code == EXDEV
            report(
                name, isLink ? "is a link, or lies behind one" : "can't be read: \(error.reason)",
                hint: isLink ? "tables must lie below \(TablePath.folder) themselves" : nil,
                isUnreadable: !isLink)
            return nil
        }
    }

    /// The names in a folder, sorted; nil, reported, when it can't be read.
    private func names(in folder: String) -> [String]? {
        let path = folder.isEmpty ? path : path + "/" + folder
        do throws(SystemError) {
            var names: [String] = []
            var isText = true
            try BeneathDirectory(at: path).forEachName { name in
                if let name = String(validating: name, as: UTF8.self) {
                    names.append(name)
                } else {
                    isText = false
                }
                return true
            }
            if !isText { report(folder.isEmpty ? path : folder, "holds a name that is not UTF-8") }
            return names.sorted()
        } catch {
            report(
                folder.isEmpty ? path : folder, "can't be read: \(error.reason)",
                isUnreadable: true)
            return nil
        }
    }

    private func source(_ name: String) -> ConfigurationSource? {
        if name.hasSuffix(".yml") {
            report(name, "is not read", hint: "rename it to \(name.dropLast(4)).yaml")
            return nil
        }
        do throws(SystemError) {
            let file = try FileDescriptor.open(path + "/" + name, O_RDONLY | O_NONBLOCK)
            guard try file.status().kind == .regular else {
                report(name, "is not a regular file")
                return nil
            }
            // One byte more than a document may have, so that the parser says it is too large.
            return ConfigurationSource(
                path: name, bytes: try contents(of: file, limit: YAMLDocument.sizeLimit + 1))
        } catch {
            report(name, "can't be read: \(error.reason)", isUnreadable: true)
            return nil
        }
    }

    private func contents(
        of file: borrowing FileDescriptor, limit: Int
    ) throws(SystemError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let result = unsafe buffer.withUnsafeMutableBytes { buffer in
                Result<Int, SystemError> { () throws(SystemError) in
                    try unsafe file.read(into: buffer)
                }
            }
            let count = try result.get()
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        return bytes.count > limit ? Array(bytes[..<limit]) : bytes
    }

    private func report(
        _ path: String, _ message: String, hint: String? = nil, isUnreadable: Bool = false
    ) {
        var mistake = ConfigurationMistake(
            path: path.printable(), message: message.printable(), hint: hint?.printable())
        mistake.isUnreadable = isUnreadable
        mistakes.append(mistake)
    }
}

import Vocabulary
import YAML

/// Where tables may lie: below `partners`, so that a configuration is one directory, and what it
/// says is all in it.
enum TablePath {
    static let folder = "partners"
    /// Of one table, in bytes. Each revision keeps its tables in the outbox, and each table is in
    /// memory while it is in use.
    static let sizeLimit = 4 << 20
    /// Of all tables of a configuration.
    static let totalLimit = 8 << 20

    /// `partners/countries.csv` for the `countries.csv` of a partner's file; nil where that is not a
    /// path of a table.
    static func resolve(_ file: String) -> String? {
        let parts = file.split(separator: "/", omittingEmptySubsequences: false)
        let isPlain = parts.allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".")
                && part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
        }
        guard isPlain, file.hasSuffix(".csv"), file.utf8.count <= 200 else { return nil }
        return folder + "/" + file
    }

    static func isTable(_ path: String) -> Bool {
        path.hasPrefix(folder + "/") && path.hasSuffix(".csv")
    }

    /// The tables that a partner's file asks for, as far as can be told before it is checked.
    static func named(in source: ConfigurationSource) -> Set<String> {
        var found: Set<String> = []
        if let root = YAMLDocument(source.bytes).root { find(in: root, &found) }
        return found
    }

    private static func find(in node: YAMLNode, _ found: inout Set<String>) {
        switch node.content {
        case .scalar: break
        case .sequence(let items): for item in items { find(in: item, &found) }
        case .mapping(let pairs):
            for pair in pairs {
                find(in: pair.value, &found)
                guard pair.key == "lookup", case .mapping(let options) = pair.value.content,
                    case .scalar(let file)? = options.first(where: { $0.key == "file" })?.value
                        .content, let path = resolve(file.text)
                else { continue }
                found.insert(path)
            }
        }
    }
}

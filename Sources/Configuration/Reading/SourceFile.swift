import Vocabulary
import YAML

/// One YAML file, parsed; its mistakes gather in `findings`.
struct SourceFile {
    let path: String
    /// Nil where there is no tree to read: the file is empty, or is not YAML.
    let root: YAMLNode?
    let findings: Findings

    init(_ source: ConfigurationSource, tables: TableShelf = TableShelf([])) {
        let document = YAMLDocument(source.bytes)
        path = source.path
        root = document.root
        findings = Findings(path: source.path, source: document.source, tables: tables)
        for problem in document.problems {
            findings.report(
                problem.message.printable(limit: 160), hint: problem.hint, at: problem.span)
        }
    }

    /// The file's whole mapping; nil, reported, when it has none.
    func section(_ table: KeyTable, title: String) -> Section? {
        guard let root, !root.isNull else {
            if findings.mistakes.isEmpty {
                findings.report("\(title) is empty", at: Self.beginning)
            }
            return nil
        }
        return Section(root, as: table, title: title, at: place(of: root), in: findings)
    }

    /// Where it is reported that the whole file lacks something: its first key.
    private func place(of root: YAMLNode) -> SourceSpan {
        if case .mapping(let pairs) = root.content, let first = pairs.first {
            return first.keySpan
        }
        return Self.beginning
    }

    /// Whether it holds nothing but comments.
    var isEmpty: Bool { root?.isNull ?? findings.mistakes.isEmpty }

    private static let beginning = SourceSpan(
        SourcePlace(line: 1, column: 1), SourcePlace(line: 1, column: 1))
}

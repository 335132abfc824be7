import Vocabulary
import YAML

/// Gathers the mistakes of one file while it is read. One thread at a time.
final class Findings {
    let path: String
    let source: SourceText
    /// What the file's fields may look into.
    let tables: TableShelf
    private(set) var mistakes: [ConfigurationMistake] = []

    init(path: String, source: SourceText, tables: TableShelf = TableShelf([])) {
        self.path = path
        self.source = source
        self.tables = tables
    }

    /// What the message quotes may come from the file: it is made fit for one line.
    func report(_ message: String, hint: String? = nil, at span: SourceSpan) {
        // A span that goes on over the line's end is underlined up to there.
        let line = source.line(span.start.line)
        let rest = line.unicodeScalars.count - span.start.column + 1
        let width =
            span.end.line == span.start.line ? span.end.column - span.start.column : max(rest, 1)
        mistakes.append(
            ConfigurationMistake(
                path: path, line: span.start.line, column: span.start.column,
                message: message.printable(limit: 600), hint: hint?.printable(limit: 600),
                excerpt: .init(text: line, width: max(1, width))))
    }

    func notSupportedYet(_ what: String, at span: SourceSpan) {
        report("\(what) is not supported yet", at: span)
    }

    /// Whether a mistake has been reported that begins within the lines of `span`.
    func hasMistake(within span: SourceSpan) -> Bool {
        mistakes.contains {
            guard let line = $0.line, let column = $0.column else { return false }
            let place = SourcePlace(line: line, column: column)
            return span.start <= place && place < max(span.end, span.start.next)
        }
    }
}

extension SourcePlace {
    var next: SourcePlace { SourcePlace(line: line, column: column + 1) }
}

extension String {
    /// The text in quotes, as messages show what stands in a file.
    var quoted: String { "'\(printable(limit: 60))'" }
}

extension [String] {
    /// `a`, `a or b`, `a, b or c`.
    func listed(_ word: String = "or") -> String {
        guard count > 1, let last else { return first ?? "" }
        return dropLast().joined(separator: ", ") + " \(word) " + last
    }
}

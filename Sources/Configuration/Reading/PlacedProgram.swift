import JQ
import YAML

/// A program in jq's language, and where it stands in the file.
struct PlacedProgram {
    var text: String
    var span: SourceSpan

    /// Where a mistake in it stands in the file: exactly, where the line of the program stands there
    /// as it is; where YAML folds lines or resolves escapes, the whole program.
    func span(of mistake: JQMistake?, in source: SourceText) -> SourceSpan {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let mistake, lines.indices.contains(mistake.line - 1) else { return span }
        let line = lines[mistake.line - 1].unicodeScalars
        let number = mistake.line + (head(in: source) ?? span.start.line - 1)
        guard !line.isEmpty, number <= source.lineCount,
            let indent = source.line(number).start(
                of: line, from: number == span.start.line ? span.start.column - 1 : 0)
        else { return span }
        guard let column = mistake.column else {
            let blanks = line.prefix { $0 == " " }.count
            return SourceSpan(number, indent + blanks, indent + line.count)
        }
        let start = indent + column - 1
        return SourceSpan(number, start, start + max(1, mistake.word.unicodeScalars.count))
    }

    /// The line of the `|` that a literal block begins with, above its text; nil for anything else.
    private func head(in source: SourceText) -> Int? {
        var number = span.start.line
        while number > 1 {
            number -= 1
            let words = source.line(number).split(separator: " ")
            if words.isEmpty { continue }
            let code = words.prefix { !$0.hasPrefix("#") }
            return code.last?.hasPrefix("|") == true ? number : nil
        }
        return nil
    }
}

extension SourceSpan {
    /// On one line; the columns from 0.
    fileprivate init(_ line: Int, _ from: Int, _ to: Int) {
        self.init(
            SourcePlace(line: line, column: from + 1), SourcePlace(line: line, column: to + 1))
    }
}

extension String {
    /// Where the text begins, from there on; in scalars from 0.
    fileprivate func start(of text: Substring.UnicodeScalarView, from: Int) -> Int? {
        let scalars = Array(unicodeScalars)
        let wanted = Array(text)
        guard scalars.count >= wanted.count + from else { return nil }
        return (from...(scalars.count - wanted.count)).first {
            scalars[$0..<$0 + wanted.count].elementsEqual(wanted)
        }
    }
}

/// Why a configuration was refused: every mistake in it, by path and place.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// At least one.
    package let mistakes: [ConfigurationMistake]

    /// Sorts the mistakes by where they stand, and leaves out repetitions.
    package init(_ mistakes: [ConfigurationMistake]) {
        var seen: Set<ConfigurationMistake> = []
        self.mistakes = mistakes.filter { seen.insert($0).inserted }.enumerated().sorted {
            let (left, right) = ($0.element, $1.element)
            let leftKey = (left.path, left.line ?? 0, left.column ?? 0, $0.offset)
            return leftKey < (right.path, right.line ?? 0, right.column ?? 0, $1.offset)
        }.map(\.element)
    }

    /// `3 mistakes in 2 files`.
    package var summary: String {
        let files = Set(mistakes.map(\.path)).count
        return "\(mistakes.count) \(mistakes.count == 1 ? "mistake" : "mistakes")"
            + " in \(files) \(files == 1 ? "file" : "files")"
    }

    /// Something could not be read at all, whatever else is wrong.
    package var isUnreadable: Bool { mistakes.contains(where: \.isUnreadable) }

    /// Each mistake with its line and a caret below, then the summary; ends with a line end.
    ///
    /// - Parameter colored: with ANSI escape sequences, for a terminal.
    package func render(colored: Bool = false) -> String {
        mistakes.map { $0.render(colored: colored) }.joined() + summary + "\n"
    }

    /// The headlines, one a line, without the summary.
    package var description: String { mistakes.map(\.headline).joined(separator: "\n") }
}

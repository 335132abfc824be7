/// One mistake in a configuration, and where it stands.
package struct ConfigurationMistake: Hashable, Sendable {
    /// Below the configuration directory: `partners/acme.yaml`.
    package var path: String
    /// From 1; nil where the whole file or directory is at fault.
    package var line: Int?
    /// From 1, in Unicode scalars; nil where `line` is.
    package var column: Int?
    /// What is wrong, in one line.
    package var message: String
    /// What to do about it, in one line: `did you mean 'format'?`
    package var hint: String?
    /// The line it stands on, and how many scalars of it to underline.
    package var excerpt: Excerpt?
    /// The file or directory could not be read at all: not a mistake in what it says.
    package var isUnreadable = false

    package struct Excerpt: Hashable, Sendable {
        package var text: String
        package var width: Int

        package init(text: String, width: Int) {
            self.text = text
            self.width = width
        }
    }

    package init(
        path: String, line: Int? = nil, column: Int? = nil, message: String, hint: String? = nil,
        excerpt: Excerpt? = nil
    ) {
        self.path = path
        self.line = line
        self.column = column
        self.message = message
        self.hint = hint
        self.excerpt = excerpt
    }

    /// `partners/acme.yaml:7:9: unknown key 'formatt'; did you mean 'format'?`
    package var headline: String { place + ": " + text }

    /// `path:line:column`, as far as they are known.
    package var place: String {
        guard let line else { return path }
        guard let column else { return "\(path):\(line)" }
        return "\(path):\(line):\(column)"
    }

    /// The message and the hint.
    package var text: String { hint.map { "\(message); \($0)" } ?? message }
}

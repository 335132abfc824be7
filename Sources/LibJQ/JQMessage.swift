import JQ

/// What libjq says of a program that it does not compile, made fit for the program's author:
///
///     jq: error: foo/1 is not defined at <top-level>, line 3:
///      .a | foo(1)     (as many spaces behind the line as there are bytes before the mistake)
struct JQMessage {
    private var text: Substring
    /// From 1, without the prelude's line.
    private var line = 1
    /// Bytes before the mistake on its line; nil where it is not said.
    private var offset: Int?

    /// Nil for what only counts the others.
    init?(_ message: String, about program: String) {
        let parts = message.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        text = parts[0]
        if text.hasPrefix("jq: "), text.hasSuffix(" compile error") || text.hasSuffix(" errors") {
            return nil
        }
        if text.hasPrefix("jq: error: ") { text = text.dropFirst("jq: error: ".count) }
        if let place = text.ranges(of: " at <top-level>, line ").last {
            let number = Int(text[place.upperBound...].prefix { $0.isNumber }) ?? 2
            line = min(max(1, number - 1), program.lines.count)
            text = text[..<place.lowerBound]
            let excerpt = parts.count > 1 ? parts[1].utf8.count : 0
            let before = excerpt - program.lines[line - 1].utf8.count
            if number > 1, before >= 0 { offset = before }
        }
        if let aside = text.ranges(of: " (Unix shell quoting issues?)").first {
            text.removeSubrange(aside)
        }
    }

    /// The mistake, where it stands.
    func mistake(in program: String) -> JQMistake {
        if let slash = text.firstIndex(of: "/"),
            let mistake = JQRefusals.mistake(unknown: text[..<slash], in: program)
        {
            return mistake
        }
        for word in JQRefusals.statements where text.contains("unexpected \(word)") {
            let why = JQRefusals.whyNoStatements
            if let mistake = JQRefusals.mistake(word, why, in: program) { return mistake }
        }
        if text.contains("unexpected $end") {
            return JQMistake(
                line: line,
                message: String(text.replacing("unexpected $end", with: "unexpected end")))
        }
        let source = Substring(program.lines[line - 1])
        guard let offset, offset < source.utf8.count else {
            return JQMistake(line: line, message: String(text))
        }
        let place = source.utf8.index(source.startIndex, offsetBy: offset)
        let rest = source[place...]
        let name =
            rest.first == "$"
            ? rest.dropFirst().prefix { $0.isOfName } : rest.prefix { $0.isOfName }
        let word = name.isEmpty ? rest.prefix(1) : rest[..<name.endIndex]
        return JQMistake(
            line: line, column: source[..<place].unicodeScalars.count + 1, word: String(word),
            message: String(text))
    }
}

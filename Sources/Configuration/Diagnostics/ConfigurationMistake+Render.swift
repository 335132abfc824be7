import Vocabulary

extension ConfigurationMistake {
    /// The headline; then, where the place is known, its line and a caret under it:
    ///
    ///     partners/acme.yaml:7:5: unknown key 'formatt'; did you mean 'format'?
    ///        7 |     formatt: { type: csv }
    ///          |     ^~~~~~~
    package func render(colored: Bool) -> String {
        let bold = colored ? "\u{1B}[1m" : ""
        let red = colored ? "\u{1B}[31m" : ""
        let plain = colored ? "\u{1B}[0m" : ""
        var text = "\(bold)\(place):\(plain) \(self.text)\n"
        guard let line, let column, let excerpt else { return text }
        let (shown, caret) = Self.window(on: excerpt, column: column)
        let number = String(line)
        let gutter = String(repeating: " ", count: max(0, 4 - number.utf8.count))
        text += "\(gutter)\(number) | \(shown)\n"
        text += String(repeating: " ", count: gutter.utf8.count + number.utf8.count)
        text += " | \(red)\(caret)\(plain)\n"
        return text
    }

    /// The part of the line that is shown, and what stands below it. Tabs become spaces, characters
    /// that would move the cursor become U+FFFD, and a long line is cut around the caret.
    private static func window(on excerpt: Excerpt, column: Int) -> (line: String, caret: String) {
        var cells: [Unicode.Scalar] = []
        var start = 0
        var end = 0
        for (index, scalar) in excerpt.text.unicodeScalars.enumerated() {
            if index == column - 1 { start = cells.count }
            if scalar == "\t" {
                repeat { cells.append(" ") } while cells.count % tabWidth != 0
            } else {
                cells.append(isShown(scalar) ? scalar : "\u{FFFD}")
            }
            if index == column - 2 + max(1, excerpt.width) { end = cells.count }
        }
        if column > excerpt.text.unicodeScalars.count { start = cells.count }
        if end <= start { end = excerpt.width > 1 ? max(cells.count, start + 1) : start + 1 }

        // Keep the caret's start in sight, with what comes before it where there is room.
        var from = 0
        var to = cells.count
        if cells.count > lineWidth {
            from = min(max(0, start - lineWidth / 3), cells.count - lineWidth)
            to = from + lineWidth
        }
        let head = from > 0 ? "…" : ""
        let tail = to < cells.count ? "…" : ""
        var line = String.UnicodeScalarView()
        line.append(contentsOf: cells[from..<to])
        let indent = String(repeating: " ", count: start - from + (from > 0 ? 1 : 0))
        let tildes = max(0, min(end, max(to, start + 1)) - start - 1)
        return (head + String(line) + tail, indent + "^" + String(repeating: "~", count: tildes))
    }

    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
            .unassigned:
            false
        default: true
        }
    }

    private static let tabWidth = 4
    private static let lineWidth = 96
}

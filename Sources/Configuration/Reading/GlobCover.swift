/// Whether one glob pattern takes every name that another takes.
enum GlobCover {
    /// True only when it is certain: what the wider pattern says with brackets is held to be something
    /// else than what another says.
    static func covers(_ wider: String, _ narrower: String) -> Bool {
        guard let wider = parts(of: wider), let narrower = parts(of: narrower) else { return false }
        // Whether the parts of the wider one so far take the first so many of the narrower one.
        var reached = [true] + narrower.map { _ in false }
        for part in wider {
            if part == .several {
                for index in narrower.indices where reached[index] { reached[index + 1] = true }
                continue
            }
            for index in narrower.indices.reversed() {
                reached[index + 1] = reached[index] && part.takes(narrower[index])
            }
            reached[0] = false
        }
        return reached[narrower.count]
    }

    private enum Part: Equatable {
        case one(Unicode.Scalar)
        case any
        case several
        /// `[a-z]`, as it stands.
        case bracket(String)

        /// Not a `*`, which takes others by their number.
        func takes(_ other: Part) -> Bool {
            if self == other { return true }
            guard self == .any else { return false }
            // What is a character beyond ASCII depends on the locale.
            if case .one(let scalar) = other { return scalar.isASCII }
            return false
        }
    }

    private static func parts(of pattern: String) -> [Part]? {
        var parts: [Part] = []
        var rest = Substring.UnicodeScalarView(pattern.unicodeScalars[...])
        while let scalar = rest.popFirst() {
            switch scalar {
            case "*": parts.append(.several)
            case "?": parts.append(.any)
            case "\\":
                guard let next = rest.popFirst() else { return nil }
                parts.append(.one(next))
            case "[":
                // The first character within may be a `]` itself.
                guard let end = rest.dropFirst().firstIndex(of: "]") else { return nil }
                let text = String(String.UnicodeScalarView(rest[..<end]))
                // What else may stand in brackets ends them elsewhere, or within them.
                guard
                    text.unicodeScalars.allSatisfy({
                        $0.isASCII && $0 != "[" && $0 != "!" && $0 != "^" && $0 != "\\"
                    })
                else { return nil }
                parts.append(.bracket(text))
                rest = rest[rest.index(after: end)...]
            default: parts.append(.one(scalar))
            }
        }
        return parts
    }
}

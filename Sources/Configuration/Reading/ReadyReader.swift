import YAML

extension KeyTable {
    static let ready = KeyTable(
        "ready",
        [
            KeySpec(
                "settle", .duration(.zero...(.seconds(86_400))),
                "Ready when it is closed, and unchanged for so long."),
            KeySpec("renamed", .boolean, "Ready when it is renamed into the inbox."),
            KeySpec(
                "marker",
                .described(
                    "a name with {name}",
                    as: .pattern(#"^(?!\{name\}$)[^/{}]*\{name\}[^/{}]*$"#)),
                "Ready when a side file of this name is there: `\"{name}.done\"`."),
            KeySpec(
                "manifest",
                .described(
                    "a name with {name}",
                    as: .pattern(#"^(?!\{name\}$)[^/{}]*\{name\}[^/{}]*$"#)),
                "The same, and it holds a checksum, a size or a count: `\"{name}.sha256\"`."),
            KeySpec(
                "within", .duration(.seconds(1)...(.seconds(30 * 86_400))), default: "1h",
                "A file that is not ready by then is reported as a partial upload."),
        ], atMostOne: ["settle", "renamed", "marker", "manifest"])
}

/// Reads a feed's `ready`.
struct ReadyReader {
    func read(_ feed: Section) -> (readiness: Readiness, within: Duration?)? {
        guard let value = feed.value("ready") else { return nil }
        if case .scalar(let scalar) = value.node.content, !value.node.isNull {
            return word(scalar.text, value).map { ($0, nil) }
        }
        guard let section = feed.section("ready") else { return nil }
        let within = section.value("within")?.duration()
        let ways = ["settle", "renamed", "marker", "manifest"].filter { section.has($0) }
        guard ways.count <= 1 else {
            let last = section.value(ways[1])
            last?.findings.report(
                "'ready' has both '\(ways[0])' and '\(ways[1])'", hint: "choose one",
                at: section[ways[1]]?.keySpan ?? value.span)
            return nil
        }
        let standard = Readiness.settle(.seconds(2))
        switch ways.first {
        case "settle":
            guard let duration = section.value("settle")?.duration() else { return nil }
            return (.settle(duration), within)
        case "renamed":
            guard let renamed = section.value("renamed"), let isWanted = renamed.boolean() else {
                return nil
            }
            guard isWanted else {
                renamed.report("'renamed' can only be true", hint: "leave it out otherwise")
                return nil
            }
            return (.renamed, within)
        case "marker":
            return section.value("marker").flatMap { sideFile($0) }.map { (.marker($0), within) }
        case "manifest":
            return section.value("manifest").flatMap { sideFile($0) }.map {
                (.manifest($0), within)
            }
        default: return (standard, within)
        }
    }

    private func word(_ text: String, _ value: Value) -> Readiness? {
        switch text {
        case "settle": return .settle(.seconds(2))
        case "renamed": return .renamed
        case "marker": return .marker("{name}.done")
        case "manifest": return .manifest("{name}.sha256")
        default:
            let words = ["settle", "renamed", "marker", "manifest"]
            return value.refuse(
                "must be \(words.listed()), not \(text.quoted)",
                hint: didYouMean(text, among: words))
        }
    }

    private func sideFile(_ value: Value) -> String? {
        guard let text = value.text() else { return nil }
        let rest = text.split(separator: "{name}", omittingEmptySubsequences: false)
        guard rest.count == 2 else {
            return value.refuse("must hold {name} once", hint: "write \"{name}.done\"")
        }
        guard text != "{name}" else {
            return value.refuse("must differ from the file's own name")
        }
        guard rest.allSatisfy({ part in !part.contains { "/{}".contains($0) } }) else {
            return value.refuse("must be a name, not a path; {name} is its only placeholder")
        }
        return text
    }
}

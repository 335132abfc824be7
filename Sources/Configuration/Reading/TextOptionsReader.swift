import Mapping
import YAML

/// Reads the options of a field that look at its text, whatever its type.
struct TextOptionsReader {
    let section: Section

    func read(into spec: inout FieldSpec) {
        spec.required = section.value("required")?.boolean() ?? false
        spec.apply = steps()
        spec.nullTexts = section.value("null")?.texts(emptyAllowed: true)
        spec.defaultText = section.value("default")?.scalar()?.text
        if spec.required, spec.defaultText != nil, let pair = section["required"] {
            section.findings.report(
                "'required' means nothing beside 'default'", hint: "choose one", at: pair.keySpan)
        }
        spec.map = section.value("map").flatMap { map($0) }
        spec.otherwise = section.value("otherwise").flatMap { Self.otherwise($0) } ?? .reject
        if section.has("otherwise"), !section.has("map"), let pair = section["otherwise"] {
            section.findings.report("'otherwise' means nothing without 'map'", at: pair.keySpan)
        }
        spec.lookup = LookupReader(field: section).read()
        spec.match = section.value("match")?.text()
        spec.oneOf = section.value("one_of")?.texts()
        spec.min = section.value("min")?.scalar()?.text
        spec.max = section.value("max")?.scalar()?.text
        readLength(into: &spec)
        spec.split = section.value("split")?.text()
    }

    private func steps() -> [TextStep] {
        guard let value = section.value("apply"), let items = value.items() else { return [] }
        if items.isEmpty { value.report("'apply' is empty") }
        return items.compactMap { $0.choice(TextStep.self) }
    }

    private func map(_ value: Value) -> [String: String]? {
        guard case .mapping(let pairs) = value.node.content else {
            return value.refuse("must be a mapping of texts, not \(value.node.kind)")
        }
        if pairs.isEmpty { return value.refuse("is empty") }
        var map: [String: String] = [:]
        for pair in pairs {
            guard case .scalar(let scalar) = pair.value.content else {
                section.findings.report(
                    "\(pair.key.quoted) must stand for a single value, not \(pair.value.kind)",
                    at: pair.value.span)
                continue
            }
            if pair.value.isNull {
                section.findings.report(
                    "\(pair.key.quoted) stands for nothing",
                    hint: "list it under 'null' instead", at: pair.keySpan)
                continue
            }
            map[pair.key] = scalar.text
        }
        return map
    }

    static func otherwise(_ value: Value) -> FieldSpec.Otherwise? {
        guard case .scalar(let scalar) = value.node.content else {
            return value.refuse("must be a single value, not \(value.node.kind)")
        }
        if scalar.value == .null {
            if scalar.text.isEmpty {
                return value.refuse("has no value", hint: "write null for null")
            }
            return .null
        }
        guard scalar.style == .plain else { return .text(scalar.text) }
        switch scalar.text {
        case "reject": return .reject
        case "keep": return .keep
        default:
            let words = ["reject", "keep"]
            if let word = suggestion(for: scalar.text, among: words) {
                return value.refuse(
                    "can't be \(scalar.text.quoted)",
                    hint: "did you mean \(word.quoted)? Quote it if the text is meant")
            }
            return .text(scalar.text)
        }
    }

    func readLength(into spec: inout FieldSpec) {
        guard let value = section.value("length") else { return }
        if case .scalar = value.node.content {
            spec.minLength = value.integer(in: 0...1_000_000)
            spec.maxLength = spec.minLength
            return
        }
        guard let length = section.section("length") else { return }
        spec.minLength = length.value("min")?.integer()
        spec.maxLength = length.value("max")?.integer()
        if length.pairs.isEmpty { value.report("'length' is empty") }
        if let least = spec.minLength, let most = spec.maxLength, least > most {
            length.value("max")?.report("'max' is less than 'min', \(least)")
        }
    }
}

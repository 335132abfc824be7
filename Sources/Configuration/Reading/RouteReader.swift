import Mapping
import YAML

extension KeyTable {
    static let route = KeyTable(
        "deliver",
        [
            KeySpec("to", .name, required: true, "A destination's name."),
            KeySpec(
                "when", .described("conditions on the record's own fields"),
                "Only records that match; without it, all."),
        ])
}

/// Reads a feed's `deliver`.
struct RouteReader {
    /// The destinations there are.
    let destinations: [String]

    /// What is wrong is reported, and left out.
    func read(_ section: Section, fields: [String]) -> [PlacedRoute] {
        guard let value = section.value("deliver") else { return [] }
        if case .mapping = value.node.content {
            value.report(
                "'deliver' must be a list, not a mapping", hint: "write [NAME] or - to: NAME")
            return []
        }
        guard let items = value.items() else { return [] }
        if items.isEmpty { value.report("'deliver' is empty") }
        var routes: [PlacedRoute] = []
        for item in items {
            guard let route = read(item, fields: fields) else { continue }
            if let name = routes.first(where: { $0.route.destination == route.route.destination }) {
                section.findings.report(
                    "destination \(route.route.destination.quoted) is already on line "
                        + "\(name.span.start.line)",
                    at: route.span)
            }
            routes.append(route)
        }
        return routes
    }

    private func read(_ item: Value, fields: [String]) -> PlacedRoute? {
        guard case .mapping = item.node.content else {
            guard let name = item.scalar()?.text else { return nil }
            check(destination: name, item)
            return PlacedRoute(route: Route(destination: name), span: item.node.span)
        }
        guard
            let section = Section(
                item.node, as: .route, title: "an item of 'deliver'", at: item.node.firstKeySpan,
                in: item.findings)
        else { return nil }
        var condition: PlacedCondition?
        if let pair = section["when"] {
            condition = ConditionReader(findings: item.findings).read(pair) { subject in
                guard !fields.contains(subject) else { return nil }
                return (
                    "the record has no field \(subject.quoted)", didYouMean(subject, among: fields)
                )
            }
        }
        guard let value = section.value("to"), let name = value.scalar()?.text else { return nil }
        check(destination: name, value)
        return PlacedRoute(
            route: Route(destination: name, condition: condition?.condition), span: value.node.span,
            places: condition?.places ?? [:])
    }

    private func check(destination name: String, _ value: Value) {
        guard !destinations.contains(name) else { return }
        value.report(
            "there is no destination \(name.quoted)",
            hint: didYouMean(name, among: destinations)
                ?? (destinations.isEmpty
                    ? "destinations/ holds none" : "there are \(destinations.listed("and"))"))
    }
}

/// A line of `deliver`, and where it stands.
struct PlacedRoute {
    var route: Route
    var span: SourceSpan
    /// Where its condition's subjects stand.
    var places: [String: SourceSpan] = [:]
}

extension YAMLNode {
    /// Where a mapping's first key stands; the whole node otherwise.
    var firstKeySpan: SourceSpan {
        guard case .mapping(let pairs) = content, let first = pairs.first else { return span }
        return first.keySpan
    }
}

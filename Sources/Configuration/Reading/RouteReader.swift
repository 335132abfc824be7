import Mapping
import YAML

extension KeyTable {
    static let route = KeyTable(
        "deliver",
        [
            KeySpec("to", .name, required: true, "A destination's name."),
            KeySpec(
                "entity", .list(of: .text),
                "Only records of these entities, where `record` is a list; without it, all."),
            KeySpec(
                "when", .described("conditions on the record's own fields", as: .conditions),
                "Only records that match; without it, all."),
        ])
}

/// Reads a feed's `deliver`.
struct RouteReader {
    /// The destinations there are.
    let destinations: [String]

    /// What is wrong is reported, and left out.
    func read(_ section: Section, records: [PlacedRecord]) -> [PlacedRoute] {
        guard let value = section.value("deliver") else { return [] }
        guard let items = value.itemsOrMapping() else { return [] }
        if items.isEmpty { value.report("'deliver' is empty") }
        var routes: [PlacedRoute] = []
        for item in items {
            guard let route = read(item, records: records) else { continue }
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

    private func read(_ item: Value, records: [PlacedRecord]) -> PlacedRoute? {
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
        let entities = section.value("entity").flatMap { readEntities($0, records) }
        var condition: PlacedCondition?
        // The fields that each record has that may come here.
        let asked = records.filter { entities?.contains($0.spec.entity) ?? true }
        if let pair = section["when"] {
            condition = ConditionReader(findings: item.findings).read(pair) { subject in
                guard
                    let lacking = asked.first(where: { !$0.spec.canHave(subject) })
                else { return nil }
                let fields = lacking.fieldNames
                return (
                    lacking.lacks(subject, which: records.count > 1 ? lacking.spec.entity : nil),
                    didYouMean(subject, among: fields)
                        ?? (asked.count > 1 ? "say with 'entity' which records are meant" : nil)
                )
            }
        }
        guard let value = section.value("to"), let name = value.scalar()?.text else { return nil }
        check(destination: name, value)
        return PlacedRoute(
            route: Route(
                destination: name, entities: entities, condition: condition?.condition),
            span: value.node.span, places: condition?.places ?? [:])
    }

    private func readEntities(_ value: Value, _ records: [PlacedRecord]) -> [String]? {
        guard let items = value.items() else { return nil }
        if items.isEmpty { value.report("'entity' is empty") }
        let known = records.map(\.spec.entity)
        for item in items {
            guard let text = item.text(), !known.contains(text) else { continue }
            item.report(
                "there is no record \(text.quoted)", hint: didYouMean(text, among: known))
        }
        return items.compactMap { $0.text() }
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

import Mapping
import YAML

/// Reads a field with `fields` of its own: an array of objects, or one object.
struct NestedFieldReader {
    let section: Section
    /// How messages call the field.
    let title: String
    let depth: Int

    /// What may stand in such a field.
    static let options = ["from", "type", "fields", "where", "required", "length"]

    func read(into field: inout PlacedField) {
        for pair in section.pairs where KeyTable.field[pair.key].map({ !$0.isLater }) == true {
            if !Self.options.contains(pair.key) {
                section.findings.report(
                    "\(pair.key.quoted) means nothing beside 'fields'",
                    hint: "give it to the fields within", at: pair.keySpan)
            }
        }
        guard depth < NestedSpec.deepest else {
            section.value("fields")?.report(
                "fields are nested deeper than \(NestedSpec.deepest) levels")
            return
        }
        var nested = NestedSpec(form(), fields: [])
        field.spec.required = section.value("required")?.boolean() ?? false
        TextOptionsReader(section: section).readLength(into: &field.spec)
        if nested.form == .object {
            for key in ["length", "where"] {
                if let pair = section[key] {
                    section.findings.report(
                        "\(key.quoted) is for type list, not object", at: pair.keySpan)
                }
            }
        }
        guard let value = section.value("fields") else { return }
        let reader = FieldsReader(
            columns: .elementMembers, findings: section.findings, depth: depth + 1)
        var placed = reader.read(value)
        nested.fields = placed.specs
        if let pair = section["where"], nested.form == .list {
            let condition = ConditionReader(findings: section.findings).read(pair) {
                KnownColumns.elementMembers.problem(withReference: $0)
            }
            nested.filter = condition?.condition
            placed.filterPlaces = condition?.places ?? [:]
        }
        field.nested = placed
        // Without a field, which has been reported, there is nothing to compile.
        if !nested.fields.isEmpty { field.spec.nested = nested }
    }

    private func form() -> NestedSpec.Form {
        guard let value = section.value("type"), let type = value.choice() else { return .list }
        if let form = NestedSpec.Form(rawValue: type) { return form }
        value.report(
            "\(title) has 'fields', so its type can't be \(type.quoted)",
            hint: "write list (an array of objects, which is the default) or object")
        return .list
    }
}

import Mapping
import YAML

/// A field, and where each of its options stands.
struct PlacedField {
    var spec: FieldSpec
    var key: SourceSpan
    /// From the key to the value's end.
    var whole: SourceSpan
    var options: [String: SourceSpan] = [:]
    /// The fields it has of its own.
    var nested: PlacedFields?
}

/// The fields of one object, and where they stand.
struct PlacedFields {
    var specs: [FieldSpec] = []
    var byName: [String: PlacedField] = [:]
    /// Where the subjects of their `where` stand.
    var filterPlaces: [String: SourceSpan] = [:]
    /// Where the key `fields` stands.
    var span: SourceSpan

    subscript(_ index: Int) -> PlacedField? {
        specs.indices.contains(index) ? byName[specs[index].name] : nil
    }
}

/// Reads `fields`: a record's, or those of a field with fields of its own.
struct FieldsReader {
    let columns: KnownColumns
    let findings: Findings
    /// How many fields it is within.
    var depth = 0

    /// What is wrong is reported, and left out.
    func read(_ value: Value) -> PlacedFields {
        var placed = PlacedFields(span: value.span)
        guard case .mapping(let pairs) = value.node.content, !pairs.isEmpty else {
            let isEmpty = value.node.isNull || value.node.content == .mapping([])
            value.report(
                isEmpty
                    ? "'fields' is empty" : "'fields' must be a mapping, not \(value.node.kind)",
                hint: "write NAME: COLUMN")
            return placed
        }
        for pair in pairs {
            if pair.key.contains(":{") || pair.key.contains(":[") {
                findings.report(
                    "a field can't be called \(pair.key.quoted)",
                    hint: "a blank is missing behind its colon", at: pair.keySpan)
                continue
            }
            guard isFieldName(pair.key) else {
                findings.report(
                    "a field can't be called \(pair.key.quoted)",
                    hint: "names have 1 to 256 characters, and something on both sides of a dot",
                    at: pair.keySpan)
                continue
            }
            let reader = FieldReader(columns: columns, findings: findings, depth: depth)
            let field = reader.read(pair)
            placed.specs.append(field.spec)
            placed.byName[pair.key] = field
        }
        checkNesting(placed)
        return placed
    }

    /// A name can't be both a value and an object that holds others.
    private func checkNesting(_ placed: PlacedFields) {
        for field in placed.byName.values {
            var parts = field.spec.name.split(separator: ".")
            while parts.count > 1 {
                parts.removeLast()
                let parent = parts.joined(separator: ".")
                guard let other = placed.byName[parent] else { continue }
                let (later, earlier) =
                    field.key.start > other.key.start
                    ? (field, other) : (other, field)
                findings.report(
                    "field \(later.spec.name.quoted) and field \(earlier.spec.name.quoted) on line "
                        + "\(earlier.key.start.line) can't both be: \(parent.quoted) would be a "
                        + "value and an object",
                    at: later.key)
            }
        }
    }

    private func isFieldName(_ name: String) -> Bool {
        guard (1...256).contains(name.unicodeScalars.count) else { return false }
        return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty
        }
    }
}

import JSON

extension ValueShape {
    /// What may stand there. Where a text is wanted, YAML's numbers and booleans are texts too.
    var schema: JSONValue {
        switch self {
        case .text, .path: ["type": ["string", "number", "boolean"], "minLength": 1]
        case .anyText: ["type": ["string", "number", "boolean"]]
        case .name:
            [
                "type": ["string", "number", "boolean"], "pattern": .string(Self.namePattern),
                "minimum": 0,
            ]
        case .boolean: ["type": "boolean"]
        case .integer(let range):
            [
                "type": "integer", "minimum": .integer(range.lowerBound),
                "maximum": .integer(range.upperBound),
            ]
        case .factor(let range):
            [
                "type": "number", "minimum": .number(Quantities.shown(range.lowerBound)),
                "maximum": .number(Quantities.shown(range.upperBound)),
            ]
        case .duration: Self.matching("^[0-9]+(ms|s|m|h|d)$")
        case .size: Self.matching("^[0-9]+(B|KiB|MiB|GiB|TiB)$")
        case .rate: Self.matching("^0*[1-9][0-9]{0,9}/(s|m|h)$")
        case .shareOrCount:
            [
                "anyOf": [
                    Self.matching(
                        #"^(100(\.0{1,3})?|0?[0-9]{1,2}(\.[0-9]{1,3})?)%$|^[0-9]{1,10}$"#),
                    ["type": "integer", "minimum": 0, "maximum": 1_000_000_000],
                ]
            ]
        case .choice(let words, _): ["enum": .array(words.map { .string($0) })]
        case .character: Self.ascii("\\t -~", 1...1)
        case .characters(let range): Self.ascii("\\x01-\\t\\x0B\\x0C\\x0E-~", range)
        case .list(let item, let least): Self.list(of: item, atLeast: least)
        case .map(let value, let names, let least):
            .object(
                [.init("type", "object"), .init("additionalProperties", value.schema)]
                    + (least > 0 ? [.init("minProperties", .integer(least))] : []) + names.schema)
        case .section(let table): ["$ref": .string("#/$defs/\(table.schemaName)")]
        case .either: ["anyOf": .array(alternatives.map(\.schema))]
        case .described(_, let form): form.schema
        }
    }

    private static func list(of item: ValueShape, atLeast least: Int) -> JSONValue {
        var list: [JSONValue.Member] = [.init("type", "array"), .init("items", item.schema)]
        if least > 0 { list.append(.init("minItems", .integer(least))) }
        return least > 1 ? .object(list) : ["anyOf": .array(item.single + [.object(list)])]
    }

    static let namePattern = "^[a-z0-9][a-z0-9._-]{0,63}$"

    static func matching(_ pattern: String) -> JSONValue {
        ["type": "string", "pattern": .string(pattern)]
    }

    /// A digit is a number to YAML.
    private static func ascii(_ bytes: String, _ count: ClosedRange<Int>) -> JSONValue {
        let most = String(repeating: "9", count: min(count.upperBound, 15))
        return [
            "type": ["string", "integer"],
            "pattern": .string("^[\(bytes)]{\(count.lowerBound),\(count.upperBound)}$"),
            "minimum": 0, "maximum": .number(most),
        ]
    }

    /// Of a number's range beside a text, the range counts.
    private var alternatives: [ValueShape] {
        guard case .either(let shapes) = self else { return [self] }
        let hasNumber = shapes.contains { if case .integer = $0 { true } else { false } }
        return shapes.map { shape in
            if case .text = shape, hasNumber { .described("", as: .words) } else { shape }
        }
    }

    /// What may stand for a list of one: an item.
    private var single: [JSONValue] { alternatives.map(\.schema) }

    /// The tables that may be met in the value.
    var tables: [KeyTable] {
        switch self {
        case .section(let table): [table]
        case .either(let shapes): shapes.flatMap(\.tables)
        case .list(let item, _): item.tables
        case .map(let value, _, _): value.tables
        case .described(_, .conditions), .described(_, .condition): [.predicate]
        default: []
        }
    }
}

extension NameForm {
    fileprivate var schema: [JSONValue.Member] {
        switch self {
        case .any: []
        case .name: [.init("propertyNames", ["pattern": .string(ValueShape.namePattern)])]
        case .field:
            [
                .init(
                    "propertyNames",
                    ["pattern": #"^[^.]+(\.[^.]+)*$"#, "minLength": 1, "maxLength": 256])
            ]
        }
    }
}

extension DescribedForm {
    fileprivate var schema: JSONValue {
        switch self {
        case .text: ["type": ["string", "number", "boolean"], "minLength": 1]
        case .words: ["type": ["string", "boolean"], "minLength": 1]
        case .pattern(let pattern, let orNumber):
            orNumber
                ? ["type": ["string", "number"], "pattern": .string(pattern)]
                : ValueShape.matching(pattern)
        case .constant: ["type": ["string", "number", "boolean", "null"]]
        case .column:
            [
                "anyOf": [
                    ["type": ["string", "boolean"], "minLength": 1],
                    ValueShape.integer(1...100_000).schema,
                ]
            ]
        case .program:
            [
                "anyOf": [
                    ValueShape.matching("^[^ ]+$"),
                    [
                        "type": "array", "minItems": 1,
                        "items": ["type": ["string", "number", "boolean", "null"]],
                    ],
                ]
            ]
        case .conditions:
            ["type": "object", "minProperties": 1, "additionalProperties": Self.condition.schema]
        case .condition:
            [
                "anyOf": [
                    ValueShape.anyText.schema,
                    ["type": "array", "minItems": 1, "items": ValueShape.anyText.schema],
                    ValueShape.section(.predicate).schema,
                ]
            ]
        case .fields: KeyTable.fields.schema
        }
    }
}

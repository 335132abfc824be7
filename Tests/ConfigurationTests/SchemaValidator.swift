import Foundation
import JSON
import YAML

/// Holds a YAML tree against a JSON Schema that uses the keywords which Hopper's schemas use, and no
/// others: an unknown keyword is a mistake of the schema.
struct SchemaValidator {
    let root: JSONValue

    func accepts(_ node: YAMLNode) -> Bool { accepts(node, root) }

    private func accepts(_ node: YAMLNode, _ schema: JSONValue) -> Bool {
        if case .boolean(let all) = schema { return all }
        guard case .object(let members) = schema else { return false }
        return members.allSatisfy { accepts(node, $0.name, $0.value, of: schema) }
    }

    private func accepts(
        _ node: YAMLNode, _ keyword: String, _ value: JSONValue, of schema: JSONValue
    ) -> Bool {
        let schemas = value.elements ?? []
        switch keyword {
        case "$schema", "$defs", "title", "description", "default": return true
        case "if": return !accepts(node, value) || accepts(node, schema["then"] ?? true)
        case "then": return schema["if"] != nil
        case "$ref":
            let name = (value.text ?? "").dropFirst("#/$defs/".count)
            return root["$defs"]?[String(name)].map { accepts(node, $0) } ?? false
        case "anyOf": return schemas.contains { accepts(node, $0) }
        case "oneOf": return schemas.count { accepts(node, $0) } == 1
        case "allOf": return schemas.allSatisfy { accepts(node, $0) }
        case "not": return !accepts(node, value)
        case "type":
            return (value.elements ?? [value]).contains { node.isOf(type: $0.text ?? "") }
        case "const": return node.string == value.text
        case "enum": return schemas.contains { node.string != nil && $0.text == node.string }
        case "minimum": return node.number.map { $0 >= Self.number(value) } ?? true
        case "maximum": return node.number.map { $0 <= Self.number(value) } ?? true
        case "minLength", "maxLength", "pattern":
            return node.string.map { Self.accepts($0, keyword, value) } ?? true
        case "minItems", "items":
            guard case .sequence(let items) = node.content else { return true }
            return keyword == "items"
                ? items.allSatisfy { accepts($0, value) } : items.count >= value.int ?? .max
        default:
            guard case .mapping(let pairs) = node.content else {
                return Self.ofObjects.contains(keyword)
            }
            return accepts(pairs, keyword, value, of: schema)
        }
    }

    private static let ofObjects = [
        "properties", "additionalProperties", "required", "propertyNames", "minProperties",
    ]

    private func accepts(
        _ pairs: [YAMLPair], _ keyword: String, _ value: JSONValue, of schema: JSONValue
    ) -> Bool {
        switch keyword {
        case "properties":
            return pairs.allSatisfy { pair in
                value[pair.key].map { accepts(pair.value, $0) } ?? true
            }
        case "additionalProperties":
            return pairs.allSatisfy {
                schema["properties"]?[$0.key] != nil || accepts($0.value, value)
            }
        case "required":
            return (value.elements ?? []).allSatisfy { name in
                pairs.contains { $0.key == name.text }
            }
        case "propertyNames":
            return pairs.allSatisfy { pair in
                let name = YAMLScalar(pair.key, style: .quoted)
                return accepts(YAMLNode(.scalar(name), span: pair.keySpan), value)
            }
        case "minProperties": return pairs.count >= value.int ?? .max
        default: return false
        }
    }

    private static func accepts(_ text: String, _ keyword: String, _ value: JSONValue) -> Bool {
        switch keyword {
        case "minLength": text.unicodeScalars.count >= value.int ?? .max
        case "maxLength": text.unicodeScalars.count <= value.int ?? 0
        default: text.range(of: value.text ?? "", options: .regularExpression) != nil
        }
    }

    private static func number(_ value: JSONValue) -> Double {
        guard case .number(let digits) = value else { return .nan }
        return Double(digits) ?? .nan
    }
}

extension YAMLNode {
    fileprivate var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }

    fileprivate var string: String? { scalar?.value == .text ? scalar?.text : nil }

    fileprivate var number: Double? {
        guard let scalar, scalar.value == .number else { return nil }
        return Double(scalar.text)
    }

    fileprivate func isOf(type: String) -> Bool {
        switch (content, type) {
        case (.mapping, "object"), (.sequence, "array"): true
        case (.scalar(let scalar), "null"): scalar.value == .null
        case (.scalar(let scalar), "boolean"):
            scalar.value == .boolean(true) || scalar.value == .boolean(false)
        case (.scalar, "string"): string != nil
        case (.scalar(let scalar), "number"): scalar.value == .number
        case (.scalar, "integer"): number.map { $0 == $0.rounded() } ?? false
        default: false
        }
    }
}

import JSON
import YAML

extension KeySpec {
    /// The value's schema, with the sentence for people and the default.
    var schema: JSONValue {
        guard case .object(var members) = shape.schema else { return shape.schema }
        members.append(.init("description", .string(doc.replacing("`", with: ""))))
        if let standard {
            let node = YAMLDocument(Array(standard.utf8)).root
            members.append(.init("default", node.map { JSONValue($0) } ?? .string(standard)))
        }
        return .object(members)
    }
}

extension JSONValue {
    /// What a YAML processor of the core schema makes of a node.
    fileprivate init(_ node: YAMLNode) {
        switch node.content {
        case .scalar(let scalar):
            switch scalar.value {
            case .null: self = .null
            case .boolean(let flag): self = .boolean(flag)
            case .number: self = .number(scalar.text)
            case .text: self = .string(scalar.text)
            }
        case .sequence(let nodes): self = .array(nodes.map { JSONValue($0) })
        case .mapping(let pairs): self = .object(pairs.map { .init($0.key, JSONValue($0.value)) })
        }
    }
}

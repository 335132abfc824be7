package import JSON

/// A JSON Schema (draft 2020-12) of one kind of file, for editors: made from the tables that the
/// reading goes by. It tells what a value may be, not what names must exist elsewhere.
package struct Schema: Sendable {
    /// The file's name below `config/schema`.
    package let file: String
    let table: KeyTable

    /// One for each kind of file.
    package static let all = [
        Schema(file: "hopper.schema.json", table: .settings),
        Schema(file: "partner.schema.json", table: .partner),
        Schema(file: "destination.schema.json", table: .destination),
    ]

    /// The whole schema: the file's own table, and each that can stand below it under `$defs`.
    package var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
            .init("title", .string("Hopper: \(table.subject)")),
        ]
        members += table.schema
        let tables = below
        if !tables.isEmpty {
            let definitions = tables.map { JSONValue.Member($0.schemaName, .object($0.schema)) }
            members.append(.init("$defs", .object(definitions)))
        }
        return .object(members)
    }

    /// The tables below, in the order they are met.
    private var below: [KeyTable] {
        var met: [KeyTable] = []
        var open = table.keys.flatMap(\.shape.tables)
        while !open.isEmpty {
            let next = open.removeFirst()
            guard !met.contains(where: { $0.subject == next.subject }) else { continue }
            met.append(next)
            open += next.keys.flatMap(\.shape.tables)
        }
        return met
    }
}

extension KeyTable {
    /// `a retry policy` is `retry-policy`.
    var schemaName: String {
        let words = subject.split(separator: " ")
        return (words.first == "a" ? words.dropFirst() : words[...]).joined(separator: "-")
    }

    var schema: [JSONValue.Member] {
        let known = keys.filter { !$0.isLater }
        var members: [JSONValue.Member] = [
            .init("type", "object"),
            .init("properties", .object(known.map { .init($0.name, $0.schema) })),
            .init("additionalProperties", false),
        ]
        let required = known.filter(\.isRequired).map { JSONValue.string($0.name) }
        if !required.isEmpty { members.append(.init("required", .array(required))) }
        if !exactlyOne.isEmpty {
            members.append(.init("oneOf", .array(exactlyOne.map { Self.present([$0]) })))
        }
        if !atMostOne.isEmpty {
            let pairs = atMostOne.indices.flatMap { first in
                atMostOne[(first + 1)...].map { Self.present([atMostOne[first], $0]) }
            }
            members.append(.init("not", ["anyOf": .array(pairs)]))
        }
        if isNeverEmpty { members.append(.init("minProperties", 1)) }
        let foreign = foreignKeys + typedKeys + dependentKeys + keysOfTypes
        if !foreign.isEmpty { members.append(.init("allOf", .array(foreign))) }
        return members
    }

    /// For each key that means nothing without another, that other.
    private var dependentKeys: [JSONValue] {
        needs.sorted { $0.key < $1.key }.map { key, other in
            ["if": Self.present([key]), "then": Self.present([other])]
        }
    }

    /// For each type, the keys that it can't do without.
    private var keysOfTypes: [JSONValue] {
        requiredOf.sorted { $0.key < $1.key }.map { type, keys in
            [
                "if": ["properties": ["type": ["const": .string(type)]], "required": ["type"]],
                "then": Self.present(keys),
            ]
        }
    }

    private static func present(_ keys: [String]) -> JSONValue {
        ["required": .array(keys.map { .string($0) })]
    }

    /// For each type, the keys that are only for others.
    private var foreignKeys: [JSONValue] {
        guard keys.contains(where: { !$0.types.isEmpty }),
            case .choice(let types, _) = self["type"]?.shape
        else { return [] }
        return types.map { type in
            let others = keys.filter { !$0.types.isEmpty && !$0.types.contains(type) }
            return [
                "if": ["properties": ["type": ["const": .string(type)]], "required": ["type"]],
                "then": ["properties": .object(others.map { .init($0.name, false) })],
            ]
        }
    }

    /// For each key that asks for types, which ones.
    private var typedKeys: [JSONValue] {
        typesOf.sorted { $0.key < $1.key }.map { key, types in
            [
                "if": Self.present([key]),
                "then": [
                    "properties": ["type": ["enum": .array(types.map { .string($0) })]],
                    "required": ["type"],
                ],
            ]
        }
    }
}

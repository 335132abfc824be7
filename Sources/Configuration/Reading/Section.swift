import YAML

/// A mapping whose keys have been held against its table: no key is unknown, none that is required
/// is missing without a mistake having been reported.
struct Section {
    let table: KeyTable
    /// How messages call it: `feed 'customers'`, `'retry'`.
    let title: String
    let pairs: [YAMLPair]
    let findings: Findings

    /// Reports and gives nil when the node is not a mapping.
    ///
    /// - Parameter span: where a missing key is reported: the key that the mapping belongs to.
    init?(
        _ node: YAMLNode, as table: KeyTable, title: String, at span: SourceSpan,
        in findings: Findings
    ) {
        guard case .mapping(let pairs) = node.content else {
            let what = node.isNull ? "is empty" : "must be a mapping, not \(node.kind)"
            let names = table.keys.filter { !$0.isLater }.map(\.name)
            findings.report(
                "\(title) \(what)",
                hint: names.count == 1
                    ? "its only key is \(names[0])" : "its keys are \(names.listed("and"))",
                at: node.isNull ? span : node.span)
            return nil
        }
        self.table = table
        self.title = title
        self.pairs = pairs
        self.findings = findings
        for pair in pairs {
            guard let spec = table[pair.key] else {
                findings.report(
                    "unknown key \(pair.key.quoted)",
                    hint: Self.missingBlank(in: pair.key, among: table.supported)
                        ?? Self.place(of: pair.key, below: table)
                        ?? didYouMean(pair.key, among: table.supported)
                        ?? (table.supported.count == 1
                            ? "the only key of \(table.subject) is \(table.supported[0])"
                            : "the keys of \(table.subject) are \(table.supported.listed("and"))"),
                    at: pair.keySpan)
                continue
            }
            if spec.isLater { findings.notSupportedYet(spec.name.quoted, at: pair.keySpan) }
        }
        // What was misspelt is known to be there.
        let misspelt = pairs.filter { table[$0.key] == nil }
            .compactMap { suggestion(for: $0.key, among: table.supported) }
        let missing = table.keys.map(\.name).filter { name in
            table[name]?.isRequired == true && !has(name) && !misspelt.contains(name)
        }
        if !missing.isEmpty {
            findings.report("\(title) lacks \(missing.map(\.quoted).listed("and"))", at: span)
        }
    }

    /// Without a blank behind its colon a key and its value are one text to YAML.
    private static func missingBlank(in key: String, among known: [String]) -> String? {
        guard let colon = key.firstIndex(of: ":"), known.contains(String(key[..<colon])) else {
            return nil
        }
        return "a blank is missing behind its colon"
    }

    /// Where a key belongs that stands one level too high.
    private static func place(of key: String, below table: KeyTable) -> String? {
        let owners = table.keys.filter { owner in
            !owner.isLater
                && owner.shape.sections.contains { $0[key].map { !$0.isLater } == true }
        }
        guard !owners.isEmpty else { return nil }
        return "it belongs below \(owners.map(\.name.quoted).listed())"
    }

    /// The entry of a key that the table declares and supports.
    subscript(_ name: String) -> YAMLPair? {
        precondition(table[name] != nil, "'\(name)' is not declared for \(table.subject)")
        return pairs.first { $0.key == name }
    }

    func has(_ name: String) -> Bool { self[name] != nil }

    /// The value's reader, for an entry that is there.
    func value(_ name: String) -> Value? {
        guard let pair = self[name], let spec = table[name] else { return nil }
        return Value(
            node: pair.value, title: name.quoted, shape: spec.shape, span: pair.keySpan,
            findings: findings)
    }

    /// A mapping below this one, by the table that this one's table names for it.
    func section(_ name: String) -> Section? {
        guard let pair = self[name], let table = table[name]?.shape.table else { return nil }
        return Section(
            pair.value, as: table, title: name.quoted, at: pair.keySpan, in: findings)
    }
}

extension ValueShape {
    /// The tables of the mappings that may stand there themselves, or in a list.
    fileprivate var sections: [KeyTable] {
        switch self {
        case .section(let table): [table]
        case .either(let shapes): shapes.flatMap(\.sections)
        case .list(let item, _): item.sections
        default: []
        }
    }

    /// The table of a section, also where a short form stands beside it.
    var table: KeyTable? {
        switch self {
        case .section(let table): table
        case .either(let shapes): shapes.lazy.compactMap(\.table).first
        default: nil
        }
    }
}

extension YAMLNode {
    var isNull: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.value == .null
    }

    /// What it is, for messages.
    var kind: String {
        switch content {
        case .scalar(let scalar): scalar.text.quoted
        case .sequence: "a list"
        case .mapping: "a mapping"
        }
    }
}

import YAML

extension Value {
    /// The readers of a list's items; a single value stands for a list of one.
    func items() -> [Value]? {
        let item = shape.item ?? shape
        switch node.content {
        case .sequence(let nodes):
            return nodes.map { node in
                Value(
                    node: node, title: "an item of \(title)", shape: item, span: node.span,
                    findings: findings)
            }
        case .scalar:
            if node.isNull { return refuse("has no value") }
            return [Value(node: node, title: title, shape: item, span: span, findings: findings)]
        case .mapping: return refuse("must be a list, not a mapping")
        }
    }

    /// The same, where items may be mappings.
    func itemsOrMapping() -> [Value]? {
        if case .mapping = node.content { [self] } else { items() }
    }

    /// A list of texts without repetition; with one that is wrong, the others are still given.
    func texts(emptyAllowed: Bool = false) -> [String]? {
        guard let items = items() else { return nil }
        if items.isEmpty, !emptyAllowed { return refuse("is empty") }
        var texts: [String] = []
        for item in items {
            guard let text = item.isNeverEmpty ? item.text() : item.scalar()?.text else { continue }
            if texts.contains(text) {
                item.report("\(title) lists \(text.quoted) twice")
            } else {
                texts.append(text)
            }
        }
        return texts
    }

    private var isNeverEmpty: Bool {
        if case .text = shape { true } else { false }
    }
}

extension ValueShape {
    /// What the items of a list are, also where something else may stand beside it.
    fileprivate var item: ValueShape? {
        switch self {
        case .list(let item, _): item
        case .either(let shapes): shapes.lazy.compactMap(\.item).first
        default: nil
        }
    }
}

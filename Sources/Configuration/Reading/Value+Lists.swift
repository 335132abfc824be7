import YAML

extension Value {
    /// The readers of a list's items; a single value stands for a list of one.
    func items() -> [Value]? {
        let item: ValueShape = if case .list(let item, _) = shape { item } else { shape }
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

    /// A list of texts without repetition; with one that is wrong, the others are still given.
    func texts(emptyAllowed: Bool = false) -> [String]? {
        guard let items = items() else { return nil }
        if items.isEmpty, !emptyAllowed { return refuse("is empty") }
        var texts: [String] = []
        for item in items {
            guard let text = item.scalar()?.text else { continue }
            if texts.contains(text) {
                item.report("\(title) lists \(text.quoted) twice")
            } else {
                texts.append(text)
            }
        }
        return texts
    }
}

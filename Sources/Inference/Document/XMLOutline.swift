/// What elements an XML document has, and which of them is the record.
struct XMLOutline {
    /// All elements of one path.
    struct Element {
        var count = 0
        /// With all that is in them.
        var bytes = 0
        /// Of them within one parent.
        var most = 0
        /// There are elements in them.
        var isParent = false
        var hasAttributes = false
    }

    private(set) var elements: [String: Element] = [:]
    /// Paths in the order in which they came.
    private(set) var order: [String] = []

    private static let pathLimit = 5000

    init(_ text: [UInt8]) {
        var tokens = XMLTokens(text)
        var open: [(path: String, start: Int, children: [String: Int])] = [("", 0, [:])]
        var start = 0
        while let token = tokens.next() {
            defer { start = tokens.at }
            switch token {
            case .text: break
            case .open(let name, let attributes, let isEmpty):
                let path = open[open.count - 1].path + "/" + name
                let siblings = open[open.count - 1].children[name, default: 0] + 1
                open[open.count - 1].children[name] = siblings
                note(path, siblings, attributes.isEmpty, below: open[open.count - 1].path)
                if isEmpty {
                    elements[path]?.bytes += tokens.at - start
                } else if open.count < 64 {
                    open.append((path, start, [:]))
                } else {
                    return
                }
            case .close:
                guard open.count > 1, let last = open.popLast() else { return }
                elements[last.path]?.bytes += tokens.at - last.start
            }
        }
        for element in open.dropFirst() {
            elements[element.path]?.bytes += text.count - element.start
        }
    }

    private mutating func note(
        _ path: String, _ siblings: Int, _ isBare: Bool, below parent: String
    ) {
        var element: Element
        if let known = elements[path] {
            element = known
        } else {
            guard order.count < Self.pathLimit else { return }
            order.append(path)
            element = Element()
        }
        element.count += 1
        element.most = max(element.most, siblings)
        if !isBare { element.hasAttributes = true }
        elements[path] = element
        elements[parent]?.isParent = true
    }

    /// The path of the record element, and of others that could be meant.
    ///
    /// It is the element that comes again within one parent and has most of the document in it; or,
    /// where there is but one record, the one whose parent is called as several of it.
    var record: (path: String, rivals: [String])? {
        let all = order.filter { elements[$0].map { $0.most > 1 } == true }
        let structured = all.filter {
            elements[$0].map { $0.isParent || $0.hasAttributes } == true
        }
        let repeated = structured.isEmpty ? all : structured
        func bytes(_ path: String) -> Int { elements[path]?.bytes ?? 0 }
        let best = repeated.max { bytes($0) < bytes($1) }
        if let alone = order.first(where: { isOneOfSeveral($0) && bytes($0) >= bytes(best ?? "") })
        {
            return (alone, best.map { [$0] } ?? [])
        }
        if let best {
            let rivals = repeated.filter {
                $0 != best && !$0.hasPrefix(best + "/") && bytes($0) * 4 > bytes(best)
            }
            return (best, rivals)
        }
        // Nothing comes again: the document is one record.
        guard let root = order.first, elements[root]?.isParent == true else { return nil }
        return (root, [])
    }

    /// `orders/order`, `InvoiceList/Invoice`.
    private func isOneOfSeveral(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let name = parts.last, let parent = parts.dropLast().last,
            let element = elements[path], element.isParent, element.most == 1
        else { return false }
        return FieldNaming.isOneOf(name, parent)
    }
}

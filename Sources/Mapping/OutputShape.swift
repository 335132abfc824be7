/// How the output nests: which field comes when, and what stands in the JSON before each.
///
/// Dotted names nest. A parent stands where its first member stands, and its members stand together.
struct OutputShape {
    /// Indexes of the fields, in the order of the output.
    private(set) var order: [Int] = []
    /// What comes before each field's value, in that order.
    private(set) var prefixes: [String] = []
    private(set) var suffix = ""
    private(set) var problems: [(field: Int, message: String)] = []

    private final class Node {
        let name: String
        var field: Int?
        var members: [Node] = []
        init(_ name: String) { self.name = name }
    }

    init(names: [String], quote: (String) -> String) {
        let root = Node("")
        for (index, name) in names.enumerated() { insert(name, index, root, names) }
        guard problems.isEmpty else { return }
        var pending = ""
        walk(root, &pending, quote)
        suffix = pending
    }

    private mutating func insert(_ name: String, _ index: Int, _ root: Node, _ names: [String]) {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard !parts.contains("") else {
            problems.append((index, "a name, and each part between its dots, must not be empty"))
            return
        }
        var node = root
        for part in parts {
            if let field = node.field {
                problems.append(
                    (index, "\"\(names[field])\" is a field, so nothing can nest in it"))
                return
            }
            if let member = node.members.first(where: { $0.name == part }) {
                node = member
            } else {
                let member = Node(part)
                node.members.append(member)
                node = member
            }
        }
        if node.field != nil {
            problems.append((index, "there is a field \"\(name)\" already"))
        } else if !node.members.isEmpty {
            problems.append((index, "other fields nest in \"\(name)\", so it can't be one itself"))
        } else {
            node.field = index
        }
    }

    private mutating func walk(_ node: Node, _ pending: inout String, _ quote: (String) -> String) {
        if let field = node.field {
            order.append(field)
            prefixes.append(pending)
            pending = ""
            return
        }
        pending += "{"
        for (index, member) in node.members.enumerated() {
            pending += "\(index > 0 ? "," : "")\(quote(member.name)):"
            walk(member, &pending, quote)
        }
        pending += "}"
    }
}

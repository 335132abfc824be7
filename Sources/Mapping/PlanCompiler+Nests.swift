import Vocabulary

/// What names of columns mean where the compiler is: the record's columns, or the members of an
/// element of a nest.
struct ColumnScope {
    var isElement = false
    /// Indexes into `PlanTables.columns`.
    var columns: [ColumnReference: Int32] = [:]
    /// An element's wanted members, by their tokens: `sku` and `/sku` are the same.
    private(set) var members: [[String]: Int32] = [:]
    private(set) var memberCount: Int32 = 0

    /// The member's index. One that can't be there (a number, a bad pointer, one deeper than JSON is
    /// read) has an index too, and is never found.
    mutating func member(_ reference: ColumnReference) -> Int32 {
        var tokens: [String]?
        if case .name(let name) = reference { tokens = JSONPointer(name)?.tokens }
        if let tokens, let known = members[tokens] { return known }
        let member = memberCount
        memberCount += 1
        if let tokens, tokens.count <= RecordRun.deepestJSON { members[tokens] = member }
        return member
    }
}

/// A field whose own fields are still to be compiled.
struct PendingNest {
    var op: Int
    var nest: Int
    var spec: NestedSpec
    var path: [PlanError.Step]
}

extension PlanCompiler {
    mutating func compile(
        _ nested: NestedSpec, of field: FieldSpec, at index: Int, into op: inout FieldOp
    ) {
        let place = PlanError.Place.field(index: index, name: field.name)
        guard op.source == .column else {
            report(place, "fields", "they need a column: `from`")
            return
        }
        if path.count >= NestedSpec.deepest {
            report(place, "fields", "nested deeper than \(NestedSpec.deepest) levels")
            return
        }
        op.source = .nested
        op.options.remove(.plain)
        op.nest = Int32(tables.nests.count)
        var nest = NestOp()
        nest.isObject = nested.form == .object
        nest.isInner = !path.isEmpty
        tables.nests.append(nest)
        pending.append(
            PendingNest(
                op: tables.ops.count, nest: Int(op.nest), spec: nested,
                path: path + [PlanError.Step(index: index, name: field.name)]))
    }

    /// Level by level: what nests in nested fields is added behind.
    mutating func compileNests() {
        var firstMember: Int32 = 0
        var next = 0
        while next < pending.count {
            let nest = pending[next]
            compile(nest, firstMember: &firstMember)
            next += 1
        }
        path = []
    }

    private mutating func compile(_ pending: PendingNest, firstMember: inout Int32) {
        path = pending.path
        scope = ColumnScope(isElement: true)
        if pending.spec.fields.isEmpty {
            report(.record, "fields", "at least one field is needed")
        }
        let shape = OutputShape(names: pending.spec.fields.map(\.name), quote: Self.quoted)
        var nest = tables.nests[pending.nest]
        nest.ops = compile(pending.spec.fields, shape, parent: pending.op)
        nest.suffix = tables.intern(shape.suffix)
        if let filter = pending.spec.filter {
            if nest.isObject {
                report(.record, "where", "a single object can't be left out; it is for lists")
            }
            nest.filter = compile(filter: filter)
        }
        nest.root = placePaths()
        nest.members = TableRange(first: firstMember, count: scope.memberCount)
        firstMember += scope.memberCount
        tables.nests[pending.nest] = nest
    }

    /// Lays the scope's members out as a tree; gives its root.
    private mutating func placePaths() -> Int32 {
        let root = Int32(tables.pathNodes.count)
        tables.pathNodes.append(PathNode())
        for (tokens, member) in scope.members.sorted(by: { $0.value < $1.value }) {
            var node = root
            for token in tokens { node = child(of: node, token) }
            tables.pathNodes[Int(node)].member = member
        }
        return root
    }

    private mutating func child(of parent: Int32, _ token: String) -> Int32 {
        var child = tables.pathNodes[Int(parent)].firstChild
        while child >= 0 {
            let node = tables.pathNodes[Int(child)]
            if tables.bytes(node.name).elementsEqual(token.utf8) { return child }
            child = node.sibling
        }
        var node = PathNode()
        node.name = tables.intern(token)
        // RFC 6901: no leading zeros.
        if let index = Int32(token), index >= 0, String(index) == token { node.index = index }
        node.sibling = tables.pathNodes[Int(parent)].firstChild
        tables.pathNodes.append(node)
        tables.pathNodes[Int(parent)].firstChild = Int32(tables.pathNodes.count - 1)
        return Int32(tables.pathNodes.count - 1)
    }
}

import Vocabulary

/// What names of columns mean where the compiler is: the record's columns, or the members of an
/// element of a nest.
struct ColumnScope {
    enum Kind {
        case source
        case element
        /// An element, and the record around it.
        case each
    }

    var kind = Kind.source
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
        return member(at: tokens)
    }

    /// The same in an `each`: `./a` is the element's, `.` the element. Nil for a column of the record
    /// around it.
    mutating func memberOfEach(_ reference: ColumnReference) -> Int32? {
        guard case .name(let name) = reference else { return nil }
        if name == "." { return member(at: []) }
        return name.hasPrefix("./")
            ? member(at: JSONPointer(String(name.dropFirst()))?.tokens) : nil
    }

    private mutating func member(at tokens: [String]?) -> Int32 {
        if let tokens, let known = members[tokens] { return known }
        let member = addMember()
        if let tokens, tokens.count <= RecordRun.deepestJSON { members[tokens] = member }
        return member
    }

    mutating func addMember() -> Int32 {
        memberCount += 1
        return memberCount - 1
    }
}

/// A field whose own fields are still to be compiled.
struct PendingNest {
    var op: Int
    var nest: Int
    var spec: NestedSpec
    var path: [PlanError.Step]
    var record: Int
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
        nest.isInner = scope.kind != .source
        tables.nests.append(nest)
        pending.append(
            PendingNest(
                op: tables.ops.count, nest: Int(op.nest), spec: nested,
                path: path + [PlanError.Step(index: index, name: field.name)], record: record))
    }

    /// Level by level: what nests in nested fields is added behind.
    mutating func compileNests() {
        var next = 0
        while next < pending.count {
            compile(pending[next])
            next += 1
        }
        path = []
    }

    private mutating func compile(_ pending: PendingNest) {
        path = pending.path
        record = pending.record
        scope = ColumnScope(kind: .element)
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
        place(&nest)
        tables.nests[pending.nest] = nest
    }

    private mutating func place(_ nest: inout NestOp) {
        nest.root = placePaths()
        nest.members = TableRange(first: memberCount, count: scope.memberCount)
        memberCount += scope.memberCount
    }

    /// A record of each element of an array: its columns are the element's and the record's around.
    mutating func beginEach(_ each: String, _ op: inout RecordOp) {
        if each.isEmpty || each == "." || each.hasPrefix("./") {
            report(.record, "each", "it must be a column of the source")
        }
        op.column = column(Self.reference(each))
        op.nest = Int32(tables.nests.count)
        var nest = NestOp()
        nest.outers.first = Int32(tables.outers.count)
        tables.nests.append(nest)
        sourceScope = scope
        scope = ColumnScope(kind: .each)
    }

    mutating func endEach(_ op: RecordOp) {
        var nest = tables.nests[Int(op.nest)]
        place(&nest)
        nest.outers.count = Int32(tables.outers.count) - nest.outers.first
        tables.nests[Int(op.nest)] = nest
        scope = sourceScope
    }

    /// A column of the record around an element: taken over as if it were a member.
    mutating func outerColumn(_ reference: ColumnReference) -> Int32 {
        let within = scope
        scope = sourceScope
        let outer = column(reference)
        sourceScope = scope
        scope = within
        let member = scope.addMember()
        tables.outers.append(OuterColumn(column: outer, member: member))
        scope.columns[reference] = Int32(tables.columns.count)
        tables.columns.append(~member)
        return Int32(tables.columns.count - 1)
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

    mutating func child(of parent: Int32, _ token: String) -> Int32 {
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

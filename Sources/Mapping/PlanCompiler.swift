import Vocabulary

/// Compiles a `RecordSpec`; collects what is wrong and goes on.
struct PlanCompiler {
    let specs: [RecordSpec]
    /// The one that is compiled, and its index.
    var spec: RecordSpec
    var record = 0
    var tables = PlanTables()
    var wanted: [ColumnReference] = []
    var problems: [PlanError.Problem] = []
    /// The index of each field's op, by the field's name.
    var opOfField: [String: Int] = [:]
    /// Beside `tables.ops`.
    var planned: [PlannedField] = []
    /// The columns that may be referred to where the compiler is.
    var scope = ColumnScope()
    /// The columns of the source, while the scope is an element's.
    var sourceScope = ColumnScope()
    /// The fields it is within, from the top.
    var path: [PlanError.Step] = []
    /// The ops that stand for what is asked of programs' results.
    var results: [(record: Int, name: String, op: Int)] = []
    /// The fields whose own fields are still to be compiled.
    var pending: [PendingNest] = []
    /// The members of all nests so far.
    var memberCount: Int32 = 0

    init(specs: [RecordSpec]) {
        self.specs = specs
        spec = specs[0]
    }

    mutating func compile(routes: [RouteSpec]) {
        // All wanted columns, before anything refers to them: fields, then templates, then filters.
        for spec in specs where spec.each == nil { want(spec) }
        tables.frame = RecordFrame(
            afterNumber: tables.intern("\",\"line\":"),
            afterLine: tables.intern(",\"sequence\":"),
            afterKey: tables.intern("],\"data\":"), null: tables.intern("null"))
        for index in specs.indices {
            record = index
            spec = specs[index]
            compileRecord(routes)
        }
        compileKeysOfFile()
        compileNests()
        compilePrograms()
        if let first = tables.records.first {
            tables.recordOps = first.ops.count
            tables.suffix = first.suffix
            tables.frame.afterSequence = first.afterSequence
            tables.filter = first.filter
        }
        // Constants, defaults and bounds are run through the plan itself.
        settle()
    }

    /// Where several records are made of one, each would need a register of its own.
    private mutating func compileKeysOfFile() {
        if specs.count == 1, spec.each == nil { return compileUnique() }
        for index in specs.indices where !specs[index].unique.isEmpty {
            record = index
            report(.record, "unique", "it can't be asked where several records are made of one")
        }
    }

    private mutating func compileRecord(_ routes: [RouteSpec]) {
        if spec.fields.isEmpty {
            report(.record, "fields", "a record needs at least one field")
        }
        var op = RecordOp()
        if let each = spec.each { beginEach(each, &op) }
        let shape = OutputShape(names: spec.fields.map(\.name), quote: Self.quoted)
        op.ops = compile(spec.fields, shape, parent: -1)
        opOfField = [:]
        for position in Int(op.ops.first)..<tables.ops.count {
            opOfField[planned[position].spec.name] = position
        }
        compileProgram(&op)
        op.suffix = tables.intern(shape.suffix)
        op.afterSequence = tables.intern(",\"entity\":\(Self.quoted(spec.entity)),\"key\":[")
        let firstKey = tables.key.count
        compileKey()
        op.key = TableRange(first: Int32(firstKey), count: Int32(tables.key.count - firstKey))
        if let filter = spec.filter { op.filter = compile(filter: filter) }
        op.routes = Int32(tables.routes.count)
        for (index, route) in routes.enumerated() {
            var node: Int32 = -1
            if route.entities?.contains(spec.entity) == false {
                node = -2
            } else if let condition = route.condition {
                node = compile(route: condition, index: index)
            }
            tables.routes.append(node)
        }
        if spec.each != nil { endEach(op) }
        tables.records.append(op)
    }

    /// The fields of one object: their ops stand together, in the order of the output.
    mutating func compile(
        _ fields: [FieldSpec], _ shape: OutputShape, parent: Int
    ) -> TableRange {
        for problem in shape.problems {
            report(
                .field(index: problem.field, name: fields[problem.field].name), "name",
                problem.message)
        }
        let first = tables.ops.count
        // With a broken shape the fields are still compiled, for their own mistakes.
        let order = shape.problems.isEmpty ? shape.order : Array(fields.indices)
        for (position, index) in order.enumerated() {
            planned.append(
                PlannedField(
                    spec: fields[index],
                    place: .field(index: index, name: fields[index].name), path: path,
                    parent: parent, record: record))
            var op = FieldOp()
            if shape.problems.isEmpty { op.prefix = tables.intern(shape.prefixes[position]) }
            compile(fields[index], at: index, into: &op)
            tables.ops.append(op)
        }
        return TableRange(first: Int32(first), count: Int32(tables.ops.count - first))
    }

    mutating func report(_ place: PlanError.Place, _ option: String, _ message: String) {
        var problem = PlanError.Problem(
            place: path.reversed().reduce(place) { .within($1, $0) }, option: option,
            message: message)
        problem.record = record
        problems.append(problem)
    }

    private mutating func want(_ spec: RecordSpec) {
        for field in spec.fields {
            switch field.source {
            case .column(let name): _ = column(.name(name))
            case .columnNumber(let number): _ = column(.number(number))
            case .constant, .template, .coalesce, .concat, .sequence: break
            }
        }
    }

    /// The column's index among all that are referred to.
    mutating func column(_ reference: ColumnReference) -> Int32 {
        if let index = scope.columns[reference] { return index }
        let index = Int32(tables.columns.count)
        switch scope.kind {
        case .source:
            tables.columns.append(Int32(wanted.count))
            wanted.append(reference)
        case .element: tables.columns.append(~scope.member(reference))
        case .each:
            if let member = scope.memberOfEach(reference) {
                tables.columns.append(~member)
            } else {
                return outerColumn(reference)
            }
        }
        scope.columns[reference] = index
        return index
    }

    /// In templates and conditions a column is named by a text; one of digits only is a number.
    static func reference(_ text: String) -> ColumnReference {
        if !text.isEmpty, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(text),
            number > 0
        {
            return .number(number)
        }
        return .name(text)
    }

    private mutating func compileKey() {
        if spec.key.isEmpty {
            report(.record, "key", "a record needs a key: the names of one or more of its fields")
        }
        for (index, name) in spec.key.enumerated() {
            guard let op = observedOp(name) else {
                report(.key(index: index), "key", Self.noField(name, spec.fields))
                continue
            }
            if spec.key.firstIndex(of: name) != index {
                report(.key(index: index), "key", "\"\(name)\" is in the key already")
            } else if spec.program == nil, !tables.ops[op].isSingle {
                report(.key(index: index), "key", "\"\(name)\" is not a single value")
            }
            tables.ops[op].options.insert(.observed)
            tables.key.append(Int32(op))
        }
    }

    static func noField(_ name: String, _ fields: [FieldSpec]) -> String {
        let names = fields.prefix(12).map(\.name).joined(separator: ", ")
        return "there is no field \"\(name)\"; there are \(names)\(fields.count > 12 ? ", …" : "")"
    }

    static func quoted(_ text: String) -> String {
        var buffer = ByteBuffer(capacity: 6 * text.utf8.count + 2)
        let bytes = FixedTable(Array(text.utf8), slack: Text.slack, filler: 0)
        unsafe buffer.put(jsonString: Text(start: bytes.pointer(0), count: bytes.count))
        return buffer.text.string
    }
}

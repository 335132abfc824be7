import Vocabulary

/// Compiles a `RecordSpec`; collects what is wrong and goes on.
struct PlanCompiler {
    let spec: RecordSpec
    var tables = PlanTables()
    var wanted: [ColumnReference] = []
    var problems: [PlanError.Problem] = []
    let shape: OutputShape
    /// The index of each field's op, by the field's name.
    var opOfField: [String: Int] = [:]
    /// Beside `tables.ops`.
    var planned: [PlannedField] = []
    /// The columns that may be referred to where the compiler is.
    var scope = ColumnScope()
    /// The fields it is within, from the top.
    var path: [PlanError.Step] = []
    /// The fields whose own fields are still to be compiled.
    var pending: [PendingNest] = []

    init(spec: RecordSpec) {
        self.spec = spec
        shape = OutputShape(names: spec.fields.map(\.name), quote: Self.quoted)
    }

    mutating func compile(routes: [Condition?]) {
        if spec.fields.isEmpty {
            report(.record, "fields", "a record needs at least one field")
        }
        want()
        tables.recordOps = compile(spec.fields, shape, parent: -1).count
        for (position, field) in planned.enumerated() { opOfField[field.spec.name] = position }
        tables.suffix = tables.intern(shape.suffix)
        tables.frame = RecordFrame(
            afterNumber: tables.intern("\",\"line\":"),
            afterLine: tables.intern(",\"sequence\":"),
            afterSequence: tables.intern(
                ",\"entity\":\(Self.quoted(spec.entity)),\"key\":["),
            afterKey: tables.intern("],\"data\":"), null: tables.intern("null"))
        compileKey()
        compileUnique()
        if let filter = spec.filter { tables.filter = compile(filter: filter) }
        tables.routes = routes.enumerated().map { index, condition in
            condition.map { compile(route: $0, index: index) } ?? -1
        }
        compileNests()
        // Constants, defaults and bounds are run through the plan itself.
        settle()
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
                    parent: parent))
            var op = FieldOp()
            if shape.problems.isEmpty { op.prefix = tables.intern(shape.prefixes[position]) }
            compile(fields[index], at: index, into: &op)
            tables.ops.append(op)
        }
        return TableRange(first: Int32(first), count: Int32(tables.ops.count - first))
    }

    mutating func report(_ place: PlanError.Place, _ option: String, _ message: String) {
        problems.append(
            PlanError.Problem(
                place: path.reversed().reduce(place) { .within($1, $0) }, option: option,
                message: message))
    }

    /// All wanted columns, before anything refers to them: fields, then templates, then the filter.
    private mutating func want() {
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
        scope.columns[reference] = index
        if scope.isElement {
            tables.columns.append(~scope.member(reference))
        } else {
            tables.columns.append(Int32(wanted.count))
            wanted.append(reference)
        }
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
            guard let op = opOfField[name] else {
                report(.key(index: index), "key", Self.noField(name, spec.fields))
                continue
            }
            if spec.key.firstIndex(of: name) != index {
                report(.key(index: index), "key", "\"\(name)\" is in the key already")
            } else if !tables.ops[op].isSingle {
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

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

    init(spec: RecordSpec) {
        self.spec = spec
        shape = OutputShape(names: spec.fields.map(\.name), quote: Self.quoted)
    }

    mutating func compile(routes: [Condition?]) {
        if spec.fields.isEmpty {
            report(.record, "fields", "a record needs at least one field")
        }
        for problem in shape.problems {
            report(
                .field(index: problem.field, name: spec.fields[problem.field].name), "name",
                problem.message)
        }
        want()
        // With a broken shape the fields are still compiled, for their own mistakes.
        let order = shape.problems.isEmpty ? shape.order : Array(spec.fields.indices)
        for (position, index) in order.enumerated() {
            opOfField[spec.fields[index].name] = position
            var op = FieldOp()
            if shape.problems.isEmpty { op.prefix = tables.intern(shape.prefixes[position]) }
            compile(spec.fields[index], at: index, into: &op)
            tables.ops.append(op)
        }
        tables.suffix = tables.intern(shape.suffix)
        tables.frame = RecordFrame(
            afterNumber: tables.intern("\",\"line\":"),
            afterLine: tables.intern(",\"sequence\":"),
            afterSequence: tables.intern(
                ",\"entity\":\(Self.quoted(spec.entity)),\"key\":["),
            afterKey: tables.intern("],\"data\":"), null: tables.intern("null"))
        compileKey()
        if let filter = spec.filter { tables.filter = compile(filter: filter) }
        tables.routes = routes.enumerated().map { index, condition in
            condition.map { compile(route: $0, index: index) } ?? -1
        }
        // Constants, defaults and bounds are run through the plan itself.
        settle(order)
    }

    mutating func report(_ place: PlanError.Place, _ option: String, _ message: String) {
        problems.append(PlanError.Problem(place: place, option: option, message: message))
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

    /// The column's index among the wanted ones.
    mutating func column(_ reference: ColumnReference) -> Int32 {
        if let index = wanted.firstIndex(of: reference) { return Int32(index) }
        wanted.append(reference)
        return Int32(wanted.count - 1)
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
            } else if tables.ops[op].type == .json || tables.ops[op].options.contains(.split) {
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

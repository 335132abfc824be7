import Vocabulary

/// Constants, defaults and bounds: run through the compiled fields themselves, so that what they
/// mean can't differ from what a record's text means.
extension PlanCompiler {
    mutating func settle(_ order: [Int]) {
        guard problems.isEmpty else { return }
        for (position, index) in order.enumerated() {
            let field = spec.fields[index]
            let place = PlanError.Place.field(index: index, name: field.name)
            settleBounds(field, place, position)
        }
        guard problems.isEmpty else { return }
        for (position, index) in order.enumerated() {
            let field = spec.fields[index]
            let place = PlanError.Place.field(index: index, name: field.name)
            if let text = field.defaultText { tryText(text, place, "default", position) }
            if field.map != nil {
                for (_, value) in field.map ?? [:] where !value.isEmpty {
                    tryMapped(value, place, "map", position)
                }
                if case .text(let text) = field.otherwise {
                    tryMapped(text, place, "otherwise", position)
                }
            }
            if case .constant(let value) = field.source {
                settleConstant(value, field, place, position)
            }
        }
    }

    /// What the field makes of a text; the fault when it takes it not.
    private func evaluate(_ op: FieldOp, _ text: String) -> (json: [UInt8], fault: Fault) {
        var tables = tables
        let range = tables.intern(text)
        var run = RecordRun(tables, bindings: [])
        run.data.count = 0
        let fault = run.putSingle(op, run.arena.text(range))
        let json = run.data.text
        return ((0..<json.count).map { json[$0] }, fault)
    }

    private mutating func settleBounds(
        _ field: FieldSpec, _ place: PlanError.Place, _ position: Int
    ) {
        let bounds = [
            (field.min, "min", FieldOptions.minimum), (field.max, "max", FieldOptions.maximum),
        ]
        for case (let text?, let option, let flag) in bounds {
            switch field.type {
            case .string, .boolean, .json:
                report(place, option, "\(field.type.noun) has no \(option); try `length`, `match`")
                continue
            default: break
            }
            guard let json = bound(text, tables.ops[position]) else {
                report(place, option, "\"\(text)\" is not \(field.type.noun)")
                continue
            }
            let range = tables.intern(json)
            if option == "min" {
                tables.ops[position].minimum = range
            } else {
                tables.ops[position].maximum = range
            }
            tables.ops[position].options.insert(flag)
        }
    }

    /// A bound is written plainly (a dot as decimal mark, ISO dates) or as the field itself is; the
    /// plain reading comes first.
    private func bound(_ text: String, _ op: FieldOp) -> [UInt8]? {
        var bare = FieldOp()
        bare.type = op.type
        bare.zone = op.zone
        bare.mark = op.type == .integer ? 0 : UInt8(ascii: ".")
        var own = bare
        (own.mark, own.grouping) = (op.mark, op.grouping)
        (own.format, own.layout) = (op.format, op.layout)
        for candidate in [bare, own] {
            let (json, fault) = evaluate(candidate, text)
            if fault == .none, !text.isEmpty { return json }
        }
        return nil
    }

    private mutating func tryText(
        _ text: String, _ place: PlanError.Place, _ option: String, _ position: Int
    ) {
        var op = tables.ops[position]
        if op.options.contains(.split) { return }
        // A default is taken as it is, even where it would mean null.
        op.options.subtract([.emptyIsNull, .nullTexts, .defaultText])
        let fault = evaluate(op, text).fault
        if fault != .none {
            let field = spec.fields[shape.order[position]]
            report(place, option, "\"\(text)\": \(fault.reason(for: field))")
        }
    }

    /// A value that `map` gives has its steps and its lookup behind it.
    private mutating func tryMapped(
        _ text: String, _ place: PlanError.Place, _ option: String, _ position: Int
    ) {
        var op = tables.ops[position]
        op.options.subtract([.apply, .emptyIsNull, .nullTexts, .defaultText, .map])
        let fault = evaluate(op, text).fault
        if fault != .none {
            let field = spec.fields[shape.order[position]]
            report(place, option, "\"\(text)\": \(fault.reason(for: field))")
        }
    }

    /// A constant's JSON is made here. Null, a boolean and a number stand for themselves where the
    /// field's type is string (which it is when nothing was said).
    private mutating func settleConstant(
        _ value: FieldSpec.ConstantValue, _ field: FieldSpec, _ place: PlanError.Place,
        _ position: Int
    ) {
        var op = tables.ops[position]
        op.source = .column
        let text: String
        switch value {
        case .null:
            if field.required { report(place, "value", "null, and the field is required") }
            tables.ops[position].constant = tables.intern("null")
            return
        case .boolean(let flag):
            text = flag ? "true" : "false"
            if op.type == .string { op.type = .boolean }
        case .number(let digits):
            text = digits
            if op.type == .string {
                op.type = .number
                op.mark = UInt8(ascii: ".")
            }
            if op.type == .decimal || op.type == .number { op.mark = UInt8(ascii: ".") }
        case .text(let content): text = content
        }
        let (json, fault) = evaluate(op, text)
        if fault != .none {
            report(place, "value", "\"\(text)\": \(fault.reason(for: field))")
        }
        tables.ops[position].constant = tables.intern(json)
    }
}

extension RecordRun {
    /// One text through one op, split or not.
    fileprivate mutating func putSingle(_ op: FieldOp, _ text: Text) -> Fault {
        putMaybeSplit(op, text, .text)
    }
}

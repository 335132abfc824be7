import Vocabulary

/// Constants, defaults and bounds: run through the compiled fields themselves, so that what they
/// mean can't differ from what a record's text means.
extension PlanCompiler {
    mutating func settle() {
        guard problems.isEmpty else { return }
        var run = RecordRun(tables, bindings: [])
        for (position, field) in planned.enumerated() {
            (path, record) = (field.path, field.record)
            settleBounds(field.spec, field.place, position, &run)
        }
        guard problems.isEmpty else { return }
        // Once more, now with the bounds.
        run = RecordRun(tables, bindings: [])
        for (position, field) in planned.enumerated() {
            (path, record) = (field.path, field.record)
            settleTexts(field.spec, field.place, position, &run)
        }
        path = []
    }

    private mutating func settleBounds(
        _ field: FieldSpec, _ place: PlanError.Place, _ position: Int, _ run: inout RecordRun
    ) {
        let bounds = [
            (field.min, "min", FieldOptions.minimum), (field.max, "max", FieldOptions.maximum),
        ]
        for case (let text?, let option, let flag) in bounds {
            switch field.type {
            case .string, .boolean, .json, .list:
                report(place, option, "\(field.type.noun) has no \(option); try `length`, `match`")
                continue
            default: break
            }
            guard let json = bound(text, tables.ops[position], &run) else {
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
    private func bound(_ text: String, _ op: FieldOp, _ run: inout RecordRun) -> [UInt8]? {
        var bare = FieldOp()
        bare.type = op.type
        bare.zone = op.zone
        bare.mark = op.type == .integer ? 0 : UInt8(ascii: ".")
        bare.layout = .iso
        var own = bare
        (own.mark, own.grouping) = (op.mark, op.grouping)
        (own.format, own.layout) = (op.format, op.layout)
        for candidate in [bare, own] {
            let (json, fault) = run.evaluate(candidate, text)
            if fault == .none, !text.isEmpty { return json }
        }
        return nil
    }

    private mutating func settleTexts(
        _ field: FieldSpec, _ place: PlanError.Place, _ position: Int, _ run: inout RecordRun
    ) {
        let op = tables.ops[position]
        if run.hasEmptyBounds(op) {
            let least = field.min ?? ""
            report(
                place, "max", "\(field.type.isTemporal ? "earlier" : "less") than 'min', \(least)")
        }
        if let text = field.defaultText, field.split == nil {
            // A default is taken as it is, even where it would mean null.
            var bare = op
            bare.options.subtract([.emptyIsNull, .nullTexts, .defaultText])
            var text = text
            if op.source == .concat, op.steps.count > 0 {
                // Nobody else would have it go through the steps.
                text = run.stepped(op.steps, text)
                tables.ops[position].defaultText = tables.intern(text)
            }
            check(text, as: bare, field, place, "default", &run)
        }
        // What `map` gives has the steps and the lookup behind it.
        var mapped = op
        mapped.options.subtract([
            .apply, .emptyIsNull, .nullTexts, .defaultText, .map, .split, .lookup,
        ])
        for (_, value) in (field.map ?? [:]).sorted(by: { $0.key < $1.key }) {
            check(value, as: mapped, field, place, "map", &run)
        }
        if field.map != nil, case .text(let text) = field.otherwise {
            check(text, as: mapped, field, place, "otherwise", &run)
        }
        // What is listed and could never be accepted is a slip; what means null is none.
        for text in field.oneOf ?? []
        where !text.isEmpty && field.nullTexts?.contains(text) != true {
            check(text, as: mapped, field, place, "one_of", &run)
        }
        if let lookup = field.lookup {
            settle(lookup, as: mapped, field, place, &run)
        }
        if case .constant(let value) = field.source {
            settleConstant(value, field, place, position, &run)
        }
    }

    private mutating func check(
        _ text: String, as op: FieldOp, _ field: FieldSpec, _ place: PlanError.Place,
        _ option: String, _ run: inout RecordRun
    ) {
        let fault = run.evaluate(op, text).fault
        guard fault != .none else { return }
        report(place, option, "\"\(text)\": \(fault.reason(for: field))")
    }

    /// What a table gives is checked like what `map` gives; one mistake is enough to be told.
    private mutating func settle(
        _ lookup: FieldSpec.Lookup, as op: FieldOp, _ field: FieldSpec,
        _ place: PlanError.Place, _ run: inout RecordRun
    ) {
        if case .text(let text) = lookup.otherwise {
            check(text, as: op, field, place, "lookup", &run)
        }
        // Any text will do for a string without checks.
        guard op.type != .string || !op.options.isDisjoint(with: .checks) else { return }
        var wrong: (text: String, fault: Fault)?
        lookup.table.forEachValue { text in
            let fault = text.isEmpty ? .none : run.evaluate(op, text).fault
            if fault != .none { wrong = (text, fault) }
            return wrong == nil
        }
        if let wrong {
            report(
                place, "lookup",
                "\(lookup.table.name) gives \"\(wrong.text)\": \(wrong.fault.reason(for: field))")
        }
    }

    /// A constant's JSON is made here. Null, a boolean and a number stand for themselves where the
    /// field's type is string (which it is when nothing was said).
    private mutating func settleConstant(
        _ value: FieldSpec.ConstantValue, _ field: FieldSpec, _ place: PlanError.Place,
        _ position: Int, _ run: inout RecordRun
    ) {
        var op = tables.ops[position]
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
            if op.type == .string { op.type = .number }
            if op.type != .integer { op.mark = UInt8(ascii: ".") }
        case .text(let content): text = content
        }
        let (json, fault) = run.evaluate(op, text)
        if fault != .none {
            report(place, "value", "\"\(text)\": \(fault.reason(for: field))")
        }
        tables.ops[position].constant = tables.intern(json)
    }
}

extension RecordRun {
    /// What the steps make of a text.
    fileprivate mutating func stepped(_ steps: TableRange, _ text: String) -> String {
        let bytes = FixedTable(Array(text.utf8), slack: Text.slack, filler: 0)
        return unsafe applySteps(
            steps, to: Text(start: bytes.pointer(0), count: bytes.count)
        ).string
    }

    /// What an op makes of a text, split or not; the fault when it takes it not.
    fileprivate mutating func evaluate(
        _ op: FieldOp, _ text: String
    ) -> (json: [UInt8], fault: Fault) {
        let bytes = FixedTable(Array(text.utf8), slack: Text.slack, filler: 0)
        let table = FixedTable([op])
        data.count = 0
        // A disguise takes every value, and its key is not known here.
        var op = op
        op.options.remove(.disguised)
        let fault = unsafe putMaybeSplit(
            OpReference(table.pointer(0)), Text(start: bytes.pointer(0), count: bytes.count), .text)
        return ((0..<data.count).map { data[$0] }, fault)
    }
}

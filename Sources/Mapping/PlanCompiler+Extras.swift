import Vocabulary

extension OtherwiseOp {
    init(_ otherwise: FieldSpec.Otherwise) {
        switch otherwise {
        case .reject: self = .reject
        case .keep: self = .keep
        case .null: self = .null
        case .text: self = .text
        }
    }
}

/// What few fields ask for: several columns, a number, a disguise.
extension PlanCompiler {
    /// Changes the op's extra, and gives it one first where it has none.
    mutating func extend(_ op: inout FieldOp, _ change: (inout FieldExtra) -> Void) {
        if op.extra < 0 {
            op.extra = Int32(tables.extras.count)
            tables.extras.append(FieldExtra())
        }
        change(&tables.extras[Int(op.extra)])
    }

    mutating func compileColumns(
        _ columns: [ColumnReference], _ option: String, _ place: PlanError.Place,
        _ op: inout FieldOp
    ) {
        if columns.isEmpty { report(place, option, "it lists no columns") }
        for reference in columns {
            switch reference {
            case .name(""): report(place, option, "a column's name is empty")
            case .number(..<1): report(place, option, "columns are counted from 1")
            default: break
            }
        }
        let segments = columns.map {
            TemplateSegment(column: column($0), literal: ArenaRange())
        }
        op.segments = TableRange(
            first: Int32(tables.segments.count), count: Int32(segments.count))
        tables.segments += segments
    }

    mutating func compileUnique() {
        for name in spec.unique {
            guard let op = observedOp(name) else {
                report(.record, "unique", Self.noField(name, spec.fields))
                continue
            }
            if spec.program == nil, !tables.ops[op].isSingle {
                report(planned[op].place, "unique", "it is not a single value")
            }
            tables.ops[op].options.insert(.observed)
            tables.unique.append(Int32(op))
        }
    }

    mutating func compileLookup(
        _ field: FieldSpec, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        guard let lookup = field.lookup else { return }
        if field.map != nil { report(place, "lookup", "it does not go with `map`") }
        let index =
            tables.references.firstIndex { $0 === lookup.table } ?? tables.references.count
        if index == tables.references.count { tables.references.append(lookup.table) }
        var text = ArenaRange()
        if case .text(let otherwise) = lookup.otherwise { text = tables.intern(otherwise) }
        extend(&op) {
            $0.lookup = Int32(index)
            $0.otherwise = OtherwiseOp(lookup.otherwise)
            $0.otherwiseText = text
        }
        op.options.insert(.lookup)
    }

    mutating func compileDisguise(
        _ field: FieldSpec, _ place: PlanError.Place, _ op: inout FieldOp
    ) {
        if case .sequence = field.source {
            switch field.type {
            case .string, .integer: break
            default: report(place, "type", "a sequence is an integer or a string")
            }
        }
        guard let disguise = field.disguise else { return }
        let option: String
        switch disguise {
        case .hash:
            option = "hash"
            extend(&op) { $0.disguise = .hash }
        case .keyedHash(let credential):
            option = "hash"
            let key = tables.credentials.firstIndex(of: credential) ?? tables.credentials.count
            if key == tables.credentials.count { tables.credentials.append(credential) }
            extend(&op) {
                $0.disguise = .hash
                $0.key = Int32(key)
            }
        case .mask(let mask):
            option = "mask"
            extend(&op) {
                $0.disguise = .mask
                $0.keepFirst = Int32(clamping: mask.keepFirst)
                $0.keepLast = Int32(clamping: mask.keepLast)
                $0.maskedWith = mask.with
                $0.keepsLength = mask.keepsLength
            }
        case .maskedAddress:
            option = "mask"
            extend(&op) { $0.disguise = .address }
        }
        if field.type == .json || field.type == .list {
            report(place, option, "\(field.type.noun) has no single text")
        }
        op.options.insert(.disguised)
    }
}

import Vocabulary

/// A text becomes a value: null, default, the checks in their order, the type, the bounds.
extension RecordRun {
    /// Writes the JSON of one value behind the data. What a fault leaves there is thrown away with
    /// the record.
    @inline(__always)
    mutating func putValue(_ op: OpReference, _ text: Text, _ kind: FieldKind) -> Fault {
        var text = text
        var kind = kind
        if kind.isNothing {
            guard op.options.contains(.defaultText) else { return putNull(op) }
            text = arena.text(op.defaultText)
            kind = .text
            if op.options.contains(.apply) { text = applySteps(op.steps, to: text) }
        } else {
            if op.options.contains(.apply) { text = apply(op, to: text) }
            if isNull(op, text) {
                guard op.options.contains(.defaultText) else { return putNull(op) }
                text = arena.text(op.defaultText)
                kind = .text
                if op.options.contains(.apply) { text = applySteps(op.steps, to: text) }
            }
        }
        if !op.options.isDisjoint(with: .checks) {
            culprit = text
            var becomesNull = false
            let fault = check(op, &text, &becomesNull)
            guard fault == .none else { return fault }
            if becomesNull { return putNull(op) }
        }
        let start = data.count
        var fault = put(op, text, kind)
        if fault == .none, !op.options.isDisjoint(with: .afterwards) {
            fault = checkBounds(op, start)
            if fault == .none, op.options.contains(.disguised) { disguise(op, text, from: start) }
        }
        if fault != .none { culprit = text }
        return fault
    }

    @inline(__always) func isNull(_ op: OpReference, _ text: Text) -> Bool {
        if text.count == 0, op.options.contains(.emptyIsNull) { return true }
        guard op.options.contains(.nullTexts) else { return false }
        return find(text, in: op.nulls) >= 0
    }

    @inline(__always) mutating func putNull(_ op: OpReference) -> Fault {
        if op.options.contains(.required) {
            culprit = arena.text(ArenaRange())
            return .required
        }
        data.append(arena.text(frame.null))
        return .none
    }

    /// `lookup`, `map`, `one_of`, `match`, `length`: on the text as the steps left it.
    private mutating func check(
        _ op: OpReference, _ text: inout Text, _ becomesNull: inout Bool
    ) -> Fault {
        if op.options.contains(.lookup) {
            let fault = lookUp(op, &text, &becomesNull)
            if fault != .none || becomesNull { return fault }
        }
        if op.options.contains(.map) {
            let entry = find(text, in: op.map)
            if entry >= 0 {
                text = arena.text(entries[entry].value)
            } else {
                switch op.otherwise {
                case .reject: return .notMapped
                case .keep: break
                case .null:
                    becomesNull = true
                    return .none
                case .text: text = arena.text(op.otherwiseText)
                }
            }
        }
        if op.options.contains(.oneOf), find(text, in: op.oneOf) < 0 { return .notOneOf }
        if op.options.contains(.match), !isFound(op.regex, in: text) { return .noMatch }
        if op.options.contains(.length) {
            let length = text.scalarCount
            if length < Int(op.minLength) { return .tooShort }
            if length > Int(op.maxLength) { return .tooLong }
        }
        return .none
    }

    @inline(__always)
    private mutating func put(_ op: OpReference, _ text: Text, _ kind: FieldKind) -> Fault {
        if kind.isStructured, op.type != .json, op.type != .list { return .structured }
        // A JSON number is written as JSON writes it, whatever the field says of texts.
        let isNumber = kind.isNumber
        switch op.type {
        case .string:
            data.reserve(6 * text.count + 2)
            data.put(jsonString: text)
            return .none
        case .integer:
            return putNumber(
                text, mark: 0, grouping: isNumber ? 0 : op.grouping, takesExponent: false)
                ? .none : .integer
        case .decimal:
            return putNumber(
                text, mark: isNumber ? UInt8(ascii: ".") : op.mark,
                grouping: isNumber ? 0 : op.grouping, takesExponent: false) ? .none : .decimal
        case .number:
            return putNumber(
                text, mark: isNumber ? UInt8(ascii: ".") : op.mark,
                grouping: isNumber ? 0 : op.grouping, takesExponent: true) ? .none : .number
        case .boolean: return putBoolean(text) ? .none : .boolean
        case .date:
            data.reserve(32)
            if unsafe op.layout.put(text, to: data.base + data.count + 1) {
                let out = unsafe data.base + data.count
                unsafe out[0] = UInt8(ascii: "\"")
                unsafe out[11] = UInt8(ascii: "\"")
                data.count += 12
                return .none
            }
            data.put(UInt8(ascii: "\""))
            let fault = putDate(op, text)
            data.put(UInt8(ascii: "\""))
            return fault
        case .time:
            data.reserve(1)
            data.put(UInt8(ascii: "\""))
            let fault = putTime(op, text)
            data.put(UInt8(ascii: "\""))
            return fault
        case .timestamp:
            data.reserve(1)
            data.put(UInt8(ascii: "\""))
            let fault = putTimestamp(op, text)
            data.put(UInt8(ascii: "\""))
            return fault
        case .json: return putJSON(text) ? .none : .json
        case .list: return putList(text, kind) ? .none : .list
        }
    }

    /// The written value against `min` and `max`, which are written the same way.
    private func checkBounds(_ op: OpReference, _ start: Int) -> Fault {
        let value = data.text(from: start, to: data.count)
        if op.options.contains(.minimum),
            compare(op.type, value, arena.text(op.minimum)) < 0
        {
            return .belowMinimum
        }
        if op.options.contains(.maximum),
            compare(op.type, value, arena.text(op.maximum)) > 0
        {
            return .aboveMaximum
        }
        return .none
    }

    /// Whether no value can lie between the op's bounds.
    func hasEmptyBounds(_ op: FieldOp) -> Bool {
        op.options.isSuperset(of: [.minimum, .maximum])
            && compare(op.type, arena.text(op.minimum), arena.text(op.maximum)) > 0
    }

    private func compare(_ type: TypeOp, _ left: Text, _ right: Text) -> Int {
        switch type {
        case .integer, .decimal, .number:
            guard let left = NumberView(left), let right = NumberView(right) else { return 0 }
            return NumberView.compare(left, right)
        case .time: return left.compareTimes(right, fixed: 9)
        default: return left.compareTimes(right, fixed: 20)
        }
    }
}

extension Text {
    /// The order of two times as they are written here (with their quotes): so many bytes of fixed
    /// width, then perhaps a fraction.
    fileprivate func compareTimes(_ other: Text, fixed: Int) -> Int {
        let head = min(fixed, count, other.count)
        for index in 0..<head where self[index] != other[index] {
            return self[index] < other[index] ? -1 : 1
        }
        var at = head + 1
        while true {
            let left = at < count && self[at] &- 0x30 < 10 ? self[at] : 0
            let right = at < other.count && other[at] &- 0x30 < 10 ? other[at] : 0
            if left == 0, right == 0 { return 0 }
            // Past its end a fraction goes on with zeros.
            let difference = Int(max(left, 0x30)) - Int(max(right, 0x30))
            if difference != 0 { return difference }
            at += 1
        }
    }
}

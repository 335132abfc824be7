import Vocabulary

extension RecordRun {
    /// What a condition looks at.
    @safe enum Subjects {
        /// The source's columns, as read.
        case columns(UnsafePointer<FieldSpan>, count: Int, bytes: UnsafePointer<UInt8>)
        /// What the record's fields became.
        case outputs
    }

    /// Whether the condition that begins at that node holds.
    mutating func holds(_ node: Int, _ subjects: Subjects) -> Bool {
        let condition = conditions[node]
        switch condition.kind {
        case .all:
            var part = node + 1
            while part < Int(condition.end) {
                guard holds(part, subjects) else { return false }
                part = Int(conditions[part].end)
            }
            return true
        case .not: return !holds(node + 1, subjects)
        default:
            guard let text = subject(Int(condition.subject), subjects) else {
                return condition.kind == .absent
            }
            return test(condition, text)
        }
    }

    private func test(_ condition: ConditionNode, _ text: Text) -> Bool {
        switch condition.kind {
        case .oneOf: find(text, in: condition.list) >= 0
        case .match: isFound(condition.list, in: text)
        case .present: text.count > 0
        case .absent: text.count == 0
        case .greater: order(text, condition.bound) > 0
        case .atLeast: order(text, condition.bound) >= 0
        case .less: order(text, condition.bound) < 0
        case .atMost: order(text, condition.bound) <= 0
        case .all, .not: false
        }
    }

    /// Exact numbers where both sides are numbers, else texts by code point.
    private func order(_ text: Text, _ bound: ArenaRange) -> Int {
        let bound = arena.text(bound)
        if let left = NumberView(text), let right = NumberView(bound) {
            return NumberView.compare(left, right)
        }
        return text.isOrdered(before: bound) ? -1 : text.isEqual(to: bound) ? 0 : 1
    }

    /// Nil for null and for what is not there.
    private mutating func subject(_ index: Int, _ subjects: Subjects) -> Text? {
        switch subjects {
        case .columns(let spans, let count, let bytes):
            let physical = Int(bindings[index])
            guard physical >= 0, physical < count else { return nil }
            let span = unsafe spans[physical]
            guard !span.kind.isNothing else { return nil }
            return unsafe Text(start: bytes + Int(span.start), count: Int(span.length))
        case .outputs:
            let output = outputs[index]
            switch output.kind {
            case .null: return nil
            case .escapedText: return unescaped(text(of: output))
            default: return text(of: output)
            }
        }
    }

    /// An output's JSON, a string's without its quotes.
    @inline(__always) func text(of output: OutputSlot) -> Text {
        let quotes = output.kind == .text || output.kind == .escapedText ? 1 : 0
        return data.text(
            from: Int(output.start) + quotes, to: Int(output.start + output.count) - quotes)
    }
}

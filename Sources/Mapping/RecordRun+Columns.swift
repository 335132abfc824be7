import Vocabulary

/// Fields that several columns go into, and those that no column does.
extension RecordRun {
    /// `coalesce`: the first column that has a value, treated as if it had been asked for alone.
    @inline(never)
    mutating func putFirst(
        _ index: Int, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>
    ) -> Fault {
        let range = ops[index].segments
        for segment in Int(range.first)..<Int(range.first + range.count) {
            guard let span = unsafe span(segments[segment].column, spans, count) else { continue }
            let text = unsafe Text(start: bytes + Int(span.start), count: Int(span.length))
            if hasValue(op(index), text) { return putMaybeSplit(op(index), text, span.kind) }
        }
        return putMaybeSplit(op(index), arena.text(ArenaRange()), .absent)
    }

    /// `concat`: the texts of those columns that have a value, as the steps leave them.
    @inline(never)
    mutating func putJoined(
        _ index: Int, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>
    ) -> Fault {
        let range = ops[index].segments
        var isEmpty = true
        joined.count = 0
        for segment in Int(range.first)..<Int(range.first + range.count) {
            guard let span = unsafe span(segments[segment].column, spans, count) else { continue }
            var text = unsafe Text(start: bytes + Int(span.start), count: Int(span.length))
            guard hasValue(op(index), text) else { continue }
            if span.kind.isStructured {
                culprit = text
                return .structured
            }
            // One step may be enough to have written to the memory of the one before it.
            if ops[index].steps.count > 0 { text = applySteps(ops[index].steps, to: text) }
            if !isEmpty { joined.append(arena.text(extras[Int(ops[index].extra)].joint)) }
            joined.append(text)
            isEmpty = false
        }
        return putMaybeSplit(op(index), joined.text, isEmpty ? .absent : .text)
    }

    /// `sequence`: digits, in quotes where a string is wanted.
    @inline(never) mutating func putNumber(of index: Int) {
        let number = extras[Int(ops[index].extra)].countsFeed ? feedNumber : fileNumber
        var isText = false
        if case .string = ops[index].type { isText = true }
        data.reserve(32)
        if isText { data.put(UInt8(ascii: "\"")) }
        data.put(number: number)
        if isText { data.put(UInt8(ascii: "\"")) }
    }

    /// Where the column's text lies; nil where it is null or the record does not have it.
    private func span(
        _ column: Int32, _ spans: UnsafePointer<FieldSpan>, _ count: Int
    ) -> FieldSpan? {
        let physical = Int(bindings[Int(column)])
        guard physical >= 0, physical < count else { return nil }
        let span = unsafe spans[physical]
        return span.kind.isNothing ? nil : span
    }

    /// Whether anything is left when the steps are done that is not a text for null.
    private mutating func hasValue(_ op: OpReference, _ text: Text) -> Bool {
        let text = op.steps.count > 0 ? applySteps(op.steps, to: text) : text
        if text.count == 0 { return false }
        return !isNull(op, text)
    }
}

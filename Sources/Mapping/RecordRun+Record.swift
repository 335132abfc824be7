import Vocabulary

extension RecordRun {
    /// Writes the record's data (`{…}` with all that is nested) into `data`; on a fault gives it
    /// with the op it was found in.
    @inline(__always)
    mutating func putData(
        _ spans: UnsafePointer<FieldSpan>, count: Int, bytes: UnsafePointer<UInt8>,
        faultyOp: inout Int
    ) -> Fault {
        data.count = 0
        var index = 0
        while index < recordOps {
            let prefix = arena.text(ops[index].prefix)
            let start: Int
            if ops[index].options.contains(.plain),
                let text = unsafe plainText(index, spans, count, bytes)
            {
                data.reserve(prefix.count + 6 * text.count + 2)
                start = data.put(prefix, jsonString: text)
            } else {
                data.append(prefix)
                start = data.count
                let fault = unsafe putField(index, spans, count, bytes)
                if fault != .none {
                    faultyOp = innerOp >= 0 ? innerOp : index
                    innerOp = -1
                    return fault
                }
            }
            if ops[index].options.contains(.observed) { observe(index, start) }
            index += 1
        }
        data.append(arena.text(suffix))
        return .none
    }

    /// The text of a column that only has to be escaped; nil where there is more to it.
    @inline(__always)
    private func plainText(
        _ index: Int, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>
    ) -> Text? {
        guard ops[index].source == .column else { return nil }
        let physical = Int(bindings[Int(ops[index].column)])
        guard physical >= 0, physical < count else { return nil }
        let length = unsafe spans[physical].length
        guard length > 0, unsafe spans[physical].kind.isText else { return nil }
        return unsafe Text(start: bytes + Int(spans[physical].start), count: Int(length))
    }

    @inline(__always)
    mutating func putField(
        _ index: Int, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>
    ) -> Fault {
        let op = op(index)
        switch op.source {
        case .column:
            let physical = Int(bindings[Int(op.column)])
            guard physical >= 0, physical < count else {
                return putMaybeSplit(op, arena.text(ArenaRange()), .absent)
            }
            let span = unsafe spans[physical]
            let text = unsafe Text(start: bytes + Int(span.start), count: Int(span.length))
            if op.options.contains(.plain), text.count > 0, span.kind.isText {
                data.reserve(6 * text.count + 2)
                data.put(jsonString: text)
                return .none
            }
            return putMaybeSplit(op, text, span.kind)
        case .constant:
            data.append(arena.text(op.constant))
            return .none
        case .template:
            var isEmpty = true
            let text = unsafe fill(op.segments, spans, count, bytes, &isEmpty)
            return putMaybeSplit(op, text, isEmpty ? .absent : .text)
        case .coalesce: return unsafe putFirst(index, spans, count, bytes)
        case .concat: return unsafe putJoined(index, spans, count, bytes)
        case .sequence:
            putNumber(of: index)
            return .none
        case .nested: return unsafe putNested(index, spans, count, bytes)
        }
    }

    @inline(__always) func op(_ index: Int) -> OpReference {
        unsafe OpReference(ops.pointer(index))
    }

    @inline(__always)
    mutating func putMaybeSplit(
        _ op: OpReference, _ text: Text, _ kind: FieldKind
    ) -> Fault {
        op.options.contains(.split) ? putParts(op, text, kind) : putValue(op, text, kind)
    }

    /// `split`: an array, each part treated by itself. The whole is null where it is null or empty.
    @inline(never)
    private mutating func putParts(_ op: OpReference, _ text: Text, _ kind: FieldKind) -> Fault {
        var text = text
        if kind.isStructured {
            culprit = text
            return .structured
        }
        if kind.isNothing || text.count == 0
            || op.options.contains(.nullTexts) && find(text, in: op.nulls) >= 0
        {
            guard op.options.contains(.defaultText) else { return putNull(op) }
            text = arena.text(op.defaultText)
        }
        // The steps of a part write over the memory of a template.
        whole.count = 0
        whole.append(text)
        let parts = whole.text
        let separator = arena.text(op.separator)
        var from = 0
        data.reserve(2)
        data.put(UInt8(ascii: "["))
        while true {
            let to = parts.index(of: separator, from: from)
            let fault = putValue(op, parts.slice(from, to ?? parts.count), .text)
            guard fault == .none else { return fault }
            data.reserve(2)
            guard let to else { break }
            data.put(UInt8(ascii: ","))
            from = to + separator.count
        }
        data.put(UInt8(ascii: "]"))
        return .none
    }

    private mutating func fill(
        _ range: TableRange, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>, _ isEmpty: inout Bool
    ) -> Text {
        writesFirst = true
        first.count = 0
        for index in Int(range.first)..<Int(range.first + range.count) {
            let segment = segments[index]
            guard segment.column >= 0 else {
                first.append(arena.text(segment.literal))
                continue
            }
            let physical = Int(bindings[Int(segment.column)])
            guard physical >= 0, physical < count else { continue }
            let span = unsafe spans[physical]
            if span.kind.isNothing || span.length == 0 { continue }
            isEmpty = false
            first.append(unsafe Text(start: bytes + Int(span.start), count: Int(span.length)))
        }
        return first.text
    }

    /// Notes what was written for an op that a key or a condition looks at.
    @inline(__always) func observe(_ index: Int, _ start: Int) {
        observe(index, start, to: data.count)
    }

    /// The same for what does not stand at the end of the data.
    @inline(__always) func observe(_ index: Int, _ start: Int, to end: Int) {
        let written = data.text(from: start, to: end)
        var kind = OutputKind.bare
        switch written[0] {
        case UInt8(ascii: "\""):
            kind = .text
            // Only a string can hold escapes, and it has not many bytes.
            for at in 1..<written.count where written[at] == UInt8(ascii: "\\") {
                kind = .escapedText
                break
            }
        case UInt8(ascii: "n"): kind = .null
        case UInt8(ascii: "{"), UInt8(ascii: "["): kind = .structured
        default: break
        }
        outputs[index] = OutputSlot(
            start: Int32(start), count: Int32(end - start), kind: kind)
    }
}

import Vocabulary

/// Fields with fields of their own: an array of objects becomes an array of mapped objects. The value
/// is walked once, element by element; nothing is allocated for any of them.
extension RecordRun {
    /// More data than this is no record: what nests could make it many times as large as its source.
    static var largestData: Int { 64 << 20 }

    @inline(never)
    mutating func putNested(
        _ index: Int, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>
    ) -> Fault {
        let number = Int(ops[index].nest)
        elements[number] = -1
        let physical = Int(bindings[Int(ops[index].column)])
        guard physical >= 0, physical < count else { return putNull(op(index)) }
        let span = unsafe spans[physical]
        if span.kind.isNothing || span.length == 0 { return putNull(op(index)) }
        var start = Int(span.start)
        if !nests[number].isInner {
            // A copy, so that texts can be unescaped behind it. What nests further lies in it too.
            nested.count = 0
            nested.append(unsafe Text(start: bytes + start, count: Int(span.length)))
            start = 0
        }
        let mark = nested.count
        let fault = putNest(number, index, start, start + Int(span.length))
        nested.count = mark
        return fault
    }

    private mutating func putNest(
        _ number: Int, _ index: Int, _ start: Int, _ end: Int
    ) -> Fault {
        let isObject = nests[number].isObject
        var at = nested.text(from: 0, to: end).endOfJSONSpace(start)
        let opening = at < end ? nested[at] : 0
        var elementCount = 0
        var fault = Fault.none
        data.reserve(2)
        if isObject {
            guard opening == UInt8(ascii: "{") else { return notNested(.noObject, start, end) }
            fault = putElement(number, &at, end, &elementCount)
        } else if opening == UInt8(ascii: "{") {
            data.put(UInt8(ascii: "["))
            elements[number] = 0
            fault = putElement(number, &at, end, &elementCount)
        } else if opening == UInt8(ascii: "[") {
            data.put(UInt8(ascii: "["))
            fault = putElements(number, index, &at, end, &elementCount)
        } else {
            return notNested(.noList, start, end)
        }
        guard fault == .none else { return fault }
        elements[number] = -1
        if nested.text(from: 0, to: end).endOfJSONSpace(at) != end {
            return notNested(.json, start, end)
        }
        if isObject { return .none }
        data.reserve(1)
        data.put(UInt8(ascii: "]"))
        guard ops[index].options.contains(.length) else { return .none }
        culprit = arena.text(ArenaRange())
        if elementCount < Int(ops[index].minLength) { return .tooFew }
        return elementCount > Int(ops[index].maxLength) ? .tooMany : .none
    }

    mutating func notNested(_ fault: Fault, _ start: Int, _ end: Int) -> Fault {
        culprit = nested.text(from: start, to: end)
        return fault
    }

    /// The elements of an array from its bracket on.
    private mutating func putElements(
        _ number: Int, _ index: Int, _ at: inout Int, _ end: Int, _ elementCount: inout Int
    ) -> Fault {
        let start = at
        at = nested.text(from: 0, to: end).endOfJSONSpace(at + 1)
        if at < end, nested[at] == UInt8(ascii: "]") {
            at += 1
            return .none
        }
        while at < end {
            elements[number] += 1
            guard nested[at] == UInt8(ascii: "{") || nested[at] == UInt8(ascii: "[") else {
                // It may still be no JSON at all.
                let element = at
                guard walk(nested.text(from: 0, to: end), &at, -1, 0, depth: 1) else { break }
                return notNested(.noElement, element, at)
            }
            let fault = putElement(number, &at, end, &elementCount)
            if fault != .none { return fault }
            if ops[index].options.contains(.length), elementCount > Int(ops[index].maxLength) {
                elements[number] = -1
                culprit = arena.text(ArenaRange())
                return .tooMany
            }
            at = nested.text(from: 0, to: end).endOfJSONSpace(at)
            guard at < end else { break }
            if nested[at] == UInt8(ascii: "]") {
                at += 1
                return .none
            }
            guard nested[at] == UInt8(ascii: ",") else { break }
            at = nested.text(from: 0, to: end).endOfJSONSpace(at + 1)
        }
        elements[number] = -1
        return notNested(.json, start, end)
    }

    /// One element: its wanted members are found, then its fields are made as a record's are.
    private mutating func putElement(
        _ number: Int, _ at: inout Int, _ end: Int, _ elementCount: inout Int
    ) -> Fault {
        let nest = nests[number]
        let firstMember = Int(nest.members.first)
        let memberCount = Int(nest.members.count)
        let mark = nested.count
        guard findMembers(nest, &at, end) else { return notNested(.json, at, end) }
        let spans = unsafe members.pointer(firstMember)
        if nest.filter >= 0,
            !holds(
                Int(nest.filter),
                unsafe .columns(spans, count: memberCount, bytes: UnsafePointer(nested.base)))
        {
            nested.count = mark
            return .none
        }
        if elementCount > 0 {
            data.reserve(1)
            data.put(UInt8(ascii: ","))
        }
        elementCount += 1
        for index in Int(nest.ops.first)..<Int(nest.ops.first + nest.ops.count) {
            data.append(arena.text(ops[index].prefix))
            // What nests further may have moved the text.
            let fault = unsafe putField(index, spans, memberCount, UnsafePointer(nested.base))
            if fault != .none {
                if innerOp < 0 { innerOp = index }
                return fault
            }
        }
        data.append(arena.text(nest.suffix))
        nested.count = mark
        return data.count > Self.largestData ? .tooLarge : .none
    }

    /// Walks over an element and notes its wanted members; false, and `at` where it was, when it is
    /// not JSON.
    mutating func findMembers(_ nest: NestOp, _ at: inout Int, _ end: Int) -> Bool {
        let first = Int(nest.members.first)
        let start = at
        forgetBelow(nest.root, first)
        guard walk(nested.text(from: 0, to: end), &at, nest.root, first, depth: 1) else {
            at = start
            return false
        }
        for member in first..<first + Int(nest.members.count) where escapes[member] {
            unescape(member)
        }
        return true
    }

    /// Resolves a member's escapes in a copy behind the text.
    private mutating func unescape(_ member: Int) {
        let start = nested.count
        let length = Int(members[member].length)
        nested.reserve(length)
        nested.put(
            nested.text(from: 0, to: start).slice(
                Int(members[member].start), Int(members[member].start) + length))
        nested.count = start + nested.unescape(from: start)
        members[member].start = UInt32(start)
        members[member].length = UInt32(nested.count - start)
    }
}

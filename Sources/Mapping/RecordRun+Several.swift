import Vocabulary

/// Several records of one: each is made as a single one is, and put on the stage.
extension RecordRun {
    /// What a record carries of the one it is made of.
    @safe struct Origin {
        var head: Text
        var number: Int64
        var line: Int64
        var sequence: Int64
        var routeCount: Int
    }

    /// Makes all records of one; on a fault gives it with the op it was found in, or -1.
    mutating func stageRecords(
        _ spans: UnsafePointer<FieldSpan>, count: Int, bytes: UnsafePointer<UInt8>,
        _ origin: Origin, faultyOp: inout Int
    ) -> Fault {
        stage.reset()
        for index in 0..<records.count where records[index].nest >= 0 {
            elements[Int(records[index].nest)] = -1
        }
        for index in 0..<records.count {
            let record = records[index]
            eachRecord = record.nest >= 0 ? index : -1
            if record.nest >= 0 {
                let fault = unsafe stageEach(record, spans, count, bytes, origin, &faultyOp)
                if fault != .none { return fault }
                continue
            }
            if record.filter >= 0,
                !holds(Int(record.filter), unsafe .columns(spans, count: count, bytes: bytes))
            {
                continue
            }
            let fault = unsafe stageRecord(record, spans, count, bytes, origin, &faultyOp)
            if fault != .none { return fault }
        }
        return .none
    }

    /// A record of each element; none where there is no array.
    private mutating func stageEach(
        _ record: RecordOp, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>, _ origin: Origin, _ faultyOp: inout Int
    ) -> Fault {
        let number = Int(record.nest)
        let physical = Int(bindings[Int(record.column)])
        guard physical >= 0, physical < count else { return .none }
        let span = unsafe spans[physical]
        if span.kind.isNothing || span.length == 0 { return .none }
        nested.count = 0
        nested.append(unsafe Text(start: bytes + Int(span.start), count: Int(span.length)))
        let end = nested.count
        unsafe takeOuters(of: nests[number], spans, count, bytes)
        var at = nested.text(from: 0, to: end).endOfJSONSpace(0)
        let isArray = at < end && nested[at] == UInt8(ascii: "[")
        let isObject = at < end && nested[at] == UInt8(ascii: "{")
        guard isArray || isObject else {
            let member = pathNodes[Int(nests[number].root)].member
            guard !span.kind.isStructured, member >= 0 else {
                return notEach(.noList, 0, end, &faultyOp)
            }
            return stageValue(
                record, FieldSpan(start: 0, length: span.length, kind: span.kind),
                as: Int(member), origin, &faultyOp)
        }
        if isObject {
            // One element, as of XML's that stand once.
            elements[number] = 0
            let fault = stageElement(record, &at, end, origin, &faultyOp)
            if fault != .none { return fault }
            at = nested.text(from: 0, to: end).endOfJSONSpace(at)
            return at == end ? .none : notEach(.json, 0, end, &faultyOp)
        }
        at = nested.text(from: 0, to: end).endOfJSONSpace(at + 1)
        var isClosed = at < end && nested[at] == UInt8(ascii: "]")
        while !isClosed {
            elements[number] += 1
            let fault = stageElement(record, &at, end, origin, &faultyOp)
            if fault != .none { return fault }
            at = nested.text(from: 0, to: end).endOfJSONSpace(at)
            isClosed = at < end && nested[at] == UInt8(ascii: "]")
            if isClosed { break }
            guard at < end, nested[at] == UInt8(ascii: ",") else {
                return notEach(.json, 0, end, &faultyOp)
            }
            at = nested.text(from: 0, to: end).endOfJSONSpace(at + 1)
        }
        let rest = nested.text(from: 0, to: end).endOfJSONSpace(at + 1)
        elements[number] = -1
        return rest == end ? .none : notEach(.json, 0, end, &faultyOp)
    }

    /// A mere value is one element, where the element itself is asked for: as of XML's elements that
    /// hold a text, and stand once.
    private mutating func stageValue(
        _ record: RecordOp, _ value: FieldSpan, as member: Int, _ origin: Origin,
        _ faultyOp: inout Int
    ) -> Fault {
        let nest = nests[Int(record.nest)]
        elements[Int(record.nest)] = 0
        let first = Int(nest.members.first)
        forgetBelow(nest.root, first)
        members[first + member] = value
        return stageElement(record, nest, origin, &faultyOp)
    }

    /// The fault is the array's, or the element's, not a field's.
    private mutating func notEach(
        _ fault: Fault, _ start: Int, _ end: Int, _ faultyOp: inout Int
    ) -> Fault {
        faultyOp = -1
        return notNested(fault, start, end)
    }

    /// What its fields ask of the record around is copied behind the array's text.
    private mutating func takeOuters(
        of nest: NestOp, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>
    ) {
        for index in Int(nest.outers.first)..<Int(nest.outers.first + nest.outers.count) {
            let member = Int(nest.members.first + outers[index].member)
            let physical = Int(bindings[Int(outers[index].column)])
            guard physical >= 0, physical < count else {
                members[member].kind = .absent
                continue
            }
            let span = unsafe spans[physical]
            members[member] = FieldSpan(
                start: UInt32(nested.count), length: span.length, kind: span.kind)
            nested.append(unsafe Text(start: bytes + Int(span.start), count: Int(span.length)))
        }
    }

    private mutating func stageElement(
        _ record: RecordOp, _ at: inout Int, _ end: Int, _ origin: Origin,
        _ faultyOp: inout Int
    ) -> Fault {
        let nest = nests[Int(record.nest)]
        let mark = nested.count
        let start = at
        let isStructured =
            at < end && (nested[at] == UInt8(ascii: "{") || nested[at] == UInt8(ascii: "["))
        guard findMembers(nest, &at, end) else { return notEach(.json, start, end, &faultyOp) }
        // A mere value is an element only where the element itself is asked for.
        if !isStructured, pathNodes[Int(nest.root)].member < 0 {
            return notEach(.noElement, start, at, &faultyOp)
        }
        let fault = stageElement(record, nest, origin, &faultyOp)
        if fault == .none { nested.count = mark }
        return fault
    }

    /// The same, once its wanted members are found.
    private mutating func stageElement(
        _ record: RecordOp, _ nest: NestOp, _ origin: Origin, _ faultyOp: inout Int
    ) -> Fault {
        let memberCount = Int(nest.members.count)
        let spans = unsafe members.pointer(Int(nest.members.first))
        guard
            record.filter < 0
                || holds(
                    Int(record.filter),
                    unsafe .columns(spans, count: memberCount, bytes: UnsafePointer(nested.base)))
        else { return .none }
        return unsafe stageRecord(record, spans, memberCount, nil, origin, &faultyOp)
    }

    /// - Parameter bytes: nil for those of the nested text, which may move.
    private mutating func stageRecord(
        _ record: RecordOp, _ spans: UnsafePointer<FieldSpan>, _ count: Int,
        _ bytes: UnsafePointer<UInt8>?, _ origin: Origin, _ faultyOp: inout Int
    ) -> Fault {
        data.count = 0
        for index in Int(record.ops.first)..<Int(record.ops.first + record.ops.count) {
            data.append(arena.text(ops[index].prefix))
            let start = data.count
            let base = unsafe bytes ?? UnsafePointer(nested.base)
            let fault = unsafe putField(index, spans, count, base)
            if fault != .none {
                faultyOp = innerOp >= 0 ? innerOp : index
                innerOp = -1
                return fault
            }
            if ops[index].options.contains(.observed) { observe(index, start) }
        }
        data.append(arena.text(record.suffix))
        let fault =
            record.program < 0
            ? checkKey(record.key, &faultyOp) : putThroughProgram(record, &faultyOp)
        if fault == .nothing { return .none }
        if fault != .none { return fault }
        faultyOp = -1
        culprit = arena.text(ArenaRange())
        if stage.count == RecordStage.mostRecords { return .tooManyRecords }
        putStaged(record, origin)
        if stage.text.count > Self.largestData { return .tooLarge }
        stage.add(routeCount: origin.routeCount)
        for route in 0..<origin.routeCount {
            let condition = Int(routes[Int(record.routes) + route])
            if condition == -1 || condition >= 0 && holds(condition, .outputs) {
                stage.route(to: route, of: origin.routeCount)
            }
        }
        return .none
    }

    private mutating func putStaged(_ record: RecordOp, _ origin: Origin) {
        stage.text.reserve(
            origin.head.count + 160 + Int(record.afterSequence.count)
                + data.count * (1 + Int(record.key.count)) + 4 * Int(record.key.count))
        stage.text.put(origin.head)
        stage.text.put(number: origin.number)
        stage.text.put(UInt8(ascii: "."))
        stage.text.put(number: Int64(stage.count + 1))
        stage.text.put(arena.text(frame.afterNumber))
        stage.text.put(number: origin.line)
        stage.text.put(arena.text(frame.afterLine))
        stage.text.put(number: origin.sequence)
        stage.text.put(arena.text(record.afterSequence))
        for index in 0..<Int(record.key.count) {
            if index > 0 { stage.text.put(UInt8(ascii: ",")) }
            stage.text.put(UInt8(ascii: "\""))
            stage.text.put(text(of: outputs[Int(key[Int(record.key.first) + index])]))
            stage.text.put(UInt8(ascii: "\""))
        }
        stage.text.put(arena.text(frame.afterKey))
        stage.text.put(data.text)
        stage.text.put(UInt8(ascii: "}"))
    }
}

import Vocabulary

/// Going on behind what is broken: where brackets and quotes can still be matched, at the element's
/// end, otherwise where something begins that looks like the other elements (`ElementShape`).
extension JSONArrayReader {
    static let closedEarly = "the array is closed before its last element"

    /// What the array's closing bracket is.
    enum Closing {
        case end
        /// Elements go on behind it, there.
        case early(Int)
        /// Something else stands there, behind a document that is the array.
        case textBehind(Int)
        case more
    }

    func closing(_ block: RecordBlock, at bracket: Int, isLast: Bool) -> Closing {
        var at = bracket + 1
        while at < block.byteCount, unsafe ElementShape.isSpace(block.bytes[at]) { at += 1 }
        guard at < block.byteCount else {
            return isLast || at - bracket > recordLimit ? .end : .more
        }
        let isRoot = layout.array.isEmpty
        let byte = unsafe block.bytes[at]
        if !isRoot, finder.isInArray { return .end }
        if !isRoot, byte == UInt8(ascii: "}") {
            return closing(block, with: bracket, isLast: isLast)
        }
        if !isRoot, byte != UInt8(ascii: ","), byte != UInt8(ascii: "{") {
            // Neither a member nor a bracket follows: it is no document any more.
            return .textBehind(at)
        }
        // Two arrays on end are one that was closed in between.
        var place = byte == UInt8(ascii: ",") ? at : bracket
        if byte == UInt8(ascii: "[") {
            var next = at + 1
            while next < block.byteCount, unsafe ElementShape.isSpace(block.bytes[next]) {
                next += 1
            }
            guard next < block.byteCount else { return isLast ? .textBehind(at) : .more }
            if unsafe shape.openings.contains(block.bytes[next]) { return .early(next) }
            place = at
        }
        switch shape.match(block, behind: place, isLast: isLast) {
        case .element(let next): return .early(next)
        case .cut: return .more
        case .no: break
        }
        guard !isRoot, byte == UInt8(ascii: ",") else { return .textBehind(at) }
        return behindMember(block, from: at + 1, isLast: isLast)
    }

    /// Behind the array, and a comma: another member of the object around it, or what is none.
    private func behindMember(_ block: RecordBlock, from start: Int, isLast: Bool) -> Closing {
        var at = start
        while at < block.byteCount, unsafe ElementShape.isSpace(block.bytes[at]) { at += 1 }
        guard at < block.byteCount else { return isLast || at - start > recordLimit ? .end : .more }
        return unsafe block.bytes[at] == UInt8(ascii: "\"") ? .end : .textBehind(at)
    }

    /// As above, where what is around the array is closed with it.
    private func closing(_ block: RecordBlock, with bracket: Int, isLast: Bool) -> Closing {
        guard !finder.isWithinArray else { return .end }
        var at = bracket + 1
        while at < block.byteCount, at - bracket <= ElementShape.longestGap,
            unsafe ElementShape.isSpace(block.bytes[at]) || Self.closes(block.bytes[at])
        {
            at += 1
        }
        guard at < block.byteCount else { return isLast ? .end : .more }
        // Only elements are set apart like this; whether they are is asked for last.
        if unsafe [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(block.bytes[at]) {
            switch shape.goesOn(block, behind: bracket, isLast: isLast) {
            case .element(let next): return .early(next)
            case .cut: return .more
            case .no: break
            }
        }
        let byte = unsafe block.bytes[at]
        let mayStand =
            ElementShape.isSpace(byte) || Self.closes(byte) || byte == UInt8(ascii: "\"")
        return mayStand ? .end : .textBehind(at)
    }

    private static func closes(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: ",")
    }

    /// The place of an element within an array that is an element itself: its bracket is missing.
    func swallowed(
        _ block: RecordBlock, _ range: Range<Int>, isLast: Bool
    ) -> ElementShape.Match {
        let shape = self.shape
        // Arrays on one line can't be told from arrays in them.
        if shape.openings.contains(UInt8(ascii: "[")), shape.indentations.contains(nil) {
            return .no
        }
        let hasObjects = shape.openings.contains(UInt8(ascii: "{"))
        var at = range.lowerBound
        while at < range.upperBound {
            if unsafe block.bytes[at] == UInt8(ascii: ",") {
                switch shape.match(block, behind: at, isLast: isLast) {
                // Where some elements are arrays, one more of them is no element for certain.
                case .element(let next)
                where unsafe block.bytes[next] == UInt8(ascii: "{") || !hasObjects:
                    return .element(at)
                case .element: break
                case .cut: return .cut
                case .no: break
                }
            }
            at += 1
        }
        return .no
    }

    /// An element that is broken, or too long. False if more text is needed, or a block of its own.
    func takeBroken(
        _ block: RecordBlock, _ found: RecordSpan, _ fault: JSONFault?, lookFrom: Int?,
        isLast: Bool, mayWait: Bool, _ outcome: inout BlockOutcome
    ) -> Bool {
        let start = outcome.consumed
        switch shape.element(block, behindOdd: start, isLast: isLast) {
        case .element(let next):
            var record = found
            record.length = 1
            reject(record, .other("it belongs to no element"), in: block, upTo: next - start)
            pass(block, to: next, &outcome)
            return true
        case .cut where mayWait: return false
        case .cut, .no: break
        }
        let kept = fault.flatMap { $0.at - start <= recordLimit ? $0 : nil }
        let reason = kept.map { ElementFault.json($0) } ?? .tooLong
        var from = start + 1
        if let kept {
            if kept.reason != .textBehind, lookFrom == nil {
                switch shape.end(block, from: start, limit: recordLimit, isLast: isLast) {
                case .element(let end):
                    var record = found
                    record.length = UInt32(end - start)
                    reject(record, reason, in: block)
                    pass(block, to: end, &outcome)
                    return true
                case .cut where mayWait: return false
                case .cut, .no: break
                }
            }
            from =
                lookFrom
                ?? (shape.isDistinct ? start : lookBack(block, from: kept.at, notBefore: start))
        }
        if case .element(let next) = next(block, from: from, isLast: isLast) {
            var record = found
            record.length = UInt32(trimmed(block, start, min(next, start + recordLimit)))
            reject(record, reason, in: block, upTo: next - start)
            pass(block, to: next, &outcome)
            return true
        }
        // It is passed over in a block of its own, in which it may take any length.
        guard block.recordCount == 0 else { return false }
        lose(outcome, reason, lookFrom: from, in: block)
        return true
    }

    /// From where a mistake was noticed back to where the next element may have begun.
    private func lookBack(_ block: RecordBlock, from place: Int, notBefore start: Int) -> Int {
        var at = place
        while at > start, place - at < ElementShape.longestGap,
            unsafe ElementShape.isSpace(block.bytes[at - 1])
                || [UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\"")].contains(
                    block.bytes[at - 1])
        {
            at -= 1
        }
        return max(start, at - 1)
    }

    func lose(
        _ outcome: BlockOutcome, _ fault: ElementFault, lookFrom: Int, in block: RecordBlock
    ) {
        broken = BrokenElement(
            span: span(outcome, 0, in: block), text: [], fault: fault, lookFrom: lookFrom)
    }

    private func next(_ block: RecordBlock, from start: Int, isLast: Bool) -> ElementShape.Match {
        let shape = self.shape
        guard shape.isKnown else { return .no }
        var at = start
        while at < block.byteCount {
            switch shape.search(block, behind: at, isLast: isLast) {
            case .element(let index): return .element(index)
            case .cut: return .cut
            case .no: at += 1
            }
        }
        return .no
    }

    /// Behind a broken element: passes over text until the next begins, or there is none left.
    /// False if more text is needed.
    func findNext(_ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome) -> Bool {
        guard var lost = broken else { return true }
        let shape = self.shape
        var at = max(outcome.consumed, lost.lookFrom)
        var next: Int?
        search: while shape.isKnown, at < block.byteCount {
            switch shape.search(block, behind: at, isLast: isLast) {
            case .element(let index):
                next = index
                break search
            case .cut: break search
            case .no: at += 1
            }
        }
        at = shape.isKnown ? min(at, block.byteCount) : block.byteCount
        let stop = next ?? (isLast ? block.byteCount : at)
        let room = recordLimit - lost.text.count
        unsafe lost.text.append(
            contentsOf: UnsafeBufferPointer(
                start: block.bytes + outcome.consumed,
                count: min(room, max(0, stop - outcome.consumed))))
        if let place = feed.source.faults.first(
            in: feed.position.byteOffset + Int64(outcome.consumed)..<feed.position.byteOffset
                + Int64(stop)), lost.invalid == nil
        {
            lost.invalid = place
        }
        pass(block, to: stop, &outcome)
        lost.lookFrom = 0
        guard next != nil || isLast else {
            broken = lost
            return false
        }
        broken = nil
        if next == nil { isEnded = true }
        while lost.text.count > 1, let last = lost.text.last, Self.isGap(last) {
            lost.text.removeLast()
        }
        // Its text may lie in blocks that are gone: it is put behind this one's.
        texts.append((block.recordCount, lost.text))
        records.reject(lost.span, recordFault(lost.fault, lost.span, lost.invalid), in: block)
        return next != nil
    }

    /// - Parameter length: of the text that is passed over with it.
    func reject(
        _ record: RecordSpan, _ fault: ElementFault, in block: RecordBlock, upTo length: Int? = nil
    ) {
        let end = record.byteOffset + Int64(length ?? Int(record.length))
        let invalid = feed.source.faults.first(in: record.byteOffset..<end)
        records.reject(record, recordFault(fault, record, invalid), in: block)
    }

    private func recordFault(
        _ fault: ElementFault, _ record: RecordSpan, _ invalid: Int64?
    ) -> RecordFault {
        switch fault {
        case .json(let found):
            invalid.map { .encoding(at: $0) }
                ?? RecordFault(found, recordStart: Int(record.start))
        case .tooLong:
            RecordFault(
                rule: "size",
                reason: "longer than the \(recordLimit) bytes allowed for a record")
        case .other(let reason):
            invalid.map { .encoding(at: $0) } ?? RecordFault(rule: "json", reason: reason)
        }
    }

    private func trimmed(_ block: RecordBlock, _ start: Int, _ end: Int) -> Int {
        var end = end
        while end - start > 1, unsafe Self.isGap(block.bytes[end - 1]) { end -= 1 }
        return end - start
    }

    private static func isGap(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || ElementShape.isSpace(byte)
    }
}

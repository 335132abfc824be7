import Glibc
package import Vocabulary

/// Reads the elements of an array in a JSON document, as a stream.
///
/// Each element is checked strictly (RFC 8259); of the commas between them, and of what stands
/// outside the array, nothing is demanded but that brackets are closed. An element that is broken is
/// a fault, and reading goes on where the next one begins: behind a comma, with the same white space
/// and the same first member as the elements before.
package final class JSONArrayReader: RecordReader {
    package var columns: [String] { records.columns }
    package var bindings: [Int?] { records.bindings }
    private let feed: BlockFeed
    private let records: JSONRecords
    private let layout: JSONArrayLayout
    private let recordLimit: Int
    private var finder: JSONArrayFinder
    private var isPastArray = false
    /// Where text begins behind the document.
    private var rest: (byteOffset: Int64, line: Int64)?
    /// What is wrong with the document's end has been said.
    private var isEnded = false
    /// There was text since reading began.
    private var hasText = false
    /// What the elements look like, learnt from the first one.
    private var shape = ElementShape()
    /// An element that is broken, until the next one is found.
    private var broken: BrokenElement?
    /// The texts of broken elements, by the index of their record.
    private var texts: [(record: Int, text: [UInt8])] = []

    private struct BrokenElement {
        var span: RecordSpan
        /// As much of it as is kept.
        var text: [UInt8]
        /// Nil: it is too long.
        var fault: JSONFault?
        /// Where the next may begin.
        var lookFrom: Int
        var invalid: Int64?
    }

    init(
        source: TextSource, layout: JSONArrayLayout, recordLimit: Int, wanted: [ColumnReference],
        from position: ReadPosition, sizes: ReadingSizes
    ) throws(FormatError) {
        feed = BlockFeed(source: source, sizes: sizes)
        records = JSONRecords(wanted: wanted, recordLimit: recordLimit)
        self.layout = layout
        self.recordLimit = recordLimit
        finder = JSONArrayFinder(layout.array)
        try findArray()
        guard position.byteOffset > feed.position.byteOffset else { return }
        try learnShape()
        try feed.restart(at: position)
        hasText = false
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        guard
            try feed.read(
                into: block, recordLimit: recordLimit, carriageReturns: false,
                { isLast in parse(block, isLast: isLast) })
        else { return false }
        records.unescape(block)
        for (record, text) in texts {
            let start = block.byteCount
            block.reserveBytes(start + text.count + BlockFeed.padding)
            for (index, byte) in text.enumerated() { unsafe block.bytes[start + index] = byte }
            block.byteCount += text.count
            unsafe block.records[record].start = UInt32(start)
            unsafe block.records[record].length = UInt32(text.count)
        }
        texts = []
        block.keepsRecordText = true
        return true
    }

    /// Reads up to the array's bracket.
    private func findArray() throws(FormatError) {
        var finding: JSONArrayFinder.Finding?
        let block = RecordBlock(
            bytes: feed.sizes.block + BlockFeed.padding, fields: 8, records: 8)
        let found = try feed.read(into: block, recordLimit: recordLimit, carriageReturns: false) {
            _ in
            var outcome = BlockOutcome(consumed: 0, line: feed.position.line)
            while outcome.consumed < block.byteCount {
                let byte = unsafe block.bytes[outcome.consumed]
                if byte == 0x0A { outcome.line += 1 }
                finding = finder.take(byte)
                outcome.consumed += 1
                if finding != nil { break }
            }
            // A record that is none ends the search.
            if finding != nil { block.recordCount = 1 }
            return outcome
        }
        guard found, finding == .array else {
            throw .unreadable(
                rule: "json", reason: reason(finding), line: feed.position.line,
                byteOffset: max(0, feed.position.byteOffset - (found ? 1 : 0)))
        }
        feed.countRecordsFromHere()
    }

    private func reason(_ finding: JSONArrayFinder.Finding?) -> String {
        let place = layout.array.isEmpty ? "the document" : "what stands at \(layout.pointer)"
        return switch finding {
        case .noArray: "\(place) is not an array"
        case .tooDeep: "nested more than \(JSONArrayFinder.deepest) deep"
        case .textBehind: "text behind the document, which has no array at \(layout.pointer)"
        case .array, nil:
            finder.hasRoot ? "the document has no array at \(layout.pointer)" : "the file is empty"
        }
    }

    /// Reads on until it is known what the elements look like.
    private func learnShape() throws(FormatError) {
        let atArray = finder
        let block = RecordBlock()
        while !shape.isKnown, !isPastArray, try read(into: block) { feed.source.onProgress() }
        finder = atArray
        broken = nil
        texts = []
        isPastArray = false
        isEnded = false
    }
}

// MARK: - Elements

extension JSONArrayReader {
    private func parse(_ block: RecordBlock, isLast: Bool) -> BlockOutcome {
        var outcome = BlockOutcome(consumed: 0, line: feed.position.line)
        hasText = hasText || block.byteCount > 0
        // A byte that no value has in it, for the scanner to end at.
        unsafe block.bytes[block.byteCount] = 0
        while block.recordCount < feed.sizes.records {
            if broken != nil {
                guard findNext(block, isLast: isLast, &outcome) else { return outcome }
            }
            if isPastArray {
                passRest(block, isLast: isLast, &outcome)
                return outcome
            }
            passSpace(block, &outcome)
            guard outcome.consumed < block.byteCount else {
                if isLast { end("the array is not closed", block, outcome) }
                return outcome
            }
            if unsafe block.bytes[outcome.consumed] == UInt8(ascii: "]") {
                // No block ends behind the array but the last: reading can't go on there.
                guard block.recordCount == 0 else { return outcome }
                outcome.consumed += 1
                isPastArray = true
                finder.leaveArray()
            } else if !takeElement(block, isLast: isLast, &outcome) {
                return outcome
            }
        }
        return outcome
    }

    /// White space and commas.
    private func passSpace(_ block: RecordBlock, _ outcome: inout BlockOutcome) {
        while outcome.consumed < block.byteCount {
            let byte = unsafe block.bytes[outcome.consumed]
            switch byte {
            case 0x0A: outcome.line += 1
            case 0x20, 0x09, 0x0D, UInt8(ascii: ","): break
            default: return
            }
            shape.pass(byte)
            outcome.consumed += 1
        }
    }

    /// One element; false if more text is needed, or it turned out to be broken and others stand
    /// before it in the block.
    private func takeElement(
        _ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome
    ) -> Bool {
        let start = outcome.consumed
        let available = block.byteCount - start
        let mayWait = !isLast && available <= recordLimit + 32
        if !shape.isKnown, !shape.learn(from: block, at: start), mayWait { return false }
        var end = start
        var fault: JSONFault?
        var texts: [JSONScanner.EscapedText] = []
        do throws(JSONFault) {
            texts = try records.scan(block, from: start, spansLines: true) {
                scanner throws(JSONFault) in
                defer { end = scanner.at }
                try scanner.scanElement()
            }
        } catch {
            fault = error
        }
        // What was found close to the end of the text may look different with more of it.
        if fault != nil, mayWait, max(end, fault?.at ?? 0) + 16 > block.byteCount { return false }
        var record = RecordSpan(
            firstField: 0, fieldCount: 0, start: UInt32(start), length: UInt32(end - start),
            line: outcome.line, byteOffset: feed.position.byteOffset + Int64(start))
        let isScalar = fault?.reason == .scalar
        guard max(end, fault?.at ?? 0) - start <= recordLimit, fault == nil || isScalar else {
            if let fault, fault.at - start <= recordLimit {
                switch shape.end(block, from: start, limit: recordLimit, isLast: isLast) {
                case .element(let end):
                    record.length = UInt32(end - start)
                    reject(record, fault, in: block)
                    outcome.line += lineFeeds(block, start, end)
                    outcome.consumed = end
                    return true
                case .cut where mayWait: return false
                case .cut, .no: break
                }
            }
            // It is passed over in a block of its own, in which it may take any length.
            guard block.recordCount == 0 else { return false }
            let place = fault.map { $0.at - start } ?? .max
            record.length = UInt32(min(available, recordLimit))
            broken = BrokenElement(
                span: record, text: [], fault: place > recordLimit ? nil : fault,
                lookFrom: start + (place > recordLimit ? 1 : max(1, place - shape.length)))
            return true
        }
        let range = record.byteOffset..<record.byteOffset + Int64(record.length)
        if fault != nil || feed.source.faults.first(in: range) != nil {
            reject(record, fault, in: block)
        } else {
            records.add(record, texts, to: block)
        }
        outcome.line += lineFeeds(block, start, end)
        outcome.consumed = end
        return true
    }

    private func reject(_ record: RecordSpan, _ fault: JSONFault?, in block: RecordBlock) {
        let range = record.byteOffset..<record.byteOffset + Int64(record.length)
        if let place = feed.source.faults.first(in: range) {
            records.reject(record, .encoding(at: place), in: block)
        } else if let fault {
            records.reject(record, RecordFault(fault, recordStart: Int(record.start)), in: block)
        }
    }

    /// Behind a broken element: passes over text until the next begins, or there is none left.
    /// False if more text is needed.
    private func findNext(
        _ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome
    ) -> Bool {
        guard var lost = broken else { return true }
        var at = max(outcome.consumed, lost.lookFrom)
        var next: Int?
        search: while at < block.byteCount {
            switch shape.match(block, comma: at, isLast: isLast) {
            case .element(let index):
                next = index
                break search
            case .cut: break search
            case .no: at += 1
            }
        }
        at = min(at, block.byteCount)
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
        outcome.line += lineFeeds(block, outcome.consumed, stop)
        outcome.consumed = stop
        lost.lookFrom = 0
        guard next != nil || isLast else {
            broken = lost
            return false
        }
        broken = nil
        if next == nil { isEnded = true }
        reject(lost, in: block)
        return next != nil
    }

    private func reject(_ lost: BrokenElement, in block: RecordBlock) {
        var text = lost.text[...]
        while text.count > 1, let last = text.last,
            [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ",")].contains(last)
        {
            text.removeLast()
        }
        let fault: RecordFault
        if let found = lost.fault {
            fault =
                lost.invalid.map { .encoding(at: $0) }
                ?? RecordFault(found, recordStart: Int(lost.span.start))
        } else {
            fault = RecordFault(
                rule: "size",
                reason: "longer than the \(recordLimit) bytes allowed for a record")
        }
        // Its text may lie in blocks that are gone: it is put behind this one's.
        texts.append((block.recordCount, Array(text)))
        records.reject(lost.span, fault, in: block)
    }

    /// What stands behind the array.
    private func passRest(
        _ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome
    ) {
        while outcome.consumed < block.byteCount {
            let byte = unsafe block.bytes[outcome.consumed]
            if rest == nil, finder.take(byte) != nil {
                rest = (feed.position.byteOffset + Int64(outcome.consumed), outcome.line)
            }
            if byte == 0x0A { outcome.line += 1 }
            outcome.consumed += 1
        }
        guard isLast else { return }
        if let rest {
            end("text behind the document", block, outcome, at: rest)
        } else if !finder.isClosed {
            end("the document is not closed", block, outcome)
        }
    }

    /// The document is not what it should be behind its elements: that is said once.
    private func end(
        _ reason: String, _ block: RecordBlock, _ outcome: BlockOutcome,
        at place: (byteOffset: Int64, line: Int64)? = nil
    ) {
        guard !isEnded, hasText else { return }
        isEnded = true
        let end = feed.position.byteOffset + Int64(outcome.consumed)
        let span = RecordSpan(
            firstField: 0, fieldCount: 0, start: UInt32(outcome.consumed), length: 0,
            line: place?.line ?? outcome.line, byteOffset: place?.byteOffset ?? end)
        records.reject(span, RecordFault(rule: "json", reason: reason), in: block)
    }

    private func lineFeeds(_ block: RecordBlock, _ start: Int, _ end: Int) -> Int64 {
        var count: Int64 = 0
        var at = start
        while at < end, let found = unsafe memchr(block.bytes + at, 0x0A, end - at) {
            count += 1
            at = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(block.bytes) + 1
        }
        return count
    }
}

import Glibc
package import Vocabulary

/// Reads the elements of an array in a JSON document, as a stream.
///
/// Each element is checked strictly (RFC 8259); of the commas between them, and of what stands
/// outside the array, nothing is demanded but that brackets are closed. An element that is broken is
/// a fault, and reading goes on where the next one begins (JSONArrayReader+Recovery.swift).
///
/// A block ends right behind an element or at the start of one, never behind the array unless the
/// document ends with it: from there on a reader finds what the one before it would have found.
package final class JSONArrayReader: RecordReader {
    package var columns: [String] { records.columns }
    package var bindings: [Int?] { records.bindings }
    let feed: BlockFeed
    let records: JSONRecords
    let layout: JSONArrayLayout
    let recordLimit: Int
    var finder: JSONArrayFinder
    private var isPastArray = false
    /// The array's opening bracket is missing, and that has not been said yet.
    private var isUnopened = false
    /// What is wrong with the document's end has been said.
    var isEnded = false
    /// There was text since reading began.
    private var hasText = false
    /// Behind the array's bracket.
    private var arrayStart: Int64 = 0
    private var finderAtArray: JSONArrayFinder
    /// What the elements look like; nil until it is asked for.
    private var learntShape: ElementShape?
    /// Why that could not be found out.
    private var failure: FormatError?
    /// An element that is broken, until the next one is found.
    var broken: BrokenElement?
    /// The texts of broken elements, by the index of their record.
    var texts: [(record: Int, text: [UInt8])] = []

    struct BrokenElement {
        var span: RecordSpan
        /// As much of it as is kept.
        var text: [UInt8]
        var fault: ElementFault
        /// Where the next may begin behind.
        var lookFrom: Int
        var invalid: Int64?
    }

    /// What is wrong with an element.
    enum ElementFault {
        case json(JSONFault)
        case tooLong
        /// What stands there belongs to no element.
        case other(String)
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
        finderAtArray = finder
        try findArray()
        finderAtArray = finder
        arrayStart = feed.position.byteOffset
        guard position.byteOffset > feed.position.byteOffset else { return }
        isUnopened = false
        try feed.restart(at: position)
        hasText = false
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        let hasMore = try feed.read(
            into: block, recordLimit: recordLimit, carriageReturns: false,
            { isLast in parse(block, isLast: isLast) })
        if let failure { throw failure }
        guard hasMore else { return false }
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
                if finding == .noArray, isElementOfArray(block, at: outcome.consumed) {
                    // It is read as what it is.
                    isUnopened = true
                    finder = JSONArrayFinder(layout.array)
                    finding = finder.take(UInt8(ascii: "["))
                    break
                }
                outcome.consumed += 1
                if finding != nil { break }
            }
            // A record that is none ends the search.
            if finding != nil { block.recordCount = 1 }
            return outcome
        }
        guard found, finding == .array else {
            // Nothing, or blanks: said as of any other empty file.
            if finding == nil, !finder.hasRoot { throw FormatError.emptyDocument }
            throw .unreadable(
                rule: "json", reason: reason(finding), line: feed.position.line,
                byteOffset: max(0, feed.position.byteOffset - (found ? 1 : 0)))
        }
        feed.countRecordsFromHere()
    }

    /// Whether an object of the document's own begins there that another follows behind a comma: a byte
    /// was lost that should stand before them.
    private func isElementOfArray(_ block: RecordBlock, at start: Int) -> Bool {
        guard layout.array.isEmpty, unsafe block.bytes[start] == UInt8(ascii: "{") else {
            return false
        }
        block.reserveBytes(block.byteCount + BlockFeed.padding)
        unsafe block.bytes[block.byteCount] = 0
        guard var at = ElementShape.wholeElement(block, at: start, records) else { return false }
        for mark in [UInt8(ascii: ","), UInt8(ascii: "{")] {
            while at < block.byteCount, unsafe ElementShape.isSpace(block.bytes[at]) { at += 1 }
            guard at < block.byteCount, unsafe block.bytes[at] == mark else { return false }
            at += 1
        }
        return true
    }

    private func reason(_ finding: JSONArrayFinder.Finding?) -> String {
        let place = layout.array.isEmpty ? "the document" : "what stands at \(layout.pointer)"
        return switch finding {
        case .noArray: "\(place) is not an array"
        case .tooDeep: "nested more than \(JSONArrayFinder.deepest) deep"
        case .textBehind: "text behind the document, which has no array at \(layout.pointer)"
        case .array, nil:
            "the document has no array at \(layout.pointer)"
        }
    }

    /// What the elements look like, learnt from the array's beginning when it is asked for first: a
    /// file in which nothing is broken pays nothing for it.
    var shape: ElementShape {
        if let learntShape { return learntShape }
        var shape = ElementShape()
        // The first element may be one that is broken and long.
        for length in [ElementShape.longestLook, recordLimit + 2 * ElementShape.longestLook] {
            let block = RecordBlock(bytes: length + BlockFeed.padding, fields: 8, records: 8)
            do throws(FormatError) {
                try readBeginning(into: block, length)
            } catch {
                failure = error
            }
            shape = ElementShape(
                learningFrom: block, records: JSONRecords(wanted: [], recordLimit: recordLimit))
            if shape.commonNames != nil { break }
        }
        shape.isWithinArray = finderAtArray.isWithinArray
        if let name = layout.array.last, name.utf8.count < ElementShape.longestName {
            shape.arrayName = Array("\"\(name)\"".utf8)
        }
        learntShape = shape
        return shape
    }

    /// The array's first bytes, read once more.
    private func readBeginning(into block: RecordBlock, _ length: Int) throws(FormatError) {
        let source = try feed.source.another()
        try source.restart(at: arrayStart)
        while length - block.byteCount >= 64 {
            let room = unsafe UnsafeMutableRawBufferPointer(
                start: block.bytes + block.byteCount, count: length - block.byteCount)
            let count = try unsafe source.read(into: room)
            guard count > 0 else { break }
            block.byteCount += count
        }
    }
}

// MARK: - Elements

extension JSONArrayReader {
    private func parse(_ block: RecordBlock, isLast: Bool) -> BlockOutcome {
        var outcome = BlockOutcome(consumed: 0, line: feed.position.line)
        hasText = hasText || block.byteCount > 0
        // A byte that no value has in it, for the scanner to end at.
        unsafe block.bytes[block.byteCount] = 0
        if isUnopened, block.byteCount > 0 {
            isUnopened = false
            reject(
                span(outcome, 0, in: block), .other("the array's opening bracket is missing"),
                in: block)
        }
        var end = outcome
        while block.recordCount < feed.sizes.records {
            let count = block.recordCount
            let goesOn = takeNext(block, isLast: isLast, &outcome)
            if block.recordCount > count { end = outcome }
            guard goesOn else { break }
        }
        // The last element of all: what is wrong with the end belongs to the same block.
        if isLast, broken == nil, !isPastArray, !isEnded {
            passSpace(block, &outcome)
            if outcome.consumed == block.byteCount {
                self.end("the array is not closed", block, outcome)
                return outcome
            }
        }
        return block.recordCount > 0 && !isPastArray ? end : outcome
    }

    /// One step: an element, the array's end, or what stands behind it. False if there is nothing
    /// more in the block, or nothing that can be told.
    private func takeNext(
        _ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome
    ) -> Bool {
        if broken != nil { return findNext(block, isLast: isLast, &outcome) }
        if isPastArray { return passRest(block, isLast: isLast, &outcome) }
        passSpace(block, &outcome)
        guard outcome.consumed < block.byteCount else { return false }
        guard unsafe block.bytes[outcome.consumed] == UInt8(ascii: "]") else {
            return takeElement(block, isLast: isLast, &outcome)
        }
        switch closing(block, at: outcome.consumed, isLast: isLast) {
        case .more: return false
        case .early(let next):
            let span = self.span(outcome, next - outcome.consumed, in: block)
            reject(span, .other(Self.closedEarly), in: block)
            pass(block, to: next, &outcome)
            return true
        case .textBehind(let place):
            guard block.recordCount == 0 else { return false }
            pass(block, to: place, &outcome)
            lose(outcome, .other("text behind the document"), lookFrom: place, in: block)
            return true
        case .end:
            // No block ends behind the array but the last: reading can't go on there.
            guard block.recordCount == 0 else { return false }
            outcome.consumed += 1
            isPastArray = true
            finder.leaveArray()
            return true
        }
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
            outcome.consumed += 1
        }
    }

    /// One element; false if more text is needed, or it turned out to be broken and others stand
    /// before it in the block.
    private func takeElement(
        _ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome
    ) -> Bool {
        let start = outcome.consumed
        let mayWait = !isLast && block.byteCount - start <= recordLimit + 32
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
        let reached = max(end, fault?.at ?? 0)
        // What was found close to the end of the text may look different with more of it.
        if fault != nil, mayWait, reached + 16 > block.byteCount { return false }
        var lookFrom: Int?
        if fault?.reason.isWellFormed ?? true, unsafe block.bytes[start] == UInt8(ascii: "[") {
            switch swallowed(block, start..<end, isLast: isLast) {
            case .cut where mayWait: return false
            case .element(let place):
                fault = JSONFault(at: place, reason: .commaOrBracketExpected)
                lookFrom = place
            default: break
            }
        }
        if fault?.reason.isWellFormed ?? true {
            switch behind(block, end, isLast: isLast) {
            case .cut where mayWait: return false
            case .element(let place):
                fault = JSONFault(at: place, reason: .textBehind)
                // A quote that opens what is no element draws the next one in.
                if unsafe block.bytes[start] == UInt8(ascii: "\"") { lookFrom = start }
            default: break
            }
        }
        let record = span(outcome, end - start, in: block)
        guard max(end, fault?.at ?? 0) - start <= recordLimit,
            fault?.reason.isWellFormed ?? true
        else {
            return takeBroken(
                block, record, fault, lookFrom: lookFrom, isLast: isLast, mayWait: mayWait, &outcome
            )
        }
        let range = record.byteOffset..<record.byteOffset + Int64(record.length)
        if let fault {
            reject(record, .json(fault), in: block)
        } else if let place = feed.source.faults.first(in: range) {
            records.reject(record, .encoding(at: place), in: block)
        } else {
            records.add(record, texts, to: block)
        }
        pass(block, to: end, &outcome)
        return true
    }

    /// What stands behind an element that does not belong there, if anything does.
    private func behind(_ block: RecordBlock, _ end: Int, isLast: Bool) -> ElementShape.Match {
        var at = end
        while at < block.byteCount, unsafe ElementShape.isSpace(block.bytes[at]) { at += 1 }
        guard at < block.byteCount else { return isLast ? .no : .cut }
        switch unsafe block.bytes[at] {
        // A comma that is missing is put up with.
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "["): return .no
        default: return .element(at)
        }
    }

    /// What stands behind the array. True if text begins there that belongs to no document: elements
    /// may be in it.
    private func passRest(
        _ block: RecordBlock, isLast: Bool, _ outcome: inout BlockOutcome
    ) -> Bool {
        while outcome.consumed < block.byteCount {
            let byte = unsafe block.bytes[outcome.consumed]
            if finder.take(byte) != nil {
                isPastArray = false
                finder = finderAtArray
                lose(
                    outcome, .other("text behind the document"), lookFrom: outcome.consumed,
                    in: block)
                return true
            }
            if byte == 0x0A { outcome.line += 1 }
            outcome.consumed += 1
        }
        if isLast, !finder.isClosed { end("the document is not closed", block, outcome) }
        return false
    }

    /// The document is not what it should be behind its elements: that is said once.
    private func end(
        _ reason: String, _ block: RecordBlock, _ outcome: BlockOutcome
    ) {
        guard !isEnded, hasText else { return }
        isEnded = true
        records.reject(
            span(outcome, 0, in: block), RecordFault(rule: "json", reason: reason), in: block)
    }

    func span(_ outcome: BlockOutcome, _ length: Int, in block: RecordBlock) -> RecordSpan {
        RecordSpan(
            firstField: 0, fieldCount: 0, start: UInt32(outcome.consumed),
            length: UInt32(length), line: outcome.line,
            byteOffset: feed.position.byteOffset + Int64(outcome.consumed))
    }

    /// Goes on to `end`, counting lines.
    func pass(_ block: RecordBlock, to end: Int, _ outcome: inout BlockOutcome) {
        var at = outcome.consumed
        while at < end, let found = unsafe memchr(block.bytes + at, 0x0A, end - at) {
            outcome.line += 1
            at = unsafe UnsafeRawPointer(found) - UnsafeRawPointer(block.bytes) + 1
        }
        outcome.consumed = end
    }
}

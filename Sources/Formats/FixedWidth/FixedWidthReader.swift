import CPlatform
package import Vocabulary

/// Reads records of fixed-width columns, on lines of their own or side by side.
///
/// Line ends are LF, CR LF or CR, mixed too. Blank lines are no records, and neither is a lone
/// control-Z at the end, which older systems leave there.
package final class FixedWidthReader: RecordReader {
    package let columns: [String]
    package let bindings: [Int?]
    let feed: BlockFeed
    let layout: FixedWidthLayout
    let recordLimit: Int
    let prefixes: RecordPrefixes
    /// What records side by side have in common.
    private var pattern: FixedWidthPattern?
    /// Before this byte nothing out of step looks like the others, as far as it was looked for: so it
    /// is not looked for again. What becomes of a record does not depend on it.
    var nothingBefore: Int64 = 0
    /// Where the first of them begins.
    var textStart = ReadPosition.start
    /// Whether the text's length is no multiple of theirs, once it was asked for.
    var knownUnevenness: Bool?
    /// By wanted column.
    let places: [FixedWidthLayout.Place?]
    private let needsHeader: Bool
    /// Positions a record must have.
    private let leastLength: Int
    private let slicer: FixedWidthSlicer
    package private(set) var trailer: [UInt8]?
    /// The header record that stands above the next record.
    private var header: [UInt8] = []
    /// The header records of this block, the one above it first.
    private var headers: [HeaderRecord] = []

    private struct HeaderRecord {
        var text: [UInt8]
        var byteOffset: Int64
        /// The index of the first record below it.
        var firstRecord: Int
    }

    init(
        source: TextSource, layout: FixedWidthLayout, recordLimit: Int, wanted: [ColumnReference],
        from position: ReadPosition, sizes: ReadingSizes
    ) throws(FormatError) {
        feed = BlockFeed(source: source, sizes: sizes)
        self.layout = layout
        // Records side by side have their length, and no line end to go on behind.
        self.recordLimit =
            layout.hasLineEnds ? recordLimit : max(recordLimit, 16 * (layout.length ?? 1) + 64)
        prefixes = RecordPrefixes(layout.recordTypes)
        slicer = FixedWidthSlicer(layout)
        places = wanted.map { reference in
            switch reference {
            case .name(let name): layout.place(of: name)
            case .number(let number): layout.place(of: number)
            }
        }
        bindings = places.enumerated().map { $0.element == nil ? nil : $0.offset }
        columns = (layout.columns + layout.headerColumns).map(\.name)
        var needsHeader = false
        var least = 1
        for place in places {
            switch place {
            case .record(let slice): least = max(least, slice.last)
            case .header: needsHeader = true
            case nil: break
            }
        }
        self.needsHeader = needsHeader
        leastLength = least
        for _ in 0..<layout.skipLines {
            guard try feed.skipLine(carriageReturns: true) else { break }
        }
        pattern = try learnPattern()
        guard position.byteOffset > 0 else { return }
        if needsHeader { header = try headerText(above: position) }
        try feed.restart(at: position)
    }

    /// The header that stands above a place is somewhere before it.
    private func headerText(above position: ReadPosition) throws(FormatError) -> [UInt8] {
        let block = RecordBlock()
        while feed.position.byteOffset < position.byteOffset, try read(into: block) {
            feed.source.onProgress()
        }
        return headers.last { $0.byteOffset < position.byteOffset }?.text ?? []
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        guard
            try feed.read(
                into: block, recordLimit: recordLimit, carriageReturns: true,
                { isLast in
                    headers = [HeaderRecord(text: header, byteOffset: -1, firstRecord: 0)]
                    return parse(block, isLast: isLast)
                })
        else { return false }
        if needsHeader { addHeaderColumns(to: block) }
        block.keepsRecordText = true
        return true
    }

    private func parse(_ block: RecordBlock, isLast: Bool) -> BlockOutcome {
        let base = feed.position.byteOffset
        var outcome = BlockOutcome(consumed: 0, line: feed.position.line)
        while outcome.consumed < block.byteCount, block.recordCount < feed.sizes.records {
            let start = outcome.consumed
            let found =
                layout.hasLineEnds
                ? lineEnd(in: block, from: start, isLast: isLast)
                : recordEnd(in: block, from: start, isLast: isLast)
            guard let found else {
                guard block.byteCount - start > recordLimit + 3 else { return outcome }
                reject(
                    span(start, recordLimit, outcome.line, base, in: block),
                    RecordFault(
                        rule: "size",
                        reason: "longer than the \(recordLimit) bytes allowed for a record"),
                    in: block)
                outcome.consumed = start + recordLimit
                outcome.skipsLine = true
                return outcome
            }
            if found.end - start > recordLimit {
                reject(
                    span(start, recordLimit, outcome.line, base, in: block),
                    RecordFault(
                        rule: "size",
                        reason: "longer than the \(recordLimit) bytes allowed for a record"),
                    in: block)
            } else if let pattern {
                switch step(
                    pattern, block, from: start, to: found.end, base: base, isLast: isLast)
                {
                case .more: return outcome
                case .lost(let next):
                    reject(
                        span(start, next - start, outcome.line, base, in: block),
                        RecordFault(
                            rule: "fields",
                            reason:
                                "out of step: the next record that looks like the others begins "
                                + "at byte \(base + Int64(next))"), in: block)
                    outcome.consumed = next
                    outcome.line += 1
                    continue
                case .nothing(let next):
                    reject(
                        span(start, next - start, outcome.line, base, in: block),
                        RecordFault(
                            rule: "fields", reason: "out of step: nothing here looks like a record"
                        ), in: block)
                    outcome.consumed = next
                    outcome.line += 1
                    continue
                case .kept:
                    add(
                        span(start, found.end - start, outcome.line, base, in: block), to: block,
                        isEnd: isLast && found.next >= block.byteCount)
                }
            } else {
                add(
                    span(start, found.end - start, outcome.line, base, in: block), to: block,
                    isEnd: isLast && found.next >= block.byteCount)
            }
            outcome.consumed = found.next
            outcome.line += 1
        }
        return outcome
    }

    private func span(
        _ start: Int, _ length: Int, _ line: Int64, _ base: Int64, in block: RecordBlock
    ) -> RecordSpan {
        RecordSpan(
            firstField: UInt32(block.fieldCount), fieldCount: 0, start: UInt32(start),
            length: UInt32(length), line: line, byteOffset: base + Int64(start))
    }

    private func lineEnd(
        in block: RecordBlock, from start: Int, isLast: Bool
    ) -> (end: Int, next: Int)? {
        var base = start
        while base < block.byteCount {
            var mask = unsafe hopper_scan64(block.bytes + base, 0x0A, 0x0A, 0x0A)
            if block.byteCount - base < 64 { mask &= (1 << UInt64(block.byteCount - base)) &- 1 }
            guard mask != 0 else {
                base += 64
                continue
            }
            let end = base + mask.trailingZeroBitCount
            guard unsafe block.bytes[end] == 0x0D else { return (end, end + 1) }
            if end + 1 == block.byteCount { return isLast ? (end, end + 1) : nil }
            return (end, unsafe block.bytes[end + 1] == 0x0A ? end + 2 : end + 1)
        }
        return isLast ? (block.byteCount, block.byteCount) : nil
    }

    /// Of records side by side; at the end of the text what is left.
    func recordEnd(
        in block: RecordBlock, from start: Int, isLast: Bool
    ) -> (end: Int, next: Int)? {
        let length = layout.length ?? 1
        var end = start
        if layout.countsBytes {
            end = min(start + length, block.byteCount)
            if end - start == length || isLast { return (end, end) }
            return nil
        }
        var characters = 0
        while end < block.byteCount {
            if unsafe block.bytes[end] & 0xC0 != 0x80 {
                if characters == length { return (end, end) }
                characters += 1
            }
            end += 1
        }
        return isLast ? (end, end) : nil
    }

    private func add(_ found: RecordSpan, to block: RecordBlock, isEnd: Bool) {
        var record = found
        let text = unsafe UnsafeBufferPointer(
            start: UnsafePointer(block.bytes + Int(record.start)), count: Int(record.length))
        guard unsafe !isBlank(text, isEnd: isEnd) else { return }
        let offset = record.byteOffset
        let invalid = feed.source.faults.first(in: offset..<offset + Int64(record.length))
        switch unsafe prefixes.kind(of: text) {
        case .ignored: return
        case .trailer:
            unsafe trailer = Array(text)
            return
        case .header:
            guard needsHeader else { return }
            unsafe header = Array(text)
            headers.append(
                HeaderRecord(text: header, byteOffset: offset, firstRecord: block.recordCount))
            return
        case .unknown:
            let fault = RecordFault(
                rule: "record_type", reason: "begins like none of the record types")
            return reject(record, invalid.map { .encoding(at: $0) } ?? fault, in: block)
        case .detail: break
        }
        if let invalid { return reject(record, .encoding(at: invalid), in: block) }
        // On a copy: it is small, and asked for every slice.
        var slicer = slicer
        let length = unsafe slicer.take(text)
        if let fault = fault(length: length) { return reject(record, fault, in: block) }
        let first = block.fieldCount
        block.reserveFields(first + places.count)
        for index in places.indices {
            var field = FieldSpan(start: record.start, length: 0, kind: .absent)
            if case .record(let slice)? = places[index] {
                if unsafe slicer.splitsCharacter(slice, in: text) {
                    let fault = RecordFault(
                        rule: "encoding",
                        reason: "a column begins or ends within a character",
                        column: "\(slice.first)-\(slice.last)")
                    return reject(record, fault, in: block)
                }
                if let range = unsafe slicer.range(of: slice, in: text) {
                    field = FieldSpan(
                        start: record.start + UInt32(range.lowerBound),
                        length: UInt32(range.count), kind: .text)
                }
            }
            unsafe block.fields[first + index] = field
        }
        record.fieldCount = UInt32(places.count)
        block.fieldCount = first + places.count
        append(record, to: block)
    }

    private func fault(length: Int) -> RecordFault? {
        guard layout.ragged == .reject else { return nil }
        if let exact = layout.length {
            guard length != exact else { return nil }
            return RecordFault(
                rule: "fields", reason: "\(length) \(unit) long where \(exact) are expected")
        }
        guard length < leastLength else { return nil }
        return RecordFault(
            rule: "fields",
            reason: "\(length) \(unit) long where at least \(leastLength) are expected")
    }

    var unit: String { layout.countsBytes ? "bytes" : "characters" }

    private func isBlank(_ text: UnsafeBufferPointer<UInt8>, isEnd: Bool) -> Bool {
        if isEnd, text.count == 1, unsafe text[0] == 0x1A { return true }
        // Side by side, a record of spaces is one; only a line end behind the last is none.
        if !layout.hasLineEnds {
            return isEnd && text.count < layout.length ?? 1
                && (unsafe text.allSatisfy { [0x0A, 0x0D, 0x1A].contains($0) })
        }
        return unsafe text.allSatisfy { $0 == 0x20 }
    }

    private func reject(_ found: RecordSpan, _ fault: RecordFault, in block: RecordBlock) {
        var record = found
        block.faults.append(fault)
        record.fault = UInt32(block.faults.count)
        if fault.rule == "size" {
            let start = Int(record.start)
            let end = unsafe CSVMachine.characterStart(
                block.bytes, start + Int(record.length), notBefore: start)
            record.length = UInt32(end - start)
        }
        append(record, to: block)
    }

    private func append(_ record: RecordSpan, to block: RecordBlock) {
        block.reserveRecords(block.recordCount + 1)
        unsafe block.records[block.recordCount] = record
        block.recordCount += 1
    }

    /// Puts the header records behind the block's text, and their slices among the fields of the
    /// records below them. A record without a header above it has no such columns.
    private func addHeaderColumns(to block: RecordBlock) {
        for (index, header) in headers.enumerated() where !header.text.isEmpty {
            let end = index + 1 < headers.count ? headers[index + 1].firstRecord : block.recordCount
            guard header.firstRecord < end else { continue }
            let start = block.byteCount
            block.reserveBytes(start + header.text.count + BlockFeed.padding)
            unsafe header.text.withUnsafeBufferPointer { text in
                guard let base = text.baseAddress else { return }
                unsafe (block.bytes + start).update(from: base, count: text.count)
                block.byteCount += text.count
                var slicer = slicer
                _ = unsafe slicer.take(text)
                for (field, place) in places.enumerated() {
                    guard case .header(let slice)? = place,
                        let range = unsafe slicer.range(of: slice, in: text)
                    else { continue }
                    let span = FieldSpan(
                        start: UInt32(start + range.lowerBound), length: UInt32(range.count),
                        kind: .text)
                    for record in header.firstRecord..<end
                    where unsafe block.records[record].fault == 0 {
                        unsafe block.fields[Int(block.records[record].firstField) + field] = span
                    }
                }
            }
        }
    }
}

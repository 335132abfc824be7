package import Vocabulary

/// Reads the record elements of an XML document, streamed by expat.
///
/// Names are told apart without their namespace's prefix. Entities are not expanded: a document
/// that declares any is not read. Where the text is not well-formed, the record it happens in is a
/// fault, and reading goes on at the next start tag of a record; between two records what is wrong
/// is a fault of its own, so that nothing is passed over in silence.
package final class XMLReader: RecordReader {
    package let columns: [String]
    package let bindings: [Int?]
    private let source: TextSource
    private let layout: XMLLayout
    private let recordLimit: Int
    private let sizes: ReadingSizes
    private let builder: XMLRecordBuilder
    private var parser: ExpatParser
    private var window = TextWindow(at: 0)
    /// The end of the text that the parser has been given, and whether it was given any.
    private var given: Int64 = 0
    private var hasText = false
    private var position = ReadPosition.start
    /// A place at or before the window's start, and the line on which it lies.
    private var anchor = (byteOffset: Int64(0), line: Int64(1))
    private var isAtEnd = false
    private var isSuspended = false
    private var isFinished = false
    /// Something has been wrong with the document before.
    private var hasMistakes = false
    /// How often reading has gone back to an element that has no end.
    private var returns = 0
    private var block: RecordBlock?

    /// Bytes given at a time.
    private static let stride = 64 * 1024
    private static let mostReturns = 8

    init(
        source: TextSource, layout: XMLLayout, recordLimit: Int, wanted: [ColumnReference],
        from position: ReadPosition, sizes: ReadingSizes
    ) throws(FormatError) {
        self.source = source
        self.layout = layout
        self.recordLimit = recordLimit
        self.sizes = sizes
        columns = wanted.map { reference in
            switch reference {
            case .name(let name): name
            case .number(let number): String(number)
            }
        }
        let paths = wanted.map { reference -> XMLPath? in
            if case .name(let name) = reference { XMLPath(name) } else { nil }
        }
        bindings = paths.enumerated().map { $0.element == nil ? nil : $0.offset }
        builder = XMLRecordBuilder(path: layout.record, wanted: paths, recordLimit: recordLimit)
        parser = ExpatParser(builder: builder, byteOffset: 0, line: 1, ancestors: [])
        builder.finished = { [unowned self] in add($0) }
        builder.examined = { [unowned self] range in
            XMLSections.holdRecords(window[range], named: Array(layout.record.last!.utf8))
                ? XMLSections.unclosed : nil
        }
        if position.byteOffset > 0 { try restart(at: position) }
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        block.clear()
        block.firstRecordNumber = position.records + 1
        block.keepsRecordText = true
        self.block = block
        defer { self.block = nil }
        while !isFinished {
            if isFull(block), try !isAtTextEnd() { break }
            if isSuspended {
                isSuspended = false
                try take(parser.resume())
            } else {
                try goOn()
            }
        }
        position.records += Int64(block.recordCount)
        block.end = position
        return block.recordCount > 0
    }

    private func isFull(_ block: RecordBlock) -> Bool {
        block.recordCount >= sizes.records || block.byteCount >= sizes.block
    }

    /// Whether nothing stands behind the last record. What is wrong with the end belongs to its block
    /// then: reading can't go on at a place behind which there is no text.
    private func isAtTextEnd() throws(FormatError) -> Bool {
        guard position.byteOffset == window.end else { return false }
        try readMore()
        return position.byteOffset == window.end
    }

    /// Gives expat the next stretch of text.
    private func goOn() throws(FormatError) {
        if given == window.end { try readMore() }
        guard given < window.end else {
            guard hasText || position.byteOffset == 0 else {
                // Nothing stands behind the place where reading began.
                isFinished = true
                return
            }
            let nothing = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
            let outcome = unsafe parser.parse(nothing, isLast: true)
            if case .finished = outcome {
                isFinished = true
                return try demandRoot()
            }
            return try take(outcome)
        }
        let stretch = window[given..<given + Int64(Self.stride)]
        given += Int64(stretch.count)
        hasText = true
        let outcome = unsafe stretch.withUnsafeBytes { unsafe parser.parse($0, isLast: false) }
        try take(outcome)
        if case .finished = outcome, given - heardEnd > Int64(recordLimit) {
            // A tag or a comment without an end, which expat would keep as a whole.
            try recover(
                from: XMLMistake(
                    reason: XMLRecordState.tooLong(recordLimit), byteOffset: heardEnd,
                    line: line(at: heardEnd)))
        }
    }

    /// Where that begins which expat could not tell yet.
    private var heardEnd: Int64 { max(position.byteOffset, builder.heardEnd) }

    private func line(at offset: Int64) -> Int64 {
        anchor.line + window.lineEnds(in: anchor.byteOffset..<max(anchor.byteOffset, offset))
    }

    /// Puts more text into the window, and drops what is not looked at again.
    private func readMore() throws(FormatError) {
        guard !isAtEnd else { return }
        let needed = builder.open?.byteOffset ?? builder.section?.byteOffset ?? heardEnd
        anchor = (needed, line(at: needed))
        window.drop(before: needed - 1)
        source.faults.removeAll(before: needed)
        isAtEnd = try window.read(from: source, atMost: min(sizes.block, Self.stride)) == 0
    }

    private func take(_ outcome: ExpatParser.Outcome) throws(FormatError) {
        switch outcome {
        case .suspended: isSuspended = true
        case .failed(let mistake): try recover(from: mistake)
        case .finished: break
        }
    }

    /// A document that is about something else is not one without records.
    private func demandRoot() throws(FormatError) {
        guard position.records == 0, block?.recordCount == 0, let root = builder.root,
            !root.elementsEqual(layout.record[0].utf8)
        else { return }
        let name = root.prefix(60).map { (0x21...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
        throw .unreadable(
            rule: "header",
            reason: "the document is a <\(String(decoding: name, as: UTF8.self))>, and the records "
                + "are looked for at /\(layout.record.joined(separator: "/"))",
            line: 1, byteOffset: 0)
    }
}

// MARK: - Records

extension XMLReader {
    /// A record's end tag has been read; whether the block has room for another.
    private func add(_ record: XMLRecordState.Finished) -> Bool {
        // Without a block only the elements around the first record are looked for.
        guard let block else { return false }
        let text = window[record.byteOffset..<record.end]
        var span = put(text, into: block)
        span.line = record.line
        span.byteOffset = record.byteOffset
        position.byteOffset = record.end
        position.line = record.endTagLine + window.lineEnds(in: record.endTag..<record.end)
        anchor = (position.byteOffset, position.line)
        if let invalid = source.faults.first(in: record.byteOffset..<record.end) {
            block.faults.append(.encoding(at: invalid))
            span.fault = UInt32(block.faults.count)
        } else {
            span.firstField = UInt32(block.fieldCount)
            span.fieldCount = UInt32(builder.putFields(into: block))
        }
        append(span, to: block)
        return !isFull(block)
    }

    private func put(_ text: ArraySlice<UInt8>, into block: RecordBlock) -> RecordSpan {
        let start = block.byteCount
        block.reserveBytes(start + text.count + BlockFeed.padding)
        unsafe text.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            unsafe (block.bytes + start).update(from: base, count: $0.count)
        }
        block.byteCount += text.count
        return RecordSpan(
            firstField: UInt32(block.fieldCount), fieldCount: 0, start: UInt32(start),
            length: UInt32(text.count), line: 0, byteOffset: 0)
    }

    private func append(_ span: RecordSpan, to block: RecordBlock) {
        block.reserveRecords(block.recordCount + 1)
        unsafe block.records[block.recordCount] = span
        block.recordCount += 1
    }
}

// MARK: - Mistakes, and going on behind them

extension XMLReader {
    /// Makes a fault of what is not well-formed, and goes on at the next record.
    private func recover(from mistake: XMLMistake) throws(FormatError) {
        let isFirst = position.records == 0 && block?.recordCount == 0 && builder.ancestors == nil
        var broken = BrokenText(
            mistake, record: builder.open, otherwise: (heardEnd, line(at: heardEnd)))
        // However much of it expat was given at once.
        if mistake.byteOffset - broken.start > Int64(recordLimit) {
            broken.mistake.reason = XMLRecordState.tooLong(recordLimit)
        }
        if builder.refusesEntities { throw broken.unreadable }
        let fault = fault(for: broken)
        if !hasMistakes, builder.ancestors == nil, isHeadBroken(mistake),
            try holdsRecord(0..<broken.start, line: 1)
        {
            // It was passed over as something else, and so were others.
            try lookAgain(from: 0)
            broken.goBack(to: (0, 1))
            broken.lookFrom = 0
        } else if builder.open == nil, let section = builder.section {
            broken.goBack(to: (section.byteOffset, section.line))
        } else if let aside = builder.aside, isOwedToEnd(mistake), returns < Self.mostReturns,
            try holdsRecord(aside.byteOffset + 1..<broken.start, line: aside.line)
        {
            returns += 1
            try lookAgain(from: aside.byteOffset)
            broken.goBack(to: (aside.byteOffset, aside.line))
        }
        hasMistakes = true
        var fragment = Array(window[broken.start..<broken.start + Int64(recordLimit)])
        let next = try findRecord(behind: broken, keeping: &fragment)
        if next == nil, isFirst {
            let isBlank = builder.root == nil && fragment.allSatisfy { $0 <= 0x20 }
            throw isBlank ? FormatError.emptyDocument : broken.unreadable
        }
        let end = next?.byteOffset ?? window.end
        fragment.removeLast(max(0, fragment.count - Int(min(end - broken.start, 1 << 40))))
        add(fault, broken, text: fragment)
        guard let next else {
            isFinished = true
            position.byteOffset = window.end
            return
        }
        position.byteOffset = next.byteOffset
        position.line = next.line
        begin()
    }

    /// Whether it is an element around the records that is not what it should be: an end tag tells that
    /// of one of them, or the document's first element.
    private func isHeadBroken(_ mistake: XMLMistake) -> Bool {
        guard let root = builder.root else { return false }
        let around = layout.record.map { Array($0.utf8) }
        return namesAncestor(mistake) || root == around.last
            || around.count > 2 && root == around.first
    }

    /// Whether it is the end tag of an element around the records.
    private func namesAncestor(_ mistake: XMLMistake) -> Bool {
        // A name that does not match is told where it begins, behind `</`.
        let tag = window[mistake.byteOffset - 2..<mistake.byteOffset + 256]
        guard tag.starts(with: "</".utf8) else { return false }
        let name = tag.dropFirst(2).prefix { !TextWindow.endsName($0) }
        let local = name.split(separator: UInt8(ascii: ":")).last ?? name
        return layout.record.dropLast().contains { local.elementsEqual($0.utf8) }
    }

    /// Whether an element beside the path to the records has lost its end tag: the document ends within
    /// it, or an element around it does.
    private func isOwedToEnd(_ mistake: XMLMistake) -> Bool {
        mistake.reason == XMLRecordState.tooDeep || isAtEnd && mistake.byteOffset >= window.end
            || namesAncestor(mistake)
    }

    private func lookAgain(from offset: Int64) throws(FormatError) {
        try source.restart(at: offset)
        window = TextWindow(at: offset)
        isAtEnd = false
    }

    /// Whether a record's start tag stands there. What is read next begins at the range's end then.
    private func holdsRecord(_ range: Range<Int64>, line: Int64) throws(FormatError) -> Bool {
        try lookAgain(from: range.lowerBound)
        var nothing: [UInt8] = []
        let place = XMLMistake(reason: "", byteOffset: range.lowerBound, line: line)
        let whole = BrokenText(
            place, record: nil, otherwise: (range.lowerBound - 1, line))
        let found = try findRecord(behind: whole, keeping: &nothing)
        try lookAgain(from: range.upperBound)
        return found.map { $0.byteOffset < range.upperBound } ?? false
    }

    /// What is broken, and since where.
    private struct BrokenText {
        var mistake: XMLMistake
        var start: Int64
        var line: Int64
        /// Where the next record may begin.
        var lookFrom: Int64

        init(
            _ mistake: XMLMistake, record: XMLRecordState.OpenRecord?,
            otherwise place: (byteOffset: Int64, line: Int64)
        ) {
            self.mistake = mistake
            if let record {
                start = record.byteOffset
                line = record.line
                // A record that is not closed has the next one in it.
                lookFrom = start + 1
            } else {
                start = place.byteOffset
                line = place.line
                // What is broken may be the start tag of a record itself, or a comment without an end.
                lookFrom = start + 1
            }
        }

        mutating func goBack(to place: (byteOffset: Int64, line: Int64)) {
            start = place.byteOffset
            line = place.line
            lookFrom = start + 1
        }

        var unreadable: FormatError {
            .unreadable(
                rule: "xml", reason: mistake.reason, line: mistake.line,
                byteOffset: mistake.byteOffset)
        }
    }

    private func fault(for broken: BrokenText) -> RecordFault {
        let mistake = broken.mistake
        if mistake.reason == XMLRecordState.tooLong(recordLimit) {
            return RecordFault(rule: "size", reason: mistake.reason)
        }
        let range = broken.start..<max(broken.start, mistake.byteOffset) + 1
        if let invalid = source.faults.first(in: range) { return .encoding(at: invalid) }
        return RecordFault(
            rule: "xml",
            reason: "line \(mistake.line), byte \(mistake.byteOffset): \(mistake.reason)")
    }

    /// The start tag of the next record; what is passed over on the way is kept up to a limit.
    private func findRecord(
        behind broken: BrokenText, keeping fragment: inout [UInt8]
    ) throws(FormatError) -> (byteOffset: Int64, line: Int64)? {
        let name = Array(layout.record[layout.record.count - 1].utf8)
        var lookFrom = broken.lookFrom
        var counted = broken.start
        var line = broken.line
        while true {
            let look = window.startTag(
                named: name, from: lookFrom, limit: recordLimit, isAtEnd: isAtEnd)
            let reached = max(counted, look.found ?? look.lookOn)
            line += window.lineEnds(in: counted..<reached)
            counted = reached
            if let found = look.found { return (found, line) }
            if isAtEnd { return nil }
            lookFrom = look.lookOn
            window.drop(before: lookFrom - 1)
            source.faults.removeAll(before: lookFrom)
            let before = window.end
            isAtEnd = try window.read(from: source, atMost: Self.stride) == 0
            fragment += window[before..<before + Int64(max(0, recordLimit - fragment.count))]
            source.onProgress()
        }
    }

    private func add(_ fault: RecordFault, _ broken: BrokenText, text: [UInt8]) {
        guard let block else { return }
        var text = text[...]
        while let last = text.last, [0x20, 0x09, 0x0A, 0x0D].contains(last) { text.removeLast() }
        var span = put(text, into: block)
        span.line = broken.line
        span.byteOffset = broken.start
        block.faults.append(fault)
        span.fault = UInt32(block.faults.count)
        append(span, to: block)
    }

    /// A new parser, for what comes from `position` on.
    private func begin() {
        let around = builder.ancestors ?? layout.record.dropLast().map { Array($0.utf8) }
        parser = ExpatParser(
            builder: builder, byteOffset: position.byteOffset, line: position.line,
            ancestors: around)
        window.drop(before: position.byteOffset)
        given = position.byteOffset
        hasText = false
        anchor = (position.byteOffset, position.line)
        isSuspended = false
    }

    /// Goes on at a position of an earlier reading, within the elements that are around it.
    private func restart(at position: ReadPosition) throws(FormatError) {
        while builder.ancestors == nil, !isFinished { try goOn() }
        try source.restart(at: position.byteOffset)
        window = TextWindow(at: position.byteOffset)
        isAtEnd = false
        isFinished = false
        self.position = position
        begin()
    }
}

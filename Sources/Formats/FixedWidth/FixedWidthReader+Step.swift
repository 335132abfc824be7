import Vocabulary

/// Records side by side, out of step: a byte that was lost or came in moves all that follow. They are
/// in step again where three on end look like the others (`FixedWidthPattern`).
extension FixedWidthReader {
    enum Step {
        case kept
        /// The next record that looks like the others begins there.
        case lost(Int)
        /// More text is needed to tell.
        case more
    }

    /// How far a record is looked for, in bytes, and how many records.
    private static let farthest = 16 * 1024
    private static let farthestRecords = 8

    /// What the records have in common, from the beginning of the file, wherever reading goes on.
    func learnPattern() throws(FormatError) -> FixedWidthPattern? {
        guard !layout.hasLineEnds, let length = layout.length else { return nil }
        let start = feed.position
        let block = RecordBlock(
            bytes: feed.sizes.block + BlockFeed.padding, fields: 8, records: 8)
        var examples: [ArraySlice<UInt8>] = []
        while examples.count < FixedWidthPattern.mostExamples {
            let hasMore = try feed.read(
                into: block, recordLimit: recordLimit, carriageReturns: true
            ) { isLast in
                var outcome = BlockOutcome(consumed: 0, line: 1)
                while let found = recordEnd(in: block, from: outcome.consumed, isLast: isLast),
                    found.end > outcome.consumed
                {
                    let text = unsafe UnsafeBufferPointer(
                        start: UnsafePointer(block.bytes + outcome.consumed),
                        count: found.end - outcome.consumed)
                    if unsafe prefixes.kind(of: text) == .detail {
                        unsafe examples.append(Array(text)[...])
                    }
                    outcome.consumed = found.next
                }
                block.recordCount = outcome.consumed > 0 ? 1 : 0
                return outcome
            }
            if !hasMore { break }
        }
        try feed.restart(at: start)
        return FixedWidthPattern(
            examples: Array(examples.prefix(FixedWidthPattern.mostExamples)), length: length,
            countsBytes: layout.countsBytes)
    }

    /// Whether the records behind the one at `start`, which seems to end at `end`, are in step.
    func step(
        _ pattern: FixedWidthPattern, _ block: RecordBlock, from start: Int, to end: Int,
        isLast: Bool
    ) -> Step {
        let text = block.byteCount
        let bytes = unsafe UnsafePointer(block.bytes)
        /// Whether only a line end or nothing stands there.
        func isEnd(_ at: Int) -> Bool {
            isLast && text - at < 4
                && (at..<text).allSatisfy { unsafe [0x0A, 0x0D, 0x1A].contains(bytes[$0]) }
        }
        if isEnd(end) { return .kept }
        if let second = unsafe pattern.look(bytes, from: end, to: text) {
            if unsafe second.fits || isOther(bytes, from: end, to: second.end) || isEnd(second.end)
            {
                return .kept
            }
            if let third = unsafe pattern.look(bytes, from: second.end, to: text) {
                if unsafe third.fits || isOther(bytes, from: second.end, to: third.end) {
                    return .kept
                }
            } else if !isLast {
                return .more
            }
        } else if !isLast {
            return .more
        }
        let reach = min(
            recordLimit, max(Self.farthest, Self.farthestRecords * (end - start)))
        guard isLast || text - start >= reach else { return .more }
        /// How unlike the others three records from there on are; nil for more than may be.
        func misses(_ place: Int) -> Int? {
            guard let first = unsafe pattern.look(bytes, from: place, to: text), first.fits
            else { return nil }
            var misses = first.misses
            var at = first.end
            for _ in 0..<2 where !isEnd(at) {
                guard let next = unsafe pattern.look(bytes, from: at, to: text),
                    unsafe next.fits || isOther(bytes, from: at, to: next.end)
                else { return nil }
                misses += next.misses
                at = next.end
            }
            return misses
        }
        var best: (place: Int, misses: Int)?
        var place = start + 1
        var inStep = end
        var last = min(text, start + reach)
        while place < last, best?.misses != 0 {
            while inStep < place {
                inStep = unsafe pattern.look(bytes, from: inStep, to: text)?.end ?? .max
            }
            if unsafe layout.countsBytes || bytes[place] & 0xC0 != 0x80,
                let misses = misses(place), misses < best?.misses ?? .max
            {
                // Some records are unlike the others, and none is out of step.
                if place == inStep { return .kept }
                // A step beside may do, too: the best one within a record's length is meant.
                if best == nil { last = min(last, place + (end - start)) }
                best = (place, misses)
            }
            place += 1
        }
        guard let best else { return .kept }
        let isWhole = unsafe pattern.look(bytes, from: start, to: text)?.fits ?? false
        return isWhole && best.place > end ? .kept : .lost(best.place)
    }

    /// Whether it begins like a record that is no data.
    private func isOther(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Bool {
        let text = unsafe UnsafeBufferPointer(start: bytes + start, count: end - start)
        switch unsafe prefixes.kind(of: text) {
        case .header, .trailer, .ignored: return true
        case .detail, .unknown: return false
        }
    }
}

import Vocabulary

/// Records side by side, out of step: a byte that was lost or came in moves all that follow. They are
/// in step again where three on end look like the others (`FixedWidthPattern`).
extension FixedWidthReader {
    enum Step {
        case kept
        /// The next record that looks like the others begins there.
        case lost(Int)
        /// Up to there nothing looks like the others.
        case nothing(Int)
        /// More text is needed to tell.
        case more
    }

    /// How far a record is looked for, in bytes, and how many records.
    private static let farthest = 16 * 1024
    private static let farthestRecords = 8

    /// Whether the records behind the one at `start`, which seems to end at `end`, are in step.
    func step(
        _ pattern: FixedWidthPattern, _ block: RecordBlock, from start: Int, to end: Int,
        base: Int64, isLast: Bool
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
        // Where nothing was found for the record before, nothing is found for this one.
        var place = max(start + 1, Int(clamping: nothingBefore - base))
        var inStep = end
        var last = min(text, start + reach)
        while place < last, best?.misses != 0 {
            if unsafe layout.countsBytes || bytes[place] & 0xC0 != 0x80,
                let misses = misses(place), misses < best?.misses ?? .max
            {
                while inStep < place {
                    inStep = unsafe pattern.look(bytes, from: inStep, to: text)?.end ?? .max
                }
                // Some records are unlike the others, and none is out of step.
                if place == inStep { return .kept }
                // A step beside may do, too: the best one within a record's length is meant.
                if best == nil { last = min(last, place + (end - start)) }
                best = (place, misses)
            }
            place += 1
        }
        if best == nil {
            // Three records have to be there to be looked at, of four bytes a character at most.
            let looked = isLast ? last : min(last, text - 12 * (layout.length ?? 1))
            nothingBefore = max(nothingBefore, base + Int64(looked))
        }
        let isWhole = unsafe pattern.look(bytes, from: start, to: text)?.fits ?? false
        if let best { return isWhole && best.place > end ? .kept : .lost(best.place) }
        if isWhole || hasNewLook(block, from: start, isLast: isLast) && !isUneven { return .kept }
        // Three records have to be there to be looked at.
        return .nothing(isLast && last == text ? last : max(end, last - 4 * (end - start)))
    }

    /// Whether the records from there on, though unlike those before, are like each other, or are the
    /// last few and end where the text does. Text that repeats itself may look like that, too: it has
    /// to have the right length as a whole.
    private func hasNewLook(_ block: RecordBlock, from start: Int, isLast: Bool) -> Bool {
        var rows: [[UInt8]] = []
        var at = start
        while rows.count < Self.newLook, let found = recordEnd(in: block, from: at, isLast: false) {
            rows.append(kinds(in: block, at..<found.end))
            at = found.next
        }
        guard rows.count == Self.newLook else {
            let rest = (at..<block.byteCount).map { unsafe block.bytes[$0] }
            let isWhole = kinds(in: block, at..<block.byteCount).count == layout.length
            return isLast && (isWhole || rest.allSatisfy { [0x0A, 0x0D, 0x1A].contains($0) })
        }
        return FixedWidthPattern(
            rows: rows, length: layout.length ?? 1, countsBytes: layout.countsBytes) != nil
    }

    private static let newLook = 8

    /// Whether it begins like a record that is no data.
    private func isOther(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Bool {
        let text = unsafe UnsafeBufferPointer(start: bytes + start, count: end - start)
        switch unsafe prefixes.kind(of: text) {
        case .header, .trailer, .ignored: return true
        case .detail, .unknown: return false
        }
    }
}

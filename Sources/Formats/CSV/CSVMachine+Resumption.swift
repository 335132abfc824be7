import Vocabulary

/// Where reading goes on when quotes that were never closed have drawn other records into one.
extension CSVMachine {
    enum Resumption {
        /// Behind that line break stands a whole record.
        case behind(CSVBreak)
        case nowhere
        /// More text is needed to tell.
        case needsMore
    }

    /// A record of several lines is looked for at so many places at most: each look may go as far as
    /// a record may.
    private static let mostLongLooks = 8

    /// Looks for the first line of a broken record, the ones before its first line break within quotes
    /// left out, at which a whole record begins: one with the right number of fields, its quotes
    /// closed and nothing amiss with them.
    ///
    /// What comes of it depends on the first `recordLimit` bytes of the broken record and what stands
    /// there alone, so that it is the same wherever blocks end.
    ///
    /// - Parameters:
    ///   - first: the line break, of a field in the broken record.
    ///   - end: where that record seems to end.
    func resumption(
        behind first: CSVBreak, start: Int, end: Int, in block: RecordBlock, isLast: Bool
    ) -> Resumption {
        guard let width else { return .nowhere }
        let reach = min(block.byteCount, start + recordLimit)
        let seesAll = isLast || block.byteCount - start >= recordLimit + 3
        var longLooks = 0
        var before = first
        while before.end < end {
            let lineStart = before.end
            let canLookLong = longLooks < Self.mostLongLooks
            let look = examine(
                block, from: lineStart, to: max(lineStart, reach),
                stop: canLookLong ? .atRecordEnd : .atLineEnd)
            if canLookLong, look.breaks > 0 || look.isQuoted { longLooks += 1 }
            let isCut = !look.isEnded && look.end >= reach
            if isCut, !seesAll { return .needsMore }
            let isWhole = look.isEnded || isCut && isLast && reach == block.byteCount
            if isWhole, look.fieldCount == width, !look.isQuoted, !look.hasGarbage,
                !look.hasStrayQuote, look.end > lineStart,
                !isComment(block, from: lineStart, to: look.end)
            {
                return .behind(before)
            }
            guard let next = lineBreak(from: lineStart, to: end, line: before.line + 1, in: block)
            else { return .nowhere }
            before = next
        }
        return .nowhere
    }

    /// The next physical line break, which ends that line.
    private func lineBreak(
        from start: Int, to end: Int, line: Int64, in block: RecordBlock
    ) -> CSVBreak? {
        let bytes = unsafe block.bytes
        var at = start
        while at < end {
            let byte = unsafe bytes[at]
            if Self.isLineEnd(byte) {
                let isPair =
                    byte == 0x0D && at + 1 < block.byteCount && (unsafe bytes[at + 1]) == 0x0A
                return CSVBreak(start: at, end: isPair ? at + 2 : at + 1, line: line)
            }
            at += 1
        }
        return nil
    }
}

import CPlatform
import Vocabulary

/// Fills blocks with a file's text and keeps what a block leaves over: the piece of machinery that
/// all readers of lines share. It knows bytes, lines and places, and nothing of records.
@safe final class BlockFeed {
    let source: TextSource
    let sizes: ReadingSizes
    /// Where the next block begins: all before it was handed on.
    private(set) var position: ReadPosition
    /// The text has been read to its end (what is carried over may still be there).
    private(set) var isAtEnd = false
    private var carry: [UInt8] = []

    /// Bytes that may be read behind a block's text, though they mean nothing.
    static let padding = 64

    init(source: TextSource, sizes: ReadingSizes) {
        self.source = source
        self.sizes = sizes
        position = .start
    }

    /// Goes on at `position` as if all before it had been read.
    func restart(at position: ReadPosition) throws(FormatError) {
        try source.restart(at: position.byteOffset)
        self.position = position
        carry = []
        isAtEnd = false
    }

    /// Counts records from here on, as after a header.
    func countRecordsFromHere() { position.records = 0 }

    /// Fills the block with text and has it parsed, until there is a record in it or no more text.
    ///
    /// - Parameters:
    ///   - carriageReturns: whether CR and CRLF end a line too; LF always does.
    ///   - parse: adds the complete records of the block's text to the block; told whether nothing
    ///     follows it. Called again with more text behind it if it could not make use of any.
    func read(
        into block: RecordBlock, recordLimit: Int, carriageReturns: Bool,
        _ parse: (_ isLast: Bool) -> BlockOutcome
    ) throws(FormatError) -> Bool {
        while true {
            begin(block)
            var target = sizes.block
            var outcome: BlockOutcome
            while true {
                try fill(block, to: target)
                outcome = parse(isAtEnd)
                if block.recordCount > 0 || outcome.consumed > 0 || isAtEnd { break }
                // A record that does not fit makes the block grow: at most to the record limit.
                target = min(max(target, block.byteCount) * 2, recordLimit + sizes.block)
            }
            finish(block, consumed: outcome.consumed, line: outcome.line)
            if outcome.skipsLine {
                try skipLine(carriageReturns: carriageReturns)
                block.end = position
            }
            if block.recordCount > 0 { return true }
            if isAtEnd, outcome.consumed == 0 || carry.isEmpty { return false }
        }
    }

    /// Empties the block and puts in what the last one left over.
    private func begin(_ block: RecordBlock) {
        block.clear()
        block.firstRecordNumber = position.records + 1
        source.faults.removeAll(before: position.byteOffset)
        block.reserveBytes(max(sizes.block, carry.count) + Self.padding)
        unsafe carry.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            unsafe block.bytes.update(from: base, count: $0.count)
        }
        block.byteCount = carry.count
        carry.removeAll(keepingCapacity: true)
    }

    /// Reads on until the block holds `target` bytes, or the text ends.
    private func fill(_ block: RecordBlock, to target: Int) throws(FormatError) {
        // A source wants room for at least 64 bytes at a time.
        let target = max(target, block.byteCount + 64)
        block.reserveBytes(target + Self.padding)
        while !isAtEnd, target - block.byteCount >= 64 {
            let room = unsafe UnsafeMutableRawBufferPointer(
                start: block.bytes + block.byteCount, count: target - block.byteCount)
            let count = try unsafe source.read(into: room)
            block.byteCount += count
            isAtEnd = count == 0
        }
    }

    /// Ends the block after `consumed` bytes, `line` being the physical line that begins there.
    private func finish(_ block: RecordBlock, consumed: Int, line: Int64) {
        let rest = unsafe UnsafeBufferPointer(
            start: block.bytes + consumed, count: block.byteCount - consumed)
        carry.removeAll(keepingCapacity: true)
        unsafe carry.append(contentsOf: rest)
        block.byteCount = consumed
        position.byteOffset += Int64(consumed)
        position.line = line
        position.records += Int64(block.recordCount)
        block.end = position
    }

    /// Passes over what is left of the physical line at `position`, in bounded memory, whatever its
    /// length. False if the text ends before a line end.
    ///
    /// - Parameter carriageReturns: whether CR and CRLF end a line too; LF always does.
    @discardableResult
    func skipLine(carriageReturns: Bool) throws(FormatError) -> Bool {
        while true {
            let found = carry.firstIndex {
                $0 == UInt8(ascii: "\n") || carriageReturns && $0 == UInt8(ascii: "\r")
            }
            if let found {
                var next = found + 1
                if carry[found] == UInt8(ascii: "\r") {
                    if next == carry.count, !isAtEnd {
                        try readMore()
                        continue
                    }
                    if next < carry.count, carry[next] == UInt8(ascii: "\n") { next += 1 }
                }
                drop(next)
                position.line += 1
                return true
            }
            drop(carry.count)
            if isAtEnd { return false }
            try readMore()
        }
    }

    private func drop(_ count: Int) {
        carry.removeFirst(count)
        position.byteOffset += Int64(count)
        source.faults.removeAll(before: position.byteOffset)
    }

    private func readMore() throws(FormatError) {
        let kept = carry.count
        let size = max(sizes.block, 64)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
        defer { unsafe room.deallocate() }
        let count = try unsafe source.read(into: room)
        unsafe carry.append(contentsOf: room[..<count])
        isAtEnd = carry.count == kept
    }
}

import Vocabulary

/// What is looked at before reading begins where records stand side by side: the first ones, and
/// where these leave a doubt, how long the text is.
extension FixedWidthReader {
    /// What the records have in common, from the beginning of the file, wherever reading goes on.
    ///
    /// - Throws: `unreadable` where nothing tells where a record begins, and their lengths don't add
    ///   up to the text's: any of them may be pieces of two.
    func learnPattern() throws(FormatError) -> FixedWidthPattern? {
        guard !layout.hasLineEnds, let length = layout.length else { return nil }
        let start = feed.position
        textStart = start
        let (rows, total) = try firstRows(length)
        try feed.restart(at: start)
        let sample = FixedWidthSample(
            rows: rows, length: length, countsBytes: layout.countsBytes, slices: slices)
        guard sample.isOdd else { return sample.pattern(surplus: 0) }
        let characters: Int
        if let total { characters = total } else { characters = try count(from: start) }
        let surplus = characters % length
        knownUnevenness = surplus > 0
        let pattern = sample.pattern(surplus: surplus)
        guard pattern != nil || surplus == 0 || layout.ragged == .pad else {
            throw .unreadable(
                rule: "fields",
                reason: "its \(characters) \(unit) are not records of \(length) side by side, and "
                    + "nothing in them tells where one begins", line: nil, byteOffset: nil)
        }
        return pattern
    }

    /// Whether the text's length is no multiple of the records'.
    var isUneven: Bool {
        if let knownUnevenness { return knownUnevenness }
        // What can't be read will be told when it is read.
        let characters = (try? count(from: textStart)) ?? 0
        let isUneven = characters % (layout.length ?? 1) != 0
        knownUnevenness = isUneven
        return isUneven
    }

    private var slices: [Range<Int>] {
        let wanted = places.compactMap { place in
            if case .record(let slice)? = place { slice } else { nil }
        }
        return Set((layout.columns.map(\.slice) + wanted).map { $0.first - 1..<$0.last })
            .sorted { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    }

    /// The first records, and how many characters the text has, if it ends with them.
    private func firstRows(
        _ length: Int
    ) throws(FormatError) -> (rows: [[UInt8]], total: Int?) {
        let most = max(8, min(FixedWidthSample.mostRows, FixedWidthSample.mostCharacters / length))
        let block = RecordBlock(
            bytes: feed.sizes.block + BlockFeed.padding, fields: 8, records: 8)
        var rows: [[UInt8]] = []
        var total = 0
        var last: [UInt8] = []
        var hasMore = true
        while hasMore, rows.count < most {
            hasMore = try feed.read(
                into: block, recordLimit: recordLimit, carriageReturns: true
            ) { isLast in
                var outcome = BlockOutcome(consumed: 0, line: 1)
                while rows.count < most,
                    let found = recordEnd(in: block, from: outcome.consumed, isLast: isLast),
                    found.end > outcome.consumed
                {
                    let range = outcome.consumed..<found.end
                    outcome.consumed = found.next
                    let row = kinds(in: block, range)
                    total += row.count
                    last = Array((last + range.suffix(3).map { unsafe block.bytes[$0] }).suffix(3))
                    guard row.count == length else { continue }
                    let text = unsafe UnsafeBufferPointer(
                        start: UnsafePointer(block.bytes + range.lowerBound), count: range.count)
                    switch unsafe prefixes.kind(of: text) {
                    case .header, .trailer, .ignored: break
                    case .detail, .unknown: rows.append(row)
                    }
                }
                block.recordCount = outcome.consumed > 0 ? 1 : 0
                return outcome
            }
        }
        let ends = last.reversed().prefix { [0x0A, 0x0D, 0x1A].contains($0) }.count
        return (rows, hasMore ? nil : total - ends)
    }

    func kinds(in block: RecordBlock, _ range: Range<Int>) -> [UInt8] {
        var kinds: [UInt8] = []
        kinds.reserveCapacity(range.count)
        for index in range {
            let byte = unsafe block.bytes[index]
            if layout.countsBytes || byte & 0xC0 != 0x80 {
                kinds.append(FixedWidthPattern.kind(byte))
            }
        }
        return kinds
    }

    /// How many characters the text has from there on, line ends at its end left out.
    private func count(from start: ReadPosition) throws(FormatError) -> Int {
        let source = try feed.source.another()
        try source.restart(at: start.byteOffset)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 * 1024, alignment: 16)
        defer { unsafe room.deallocate() }
        var total = 0
        var ends = 0
        while true {
            let count = try unsafe source.read(into: room)
            guard count > 0 else { return total - min(ends, 3) }
            var characters = count
            if !layout.countsBytes {
                for index in 0..<count where unsafe room[index] & 0xC0 == 0x80 { characters -= 1 }
            }
            total += characters
            var last = count
            while last > 0, unsafe [0x0A, 0x0D, 0x1A].contains(room[last - 1]) { last -= 1 }
            ends = last == 0 ? ends + count : count - last
            source.faults.removeAll(before: source.offset)
            source.onProgress()
        }
    }
}

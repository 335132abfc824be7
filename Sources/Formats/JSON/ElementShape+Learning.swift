import Vocabulary

extension ElementShape {
    /// Elements to learn from, at most.
    private static let mostExamples = 64
    private static let mostNames = 64
    private static let mostIndentations = 4

    /// Learns from the beginning of an array, always the same whatever has been read of it so far.
    ///
    /// - Parameters:
    ///   - block: text from behind the array's bracket on, with room for a byte behind it.
    ///   - records: a scanner that wants nothing.
    init(learningFrom block: RecordBlock, records: JSONRecords) {
        var at = 0
        var examples: [Example] = []
        var first: [UInt8]??
        unsafe block.bytes[block.byteCount] = 0
        while at < block.byteCount, examples.count < Self.mostExamples {
            let gap = at
            var comma = at
            while at < block.byteCount, unsafe Self.isGap(block.bytes[at]) {
                if unsafe block.bytes[at] == UInt8(ascii: ",") { comma = at }
                at += 1
            }
            guard at < block.byteCount else { break }
            let indentation = Self.indentation(block, comma, at)
            if first == nil { first = indentation }
            if let end = Self.wholeArray(block, at: at, records) {
                // What is in it is no element either.
                at = end
                continue
            }
            guard let end = Self.wholeElement(block, at: at, records) else {
                // Not the first one alone is broken, it may be: what stands around it is looked at.
                let opens = unsafe [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(block.bytes[at])
                if opens, examples.isEmpty { learnBeginning(block, at: at) }
                guard let next = Self.next(block, from: at + 1) else { break }
                at = next
                continue
            }
            examples.append(
                Example(
                    opening: unsafe block.bytes[at], isFirst: gap == 0, indentation: indentation,
                    names: Self.names(block, at: at)))
            at = end
        }
        // An object within a broken element has fewer members than the elements.
        let most = examples.map(\.names.count).max() ?? 0
        for example in examples where 2 * example.names.count >= most { learn(example) }
        if indentations.isEmpty { indentations = [first ?? nil] }
    }

    /// An element that is whole.
    private struct Example {
        var opening: UInt8
        /// What stands before it tells nothing of the white space between elements.
        var isFirst: Bool
        var indentation: [UInt8]?
        var names: [[UInt8]]
    }

    private static func isGap(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || isSpace(byte) }

    /// The end of a whole element of an object or array there.
    static func wholeElement(
        _ block: RecordBlock, at start: Int, _ records: JSONRecords
    ) -> Int? {
        var end = start
        do throws(JSONFault) {
            _ = try records.scan(block, from: start, spansLines: true) {
                scanner throws(JSONFault) in
                defer { end = scanner.at }
                try scanner.scanElement()
            }
        } catch {
            return nil
        }
        return end
    }

    /// The end of a whole array there, where arrays are no records.
    private static func wholeArray(
        _ block: RecordBlock, at start: Int, _ records: JSONRecords
    ) -> Int? {
        var end = start
        do throws(JSONFault) {
            _ = try records.scan(block, from: start, spansLines: true) {
                scanner throws(JSONFault) in
                defer { end = scanner.at }
                try scanner.scanElement()
            }
        } catch {
            return error.reason == .array && end < block.byteCount ? end : nil
        }
        return nil
    }

    private mutating func learn(_ example: Example) {
        if !openings.contains(example.opening) { openings.append(example.opening) }
        if !example.isFirst, !indentations.contains(example.indentation),
            indentations.count < Self.mostIndentations
        {
            indentations.append(example.indentation)
        }
        guard example.opening == UInt8(ascii: "{") else { return }
        commonNames = commonNames.map { $0.filter(example.names.contains) } ?? example.names
        for name in example.names where names.count < Self.mostNames && !names.contains(name) {
            names.append(name)
        }
    }

    private static func names(_ block: RecordBlock, at start: Int) -> [[UInt8]] {
        guard unsafe block.bytes[start] == UInt8(ascii: "{") else { return [] }
        var names: [[UInt8]] = []
        _ = forEachName(block, at: start) { range in
            if range.count <= longestName { names.append(range.map { unsafe block.bytes[$0] }) }
            return names.count < mostNames
        }
        return names
    }

    /// Of an element that is broken: what opens it, and its first name.
    private mutating func learnBeginning(_ block: RecordBlock, at start: Int) {
        let opening = unsafe block.bytes[start]
        if !openings.contains(opening) { openings.append(opening) }
        guard opening == UInt8(ascii: "{"), let name = Self.firstName(block, at: start),
            !name.isEmpty
        else { return }
        names.append(name.map { unsafe block.bytes[$0] })
    }

    /// Where another element may begin: behind a comma.
    private static func next(_ block: RecordBlock, from start: Int) -> Int? {
        var at = start
        while at < block.byteCount {
            if unsafe block.bytes[at] == UInt8(ascii: ",") {
                let comma = at
                at += 1
                while at < block.byteCount, unsafe isSpace(block.bytes[at]) { at += 1 }
                if at < block.byteCount, unsafe block.bytes[at] == UInt8(ascii: "{") {
                    return comma
                }
            } else {
                at += 1
            }
        }
        return nil
    }

    private static func indentation(_ block: RecordBlock, _ start: Int, _ end: Int) -> [UInt8]? {
        let gap = (start..<end).map { unsafe block.bytes[$0] }
        return gap.lastIndex(of: 0x0A).map { Array(gap[($0 + 1)...]) }
    }
}

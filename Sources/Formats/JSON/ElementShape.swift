import Vocabulary

/// How an array's elements begin, so that the next one can be found behind a broken one: what
/// opens them, how they are indented, and the name of their first member.
struct ElementShape {
    enum Match: Hashable {
        /// An element begins there.
        case element(Int)
        case no
        /// More text is needed to tell.
        case cut
    }

    private(set) var isKnown = false
    private var opening = UInt8(ascii: "{")
    /// The white space between the last line feed and the element; nil where there is no line feed.
    private var indentation: [UInt8]?
    /// With its quotes; empty for elements that are arrays, or have no members.
    private var name: [UInt8] = []
    private var gap: [UInt8] = []

    private static let longestGap = 256
    private static let longestName = 256

    /// The bytes from a comma to the end of the first member's name, about.
    var length: Int { 4 + (indentation?.count ?? 0) + name.count }

    /// A comma or white space before an element.
    mutating func pass(_ byte: UInt8) {
        guard !isKnown else { return }
        if byte == UInt8(ascii: ",") {
            gap = []
        } else if gap.count < Self.longestGap {
            gap.append(byte)
        }
    }

    /// False if more text is needed.
    mutating func learn(from block: RecordBlock, at start: Int) -> Bool {
        guard let first = Self.firstName(block, at: start) else { return false }
        opening = unsafe block.bytes[start]
        name = first
        indentation = Self.indentation(gap)
        isKnown = true
        return true
    }

    /// Whether there is a comma with an element behind it that looks like the others.
    func match(_ block: RecordBlock, comma: Int, isLast: Bool) -> Match {
        guard unsafe block.bytes[comma] == UInt8(ascii: ",") else { return .no }
        var at = comma + 1
        var gap: [UInt8] = []
        while at < block.byteCount, gap.count < Self.longestGap,
            unsafe Self.isSpace(block.bytes[at])
        {
            unsafe gap.append(block.bytes[at])
            at += 1
        }
        guard at < block.byteCount else { return isLast ? .no : .cut }
        guard unsafe block.bytes[at] == opening, Self.indentation(gap) == indentation else {
            return .no
        }
        guard let first = Self.firstName(block, at: at) else { return isLast ? .no : .cut }
        return first == name ? .element(at) : .no
    }

    /// The end of a broken element by its brackets and quotes alone, if another element or the
    /// array's end stands behind it.
    func end(_ block: RecordBlock, from start: Int, limit: Int, isLast: Bool) -> Match {
        guard unsafe [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(block.bytes[start]) else {
            return .no
        }
        var depth = 0
        var at = start
        var isInString = false
        while at < block.byteCount, at - start <= limit {
            let byte = unsafe block.bytes[at]
            at += 1
            if isInString {
                if byte == UInt8(ascii: "\\") { at += 1 }
                if byte == UInt8(ascii: "\"") { isInString = false }
                // Strings hold no line ends: this one was never closed.
                if byte == 0x0A { return .no }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isInString = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth < 0 { return .no }
                if depth == 0 { return isFollowed(block, end: at, isLast: isLast) }
            default: break
            }
        }
        return at - start > limit || isLast ? .no : .cut
    }

    private func isFollowed(_ block: RecordBlock, end: Int, isLast: Bool) -> Match {
        var at = end
        while at < block.byteCount, unsafe Self.isSpace(block.bytes[at]) { at += 1 }
        guard at < block.byteCount else { return isLast ? .no : .cut }
        if unsafe block.bytes[at] == UInt8(ascii: "]") { return .element(end) }
        switch match(block, comma: at, isLast: isLast) {
        case .element: return .element(end)
        case .cut: return .cut
        case .no: return .no
        }
    }

    /// The name of an object's first member; empty where there is none; nil if it is cut.
    private static func firstName(_ block: RecordBlock, at start: Int) -> [UInt8]? {
        guard unsafe block.bytes[start] == UInt8(ascii: "{") else { return [] }
        var at = start + 1
        while at < block.byteCount, unsafe isSpace(block.bytes[at]) { at += 1 }
        guard at < block.byteCount else { return nil }
        guard unsafe block.bytes[at] == UInt8(ascii: "\"") else { return [] }
        var name: [UInt8] = [UInt8(ascii: "\"")]
        at += 1
        while at < block.byteCount, name.count < longestName {
            let byte = unsafe block.bytes[at]
            name.append(byte)
            if byte == UInt8(ascii: "\"") { return name }
            at += 1
        }
        return name.count < longestName ? nil : name
    }

    private static func indentation(_ gap: [UInt8]) -> [UInt8]? {
        gap.lastIndex(of: 0x0A).map { Array(gap[($0 + 1)...]) }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

import Vocabulary

/// What an array's elements look like, so that the next one can be found behind a broken one: what
/// opens them, how they are indented, and what their members are called.
struct ElementShape {
    enum Match: Hashable {
        /// An element begins there, or ends there.
        case element(Int)
        case no
        /// More text is needed to tell.
        case cut
    }

    /// What opens them: `{`, `[`, or both.
    var openings: [UInt8] = []
    /// The white space between the last line feed before an element and the element; nil where there
    /// is no line feed.
    var indentations: [[UInt8]?] = []
    /// Their members' names as they are written, with their quotes: those that any of them has, and
    /// those that all of them have.
    var names: [[UInt8]] = []
    var commonNames: [[UInt8]]?

    /// The array stands in another one, at whatever depth.
    var isWithinArray = false
    /// What the array is called, with quotes, where a member is named by its pointer.
    var arrayName: [UInt8] = []

    static let longestGap = 256
    static let longestName = 256
    /// An element is looked at so far to see what its members are called.
    static let longestLook = 64 * 1024
    init() {}

    var isKnown: Bool { !openings.isEmpty }

    /// Whether an object within an element is hardly taken for one.
    var isDistinct: Bool { (commonNames?.count ?? 0) >= 2 }

    /// Where more elements seem to begin within one, its brackets tell nothing.
    private var mostWithin: Int { isDistinct ? 0 : 8 }

    /// Whether there is something at that byte that an element may stand behind, and behind it one
    /// that looks like the others.
    func match(_ block: RecordBlock, behind place: Int, isLast: Bool) -> Match {
        let begins = mayBegin(block, behind: place, isLast: isLast)
        guard case .element(let at) = begins else { return begins }
        return isLikeOthers(block, at: at, isLast: isLast)
    }

    /// As `match`, where elements are looked for behind what is broken: the array may begin once more
    /// there, in another document.
    func search(_ block: RecordBlock, behind place: Int, isLast: Bool) -> Match {
        let found = match(block, behind: place, isLast: isLast)
        guard found == .no, !arrayName.isEmpty else { return found }
        let opened = firstElement(block, from: place + 1, isLast: isLast)
        guard case .element(let at) = opened else { return opened }
        return isLikeOthers(block, at: at, isLast: isLast)
    }

    /// The element right behind a colon, or behind a bracket that was opened where elements begin,
    /// though none of them is an array.
    func element(_ block: RecordBlock, behindOdd place: Int, isLast: Bool) -> Match {
        let odd = unsafe block.bytes[place]
        guard odd == UInt8(ascii: ":") || odd == UInt8(ascii: "["),
            !openings.contains(odd)
        else { return .no }
        var at = place + 1
        while at < block.byteCount, at - place <= Self.longestGap,
            unsafe Self.isSpace(block.bytes[at])
        {
            at += 1
        }
        guard at < block.byteCount else { return isLast ? .no : .cut }
        guard unsafe openings.contains(block.bytes[at]), commonNames?.isEmpty == false else {
            return .no
        }
        return isLikeOthers(block, at: at, isLast: isLast)
    }

    /// The first element of an array whose name begins there.
    private func firstElement(_ block: RecordBlock, from start: Int, isLast: Bool) -> Match {
        var at = start
        for byte in arrayName {
            guard at < block.byteCount else { return isLast ? .no : .cut }
            guard unsafe block.bytes[at] == byte else { return .no }
            at += 1
        }
        for mark in [UInt8(ascii: ":"), UInt8(ascii: "["), 0] {
            while at < block.byteCount, unsafe Self.isSpace(block.bytes[at]) { at += 1 }
            guard at < block.byteCount, at - start < Self.longestName + Self.longestGap else {
                return isLast || at < block.byteCount ? .no : .cut
            }
            if mark == 0 { break }
            guard unsafe block.bytes[at] == mark else { return .no }
            at += 1
        }
        return unsafe openings.contains(block.bytes[at]) ? .element(at) : .no
    }

    /// As `match`, by the white space and the first name alone.
    private func mayBegin(_ block: RecordBlock, behind place: Int, isLast: Bool) -> Match {
        let bytes = unsafe block.bytes
        let before = unsafe bytes[place]
        var at = place + 1
        guard at < block.byteCount else { return isLast ? .no : .cut }
        // A value of a member, or the first element within an element.
        guard before != UInt8(ascii: ":"), before != UInt8(ascii: "["), !Self.isSpace(before) else {
            return .no
        }
        var lineStart: Int?
        while at < block.byteCount, at - place <= Self.longestGap, unsafe Self.isSpace(bytes[at]) {
            if unsafe bytes[at] == 0x0A { lineStart = at + 1 }
            at += 1
        }
        guard at < block.byteCount else { return isLast ? .no : .cut }
        guard unsafe openings.contains(bytes[at]) else { return .no }
        if lineStart != nil || before == UInt8(ascii: ","),
            !hasIndentation(block, lineStart, at)
        {
            return .no
        }
        guard unsafe bytes[at] == UInt8(ascii: "{") else { return .element(at) }
        switch Self.firstName(block, at: at) {
        case .none: return isLast ? .no : .cut
        case .some(let name):
            let isKnown = name.isEmpty ? commonNames?.isEmpty ?? true : has(block, name, in: names)
            return isKnown ? .element(at) : .no
        }
    }

    private func hasIndentation(_ block: RecordBlock, _ lineStart: Int?, _ end: Int) -> Bool {
        indentations.contains { known in
            guard let known, let lineStart else { return known == nil && lineStart == nil }
            guard known.count == end - lineStart else { return false }
            for index in known.indices where unsafe block.bytes[lineStart + index] != known[index] {
                return false
            }
            return true
        }
    }

    private func has(_ block: RecordBlock, _ name: Range<Int>, in known: [[UInt8]]) -> Bool {
        known.contains { Self.isEqual(block, name, $0) }
    }

    private static func isEqual(_ block: RecordBlock, _ range: Range<Int>, _ name: [UInt8]) -> Bool
    {
        guard name.count == range.count else { return false }
        for index in name.indices where unsafe block.bytes[range.lowerBound + index] != name[index]
        {
            return false
        }
        return true
    }

    /// Whether at least half of what all elements have is there: an object within an element may begin
    /// with the same name.
    private func isLikeOthers(_ block: RecordBlock, at start: Int, isLast: Bool) -> Match {
        guard let commonNames, !commonNames.isEmpty,
            unsafe block.bytes[start] == UInt8(ascii: "{")
        else { return .element(start) }
        let needed = (commonNames.count + 1) / 2
        var found = 0
        let isCut = Self.forEachName(block, at: start) { name in
            if has(block, name, in: commonNames) { found += 1 }
            return found < needed
        }
        if found >= needed { return .element(start) }
        return isCut && !isLast && block.byteCount - start <= Self.longestLook ? .cut : .no
    }

    /// The end of a broken element by its brackets and quotes alone, if another element or the
    /// array's end stands behind it.
    func end(_ block: RecordBlock, from start: Int, limit: Int, isLast: Bool) -> Match {
        let bytes = unsafe block.bytes
        guard unsafe [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(bytes[start]) else {
            return .no
        }
        var depth = 0
        var at = start
        var within = 0
        var isInString = false
        while at < block.byteCount, at - start <= limit {
            let byte = unsafe bytes[at]
            at += 1
            if byte == UInt8(ascii: ",") {
                // Also in what seems to be a string: one before it may not be closed.
                switch match(block, behind: at - 1, isLast: isLast) {
                case .element: within += 1
                case .cut: return .cut
                case .no: break
                }
                if within > mostWithin { return .no }
                continue
            }
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
        let next = unsafe block.bytes[at]
        if next == UInt8(ascii: "]") {
            switch goesOn(block, behind: at, isLast: isLast) {
            case .element: return .no
            case .cut: return .cut
            case .no: return .element(end)
            }
        }
        let place = next == UInt8(ascii: ",") ? at : end - 1
        switch match(block, behind: place, isLast: isLast) {
        case .element: return .element(end)
        case .cut: return .cut
        case .no: return .no
        }
    }

    /// Whether an element follows a bracket that stands behind a broken one, whatever else is closed
    /// between them: then it is not the array's.
    func goesOn(_ block: RecordBlock, behind bracket: Int, isLast: Bool) -> Match {
        var last = bracket
        var at = bracket + 1
        while at < block.byteCount, at - last <= Self.longestGap {
            switch unsafe block.bytes[at] {
            // In an array of arrays the next one may look the same.
            case UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ","):
                if isWithinArray { return .no }
                last = at
            case let byte where Self.isSpace(byte): break
            default: return match(block, behind: last, isLast: isLast)
            }
            at += 1
        }
        return isLast || at < block.byteCount ? .no : .cut
    }

    /// The name of an object's first member, with its quotes; empty where there is none; nil if it is
    /// cut.
    static func firstName(_ block: RecordBlock, at start: Int) -> Range<Int>? {
        let bytes = unsafe block.bytes
        var at = start + 1
        while at < block.byteCount, unsafe isSpace(bytes[at]) { at += 1 }
        guard at < block.byteCount else { return nil }
        guard unsafe bytes[at] == UInt8(ascii: "\"") else { return at..<at }
        let name = at
        at += 1
        while at < block.byteCount, at - name < longestName {
            if unsafe bytes[at] == UInt8(ascii: "\"") { return name..<at + 1 }
            at += 1
        }
        return at - name < longestName ? nil : name..<at
    }

    /// Gives each name of the object's own members to `body`, as long as it wants more; whether the
    /// text ended before the object.
    static func forEachName(
        _ block: RecordBlock, at start: Int, _ body: (Range<Int>) -> Bool
    ) -> Bool {
        let bytes = unsafe block.bytes
        var depth = 0
        var at = start
        while at < block.byteCount, at - start < longestLook {
            let byte = unsafe bytes[at]
            switch byte {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return false }
            case UInt8(ascii: "\""):
                let text = at
                at += 1
                while at < block.byteCount, unsafe bytes[at] != UInt8(ascii: "\"") {
                    if unsafe bytes[at] == 0x0A { return false }
                    at += unsafe bytes[at] == UInt8(ascii: "\\") ? 2 : 1
                }
                guard at < block.byteCount else { return true }
                var next = at + 1
                while next < block.byteCount, unsafe isSpace(bytes[next]) { next += 1 }
                guard next < block.byteCount else { return true }
                if depth == 1, unsafe bytes[next] == UInt8(ascii: ":"), !body(text..<at + 1) {
                    return false
                }
            default: break
            }
            at += 1
        }
        return at >= block.byteCount
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}

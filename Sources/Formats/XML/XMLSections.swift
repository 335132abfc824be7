/// CDATA sections in a record's text.
enum XMLSections {
    static let unclosed = "a CDATA section that is not closed: other records stand in it"

    private static let opening = Array("<![CDATA[".utf8)
    private static let closing = Array("]]>".utf8)
    private static let comment = Array("<!--".utf8)
    private static let commentEnd = Array("--".utf8)

    /// Whether a section holds the end of a record and the beginning of another: a section that lost
    /// its end goes on to that of the next one, and all that stands between them would be its text.
    ///
    /// - Parameter name: the record element's, without a prefix.
    static func holdRecords(_ text: ArraySlice<UInt8>, named name: [UInt8]) -> Bool {
        var rest = text
        while let start = find(opening, in: rest) {
            rest = rest[(start + opening.count)...]
            let end = find(closing, in: rest) ?? rest.endIndex
            if holdsRecord(rest[..<end], named: name) { return true }
            rest = rest[end...]
        }
        return false
    }

    /// An end tag with no start tag before it, and a start tag behind it; or an end tag, a start tag and
    /// the beginning of another section.
    private static func holdsRecord(_ section: ArraySlice<UInt8>, named name: [UInt8]) -> Bool {
        var hasEnd = false
        var hasStart = false
        var at = section.startIndex
        while let tag = section[at...].firstIndex(of: UInt8(ascii: "<")) {
            var nameStart = tag + 1
            let isEnd = nameStart < section.endIndex && section[nameStart] == UInt8(ascii: "/")
            if isEnd { nameStart += 1 }
            var end = nameStart
            while end < section.endIndex, !TextWindow.endsName(section[end]) {
                if section[end] == UInt8(ascii: ":") { nameStart = end + 1 }
                end += 1
            }
            if section[nameStart..<end].elementsEqual(name) {
                if isEnd {
                    hasEnd = true
                } else if hasEnd, !hasStart || find(opening, in: section[end...]) != nil {
                    return true
                } else {
                    hasStart = true
                }
            }
            at = max(end, tag + 1)
        }
        return false
    }

    /// Where a comment or a section ends that begins there and is whole; nil where neither does.
    ///
    /// - Parameter isCut: set where it takes more text to tell.
    static func end(
        in text: ArraySlice<UInt8>, at start: Int, named name: [UInt8], isCut: inout Bool
    ) -> Int? {
        let rest = text[start...]
        if rest.starts(with: comment) {
            guard let dashes = find(commentEnd, in: rest.dropFirst(comment.count)) else {
                isCut = true
                return nil
            }
            guard dashes + 2 < text.endIndex else {
                isCut = true
                return nil
            }
            return text[dashes + 2] == UInt8(ascii: ">") ? dashes + 3 : nil
        }
        if rest.starts(with: opening) {
            let inner = rest.dropFirst(opening.count)
            guard let end = find(closing, in: inner) else {
                isCut = true
                return nil
            }
            let section = inner[..<end]
            return find(opening, in: section) != nil || holdsRecord(section, named: name)
                ? nil : end + closing.count
        }
        isCut =
            rest.count < opening.count && (comment.starts(with: rest) || opening.starts(with: rest))
        return nil
    }

    /// Whether an instruction holds a record: it lost its end.
    static func holdsRecord(instruction text: UnsafePointer<CChar>, named name: [UInt8]) -> Bool {
        var at = unsafe text
        while unsafe at.pointee != 0 {
            let isTag = unsafe at.pointee == CChar(bitPattern: UInt8(ascii: "<"))
            unsafe at += 1
            guard isTag else { continue }
            var start = unsafe at
            while unsafe at.pointee != 0, unsafe !TextWindow.endsName(UInt8(bitPattern: at.pointee))
            {
                if unsafe at.pointee == CChar(bitPattern: UInt8(ascii: ":")) {
                    unsafe start = at + 1
                }
                unsafe at += 1
            }
            let found = unsafe UnsafeBufferPointer(start: start, count: at - start)
            if unsafe found.elementsEqual(name.map { CChar(bitPattern: $0) }) { return true }
        }
        return false
    }

    private static func find(_ piece: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
        var at = text.startIndex
        while let found = text[at...].firstIndex(of: piece[0]) {
            if text[found...].starts(with: piece) { return found }
            at = found + 1
        }
        return nil
    }
}

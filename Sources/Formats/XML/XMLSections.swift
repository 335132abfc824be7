/// CDATA sections in a record's text.
enum XMLSections {
    static let unclosed = "a CDATA section that is not closed: other records stand in it"

    private static let opening = Array("<![CDATA[".utf8)
    private static let closing = Array("]]>".utf8)

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

    /// An end tag with no start tag before it, and a start tag behind it.
    private static func holdsRecord(_ section: ArraySlice<UInt8>, named name: [UInt8]) -> Bool {
        var hasEnd = false
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
                if !isEnd { return hasEnd }
                hasEnd = true
            }
            at = max(end, tag + 1)
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

/// The last stretch of a text that was read, for what must be looked at again: the record that is
/// open, and what stands behind a mistake.
struct TextWindow {
    private(set) var bytes: [UInt8] = []
    /// Decoded bytes before the first of them.
    private(set) var start: Int64

    init(at offset: Int64) { start = offset }

    var end: Int64 { start + Int64(bytes.count) }

    /// Adds the text's next stretch; how long it is: 0 only at the text's end.
    mutating func read(from source: TextSource, atMost count: Int) throws(FormatError) -> Int {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(64, count), alignment: 16)
        defer { unsafe room.deallocate() }
        let count = try unsafe source.read(into: room)
        unsafe bytes.append(contentsOf: room[..<count])
        return count
    }

    /// Forgets what lies before the offset.
    mutating func drop(before offset: Int64) {
        guard offset > start else { return }
        let count = Int(min(offset, end) - start)
        bytes.removeFirst(count)
        start += Int64(count)
    }

    subscript(range: Range<Int64>) -> ArraySlice<UInt8> {
        let from = Int(min(max(range.lowerBound, start), end) - start)
        let to = Int(min(max(range.upperBound, start), end) - start)
        return bytes[from..<max(from, to)]
    }

    /// Line ends (LF, CR LF or CR) in the range; a LF whose CR lies before it was counted there.
    func lineEnds(in range: Range<Int64>) -> Int64 {
        var count: Int64 = 0
        var last = self[range.lowerBound - 1..<range.lowerBound].first ?? 0
        for byte in self[range] {
            if byte == 0x0D || byte == 0x0A && last != 0x0D { count += 1 }
            last = byte
        }
        return count
    }

    /// Where the next start tag of that name begins, whatever its prefix, from `offset` on; and where
    /// to look on once there is more text. Comments and sections that are whole are passed over, up to
    /// a length.
    func startTag(
        named name: [UInt8], from offset: Int64, limit: Int, isAtEnd: Bool
    ) -> (found: Int64?, lookOn: Int64) {
        var at = Int(max(offset, start) - start)
        while at < bytes.count {
            guard let tag = bytes[at...].firstIndex(of: UInt8(ascii: "<")) else { break }
            if tag + 1 < bytes.count, bytes[tag + 1] == UInt8(ascii: "!") {
                var isCut = false
                let end = XMLSections.end(
                    in: bytes[..<min(bytes.count, tag + limit)], at: tag, named: name,
                    isCut: &isCut)
                if isCut, !isAtEnd, bytes.count - tag < limit {
                    return (nil, start + Int64(tag))
                }
                at = end ?? tag + 1
                continue
            }
            var local = tag + 1
            var ends = tag + 1
            while ends < bytes.count, ends - tag < 1024, !Self.endsName(bytes[ends]) {
                if bytes[ends] == UInt8(ascii: ":") { local = ends + 1 }
                ends += 1
            }
            // A name that is cut by the end of the text is looked at again.
            guard ends < bytes.count else { return (nil, start + Int64(tag)) }
            if bytes[local..<ends].elementsEqual(name) { return (start + Int64(tag), 0) }
            at = tag + 1
        }
        return (nil, end)
    }

    static func endsName(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: "/"), UInt8(ascii: ">"), UInt8(ascii: "<"): true
        default: false
        }
    }
}

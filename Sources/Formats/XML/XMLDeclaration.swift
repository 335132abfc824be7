import Compression

/// What the first bytes of an XML document say of its encoding (XML 1.0, appendix F).
enum XMLDeclaration {
    /// Nil: it says nothing, and is UTF-8.
    static func encoding(path: String, expansionLimit: Int) throws(FormatError) -> String? {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 16)
        defer { unsafe room.deallocate() }
        do throws(CompressionError) {
            let file = try ContentFile(path: path, expansionLimit: expansionLimit)
            var count = 0
            while count < room.count {
                let more = try unsafe file.read(into: .init(rebasing: room[count...]))
                if more == 0 { break }
                count += more
            }
            return unsafe encoding(in: Array(room[..<count]))
        } catch {
            throw FormatError(error)
        }
    }

    static func encoding(in head: [UInt8]) -> String? {
        if head.starts(with: [0x3C, 0x00, 0x3F, 0x00]) { return "UTF-16LE" }
        if head.starts(with: [0x00, 0x3C, 0x00, 0x3F]) { return "UTF-16BE" }
        guard head.starts(with: "<?xml".utf8) else { return nil }
        let text = String(decoding: head.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        guard let name = text.firstMatch(of: /encoding\s*=\s*["']([A-Za-z0-9._:-]{1,64})["']/)?.1
        else { return nil }
        // Bytes that could be read up to here are not UTF-16, whatever they say.
        return name.uppercased().hasPrefix("UTF-16") || name.uppercased().hasPrefix("UCS-2")
            ? nil : String(name)
    }
}

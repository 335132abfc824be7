import Compression
import Platform

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
        let text = String(decoding: head.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self)
        let name: Substring? =
            if head.starts(with: "<?xml".utf8),
                let name = text.firstMatch(of: /encoding\s*=\s*["']([A-Za-z0-9._:-]{1,64})["']/)?.1
            {
                name
            } else {
                damaged(text)
            }
        guard let name else { return nil }
        // Bytes that could be read up to here are not UTF-16, whatever they say.
        return name.uppercased().hasPrefix("UTF-16") || name.uppercased().hasPrefix("UCS-2")
            ? nil : String(name)
    }

    /// Of a declaration with a mistake in it, what can only be an encoding: the whole document would be
    /// read in another one otherwise.
    private static func damaged(_ text: String) -> Substring? {
        guard isNearlyXML(Array(text.utf8.prefix(6))) else { return nil }
        return text.matches(of: /[A-Za-z][A-Za-z0-9]*[._:-][A-Za-z0-9._:-]{1,60}/).map(\.0).last {
            CharacterDecoder.knows(String($0))
        }
    }

    /// Whether the text begins as a declaration does, but for one byte at most that is another one,
    /// missing or too many.
    private static func isNearlyXML(_ start: [UInt8]) -> Bool {
        let begin = Array("<?xml".utf8)
        let same = zip(begin, start).prefix { $0 == $1 }.count
        return [(1, 1), (1, 0), (0, 1)].contains { missing, surplus in
            start.dropFirst(same + surplus).starts(with: begin.dropFirst(same + missing))
        }
    }
}

/// How a file is compressed, as its first bytes say; its name says nothing.
package enum CompressionKind: String, Hashable, Sendable, CaseIterable {
    case gzip, zstd, xz, bzip2
    // Known, so that they are refused by their name and not as bad text.
    case zip, lz4, compress, lzip, lzop, rar
    case sevenZip = "7z"
    case workbook = "an old Excel workbook (.xls)"

    /// As many first bytes as are needed to tell.
    package static let lookahead = 8

    /// Nil: not compressed in a way known here.
    package init?(firstBytes bytes: some Sequence<UInt8>) {
        let bytes = Array(bytes.prefix(Self.lookahead))
        let magic: [(CompressionKind, [UInt8])] = [
            (.gzip, [0x1F, 0x8B]),
            (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
            (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
            (.bzip2, Array("BZh".utf8)),
            (.zip, [0x50, 0x4B, 0x03, 0x04]),
            (.zip, [0x50, 0x4B, 0x05, 0x06]),  // without members
            (.lz4, [0x04, 0x22, 0x4D, 0x18]),
            (.compress, [0x1F, 0x9D]),
            (.lzip, Array("LZIP".utf8) + [0x01]),
            (.lzop, [0x89, 0x4C, 0x5A, 0x4F, 0x00, 0x0D, 0x0A, 0x1A]),
            (.rar, [0x52, 0x61, 0x72, 0x21, 0x1A, 0x07]),
            (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
            (.workbook, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        ]
        if let (kind, _) = magic.first(where: { bytes.starts(with: $0.1) }) {
            // "BZh" may begin a text; a bzip2 file goes on with a digit and the digits of pi, or
            // with those of its root where nothing is in it.
            if kind == .bzip2,
                ![[0x31, 0x41], [0x17, 0x72]].contains(Array(bytes.dropFirst(4).prefix(2)))
            {
                return nil
            }
            self = kind
        } else if bytes.count >= 4, bytes[0] & 0xF0 == 0x50, bytes[1...3] == [0x2A, 0x4D, 0x18] {
            self = .zstd  // a skippable frame stands first
        } else {
            return nil
        }
    }
}

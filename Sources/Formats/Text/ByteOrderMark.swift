/// The mark at the beginning of a text that says how it is encoded (Unicode, 23.8).
struct ByteOrderMark {
    /// An iconv name with the byte order in it.
    var encoding: String
    var length: Int

    static let lookahead = 4
    static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]

    init?(firstBytes bytes: ArraySlice<UInt8>) {
        // UTF-32's little-endian mark begins with UTF-16's, so it is looked for first.
        let marks: [(String, [UInt8])] = [
            ("UTF-8", Self.utf8),
            ("UTF-32LE", [0xFF, 0xFE, 0x00, 0x00]),
            ("UTF-32BE", [0x00, 0x00, 0xFE, 0xFF]),
            ("UTF-16LE", [0xFF, 0xFE]),
            ("UTF-16BE", [0xFE, 0xFF]),
        ]
        guard let (encoding, mark) = marks.first(where: { bytes.starts(with: $0.1) }) else {
            return nil
        }
        self.encoding = encoding
        length = mark.count
    }
}

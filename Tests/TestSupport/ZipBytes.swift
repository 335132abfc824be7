/// Zip archives made by hand, so that they can also be made wrong. Members are stored.
package struct ZipBytes {
    package struct Member {
        package var name: [UInt8]
        package var content: [UInt8]
        package var method: UInt16 = 0
        package var flags: UInt16 = 0
        /// `st_mode`, as an archive made on Unix has it.
        package var mode: UInt16 = 0o100_644
        /// What the directory says instead of the truth.
        package var claimedSize: UInt32?
        package var claimedChecksum: UInt32?

        package init(_ name: String, _ content: String = "") {
            self.name = Array(name.utf8)
            self.content = Array(content.utf8)
        }
    }

    package var members: [Member]
    package var comment: [UInt8] = []

    package init(_ members: [Member]) { self.members = members }

    package var bytes: [UInt8] {
        var out: [UInt8] = []
        var directory: [UInt8] = []
        for member in members {
            let offset = UInt32(out.count)
            let checksum = member.claimedChecksum ?? Self.crc32(member.content)
            let packed = UInt32(member.content.count)
            let size = member.claimedSize ?? packed
            var common = Self.little(member.flags) + Self.little(member.method)
            common += [0, 0, 0x21, 0x5B] + Self.little(checksum) + Self.little(packed)
            common += Self.little(size) + Self.little(UInt16(member.name.count)) + [0, 0]
            out += [0x50, 0x4B, 3, 4, 20, 0] + common + member.name + member.content
            directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + common + [0, 0, 0, 0, 0, 0]
            directory += [0, 0] + Self.little(member.mode) + Self.little(offset) + member.name
        }
        let start = UInt32(out.count)
        let count = Self.little(UInt16(truncatingIfNeeded: members.count))
        out += directory
        out += [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + count + count
        out += Self.little(UInt32(directory.count)) + Self.little(start)
        return out + Self.little(UInt16(comment.count)) + comment
    }

    private static func little(_ value: some FixedWidthInteger) -> [UInt8] {
        (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// Bit by bit, as ISO 3309 has it.
    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var crc: UInt32 = .max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}

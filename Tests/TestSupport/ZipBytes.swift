/// Zip archives made by hand, so that they can also be made wrong. Members are stored.
package struct ZipBytes {
    package struct Member {
        package var name: [UInt8]
        package var content: [UInt8]
        package var method: UInt16 = 0
        package var flags: UInt16 = 0
        /// `st_mode`, as an archive made on Unix has it.
        package var mode: UInt16 = 0o100_644
        /// `content` as `method` has packed it; nil where it is stored.
        package var packed: [UInt8]?
        /// The name in the directory, where it is another.
        package var listedName: [UInt8]?
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
            let packed = member.packed ?? member.content
            let size = member.claimedSize ?? UInt32(member.content.count)
            let listed = member.listedName ?? member.name
            var common = Self.little(member.flags) + Self.little(member.method)
            common += [0, 0, 0x21, 0x5B] + Self.little(checksum)
            common += Self.little(UInt32(packed.count)) + Self.little(size)
            out += [0x50, 0x4B, 3, 4, 20, 0] + common + Self.little(UInt16(member.name.count))
            out += [0, 0] + member.name + packed
            directory += [0x50, 0x4B, 1, 2, 20, 3, 20, 0] + common
            directory += Self.little(UInt16(listed.count)) + [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
            directory += Self.little(member.mode) + Self.little(offset) + listed
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

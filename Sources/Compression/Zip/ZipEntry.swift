import Platform

/// What the directory says of one member.
package struct ZipEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file, directory
        /// A symbolic link or a device.
        case special
    }

    /// As it stands in the archive, cut after `mostNameBytes` + 1; any bytes, never a path for us.
    package let name: [UInt8]
    private let nameLength: UInt16
    package let kind: Kind
    package let isEncrypted: Bool
    /// Of its content.
    package let size: Int64
    let method: UInt16
    /// An LZMA stream with a mark at its end.
    let endsInMark: Bool
    let checksum: UInt32
    let compressedSize: Int64
    let headerOffset: Int64
    /// The header before the content has the same name and, if it has one, the same checksum. What the
    /// directory says has no checksum of its own; it stands twice.
    package private(set) var isConfirmed = false

    package static let mostNameBytes = 1024

    package var isNameTooLong: Bool { name.count > Self.mostNameBytes }

    /// The last part of the name, after any `/` or `\`.
    package var baseName: [UInt8] {
        Array(name.split(whereSeparator: { $0 == 0x2F || $0 == 0x5C }).last ?? [])
    }
}

extension ZipEntry {
    /// - Parameter start: of the directory, before which all content stands.
    init?(_ head: [UInt8], _ name: [UInt8], _ extra: [UInt8], before start: Int64) {
        var compressed = head.value(at: 20, 4)
        var size = head.value(at: 24, 4)
        var offset = head.value(at: 42, 4)
        // Zip64 has room for what does not fit, and only for that, in this order.
        var wide = Self.wideField(in: extra)
        func widen(_ value: inout UInt64) -> Bool {
            guard value == 0xFFFF_FFFF, !wide.isEmpty else { return true }
            guard wide.count >= 8 else { return false }
            value = Array(wide.prefix(8)).value(at: 0, 8)
            wide = wide.dropFirst(8)
            return true
        }
        guard widen(&size), widen(&compressed), widen(&offset), size <= UInt64(Int64.max),
            offset < UInt64(start), compressed <= UInt64(start) - offset
        else { return nil }
        self.name = name
        nameLength = UInt16(head.value(at: 28, 2))
        self.size = Int64(size)
        compressedSize = Int64(compressed)
        headerOffset = Int64(offset)
        method = UInt16(head.value(at: 10, 2))
        checksum = UInt32(head.value(at: 16, 4))
        endsInMark = head.value(at: 8, 2) & 2 != 0
        isEncrypted = head.value(at: 8, 2) & 1 != 0
        // The upper half is st_mode where the archive was made on Unix or macOS.
        let madeBy = head[5]
        let mode = madeBy == 3 || madeBy == 19 ? head.value(at: 40, 2) & 0xF000 : 0
        if name.last == 0x2F || name.last == 0x5C && size == 0 {
            // A directory with content would be a file that is passed over.
            kind = size == 0 ? .directory : .special
        } else {
            kind = mode == 0 || mode == 0x8000 ? .file : .special
        }
    }

    /// Holds the entry against the header before its content.
    mutating func compare(
        in file: borrowing FileDescriptor, before start: Int64
    ) throws(CompressionError) {
        guard start - headerOffset >= 30 + Int64(name.count) else { return }
        let head = try file.zipBytes(at: headerOffset, count: 30)
        // A header that was written before the content was known has 0.
        let checksum = head.value(at: 14, 4)
        guard head.value(at: 0, 4) == 0x0403_4B50, checksum == 0 || checksum == self.checksum,
            head.value(at: 26, 2) == UInt64(nameLength)
        else { return }
        isConfirmed = try file.zipBytes(at: headerOffset + 30, count: name.count) == name
    }

    private static func wideField(in extra: [UInt8]) -> ArraySlice<UInt8> {
        var index = 0
        while index + 4 <= extra.count {
            let length = Int(extra.value(at: index + 2, 2))
            guard index + 4 + length <= extra.count else { break }
            if extra.value(at: index, 2) == 1 { return extra[(index + 4)..<(index + 4 + length)] }
            index += 4 + length
        }
        return []
    }
}

import Glibc
import Platform

/// A zip archive's directory (APPNOTE.TXT 6.3.10, Zip64 too), checked and held in bounded memory.
///
/// Not read by libarchive: its version 3.6 keeps the whole directory in memory, whatever its size,
/// lets a member ask for as much memory as it likes, and reads names by the process's locale.
@safe package final class ZipArchive {
    /// In the order of the directory.
    package let entries: [ZipEntry]
    let path: String
    let descriptor: FileDescriptor

    /// - Parameter mostEntries: an archive with more is refused.
    /// - Throws: `corrupt` also where the directory or what stands behind it is not as it must be.
    package init(path: String, mostEntries: Int) throws(CompressionError) {
        self.path = path
        let size: Int64
        do throws(SystemError) {
            descriptor = try FileDescriptor.open(path, O_RDONLY)
            size = try descriptor.status().size
        } catch {
            throw .system(error.description)
        }
        let directory = try ZipDirectory(in: descriptor, size: size)
        guard directory.count <= mostEntries else {
            throw .corrupt(
                reason: "it has \(directory.count) members, more than the \(mostEntries) allowed",
                byteOffset: directory.start)
        }
        entries = try directory.entries(in: descriptor)
    }
}

/// What the directory says of one member.
package struct ZipEntry: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case file, directory
        /// A symbolic link or a device.
        case special
    }

    /// As it stands in the archive, cut after `mostNameBytes` + 1; any bytes, never a path for us.
    package let name: [UInt8]
    package let kind: Kind
    package let isEncrypted: Bool
    /// Of its content.
    package let size: Int64
    let method: UInt16
    let checksum: UInt32
    let compressedSize: Int64
    let headerOffset: Int64

    package static let mostNameBytes = 1024

    package var isNameTooLong: Bool { name.count > Self.mostNameBytes }

    /// The last part of the name, after any `/` or `\`.
    package var baseName: [UInt8] {
        Array(name.split(whereSeparator: { $0 == 0x2F || $0 == 0x5C }).last ?? [])
    }
}

/// Where the directory is, by the record at the archive's end.
private struct ZipDirectory {
    let start: Int64
    let length: Int64
    let count: Int64
    private let fileSize: Int64

    /// The record of the end, and the longest comment behind it.
    private static let endSize = 22
    private static let mostTail: Int64 = 22 + 65_535

    init(in file: borrowing FileDescriptor, size: Int64) throws(CompressionError) {
        fileSize = size
        let tailStart = max(0, size - Self.mostTail)
        let tail = try file.zipBytes(at: tailStart, count: Int(size - tailStart))
        // From the end, so that a comment that looks like a record is not taken for one.
        let found = stride(from: tail.count - Self.endSize, through: 0, by: -1).first {
            tail.value(at: $0, 4) == 0x0605_4B50
                && $0 + Self.endSize + Int(tail.value(at: $0 + 20, 2)) == tail.count
        }
        guard let found else {
            throw .corrupt(
                reason: "the directory at the end of the zip archive is missing", byteOffset: size)
        }
        let end = tailStart + Int64(found)
        guard tail.value(at: found + 4, 2) == 0, tail.value(at: found + 6, 2) == 0 else {
            throw .corrupt(reason: "it is one part of a split archive", byteOffset: end)
        }
        var count = tail.value(at: found + 10, 2)
        var length = tail.value(at: found + 12, 4)
        var start = tail.value(at: found + 16, 4)
        var limit = end
        if count == 0xFFFF || length == 0xFFFF_FFFF || start == 0xFFFF_FFFF,
            let wide = try Self.wideEnd(before: end, in: file)
        {
            limit = wide.place
            count = wide.bytes.value(at: 32, 8)
            length = wide.bytes.value(at: 40, 8)
            start = wide.bytes.value(at: 48, 8)
        }
        guard start <= UInt64(limit), length <= UInt64(limit) - start,
            // The smallest header there is.
            count <= length / 46
        else { throw .corrupt(reason: "its directory is damaged", byteOffset: end) }
        self.count = Int64(count)
        self.length = Int64(length)
        self.start = Int64(start)
    }

    /// Zip64's record of the end, by the locator that stands before the old one.
    private static func wideEnd(
        before end: Int64, in file: borrowing FileDescriptor
    ) throws(CompressionError) -> (place: Int64, bytes: [UInt8])? {
        guard end >= 20 else { return nil }
        let locator = try file.zipBytes(at: end - 20, count: 20)
        guard locator.value(at: 0, 4) == 0x0706_4B50 else { return nil }
        let place = locator.value(at: 8, 8)
        guard end >= 76, place <= UInt64(end - 76) else {
            throw .corrupt(reason: "its directory is damaged", byteOffset: end)
        }
        let bytes = try file.zipBytes(at: Int64(place), count: 56)
        guard bytes.value(at: 0, 4) == 0x0606_4B50 else {
            throw .corrupt(reason: "its directory is damaged", byteOffset: Int64(place))
        }
        return (Int64(place), bytes)
    }

    func entries(in file: borrowing FileDescriptor) throws(CompressionError) -> [ZipEntry] {
        var entries: [ZipEntry] = []
        entries.reserveCapacity(Int(count))
        var place = start
        let end = start + length
        for _ in 0..<count {
            guard end - place >= 46 else { throw damaged(at: place) }
            let head = try file.zipBytes(at: place, count: 46)
            guard head.value(at: 0, 4) == 0x0201_4B50 else { throw damaged(at: place) }
            let nameLength = Int64(head.value(at: 28, 2))
            let extraLength = Int64(head.value(at: 30, 2))
            let whole = 46 + nameLength + extraLength + Int64(head.value(at: 32, 2))
            guard end - place >= whole else { throw damaged(at: place) }
            let name = try file.zipBytes(
                at: place + 46, count: Int(min(nameLength, Int64(ZipEntry.mostNameBytes) + 1)))
            let extra = try file.zipBytes(at: place + 46 + nameLength, count: Int(extraLength))
            guard let entry = ZipEntry(head, name, extra, before: start) else {
                throw damaged(at: place)
            }
            entries.append(entry)
            place += whole
        }
        guard place == end else { throw damaged(at: place) }
        return entries
    }

    private func damaged(at place: Int64) -> CompressionError {
        .corrupt(reason: "its directory is damaged", byteOffset: place)
    }
}

extension ZipEntry {
    /// - Parameter start: of the directory, before which all content stands.
    fileprivate init?(_ head: [UInt8], _ name: [UInt8], _ extra: [UInt8], before start: Int64) {
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
        self.size = Int64(size)
        compressedSize = Int64(compressed)
        headerOffset = Int64(offset)
        method = UInt16(head.value(at: 10, 2))
        checksum = UInt32(head.value(at: 16, 4))
        isEncrypted = head.value(at: 8, 2) & 1 != 0
        // The upper half is st_mode where the archive was made on Unix or macOS.
        let madeBy = head[5]
        let mode = madeBy == 3 || madeBy == 19 ? head.value(at: 40, 2) & 0xF000 : 0
        if name.last == 0x2F || name.last == 0x5C && size == 0 || mode == 0x4000 {
            kind = .directory
        } else {
            kind = mode == 0 || mode == 0x8000 ? .file : .special
        }
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

extension [UInt8] {
    /// A little-endian number of `width` bytes.
    func value(at index: Int, _ width: Int) -> UInt64 {
        var value: UInt64 = 0
        for byte in self[index..<(index + width)].reversed() { value = value << 8 | UInt64(byte) }
        return value
    }
}

extension FileDescriptor {
    /// Exactly so many bytes from a place in the file.
    func zipBytes(at offset: Int64, count: Int) throws(CompressionError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var done = 0
        while done < count {
            let got = unsafe bytes.withUnsafeMutableBytes { [number, done] in
                unsafe pread(number, $0.baseAddress! + done, count - done, off_t(offset) + done)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else {
                throw .system(SystemError("read", on: "a zip archive").description)
            }
            guard got > 0 else {
                throw .corrupt(reason: "the file is cut short", byteOffset: offset)
            }
            done += got
        }
        return bytes
    }
}

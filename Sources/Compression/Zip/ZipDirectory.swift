import Glibc
import Platform

/// Where the directory is, by the record at the archive's end.
struct ZipDirectory {
    let start: Int64
    let length: Int64
    let count: Int64

    /// The record of the end, and the longest comment behind it.
    private static let endSize = 22
    private static let mostTail: Int64 = 22 + 65_535

    init(in file: borrowing FileDescriptor, size: Int64) throws(CompressionError) {
        let tailStart = max(0, size - Self.mostTail)
        let tail = try file.zipBytes(at: tailStart, count: Int(size - tailStart))
        // From the end, so that a comment that looks like a record is not taken for one.
        let places = stride(from: tail.count - Self.endSize, through: 0, by: -1)
            .filter { tail.value(at: $0, 4) == 0x0605_4B50 }
        func end(_ place: Int) -> Int {
            place + Self.endSize + Int(tail.value(at: place + 20, 2))
        }
        guard let found = places.first(where: { end($0) == tail.count }) else {
            let behind = places.map { tail.count - end($0) }.first { $0 > 0 }
            throw .corrupt(
                reason: behind.map { "\($0) bytes stand behind the zip archive's end" }
                    ?? "the directory at the end of the zip archive is missing", byteOffset: size)
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
        // Nothing stands between the directory and its end, so that a wrong length can't hide members.
        guard start <= UInt64(limit), length == UInt64(limit) - start,
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

import Glibc
package import Vocabulary

/// A batch's payload taken apart at its line feeds: each record is a line of its own, followed by
/// `,\n` but for the last (`BatchToStore.payload`). Nothing is parsed and nothing copied.
package struct RecordLines: Sendable {
    package let payload: [UInt8]
    /// Where each record's line starts; one more entry than records, the last past the end.
    private let starts: [Int]

    /// Nil when the payload does not hold exactly `count` lines: it is damaged.
    package init?(_ payload: [UInt8], count: Int) {
        self.payload = payload
        var starts: [Int] = []
        starts.reserveCapacity(count + 1)
        starts.append(0)
        unsafe payload.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count,
                let feed = unsafe memchr(bytes.baseAddress! + offset, 0x0A, bytes.count - offset)
            {
                offset = unsafe UnsafeRawPointer(feed) - bytes.baseAddress! + 1
                starts.append(offset)
            }
        }
        starts.append(payload.count)
        guard !payload.isEmpty, starts.count == count + 1, starts[count - 1] < payload.count
        else { return nil }
        self.starts = starts
    }

    package var count: Int { starts.count - 1 }

    /// The records of the set with commas between, in as few pieces as there are runs.
    package func pieces(_ records: RecordSet) -> [ArraySlice<UInt8>] {
        if records.isAll { return [payload[...]] }
        let indices = records.indices
        var pieces: [ArraySlice<UInt8>] = []
        var position = 0
        while position < indices.count {
            let first = indices[position]
            var last = first
            while position + 1 < indices.count, indices[position + 1] == last + 1 {
                position += 1
                last += 1
            }
            position += 1
            let end = position == indices.count ? endOfRecord(last) : starts[last + 1]
            pieces.append(payload[starts[first]..<end])
        }
        return pieces
    }

    /// A record's id, from the `{"id":"…"` that every record begins with; nil if it has none.
    package func id(at index: Int) -> RecordID? {
        let line = payload[starts[index]..<endOfRecord(index)]
        let prefix = Array(#"{"id":""#.utf8)
        guard line.starts(with: prefix) else { return nil }
        let text = line.dropFirst(prefix.count).prefix { $0 != UInt8(ascii: "\"") }
        return RecordID(String(decoding: text, as: UTF8.self))
    }

    /// Without the `,\n` that follows all but the last.
    private func endOfRecord(_ index: Int) -> Int {
        index == count - 1 ? starts[index + 1] : starts[index + 1] - 2
    }
}

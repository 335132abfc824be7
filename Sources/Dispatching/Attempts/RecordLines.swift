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

    /// The ids of the set's records, ascending by index, from the `{"id":"FILE.NUMBER"` or
    /// `{"id":"FILE.NUMBER.PART"` that every record begins with; nil if one does not.
    package func ids(_ records: RecordSet, in file: FileID) -> [RecordID]? {
        let prefix = Array(#"{"id":"\#(file)."#.utf8)
        var ids: [RecordID] = []
        for index in records.indices {
            let start = starts[index]
            let end = endOfRecord(index)
            guard end - start > prefix.count,
                payload[start..<start + prefix.count].elementsEqual(prefix)
            else { return nil }
            var position = start + prefix.count
            guard let number = number(at: &position, before: end) else { return nil }
            var part = 0
            if position < end, payload[position] == UInt8(ascii: ".") {
                position += 1
                guard let found = self.number(at: &position, before: end) else { return nil }
                part = found
            }
            guard position < end, payload[position] == UInt8(ascii: "\"") else { return nil }
            ids.append(RecordID(file: file, number: number, part: part))
        }
        return ids
    }

    private func number(at position: inout Int, before end: Int) -> Int? {
        var number = 0
        while position < end, payload[position] &- 0x30 < 10, number < 1 << 56 {
            number = number * 10 + Int(payload[position] - 0x30)
            position += 1
        }
        return number > 0 ? number : nil
    }

    /// Without the `,\n` that follows all but the last.
    private func endOfRecord(_ index: Int) -> Int {
        index == count - 1 ? starts[index + 1] : starts[index + 1] - 2
    }
}

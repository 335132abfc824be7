/// A place in a text: both from 1, the column in Unicode scalars.
package struct SourcePlace: Hashable, Comparable, Sendable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// From a place to the one just behind the end.
package struct SourceSpan: Hashable, Sendable {
    package var start: SourcePlace
    package var end: SourcePlace

    package init(_ start: SourcePlace, _ end: SourcePlace) {
        self.start = start
        self.end = max(start, end)
    }
}

/// The lines of a text, to find byte offsets in them. LF, CR LF and CR end a line.
package struct SourceText: Sendable {
    package let bytes: [UInt8]
    /// The offset of each line's first byte; at least one.
    private let starts: [Int]

    package init(_ bytes: [UInt8]) {
        var starts = [0]
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\r") {
                if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
                starts.append(offset)
            } else if byte == UInt8(ascii: "\n") {
                starts.append(offset)
            }
        }
        self.bytes = bytes
        self.starts = starts
    }

    /// How many lines there are; a text that ends with a line end has one more, which is empty.
    package var lineCount: Int { starts.count }

    /// A line's text without its end and without the byte order mark; `line` counts from 1.
    package func line(_ line: Int) -> String {
        let range = byteRange(line)
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// The place of a byte. Offsets behind the text's end mean its end.
    package func place(at offset: Int) -> SourcePlace {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle } else { high = middle }
        }
        let range = byteRange(low + 1)
        let before = bytes[range].prefix(max(0, offset - range.lowerBound))
        // Every byte but a continuation byte begins a scalar.
        return SourcePlace(line: low + 1, column: before.count { $0 & 0xC0 != 0x80 } + 1)
    }

    private func byteRange(_ line: Int) -> Range<Int> {
        var start = starts[line - 1]
        var end = line < starts.count ? starts[line] : bytes.count
        while end > start,
            bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r")
        {
            end -= 1
        }
        if start == 0, bytes[..<end].starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
        return start..<end
    }
}

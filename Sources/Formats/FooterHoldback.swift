import Vocabulary

/// A reader without the last records of the file: its footer, which is not data.
///
/// Blocks are held back until enough records stand behind them, so that it takes the memory of the
/// blocks that hold the footer and one more.
final class FooterHoldback: RecordReader {
    private let reader: any RecordReader
    private let footer: Int
    private var held: [RecordBlock] = []
    private var spare: [RecordBlock] = []
    private var isAtEnd = false
    private(set) var trailer: [UInt8]?

    var columns: [String] { reader.columns }
    var bindings: [Int?] { reader.bindings }

    /// - Parameter footer: records at the end that are not to be given out.
    init(_ reader: any RecordReader, footer: Int) {
        self.reader = reader
        self.footer = footer
    }

    func read(into block: RecordBlock) throws(FormatError) -> Bool {
        while true {
            if let first = held.first,
                isAtEnd || held.dropFirst().reduce(0, { $0 + $1.recordCount }) >= footer
            {
                block.exchange(with: first)
                spare.append(held.removeFirst())
                return true
            }
            if isAtEnd {
                block.clear()
                return false
            }
            let next = spare.popLast() ?? RecordBlock()
            if try reader.read(into: next) {
                held.append(next)
            } else {
                isAtEnd = true
                dropFooter()
            }
        }
    }

    private func dropFooter() {
        if let last = held.last, footer > 0 {
            trailer = Self.text(of: last.recordCount - 1, in: last)
        }
        var left = footer
        while left > 0, let last = held.last {
            if last.recordCount > left {
                Self.cut(last, to: last.recordCount - left)
                return
            }
            left -= last.recordCount
            held.removeLast()
        }
    }

    private static func text(of record: Int, in block: RecordBlock) -> [UInt8] {
        let span = unsafe block.records[record]
        return unsafe Array(
            UnsafeBufferPointer(start: block.bytes + Int(span.start), count: Int(span.length)))
    }

    private static func cut(_ block: RecordBlock, to count: Int) {
        let record = unsafe block.records[count]
        block.end = ReadPosition(
            byteOffset: record.byteOffset, line: record.line,
            records: block.firstRecordNumber - 1 + Int64(count))
        block.recordCount = count
        block.fieldCount = Int(record.firstField)
    }
}

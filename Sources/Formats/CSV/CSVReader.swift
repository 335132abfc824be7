package import Vocabulary

/// Reads CSV in any dialect (`CSVDialect`).
///
/// Blank lines are no records, also where there is only one column: an empty value is written `""`
/// there. Text behind a closing quote makes its record a fault; a quote within a cell that does not
/// begin with one is an ordinary character. Doubled quotes are understood beside an escape too.
package final class CSVReader: RecordReader {
    package private(set) var columns: [String] = []
    package private(set) var bindings: [Int?] = []
    private let feed: BlockFeed
    private var machine: CSVMachine
    /// The last line of the header, as it stands there.
    private var header: [UInt8] = []

    init(
        source: TextSource, dialect: CSVDialect, recordLimit: Int, wanted: [ColumnReference],
        from position: ReadPosition, sizes: ReadingSizes
    ) throws(FormatError) {
        feed = BlockFeed(source: source, sizes: sizes)
        machine = CSVMachine(dialect: dialect, recordLimit: recordLimit)
        for _ in 0..<dialect.skipLines {
            guard try feed.skipLine(carriageReturns: true) else { break }
        }
        if dialect.header {
            columns = try readHeader(lines: dialect.headerLines)
            machine.width = columns.count
            if dialect.headerLines == 1 { machine.header = header }
        } else if let names = dialect.columns {
            columns = names
            machine.width = columns.count
        } else {
            try measureRecords(alike: dialect.ragged == .reject)
        }
        machine.columns = columns
        bindings = wanted.map { reference in
            switch reference {
            case .name(let name): columns.firstIndex(of: name)
            case .number(let number):
                number >= 1 && number <= machine.width ?? .max ? number - 1 : nil
            }
        }
        if position.byteOffset > 0 { try feed.restart(at: position) }
    }

    package func read(into block: RecordBlock) throws(FormatError) -> Bool {
        try read(into: block, maximum: feed.sizes.records)
    }

    private func read(into block: RecordBlock, maximum: Int) throws(FormatError) -> Bool {
        try feed.read(
            into: block, recordLimit: machine.recordLimit, carriageReturns: true
        ) { isLast in
            let outcome = machine.parse(
                block, from: 0, line: feed.position.line, baseOffset: feed.position.byteOffset,
                isLast: isLast, faults: feed.source.faults, maximum: maximum)
            machine.unescape(block)
            return outcome
        }
    }

    /// Each column's name: what the header's lines say of it, from top to bottom.
    private func readHeader(lines: Int) throws(FormatError) -> [String] {
        let block = RecordBlock(
            bytes: feed.sizes.block + BlockFeed.padding, fields: 256, records: 8)
        var names = try readHeaderLine(block)
        for _ in 1..<max(1, lines) {
            for (column, text) in try readHeaderLine(block).enumerated() {
                if column == names.count { names.append("") }
                guard !text.isEmpty else { continue }
                names[column] += names[column].isEmpty ? text : " " + text
            }
        }
        feed.countRecordsFromHere()
        return names
    }

    private func readHeaderLine(_ block: RecordBlock) throws(FormatError) -> [String] {
        guard try read(into: block, maximum: 1) else {
            throw .unreadable(
                rule: "empty", reason: "the file has no line with column names", line: nil,
                byteOffset: nil)
        }
        let record = unsafe block.records[0]
        if record.fault > 0 {
            throw .unreadable(
                rule: "header", reason: "the column names: \(block.faults[0].reason)",
                line: record.line, byteOffset: record.byteOffset)
        }
        header = unsafe Array(
            UnsafeBufferPointer(
                start: block.bytes + Int(record.start), count: Int(record.length)))
        return (0..<Int(record.fieldCount)).map { block.text(ofField: $0, inRecord: 0) }
    }

    /// Where nothing names the columns, the first records that can be read tell their number: most of
    /// them, so that a broken one does not, or the first where they may differ.
    private func measureRecords(alike: Bool) throws(FormatError) {
        let start = feed.position
        let block = RecordBlock(
            bytes: feed.sizes.block + BlockFeed.padding, fields: 256, records: 8)
        var counts: [(width: Int, records: Int)] = []
        var left = alike ? Self.examples : 1
        while left > 0, try read(into: block, maximum: 1) {
            let record = unsafe block.records[0]
            guard record.fault == 0 else { continue }
            left -= 1
            let width = Int(record.fieldCount)
            if let index = counts.firstIndex(where: { $0.width == width }) {
                counts[index].records += 1
            } else {
                counts.append((width, 1))
            }
        }
        let most = counts.map(\.records).max()
        if let width = counts.first(where: { $0.records == most })?.width {
            machine.width = width
            columns = (1...max(1, width)).map { String($0) }
        }
        try feed.restart(at: start)
    }

    private static let examples = 50
}

import Formats
import TestSupport
import Vocabulary

/// A file with nothing wrong in it, and what must come of it: where each record lies and what it says.
struct SoundFile {
    struct Record {
        /// Its bytes, without what ends it.
        var range: Range<Int>
        /// The line on which it begins.
        var line: Int64
        var fields: [String?]
    }

    var bytes: [UInt8] = []
    var records: [Record] = []
    /// Where the first record may begin: what stands before it names the columns, or leads to them.
    var headEnd = 0
    private var line: Int64 = 1
    private let encode: (String) -> [UInt8]

    init(_ encode: @escaping (String) -> [UInt8]) { self.encode = encode }

    mutating func add(_ text: String) {
        bytes += encode(text)
        // Every style here ends its lines with a line feed, alone or behind a carriage return.
        line += Int64(text.utf8.count { $0 == 0x0A })
    }

    mutating func add(record text: String, _ fields: [String?]) {
        let start = bytes.count
        let first = line
        add(text)
        records.append(Record(range: start..<bytes.count, line: first, fields: fields))
    }

    mutating func countLine() { line += 1 }

    /// A record of another file, where it is when that file stands behind this one.
    func behind(_ record: Record) -> Record {
        let start = bytes.count + 1
        return Record(
            range: record.range.lowerBound + start..<record.range.upperBound + start,
            line: record.line + Int64(bytes.count { $0 == 0x0A }), fields: record.fields)
    }

    mutating func endHead() { headEnd = bytes.count }
}

/// A way to write a file, and how it is read.
struct FileStyle: Sendable {
    var name: String
    var format: FormatSpec
    var wanted: [ColumnReference]
    /// Characters that mean something in it.
    var syntax: [String]
    /// What begins something that needs an end.
    var openings: [String]
    var encoding = Encoding.utf8
    /// Offsets in the file are those in its text.
    var hasPlainOffsets: Bool { encoding == .utf8 }
    /// The rows with these numbers, as a whole file.
    var write: @Sendable (_ rows: [SoundRow], _ file: inout SoundFile) -> Void

    enum Encoding: Sendable {
        case utf8, windows1252, utf16

        func bytes(_ text: String) -> [UInt8] {
            switch self {
            case .utf8: Array(text.utf8)
            // All that the rows have in them is in Latin-1.
            case .windows1252: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            case .utf16: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            }
        }
    }

    func file(_ rows: [SoundRow]) -> SoundFile {
        var file = SoundFile(encoding.bytes)
        write(rows, &file)
        return file
    }
}

/// What a record says, whatever way it is written.
struct SoundRow {
    var id: String
    var name: String
    var amount: String
    var note: String
    /// Things within it, for formats that can nest.
    var items: [(sku: String, count: Int)]

    init(id: Int, _ generator: inout SeededGenerator, breaks: Bool) {
        func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int(generator.next() % UInt64(elements.count))]
        }
        let words = [
            "Müller", "Ada", "Café", "Söhne", "King", "Straße", "north", "of", "7", "b", "Co.",
            "x-1",
        ]
        func text(_ most: Int) -> String {
            (0...Int(generator.next() % UInt64(most))).map { _ in pick(words) }.joined(
                separator: " ")
        }
        self.id = String(id)
        name = text(2)
        amount = "\(generator.next() % 10_000).\(10 + generator.next() % 90)"
        switch generator.next() % 6 {
        case 0: note = "said \"\(text(2))\" twice"
        case 1: note = text(2) + ", " + text(2) + "; " + text(1)
        case 2: note = breaks ? text(2) + "\n" + text(3) + ",\"" + text(1) : text(5)
        case 3: note = ""
        default: note = text(6)
        }
        items = (0..<Int(generator.next() % 4)).map { _ in
            (pick(words), Int(generator.next() % 100))
        }
    }
}

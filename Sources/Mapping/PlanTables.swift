import Regex
import TimeZones

/// A compiled plan's content: what `RecordRun` copies into flat memory of its own for each file.
struct PlanTables: Sendable {
    /// Every text of the plan.
    var arena: [UInt8] = []
    /// In the order of the output: the record's fields, then those of each nest.
    var ops: [FieldOp] = []
    var extras: [FieldExtra] = []
    /// The names of the credentials that hashes are keyed with.
    var credentials: [String] = []
    /// Programs in jq's language, each once.
    var programs: [String] = []
    /// What `lookup` looks into; shared, not copied.
    var references: [ReferenceTable] = []
    /// How many of them are the record's own.
    var recordOps: Int32 = 0
    /// The records that are made of one; the first of them stands below too.
    var records: [RecordOp] = []
    var nests: [NestOp] = []
    var outers: [OuterColumn] = []
    var pathNodes: [PathNode] = []
    /// Where a column's value comes from: an index into the wanted columns, or the complement of an
    /// index into an element's members.
    var columns: [Int32] = []
    var segments: [TemplateSegment] = []
    var formats: [StrptimeFormat.Element] = []
    var steps: [TextStepOp] = []
    var lookups: [LookupTable] = []
    var entries: [LookupTable.Entry] = []
    /// Indexes into a table's entries; -1 is free.
    var slots: [Int32] = []
    var conditions: [ConditionNode] = []
    var expressions: [RegularExpression] = []
    var zones: [IANAZone] = []
    /// The indexes of the key's ops.
    var key: [Int32] = []
    /// The indexes of the ops that `unique` looks at.
    var unique: [Int32] = []
    /// What stands between a record's own members, and what closes its data.
    var frame = RecordFrame()
    var suffix = ArenaRange()
    /// The first node of the filter, or -1.
    var filter: Int32 = -1
    /// The first node of each route's condition, or -1.
    var routes: [Int32] = []

    mutating func intern(_ text: [UInt8]) -> ArenaRange {
        let range = ArenaRange(start: UInt32(arena.count), count: UInt32(text.count))
        arena += text
        return range
    }

    mutating func intern(_ text: String) -> ArenaRange { intern(Array(text.utf8)) }

    func bytes(_ range: ArenaRange) -> ArraySlice<UInt8> {
        arena[Int(range.start)..<Int(range.start) + Int(range.count)]
    }

    /// Adds a list; a repeated key keeps its first entry.
    mutating func addLookup(_ pairs: [(key: String, value: String)]) -> Int32 {
        let firstEntry = entries.count
        for pair in pairs {
            entries.append(
                LookupTable.Entry(key: intern(pair.key), value: intern(pair.value)))
        }
        var table = LookupTable(
            entries: TableRange(first: Int32(firstEntry), count: Int32(pairs.count)),
            slots: TableRange())
        if pairs.count > LookupTable.linearLimit {
            var size = 16
            while size < pairs.count * 2 { size *= 2 }
            var chosen = [Int32](repeating: -1, count: size)
            for (index, pair) in pairs.enumerated() {
                var at = Int(LookupTable.hash(Array(pair.key.utf8))) & (size - 1)
                while chosen[at] >= 0 { at = (at + 1) & (size - 1) }
                chosen[at] = Int32(index)
            }
            table.slots = TableRange(first: Int32(slots.count), count: Int32(size))
            slots += chosen
        }
        lookups.append(table)
        return Int32(lookups.count - 1)
    }
}

/// The texts between the id, the line, the sequence, the key and the data.
struct RecordFrame: Sendable, BitwiseCopyable {
    var afterNumber = ArenaRange()
    var afterLine = ArenaRange()
    var afterSequence = ArenaRange()
    var afterKey = ArenaRange()
    var null = ArenaRange()
}

/// `TextStep` as flat memory holds it.
enum TextStepOp: UInt8, Sendable {
    case trim, collapse, lowercase, uppercase, digits, nfc

    init(_ step: TextStep) {
        switch step {
        case .trim: self = .trim
        case .collapse: self = .collapse
        case .lowercase: self = .lowercase
        case .uppercase: self = .uppercase
        case .digits: self = .digits
        case .nfc: self = .nfc
        }
    }
}

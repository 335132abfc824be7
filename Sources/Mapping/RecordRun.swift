import CPlatform
import Digest
import JQ
import Platform
import Regex
import TimeZones
import Vocabulary

/// What runs a plan over records: the plan's tables in flat memory, and the scratch memory of one
/// thread. Everything here is reached through one `inout` struct, so that the loop pays for no
/// reference count, no exclusivity check and no call through a table.
@safe struct RecordRun: ~Copyable {
    let arena: FixedTable<UInt8>
    let ops: FixedTable<FieldOp>
    let extras: FixedTable<FieldExtra>
    /// As many as the plan has credentials.
    let keys: FixedTable<TextDigest>
    let segments: FixedTable<TemplateSegment>
    let formats: FixedTable<StrptimeFormat.Element>
    let steps: FixedTable<TextStepOp>
    let lookups: FixedTable<LookupTable>
    let entries: FixedTable<LookupTable.Entry>
    let slots: FixedTable<Int32>
    let conditions: FixedTable<ConditionNode>
    let key: FixedTable<Int32>
    let unique: FixedTable<Int32>
    let recordOps: Int
    let suffix: ArenaRange
    let routes: FixedTable<Int32>
    let frame: RecordFrame
    /// Where the columns' values lie: in the record or, for what nests, in the element. -1 where
    /// the file has no such column.
    let bindings: FixedTable<Int32>
    /// What was written for each op, where the op is observed.
    let outputs: FixedTable<OutputSlot>
    /// Kept alive by `owners`.
    let expressions: FixedTable<Unmanaged<RegularExpression>>
    let references: FixedTable<Unmanaged<ReferenceTable>>
    let zones: FixedTable<Unmanaged<IANAZone>>
    let zoneCaches: FixedTable<ZoneCacheLine>
    let lower = CaseTable.lower
    let upper = CaseTable.upper
    private let owners: PlanTables
    let records: FixedTable<RecordOp>
    let nests: FixedTable<NestOp>
    let outers: FixedTable<OuterColumn>
    let pathNodes: FixedTable<PathNode>
    /// The members of the element that is mapped, for each nest its own.
    let members: FixedTable<FieldSpan>
    /// Which of them are texts with escapes in them.
    let escapes: FixedTable<Bool>
    /// The index of the element that is mapped, for each nest; -1 outside.
    let elements: FixedTable<Int32>
    /// The text of a value with fields of its own, and behind it what was unescaped.
    var nested = ByteBuffer(capacity: 512)
    /// The nested op in which a fault was found; -1 for none.
    var innerOp = -1
    /// Of several records made of one, that which is made of an array's elements and was looked at
    /// last; -1 when it was another.
    var eachRecord = -1
    /// The records made of one, where there may be several.
    var stage = RecordStage()
    /// Where programs are asked; nil where the plan has none.
    let session: JQSession?
    /// Why a program could not be asked.
    var failure: SystemError?

    /// The record's data as it is written.
    var data = ByteBuffer(capacity: 4096)
    /// Steps and templates write here by turns.
    var first = ByteBuffer(capacity: 512)
    var second = ByteBuffer(capacity: 512)
    var writesFirst = true
    /// A text that is being split.
    var whole = ByteBuffer(capacity: 512)
    /// An output's text without its escapes.
    var plain = ByteBuffer(capacity: 512)
    /// What `concat` makes.
    var joined = ByteBuffer(capacity: 64)
    /// The text that a fault was found in.
    var culprit: Text
    /// What the last record's numbers look like.
    var numberDigits = hopper_counter()
    var lineDigits = hopper_counter()
    var sequenceDigits = hopper_counter()
    /// The record's numbers in the file and in the feed.
    var fileNumber: Int64 = 0
    var feedNumber: Int64 = 0

    /// - Parameters:
    ///   - keys: as many as the plan has credentials; none where no hash is asked for yet.
    ///   - session: for the plan's programs; nil where there are none, or none is run yet.
    init(
        _ tables: PlanTables, bindings: [Int?], keys: [TextDigest] = [], session: JQSession? = nil
    ) {
        self.session = session
        arena = FixedTable(tables.arena, slack: Text.slack, filler: 0)
        ops = FixedTable(tables.ops)
        extras = FixedTable(tables.extras)
        self.keys = FixedTable(keys)
        segments = FixedTable(tables.segments)
        formats = FixedTable(tables.formats)
        steps = FixedTable(tables.steps)
        lookups = FixedTable(tables.lookups)
        entries = FixedTable(tables.entries)
        slots = FixedTable(tables.slots)
        conditions = FixedTable(tables.conditions)
        key = FixedTable(tables.key)
        unique = FixedTable(tables.unique)
        recordOps = Int(tables.recordOps)
        suffix = tables.suffix
        routes = FixedTable(tables.routes)
        frame = tables.frame
        self.bindings = FixedTable(
            tables.columns.map { column in
                guard column >= 0 else { return ~column }
                return bindings.indices.contains(Int(column))
                    ? Int32(bindings[Int(column)] ?? -1) : -1
            })
        outputs = FixedTable([OutputSlot](repeating: OutputSlot(), count: tables.ops.count))
        unsafe expressions = FixedTable(tables.expressions.map { unsafe .passUnretained($0) })
        unsafe references = FixedTable(tables.references.map { unsafe .passUnretained($0) })
        unsafe zones = FixedTable(tables.zones.map { unsafe .passUnretained($0) })
        zoneCaches = FixedTable(
            [ZoneCacheLine](
                repeating: ZoneCacheLine(),
                count: tables.zones.count * ZoneCacheLine.linesPerZone))
        owners = tables
        records = FixedTable(tables.records)
        nests = FixedTable(tables.nests)
        outers = FixedTable(tables.outers)
        pathNodes = FixedTable(tables.pathNodes)
        let memberCount = tables.nests.reduce(0) { $0 + Int($1.members.count) }
        members = FixedTable(
            [FieldSpan](
                repeating: FieldSpan(start: 0, length: 0, kind: .absent), count: memberCount))
        escapes = FixedTable([Bool](repeating: false, count: memberCount))
        elements = FixedTable([Int32](repeating: -1, count: tables.nests.count))
        culprit = arena.text(ArenaRange())
    }

    /// The memory that the next step or template writes to, emptied, with room for `count` bytes.
    @inline(__always) mutating func withNextScratch(
        _ count: Int, _ body: (inout ByteBuffer) -> Void
    ) -> Text {
        writesFirst.toggle()
        if writesFirst {
            first.count = 0
            first.reserve(count)
            body(&first)
            return first.text
        }
        second.count = 0
        second.reserve(count)
        body(&second)
        return second.text
    }

    /// The entry's index in the list, or -1.
    @inline(__always) func find(_ text: Text, in list: Int32) -> Int {
        let table = lookups[Int(list)]
        let firstEntry = Int(table.entries.first)
        if table.slots.count == 0 {
            for index in firstEntry..<firstEntry + Int(table.entries.count)
            where arena.text(entries[index].key).isEqual(to: text) {
                return index
            }
            return -1
        }
        let mask = Int(table.slots.count) - 1
        var at = Int(LookupTable.hash(text)) & mask
        while true {
            let index = Int(slots[Int(table.slots.first) + at])
            guard index >= 0 else { return -1 }
            if arena.text(entries[firstEntry + index].key).isEqual(to: text) {
                return firstEntry + index
            }
            at = (at + 1) & mask
        }
    }

    @inline(__always) func isFound(_ expression: Int32, in text: Text) -> Bool {
        unsafe expressions[Int(expression)]._withUnsafeGuaranteedRef {
            unsafe $0.isFound(in: text.start, count: text.count)
        }
    }
}

/// A stretch of local time with one offset. Direct-mapped by local time.
struct ZoneCacheLine: BitwiseCopyable {
    var low: Int64 = 0
    var high: Int64 = 0
    var offset: Int64 = 0

    static let linesPerZone = 64
    /// About 48 days of local time share a line.
    static let shift: Int64 = 22
}

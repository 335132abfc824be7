import Digest
import Vocabulary

@testable import Mapping

/// A file of a few records, made by hand, and what a plan makes of it.
struct MappingBench {
    struct Cell {
        var text: String
        var kind: FieldKind = .text

        static let absent = Cell(text: "", kind: .absent)
        static let null = Cell(text: "null", kind: .null)
    }

    struct Result {
        var batches: [[String]] = []
        var payloads: [[UInt8]] = []
        var routes: [[RecordSet]] = []
        var counts = RecordCounts()
        var rejects: [RejectedRecord] = []
        /// Why not all was mapped.
        var failure: MappingFailure?
        var records: [String] { batches.flatMap { $0 } }
    }

    static let file = FileID("0123456789abcdef")!

    var plan: MappingPlan
    /// The file's columns; nil takes the wanted ones in their order.
    var columns: [String]?
    var recordLimit = 1000
    var byteLimit = 1 << 20
    var blockSize = 100
    var keys: [TextDigest] = []

    init(
        _ fields: [FieldSpec], key: [String] = [], filter: Condition? = nil,
        routes: [Condition?] = [], columns: [String]? = nil, unique: [String] = []
    ) throws(PlanError) {
        // Most tests don't care for the key: a constant serves.
        let own = FieldSpec(name: "k", source: .constant(.text("k")))
        let spec = RecordSpec(
            entity: "thing", key: key.isEmpty ? ["k"] : key,
            fields: key.isEmpty ? [own] + fields : fields, filter: filter,
            unique: unique)
        plan = try MappingPlan(compiling: spec, routes: routes)
        self.columns = columns
    }

    /// Several records of one.
    init(
        records specs: [RecordSpec], routes: [RouteSpec] = [], columns: [String]? = nil
    ) throws(PlanError) {
        plan = try MappingPlan(compiling: specs, routes: routes)
        self.columns = columns
    }

    func block(_ rows: [[Cell]], first: Int64, faults: [Int: RecordFault] = [:]) -> RecordBlock {
        let block = RecordBlock(bytes: 16, fields: 4, records: 2)
        block.firstRecordNumber = first
        for (index, row) in rows.enumerated() {
            block.reserveRecords(block.recordCount + 1)
            block.reserveFields(block.fieldCount + row.count)
            let start = block.byteCount
            var fault: UInt32 = 0
            if let found = faults[index] {
                block.faults.append(found)
                fault = UInt32(block.faults.count)
            }
            let firstField = block.fieldCount
            for cell in row {
                let bytes = Array(cell.text.utf8)
                block.reserveBytes(block.byteCount + bytes.count + 1)
                for (offset, byte) in bytes.enumerated() {
                    unsafe block.bytes[block.byteCount + offset] = byte
                }
                unsafe block.fields[block.fieldCount] = FieldSpan(
                    start: UInt32(block.byteCount), length: UInt32(bytes.count), kind: cell.kind)
                block.fieldCount += 1
                block.byteCount += bytes.count
            }
            unsafe block.records[block.recordCount] = RecordSpan(
                firstField: UInt32(firstField), fieldCount: UInt32(row.count),
                start: UInt32(start), length: UInt32(block.byteCount - start),
                line: first + Int64(index) + 1, byteOffset: Int64(start), fault: fault)
            block.recordCount += 1
        }
        return block
    }

    func run(_ rows: [[Cell]], faults: [Int: RecordFault] = [:]) -> Result {
        let names =
            columns
            ?? plan.wanted.map { reference in
                switch reference {
                case .name(let name): name
                case .number(let number): "column \(number)"
                }
            }
        let bindings = plan.wanted.enumerated().map { index, reference -> Int? in
            guard columns != nil else { return index }
            switch reference {
            case .name(let name): return names.firstIndex(of: name)
            case .number(let number): return number - 1
            }
        }
        let mapper = Mapper(
            plan: plan, bindings: bindings, columns: names, file: Self.file, sequenceBase: 5000,
            keys: keys, register: KeyRegister(scratchIn: []))
        let batch = BatchUnderConstruction(
            routes: plan.routeCount, records: recordLimit, bytes: byteLimit)
        var result = Result()
        func cut() {
            result.counts += batch.counts
            result.rejects += batch.rejects
            if batch.records > 0 {
                result.payloads.append(batch.payload)
                result.routes.append(batch.routes)
                result.batches.append(
                    batch.payload.split(separator: 10).map {
                        String(decoding: $0.last == 44 ? $0.dropLast() : $0, as: UTF8.self)
                    })
            }
            batch.reset()
        }
        var at = 0
        while at < rows.count {
            let end = min(rows.count, at + blockSize)
            var inBlock: [Int: RecordFault] = [:]
            for (index, fault) in faults where index >= at && index < end {
                inBlock[index - at] = fault
            }
            let block = block(Array(rows[at..<end]), first: Int64(at) + 1, faults: inBlock)
            var next = 0
            while next < block.recordCount {
                next = mapper.map(block, from: next, into: batch)
                if let failure = mapper.failure {
                    result.failure = failure
                    return result
                }
                if batch.isFull { cut() }
            }
            at = end
        }
        cut()
        return result
    }

    func run(texts rows: [[String]]) -> Result { run(rows.map { $0.map { Cell(text: $0) } }) }

    /// What one field makes of one text: its JSON, or `rule: reason`.
    static func value(
        _ type: ValueType = .string, _ cell: Cell, _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws(PlanError) -> String {
        var field = FieldSpec(name: "v", source: .column("A"), type: type)
        edit(&field)
        let result = try MappingBench([field]).run([[cell]])
        if let reject = result.rejects.first { return "\(reject.rule): \(reject.reason)" }
        let record = result.records[0]
        let marker = "\"data\":{\"k\":\"k\",\"v\":"
        guard let start = record.firstRange(of: marker)?.upperBound else { return record }
        return String(record[start...].dropLast(2))
    }

    static func value(
        _ type: ValueType = .string, _ text: String, _ edit: (inout FieldSpec) -> Void = { _ in }
    ) throws(PlanError) -> String {
        try value(type, Cell(text: text), edit)
    }
}

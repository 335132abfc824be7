import Configuration
package import Formats
package import Mapping
package import Outbox
import Platform
package import Vocabulary

/// Reads one file, maps its records, and cuts them into batches and chunks. Belongs to one thread at
/// a time. The daemon commits what it cuts; `hopperctl try` shows it, and `hopperctl audit` holds it
/// against what was committed.
package final class ChunkCutter {
    /// Where the last chunk ended; the next one begins there.
    package private(set) var cut: Checkpoint
    /// Called with each block before its records are mapped: for reports on records that leave no
    /// other trace.
    package var onBlock: ((RecordBlock) -> Void)?
    private let file: FileID
    private let sequenceBase: Int64
    private let compiled: CompiledFeed
    /// Kept for as long as it is read.
    private let content: PreparedContent
    private let reader: any RecordReader
    private let mapper: Mapper
    private let batch: BatchUnderConstruction
    /// The keys of the file so far, where the feed asks for them.
    let register: KeyRegister?
    /// What is read for its keys before anything is cut, one after another.
    private var recollections: [KeyRecollection] = []
    /// Up to which record the first of them is done.
    private var recollected: Int64 = 0
    /// The file is held against its control totals before any of it is cut.
    private var check: TotalsCheck?
    /// Where reading goes on: past the last record mapped.
    private var readEnd: ReadPosition
    /// The rows of a replay; nil where all are read.
    private let selection: SelectedRecords?
    /// Records since the last cut that the replay passes over.
    private var passedOver: Int64 = 0
    /// Which of the batch's records may go where: up to `end`, from where the one before ends.
    private var restrictions: [(end: Int, destinations: Set<String>?)] = []

    /// A chunk is cut when its payload, its batches, or its rejects are this many.
    private static let payloadBytes = 2 << 20
    private static let batches = 8
    private static let rejects = 1000
    /// A turn is over after this many blocks, even if there is nothing to be committed yet.
    private static let blocks = 16
    /// Records that go through programs take some hundred times as long.
    private var blocks: Int { compiled.plan.runsPrograms ? 1 : Self.blocks }

    /// How often a program of the feed's has been ended over a record.
    package var programLosses: Int { mapper.programLosses }

    /// Opens the file's copy and goes on at `checkpoint`.
    /// - Parameter onProgress: called now and then on the way there, which can take minutes in a
    ///   compressed file.
    /// - Parameter prepared: what the feed's pipe made of the file; nil runs its program, if it has
    ///   one.
    /// - Parameter selection: the rows to be read of a replay; nil reads all.
    /// - Parameter register: of an earlier reading of the file; a new one is filled by reading the
    ///   file from its beginning, in turns of `next`.
    /// - Parameter expectedRecords: what a manifest says of the file.
    /// - Parameter programLosses: of an earlier reading of the file.
    /// - Throws: `unreadable` with rule `header` when a column is missing, or two have its name.
    package init(
        file: FileID, sequenceBase: Int64, from checkpoint: Checkpoint,
        as compiled: CompiledFeed, path: String, prepared: PreparedContent? = nil,
        selection: SelectedRecords? = nil, register: KeyRegister? = nil,
        expectedRecords: Int64? = nil, programLosses: Int = 0, onProgress: @escaping () -> Void = {}
    ) throws(FormatError) {
        self.file = file
        self.sequenceBase = sequenceBase
        self.compiled = compiled
        self.selection = selection
        cut = checkpoint
        readEnd = checkpoint.position
        if let prepared {
            content = prepared
        } else {
            content = try PreparedContent(of: path, as: compiled.feed.format)
        }
        let reader = try openRecordReader(
            path: content.path, format: compiled.feed.format, wanted: compiled.plan.wanted,
            from: checkpoint.position, onProgress: onProgress)
        let totals = compiled.feed.trailer
        if totals != nil || expectedRecords != nil, checkpoint.position == .start,
            selection == nil
        {
            check = try TotalsCheck(
                path: content.path, format: compiled.feed.format, totals: totals,
                expectedRecords: expectedRecords)
        }
        let missing = compiled.plan.requiredColumns.filter { reader.bindings[$0] == nil }
            .map { compiled.plan.wanted[$0] }
        self.reader = reader
        if !missing.isEmpty { throw Self.missing(missing, in: reader.columns) }
        try Self.demandUnmistakable(compiled.plan.wanted, in: reader.columns)
        let register = register ?? compiled.register()
        self.register = register
        for part in try Self.partsToRecollect(register, selection, checkpoint) {
            recollections.append(
                KeyRecollection(
                    reader: try openRecordReader(
                        path: content.path, format: compiled.feed.format,
                        wanted: compiled.plan.wanted, from: .start, onProgress: onProgress),
                    part: part))
        }
        do throws(CredentialProblem) {
            mapper = Mapper(
                plan: compiled.plan, bindings: reader.bindings, columns: reader.columns,
                file: file, sequenceBase: sequenceBase, keys: try compiled.keys(),
                register: register, programLosses: programLosses, onProgress: onProgress)
        } catch {
            throw .system(error.description)
        }
        batch = BatchUnderConstruction(
            routes: compiled.plan.routeCount, records: compiled.feed.batch.records,
            bytes: compiled.feed.batch.bytes)
    }

    /// Reads on until there is a chunk to be committed, the turn is over, or the file is.
    /// - Parameter block: any; only used during the call.
    /// - Returns: a chunk, if there is one, and whether it was the last.
    package func next(
        using block: RecordBlock
    ) throws(FormatError) -> (chunk: FileChunk?, isEnd: Bool) {
        if let recollection = recollections.first {
            if try !goOn(with: recollection, using: block) { recollections.removeFirst() }
            return (nil, false)
        }
        if let check {
            guard try check.step(using: block, blocks: Self.blocks) else { return (nil, false) }
            self.check = nil
        }
        var chunk = Chunk(to: cut)
        var isEnd = false
        for _ in 0..<blocks {
            guard try reader.read(into: block) else {
                try selection?.demandNothingLeft(behind: readEnd.records)
                cutBatch(at: readEnd, into: &chunk)
                isEnd = true
                break
            }
            onBlock?(block)
            if let selection {
                try map(block, only: selection, into: &chunk)
            } else {
                try map(block, into: &chunk)
            }
            register?.judged = block.end.records
            if chunk.bytes >= Self.payloadBytes || chunk.batches.count >= Self.batches
                || chunk.rejects.count >= Self.rejects
            {
                break
            }
        }
        guard chunk.to != cut else { return (nil, isEnd) }
        let whole = FileChunk(
            file: file, sequenceBase: sequenceBase, from: cut, to: chunk.to,
            batches: chunk.batches, rejects: chunk.rejects)
        cut = chunk.to
        return (whole, isEnd)
    }

    private struct Chunk {
        var to: Checkpoint
        var batches: [BatchToStore] = []
        var rejects: [RejectedRecord] = []
        var bytes = 0
    }

    /// What has to be read for its keys first. Of a replay, the records beside it may come behind one
    /// that is chosen, and have their keys all the same.
    private static func partsToRecollect(
        _ register: KeyRegister?, _ selection: SelectedRecords?, _ checkpoint: Checkpoint
    ) throws(FormatError) -> [KeyRecollection.Part] {
        guard let register else { return [] }
        var parts: [KeyRecollection.Part] = []
        if let selection, !register.knowsOthers, try selection.leavesAccepted() {
            parts.append(.beside(selection.rewound()))
        }
        if register.judged < checkpoint.position.records {
            parts.append(.before(selection?.rewound()))
        }
        return parts
    }

    /// One turn of reading for keys alone; false when that is over. What was accepted before claims
    /// its key again; that some records behind the checkpoint do so early changes nothing.
    private func goOn(
        with recollection: KeyRecollection, using block: RecordBlock
    ) throws(FormatError) -> Bool {
        guard let register else { return false }
        for _ in 0..<blocks {
            if case .before = recollection.part, register.judged >= cut.position.records {
                return false
            }
            guard try recollection.goesOn(behind: recollected),
                try recollection.reader.read(into: block)
            else {
                recollected = 0
                if case .beside = recollection.part { register.knowsOthers = true }
                return false
            }
            var index = 0
            while let range = try recollection.next(in: block, from: index) {
                let count = block.recordCount
                block.recordCount = range.upperBound
                index = mapper.map(block, from: range.lowerBound, into: batch)
                block.recordCount = count
                try throwFailure()
                batch.reset()
            }
            recollected = block.end.records
            if case .before = recollection.part { register.judged = block.end.records }
        }
        return true
    }

    private func throwFailure() throws(FormatError) {
        switch mapper.failure {
        case nil: return
        case .system(let error): throw .system(error.description)
        case .program(let losses, let line, let byteOffset):
            throw .unreadable(
                rule: "jq",
                reason:
                    "the feed's jq program had to be ended over \(losses) records, for its time "
                    + "or memory, the last of them here",
                line: line, byteOffset: byteOffset)
        }
    }

    private func map(_ block: RecordBlock, into chunk: inout Chunk) throws(FormatError) {
        var index = 0
        while index < block.recordCount {
            index = mapper.map(block, from: index, into: batch)
            try throwFailure()
            if batch.isFull { cutBatch(before: index, of: block, into: &chunk) }
        }
        readEnd = block.end
    }

    /// Maps the chosen rows of a block and passes over the others.
    private func map(
        _ block: RecordBlock, only selection: SelectedRecords, into chunk: inout Chunk
    ) throws(FormatError) {
        let count = block.recordCount
        var index = 0
        while index < count {
            let number = block.firstRecordNumber + Int64(index)
            let run = try selection.run(from: number)
            let first = min(Int64(count - index), (run?.first ?? .max) - number)
            if first > 0 {
                passedOver += first
                index += Int(first)
                continue
            }
            guard let run else { break }
            let end = index + Int(min(Int64(count - index), run.last - number + 1))
            try demandSameLines(of: run, in: block, index..<end)
            while index < end {
                // The mapper goes to the end of what it takes for the block.
                block.recordCount = end
                index = mapper.map(block, from: index, into: batch)
                block.recordCount = count
                try throwFailure()
                restrictions.append((batch.records, run.destinations))
                if batch.isFull { cutBatch(before: index, of: block, into: &chunk) }
            }
        }
        readEnd = block.end
    }

    private func demandSameLines(
        of run: ReplayRun, in block: RecordBlock, _ range: Range<Int>
    ) throws(FormatError) {
        guard let selection else { return }
        for index in [range.lowerBound, range.upperBound - 1] {
            let record = unsafe block.records[index]
            try selection.demandSameLine(
                run, block.firstRecordNumber + Int64(index), line: record.line,
                byteOffset: record.byteOffset)
        }
    }

    private func cutBatch(before index: Int, of block: RecordBlock, into chunk: inout Chunk) {
        // Within a record there is no position; its other batches follow in this chunk.
        cutBatch(at: mapper.isWithinRecord ? nil : block.position(before: index), into: &chunk)
    }

    private func cutBatch(at position: ReadPosition?, into chunk: inout Chunk) {
        guard !batch.isEmpty else { return }
        if let position { chunk.to.position = position }
        chunk.to.counts += batch.counts
        chunk.to.passedOver += passedOver
        passedOver = 0
        chunk.rejects += batch.rejects
        let records = batch.records
        if records > 0 {
            chunk.to.batches += 1
            chunk.bytes += batch.payloadCount
            chunk.batches.append(
                BatchToStore(
                    number: chunk.to.batches, records: records,
                    inputs: Int(batch.counts.accepted), payload: batch.payload,
                    routes: routes()))
        }
        batch.reset()
        restrictions.removeAll(keepingCapacity: true)
    }

    /// Who gets which records; a destination that is named twice gets them once.
    private func routes() -> [BatchRoute] {
        var routes: [BatchRoute] = []
        for (index, routed) in batch.routes.enumerated() {
            let destination = compiled.feed.deliver[index].destination
            let records = restricted(routed, at: destination)
            if records.isEmpty { continue }
            if let known = routes.firstIndex(where: { $0.destination == destination }) {
                routes[known].records.formUnion(records)
            } else {
                routes.append(
                    BatchRoute(
                        destination: destination, contract: compiled.contracts[index],
                        records: records))
            }
        }
        return routes
    }

    /// Of a replay, those records that may go to the destination.
    private func restricted(_ records: RecordSet, at destination: String) -> RecordSet {
        guard restrictions.contains(where: { $0.destinations != nil }) else { return records }
        var records = records
        var start = 0
        for (end, destinations) in restrictions {
            if let destinations, !destinations.contains(destination) {
                for index in start..<end { records.remove(index) }
            }
            start = end
        }
        return records
    }

    /// A name that two columns have says nothing about which of them is meant.
    private static func demandUnmistakable(
        _ wanted: [ColumnReference], in columns: [String]
    ) throws(FormatError) {
        var counts: [String: Int] = [:]
        for column in columns { counts[column, default: 0] += 1 }
        for case .name(let name) in wanted where counts[name, default: 0] > 1 {
            throw .unreadable(
                rule: "header",
                reason: "\(counts[name, default: 0]) columns are called "
                    + "\"\(name.printable(limit: 60))\"; give the column's number instead",
                line: nil, byteOffset: nil)
        }
    }

    private static func missing(
        _ missing: [ColumnReference], in columns: [String]
    ) -> FormatError {
        let names = missing.map { reference in
            switch reference {
            case .name(let name): "\"\(name.printable(limit: 60))\""
            case .number(let number): "number \(number)"
            }
        }
        let present = columns.prefix(50).map { "\"\($0.printable(limit: 60))\"" }
        let more = columns.count > 50 ? " and \(columns.count - 50) more" : ""
        return .unreadable(
            rule: "header",
            reason: "no column \(names.joined(separator: ", "))"
                + FormatError.evidence("\(present.joined(separator: ", "))\(more)"),
            line: nil, byteOffset: nil)
    }
}

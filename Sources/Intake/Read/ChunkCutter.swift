import Configuration
package import Formats
import Mapping
package import Outbox
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
    private let reader: any RecordReader
    private let mapper: Mapper
    private let batch: BatchUnderConstruction
    /// Where reading goes on: past the last record mapped.
    private var readEnd: ReadPosition

    /// A chunk is cut when its payload, its batches, or its rejects are this many.
    private static let payloadBytes = 2 << 20
    private static let batches = 8
    private static let rejects = 1000
    /// A turn is over after this many blocks, even if there is nothing to be committed yet.
    private static let blocks = 16

    /// Opens the file's copy and goes on at `checkpoint`.
    /// - Parameter onProgress: called now and then on the way there, which can take minutes in a
    ///   compressed file.
    /// - Throws: `unreadable` with rule `header` when a column is missing, or two have its name.
    package init(
        file: FileID, sequenceBase: Int64, from checkpoint: Checkpoint,
        as compiled: CompiledFeed, path: String, onProgress: @escaping () -> Void = {}
    ) throws(FormatError) {
        self.file = file
        self.sequenceBase = sequenceBase
        self.compiled = compiled
        cut = checkpoint
        readEnd = checkpoint.position
        let reader = try openRecordReader(
            path: path, format: compiled.feed.format, wanted: compiled.plan.wanted,
            from: checkpoint.position, onProgress: onProgress)
        let missing = compiled.plan.requiredColumns.filter { reader.bindings[$0] == nil }
            .map { compiled.plan.wanted[$0] }
        self.reader = reader
        if !missing.isEmpty { throw Self.missing(missing, in: reader.columns) }
        try Self.demandUnmistakable(compiled.plan.wanted, in: reader.columns)
        do throws(CredentialProblem) {
            mapper = Mapper(
                plan: compiled.plan, bindings: reader.bindings, columns: reader.columns,
                file: file, sequenceBase: sequenceBase, keys: try compiled.keys())
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
        var chunk = Chunk(to: cut)
        var isEnd = false
        for _ in 0..<Self.blocks {
            guard try reader.read(into: block) else {
                cutBatch(at: readEnd, into: &chunk)
                isEnd = true
                break
            }
            onBlock?(block)
            map(block, into: &chunk)
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

    private func map(_ block: RecordBlock, into chunk: inout Chunk) {
        var index = 0
        while index < block.recordCount {
            index = mapper.map(block, from: index, into: batch)
            if batch.isFull { cutBatch(at: block.position(before: index), into: &chunk) }
        }
        readEnd = block.end
    }

    private func cutBatch(at position: ReadPosition, into chunk: inout Chunk) {
        guard !batch.isEmpty else { return }
        chunk.to.position = position
        chunk.to.counts += batch.counts
        chunk.rejects += batch.rejects
        let records = batch.records
        if records > 0 {
            chunk.to.batches += 1
            chunk.bytes += batch.payloadCount
            chunk.batches.append(
                BatchToStore(
                    number: chunk.to.batches, records: records, payload: batch.payload,
                    routes: routes()))
        }
        batch.reset()
    }

    /// Who gets which records; a destination that is named twice gets them once.
    private func routes() -> [BatchRoute] {
        var routes: [BatchRoute] = []
        for (index, records) in batch.routes.enumerated() where !records.isEmpty {
            let destination = compiled.feed.deliver[index].destination
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
            reason: "no column \(names.joined(separator: ", ")); the file has "
                + "\(present.joined(separator: ", "))\(more)", line: nil, byteOffset: nil)
    }
}

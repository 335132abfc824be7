package import Digest
import JQ
package import Platform
package import Vocabulary

/// Runs a plan over one file's records. Belongs to one thread at a time.
///
/// A record goes through in this order: a fault of its own rejects it; the filter leaves it out; its
/// fields are made in the order of the output, and the first that fails rejects it; a key without a
/// value rejects it, and so does one that must be unique and is not; what is left is accepted, and each route's condition is asked.
package final class Mapper {
    let plan: MappingPlan
    private let columns: [String]
    private let bindings: [Int?]
    private let idPrefix: FixedTable<UInt8>
    let sequenceBase: Int64
    let register: KeyRegister?
    let onProgress: () -> Void
    /// Who has the key that the last record asked for.
    private var holder: KeyRegister.Holder?
    private var run: RecordRun
    /// Not all is mapped, and what is must be thrown away.
    package internal(set) var failure: MappingFailure?
    /// How often a program has been ended over a record.
    package var programLosses: Int { run.session?.losses ?? 0 }

    /// - Parameters:
    ///   - bindings: `RecordReader.bindings` for `plan.wanted`.
    ///   - columns: `RecordReader.columns`: how rejects name a column.
    ///   - sequenceBase: added to a record's number to make its `sequence`; not negative.
    ///   - keys: what the credentials of `plan.credentials` hold, in that order.
    ///   - register: the file's, where the plan asks for unique keys: every record before the first
    ///     that is mapped has been mapped with it.
    ///   - programLosses: of earlier mappers for the same file.
    ///   - onProgress: called now and then where programs are run.
    package init(
        plan: MappingPlan, bindings: [Int?], columns: [String], file: FileID, sequenceBase: Int64,
        keys: [TextDigest] = [], register: KeyRegister? = nil, programLosses: Int = 0,
        onProgress: @escaping () -> Void = {}
    ) {
        precondition(bindings.count == plan.wanted.count && sequenceBase >= 0)
        precondition(keys.count == plan.credentials.count)
        precondition(register != nil || !plan.asksForUniqueKeys)
        self.register = plan.asksForUniqueKeys ? register : nil
        self.plan = plan
        self.columns = columns
        self.bindings = bindings
        self.sequenceBase = sequenceBase
        self.onProgress = onProgress
        idPrefix = FixedTable(
            Array("{\"id\":\"\(file).".utf8), slack: Text.slack, filler: 0)
        run = RecordRun(
            plan.tables, bindings: bindings, keys: keys,
            session: plan.runsPrograms
                ? JQSession(programs: plan.tables.programs, losses: programLosses) : nil)
    }

    /// Maps records from the `start`-th of the block on, until the block ends or the batch is full
    /// (`batch.isFull`); gives the index of the first record that was not taken.
    ///
    /// The block's text and spans stay as they are; its memory may move.
    package func map(
        _ block: RecordBlock, from start: Int, into batch: BatchUnderConstruction
    ) -> Int {
        precondition(batch.state.routeCount == plan.routeCount)
        // Kernels read 16 bytes at a time.
        block.reserveBytes(block.byteCount + Text.slack)
        if plan.makesSeveral {
            return mapSeveral(block, from: start, run: &run, batch: &batch.state)
        }
        return plan.runsPrograms
            ? mapThroughProgram(block, from: start, run: &run, batch: &batch.state)
            : map(block, from: start, run: &run, batch: &batch.state)
    }

    /// Whether the batch is full with some of the records that are made of one, and the others come
    /// next. There is no position in the file for that: it must not be committed without them.
    package var isWithinRecord: Bool { run.stage.hasMore }

    /// The same where several records may be made of one. Either all of them go into the batch, or
    /// they begin a new one; those that take several batches end theirs, so that every batch that
    /// anything can be committed behind ends with a record of the file.
    private func mapSeveral(
        _ block: RecordBlock, from start: Int, run: inout RecordRun, batch: inout BatchState
    ) -> Int {
        let bytes = unsafe UnsafePointer(block.bytes)
        let firstNumber = block.firstRecordNumber
        var index = start
        while index < block.recordCount, !batch.isFull {
            if run.stage.hasMore {
                run.stage.move(to: &batch)
                guard !run.stage.hasMore else { break }
                run.stage.reset()
                batch.isFull = true
                index += 1
                continue
            }
            let record = unsafe block.records[index]
            let number = firstNumber + Int64(index)
            if record.fault != 0 {
                batch.add(faultReject(block, index))
                index += 1
                continue
            }
            run.fileNumber = number
            run.feedNumber = sequenceBase + number
            let origin = unsafe RecordRun.Origin(
                head: Text(start: idPrefix.pointer(0), count: idPrefix.count), number: number,
                line: record.line, sequence: sequenceBase + number, routeCount: batch.routeCount)
            var faultyOp = 0
            let fault = unsafe run.stageRecords(
                UnsafePointer(block.fields) + Int(record.firstField),
                count: Int(record.fieldCount), bytes: bytes, origin, faultyOp: &faultyOp)
            if let session = run.session {
                onProgress()
                if let error = run.failure { failure = .system(error) }
                if failure != nil || isLost(block, index + 1, session) { break }
            }
            if fault != .none {
                run.stage.reset()
                batch.add(reject(block, index, fault, faultyOp, run))
            } else if run.stage.count == 0 {
                batch.counts.filtered += 1
            } else if run.stage.fits(batch) || batch.records == 0 {
                run.stage.move(to: &batch)
                if run.stage.hasMore { break }
                run.stage.reset()
            } else {
                // It begins the next batch, and is made again then.
                run.stage.reset()
                batch.isFull = true
                break
            }
            index += 1
        }
        return index
    }

    private func map(
        _ block: RecordBlock, from start: Int, run: inout RecordRun, batch: inout BatchState
    ) -> Int {
        let bytes = unsafe UnsafePointer(block.bytes)
        let fields = unsafe UnsafePointer(block.fields)
        let records = unsafe UnsafePointer(block.records)
        let end = block.recordCount
        let filter = Int(plan.tables.filter)
        let firstNumber = block.firstRecordNumber
        let head = unsafe Text(start: idPrefix.pointer(0), count: idPrefix.count)
        let register = register
        var index = start
        while index < end, !batch.isFull {
            let record = unsafe records[index]
            let number = firstNumber + Int64(index)
            if record.fault != 0 {
                batch.add(faultReject(block, index))
                index += 1
                continue
            }
            let spans = unsafe fields + Int(record.firstField)
            let count = Int(record.fieldCount)
            if filter >= 0,
                !run.holds(filter, unsafe .columns(spans, count: count, bytes: bytes))
            {
                batch.counts.filtered += 1
                index += 1
                continue
            }
            run.fileNumber = number
            run.feedNumber = sequenceBase + number
            var faultyOp = 0
            var fault = unsafe run.putData(
                spans, count: count, bytes: bytes, faultyOp: &faultyOp)
            if fault == .none {
                fault = run.checkKey(TableRange(first: 0, count: Int32(run.key.count)), &faultyOp)
            }
            if fault == .none, let register {
                let holder = KeyRegister.Holder(number: number, line: record.line)
                fault = claimKey(&run, in: register, for: holder, &faultyOp)
                if failure != nil { break }
            }
            if fault != .none {
                batch.add(reject(block, index, fault, faultyOp, run))
                index += 1
                continue
            }
            guard
                run.append(
                    to: &batch, head: head, number: number, line: record.line,
                    sequence: sequenceBase + number)
            else { break }
            noteAccepted(&run, &batch)
            index += 1
        }
        return index
    }

    /// Puts the record into the batch; false when there is no room for it.
    func accept(
        _ run: inout RecordRun, number: Int64, line: Int64, _ batch: inout BatchState
    ) -> Bool {
        let head = unsafe Text(start: idPrefix.pointer(0), count: idPrefix.count)
        guard
            run.append(
                to: &batch, head: head, number: number, line: line,
                sequence: sequenceBase + number)
        else { return false }
        noteAccepted(&run, &batch)
        return true
    }

    @inline(__always)
    private func noteAccepted(_ run: inout RecordRun, _ batch: inout BatchState) {
        route(&run, &batch)
        batch.records += 1
        batch.counts.accepted += 1
        batch.counts.made += 1
        if batch.records == batch.recordLimit { batch.isFull = true }
    }

    /// Whether the record may have its key; then it does, for all that is wrong with it by now is
    /// known. (One that does not fit into the batch comes again, and finds itself.)
    @inline(never)
    func claimKey(
        _ run: inout RecordRun, in register: KeyRegister, for holder: KeyRegister.Holder,
        _ faultyOp: inout Int
    ) -> Fault {
        guard let key = run.uniqueKey() else { return .none }
        do throws(SystemError) {
            self.holder = try register.claim(key, for: holder)
        } catch {
            failure = .system(error)
        }
        guard self.holder != nil else { return .none }
        faultyOp = Int(run.unique[0])
        run.culprit = run.text(of: run.outputs[faultyOp])
        return .repeated
    }

    /// What a partner is told, who knows lines.
    private func reason(_ fault: Fault, _ field: FieldSpec) -> String {
        guard case .repeated = fault, let holder else { return fault.reason(for: field) }
        let names = plan.tables.unique.map { plan.fields[Int($0)].spec.name }
        return "the record on line \(holder.line) has the same \(names.joined(separator: ", "))"
    }

    @inline(__always)
    private func route(_ run: inout RecordRun, _ batch: inout BatchState) {
        for route in 0..<batch.routeCount {
            let condition = Int(run.routes[route])
            if condition < 0 || run.holds(condition, .outputs) {
                batch.route(batch.records, to: route)
            }
        }
    }

    @inline(never)
    func reject(
        _ block: RecordBlock, _ index: Int, _ fault: Fault, _ op: Int, _ run: borrowing RecordRun
    ) -> RejectedRecord {
        let record = unsafe block.records[index]
        let field = plan.fields[max(op, 0)].spec
        let culprit = run.culprit
        let columns =
            block.keepsRecordText
            ? [text(of: record, in: block)]
            : (0..<Int(record.fieldCount)).map { block.text(ofField: $0, inRecord: index) }
        return RejectedRecord(
            number: block.firstRecordNumber + Int64(index), line: record.line,
            byteOffset: record.byteOffset,
            column: op >= 0 ? columnName(of: op, run) : eachName(run),
            rule: fault.rule, reason: reason(fault, field),
            value: culprit.count == 0 ? nil : culprit.string(limit: 256),
            columns: columns)
    }

    @inline(never)
    func faultReject(_ block: RecordBlock, _ index: Int) -> RejectedRecord {
        let record = unsafe block.records[index]
        let fault = block.faults[Int(record.fault) - 1]
        return RejectedRecord(
            number: block.firstRecordNumber + Int64(index), line: record.line,
            byteOffset: record.byteOffset, column: fault.column, rule: fault.rule,
            reason: fault.reason, columns: [text(of: record, in: block)])
    }

    /// The record as it stands in the file, decoded.
    private func text(of record: RecordSpan, in block: RecordBlock) -> String {
        let text = unsafe Text(
            start: UnsafePointer(block.bytes + Int(record.start)), count: Int(record.length))
        return text.string
    }

    /// The name of a column, which may be a member of the element that a record is made of.
    private func columnName(
        _ name: String, of field: PlannedField, _ run: borrowing RecordRun
    ) -> String {
        guard field.parent < 0, plan.eaches[field.record] != nil,
            name == "." || name.hasPrefix("./")
        else { return name }
        return elementName(field.record, run) + name.dropFirst()
    }

    /// The array, or its element, that no record could be made of: the last that was looked at.
    private func eachName(_ run: borrowing RecordRun) -> String? {
        run.eachRecord < 0 ? nil : elementName(run.eachRecord, run)
    }

    private func elementName(_ record: Int, _ run: borrowing RecordRun) -> String {
        let element = run.elements[Int(run.records[record].nest)]
        return (plan.eaches[record] ?? "") + (element >= 0 ? "/\(element)" : "")
    }

    /// The source's column as the partner knows it; a template's field by its own name.
    ///
    /// In an element it goes on from the column that holds it: `/items/2/qty`.
    private func columnName(of op: Int, _ run: borrowing RecordRun) -> String {
        let field = plan.fields[op]
        var name =
            switch field.spec.source {
            case .column(let name): columnName(name, of: field, run)
            case .columnNumber(let number):
                number <= columns.count ? columns[number - 1] : String(number)
            case .constant, .template, .coalesce, .concat, .sequence: field.spec.name
            }
        if field.parent >= 0 {
            name = columnName(of: field.parent, run) + (name.hasPrefix("/") ? "" : "/") + name
        }
        let nest = Int(run.ops[op].nest)
        if nest >= 0, run.elements[nest] >= 0 { name += "/\(run.elements[nest])" }
        return name
    }
}

/// Why no more of a file can be mapped.
package enum MappingFailure: Error, Hashable, Sendable {
    /// A scratch file failed, or programs can't be run: trying again can help.
    case system(SystemError)
    /// A program had to be ended over so many records; the last of them begins there.
    case program(losses: Int, line: Int64, byteOffset: Int64)
}

extension RecordRun {
    /// A key without a value is a fault.
    @inline(__always) mutating func checkKey(
        _ range: TableRange, _ faultyOp: inout Int
    ) -> Fault {
        for index in Int(range.first)..<Int(range.first + range.count) {
            let output = outputs[Int(key[index])]
            if output.kind == .null || output.count == 2 && output.kind == .text {
                faultyOp = Int(key[index])
                culprit = arena.text(ArenaRange())
                return .emptyKey
            }
        }
        return .none
    }

    /// A hash over the fields of `unique` as they were written; nil where one has no value.
    func uniqueKey() -> KeyHash? {
        var making = KeyHash.Making()
        for index in 0..<unique.count {
            let output = outputs[Int(unique[index])]
            if output.kind == .null || output.count == 2 && output.kind == .text { return nil }
            making.add(
                data.text(from: Int(output.start), to: Int(output.start + output.count)))
        }
        return making.finish()
    }

    /// Puts the record behind the batch's payload; false, and nothing done, when the batch would
    /// get too large.
    @inline(__always)
    mutating func append(
        to batch: inout BatchState, head: Text, number: Int64, line: Int64, sequence: Int64
    ) -> Bool {
        let before = batch.payload.count
        // The key's texts are parts of the data.
        batch.payload.reserve(
            head.count + 128 + Int(frame.afterSequence.count) + data.count * (1 + key.count)
                + 4 * key.count)
        var out = ByteCursor(batch.payload)
        if batch.records > 0 {
            out.put(UInt8(ascii: ","))
            out.put(UInt8(ascii: "\n"))
        }
        out.put(head)
        out.put(number, &numberDigits)
        out.put(arena.text(frame.afterNumber))
        out.put(line, &lineDigits)
        out.put(arena.text(frame.afterLine))
        out.put(sequence, &sequenceDigits)
        out.put(arena.text(frame.afterSequence))
        for index in 0..<key.count {
            if index > 0 { out.put(UInt8(ascii: ",")) }
            out.put(UInt8(ascii: "\""))
            out.put(text(of: outputs[Int(key[index])]))
            out.put(UInt8(ascii: "\""))
        }
        out.put(arena.text(frame.afterKey))
        out.put(long: data.text)
        out.put(UInt8(ascii: "}"))
        batch.payload.count = out.count
        if batch.payload.count > batch.byteLimit, batch.records > 0 {
            batch.payload.count = before
            batch.isFull = true
            return false
        }
        return true
    }
}

extension RecordBlock {
    /// Where reading stands before that record of the block: what a checkpoint keeps. The index may
    /// be the number of records, which is the block's end.
    package func position(before record: Int) -> ReadPosition {
        guard record < recordCount else { return end }
        let span = unsafe records[record]
        return ReadPosition(
            byteOffset: span.byteOffset, line: span.line,
            records: firstRecordNumber + Int64(record) - 1)
    }
}

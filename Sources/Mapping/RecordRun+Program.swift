import JQ
import Platform
import Vocabulary

/// Data that has been through a program, and what keys and conditions look at in it.
extension RecordRun {
    /// Sends the record's data through its program, and waits. False when no record is made of it.
    mutating func putThroughProgram(_ record: RecordOp, _ faultyOp: inout Int) -> Fault {
        guard let session else { return .none }
        session.begin()
        unsafe session.ask(data.text.bytes, of: Int(record.program))
        do throws(SystemError) {
            try session.answer()
        } catch {
            failure = error
            return .machine
        }
        return take(0, of: record, &faultyOp)
    }

    /// Takes the answer as the record's data; `nothing` when there is none, and no fault either.
    mutating func take(_ answer: Int, of record: RecordOp, _ faultyOp: inout Int) -> Fault {
        guard let session else { return .none }
        let outcome = session.outcome(answer)
        if outcome == .object {
            data.count = 0
            unsafe session.withText(answer) { text in
                unsafe data.append(Text(text))
            }
            observeResult(from: record.observed)
            return checkResultKey(record.key, &faultyOp)
        }
        faultyOp = -1
        first.count = 0
        unsafe session.withText(answer) { text in
            unsafe first.append(Text(text))
        }
        culprit = first.text
        return Fault(outcome)
    }

    /// The key is made of what a program gives: anything.
    private mutating func checkResultKey(_ range: TableRange, _ faultyOp: inout Int) -> Fault {
        let fault = checkKey(range, &faultyOp)
        guard fault == .none else { return fault }
        for index in Int(range.first)..<Int(range.first + range.count)
        where outputs[Int(key[index])].kind == .structured {
            faultyOp = Int(key[index])
            culprit = text(of: outputs[faultyOp])
            return .structuredKey
        }
        return .none
    }

    private mutating func observeResult(from root: Int32) {
        forgetResults(below: root)
        var at = 0
        observeMembers(&at, root)
    }

    private func forgetResults(below node: Int32) {
        var child = pathNodes[Int(node)].firstChild
        while child >= 0 {
            let op = Int(pathNodes[Int(child)].member)
            if op >= 0 { outputs[op].kind = .null }
            forgetResults(below: child)
            child = pathNodes[Int(child)].sibling
        }
    }

    /// An object of the data, which is JSON of our own and has no white space.
    private mutating func observeMembers(_ at: inout Int, _ node: Int32) {
        at += 1
        while data[at] != UInt8(ascii: "}") {
            if data[at] == UInt8(ascii: ",") { at += 1 }
            let nameStart = at + 1
            skipString(&at)
            let member = child(of: node, named: data.text(from: nameStart, to: at - 1))
            at += 1
            let start = at
            if member >= 0, data[at] == UInt8(ascii: "{"), pathNodes[Int(member)].firstChild >= 0 {
                observeMembers(&at, member)
            } else {
                skipValue(&at)
            }
            if member >= 0, pathNodes[Int(member)].member >= 0 {
                observe(Int(pathNodes[Int(member)].member), start, to: at)
            }
        }
        at += 1
    }

    private func skipString(_ at: inout Int) {
        at += 1
        while data[at] != UInt8(ascii: "\"") { at += data[at] == UInt8(ascii: "\\") ? 2 : 1 }
        at += 1
    }

    private func skipValue(_ at: inout Int) {
        var depth = 0
        while true {
            switch data[at] {
            case UInt8(ascii: "\""): skipString(&at)
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                at += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return }
                depth -= 1
                at += 1
            case UInt8(ascii: ","):
                if depth == 0 { return }
                at += 1
            default: at += 1
            }
        }
    }
}

extension Text {
    /// Somebody else's bytes, with as many behind them that may be read.
    fileprivate init(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else {
            // No byte of it is looked at.
            unsafe self.init(start: UnsafePointer(bitPattern: 1)!, count: 0)
            return
        }
        unsafe self.init(start: start.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    }

    var bytes: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: start, count: count) }
}

extension Fault {
    fileprivate init(_ outcome: JQOutcome) {
        switch outcome {
        case .object: self = .none
        case .nothing: self = .nothing
        case .error: self = .programError
        case .several: self = .programSeveral
        case .notObject: self = .programNoObject
        case .inexact: self = .programInexact
        case .noNumber: self = .programNoNumber
        case .tooDeep: self = .programTooDeep
        case .tooLarge: self = .tooLarge
        case .outOfTime: self = .programOutOfTime
        case .crashed: self = .programCrashed
        }
    }
}

import Glibc
import JQ
import LibJQ

/// Answers on standard output what is asked on standard input.
struct RecordServer: ~Copyable {
    private var programs = ProgramList()
    private var question: [UInt8] = []
    private var answer = JQFrame()

    /// Until there is no more to read; false when what is read makes no sense, or nobody reads the
    /// answers.
    mutating func run() -> Bool {
        guard read() else { return question.isEmpty }
        guard compile(), write() else { return false }
        while read() {
            guard runPrograms(), write() else { return false }
        }
        return question.isEmpty
    }

    /// The next question; false when there is none.
    private mutating func read() -> Bool {
        question.removeAll(keepingCapacity: true)
        var length: UInt32 = 0
        guard
            unsafe withUnsafeMutableBytes(of: &length, { unsafe readAll(into: $0) })
        else { return false }
        question = unsafe [UInt8](unsafeUninitializedCapacity: Int(length)) { memory, count in
            count = unsafe readAll(into: UnsafeMutableRawBufferPointer(memory)) ? memory.count : 0
        }
        return question.count == length
    }

    private func readAll(into memory: UnsafeMutableRawBufferPointer) -> Bool {
        var at = 0
        while at < memory.count {
            let count = unsafe Glibc.read(STDIN_FILENO, memory.baseAddress! + at, memory.count - at)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            at += count
        }
        return true
    }

    private mutating func write() -> Bool {
        answer.close()
        return unsafe answer.bytes.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let count = unsafe Glibc.write(
                    STDOUT_FILENO, bytes.baseAddress! + at, bytes.count - at)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return false }
                at += count
            }
            return true
        }
    }

    private mutating func compile() -> Bool {
        var reader = JQFrameReader(question, end: question.count)
        guard reader.number() == JQFrame.version, let count = reader.number() else { return false }
        answer.reset()
        for _ in 0..<count {
            guard let text = reader.string() else { return false }
            let mistakes = programs.add(text)
            answer.add(mistakes.count)
            for mistake in mistakes {
                answer.add(mistake.line)
                answer.add(mistake.column ?? 0)
                answer.add(mistake.word)
                answer.add(mistake.message)
            }
        }
        return true
    }

    /// Runs programs over as many records as one answer has room for.
    private mutating func runPrograms() -> Bool {
        var reader = JQFrameReader(question, end: question.count)
        guard let count = reader.number() else { return false }
        answer.reset()
        answer.add(0)
        var left = JQLimits.result
        for index in 0..<count {
            guard let program = reader.number(), program < programs.count,
                let record = reader.text()
            else { return false }
            let start = answer.bytes.count
            answer.add(0)
            TimeLimit.begin(record: index)
            let outcome = answer.addText { out in
                unsafe question.withUnsafeBytes {
                    unsafe programs.run(
                        program, over: UnsafeRawBufferPointer(rebasing: $0[record]), into: &out,
                        most: left)
                }
            }
            if outcome == .tooLarge, index > 0 {
                // The answer has no room for it: it is asked for again, and comes first then.
                answer.cut(to: start)
                break
            }
            answer.set(Int(outcome.rawValue), at: start)
            answer.set(index + 1, at: JQFrame.lengthBytes)
            left -= answer.bytes.count - start - 8
        }
        TimeLimit.end()
        return true
    }
}

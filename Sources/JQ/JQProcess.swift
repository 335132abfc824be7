import Glibc
import Platform

/// A running `hopper-jq` with its programs compiled.
///
/// It is used by one thread at a time, and handed on by whoever has no use for it any more; that is
/// why it may call itself Sendable.
final class JQProcess: @unchecked Sendable {
    let programs: [String]
    private var companion: CompanionProcess

    /// Bytes behind an answer that may be read.
    static let slack = 32

    private init(_ programs: [String], _ companion: consuming CompanionProcess) {
        self.programs = programs
        self.companion = companion
    }

    /// Starts a process and has it compile the programs.
    /// - Returns: nil where there are mistakes; they are told for each program.
    static func start(
        _ programs: [String]
    ) throws(SystemError) -> (process: JQProcess?, mistakes: [[JQMistake]]) {
        let path = try located()
        let process = JQProcess(
            programs,
            try CompanionProcess(
                ChildProcess.Command(
                    program: path, arguments: [], environment: ["SWIFT_BACKTRACE=enable=no"],
                    directory: "/", memory: JQLimits.memory)))
        var frame = JQFrame()
        frame.add(JQFrame.version)
        frame.add(programs.count)
        for program in programs { frame.add(program) }
        frame.close()
        guard let answer = process.answer(to: frame),
            let mistakes = mistakes(in: answer, of: programs.count)
        else { throw SystemError("start", on: path, code: EPIPE) }
        return (mistakes.allSatisfy(\.isEmpty) ? process : nil, mistakes)
    }

    /// Asks, and waits for the answer, which has `slack` more bytes behind it. Nil when the process is
    /// gone: `reap` tells how.
    func answer(to frame: JQFrame) -> [UInt8]? {
        guard unsafe frame.bytes.withUnsafeBytes({ unsafe companion.send($0) }) else { return nil }
        var length: UInt32 = 0
        guard
            unsafe withUnsafeMutableBytes(of: &length, { unsafe companion.receive(into: $0) }),
            length <= Self.mostBytes
        else { return nil }
        var isWhole = false
        let answer = unsafe [UInt8](unsafeUninitializedCapacity: Int(length) + Self.slack) {
            memory, count in
            unsafe memory.initialize(repeating: 0)
            count = memory.count
            let content = unsafe UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(memory)[..<Int(length)])
            isWhole = unsafe companion.receive(into: content)
        }
        return isWhole ? answer : nil
    }

    var number: CInt { companion.process }

    /// How the process ended. Call it once, when it is gone.
    func reap() -> ChildProcess.Ending { companion.reap() }

    /// No answer is longer: results have a limit all together.
    private static let mostBytes = UInt32(JQLimits.result + 1 << 20)

    private static func mistakes(in answer: [UInt8], of count: Int) -> [[JQMistake]]? {
        var reader = JQFrameReader(answer, end: answer.count - slack)
        var all: [[JQMistake]] = []
        for _ in 0..<count {
            guard let count = reader.number() else { return nil }
            var mistakes: [JQMistake] = []
            for _ in 0..<count {
                guard let line = reader.number(), let column = reader.number(),
                    let word = reader.string(), let message = reader.string()
                else { return nil }
                mistakes.append(
                    JQMistake(
                        line: line, column: column == 0 ? nil : column, word: word,
                        message: message))
            }
            all.append(mistakes)
        }
        return all
    }

    /// Beside the running program, or where `make install` puts it.
    private static func located() throws(SystemError) -> String {
        var memory = [UInt8](repeating: 0, count: 4096)
        let count = unsafe memory.withUnsafeMutableBytes {
            unsafe readlink("/proc/self/exe", $0.baseAddress!, $0.count)
        }
        guard count > 0 else { throw SystemError("readlink", on: "/proc/self/exe") }
        let own = String(decoding: memory[..<count], as: UTF8.self)
        let directory = own.prefix(upTo: own.lastIndex(of: "/") ?? own.startIndex)
        let beside = "\(directory)/hopper-jq"
        if unsafe access(beside, X_OK) == 0 { return beside }
        return "\(directory)/../libexec/hopper/hopper-jq"
    }
}

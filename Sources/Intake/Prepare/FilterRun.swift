import Formats
import Glibc
import Platform
import Vocabulary

/// Why a program did not make of a file what is to be read.
enum FilterFailure: Error {
    /// The file is set aside. What the program said may hold a partner's data: `reason` is for the
    /// ledger and the receipt, `brief`, without it, for the journal.
    case refused(reason: String, brief: String)
    /// Somebody or the kernel killed it: worth a few more attempts.
    case killed(brief: String)
    /// Nobody wants its output any more.
    case stopped
    /// There is no room for its output.
    case noRoom
    /// The machine is at fault.
    case system(String)
}

/// One run of a feed's program over one file.
struct FilterRun {
    let program: FilterProgram
    let expansionLimit: Int
    /// The program's own directory: where it runs, its HOME and its TMPDIR.
    let scratch: String
    /// Asked some ten times a second while the program runs; false kills it.
    var isWanted: () -> Bool = { true }
    /// Takes only the output's first so many bytes.
    var most: Int64?

    /// Characters of what the program said that go into the reason.
    private static let saidLimit = 500

    /// Runs the program to its end, and hands its output on.
    func run(
        over input: borrowing FileDescriptor,
        into take: (UnsafeRawBufferPointer) throws(SystemError) -> Void
    ) throws(FilterFailure) {
        let name = (program.run.first ?? "").printable()
        guard let path = program.located else {
            throw .system("the program \(name) of its pipe is not here, or may not be run")
        }
        let report: ChildProcess.Report
        var count: Int64 = 0
        let limit: Int64
        do throws(SystemError) {
            limit = program.outputLimit(size: try input.status().size, expansion: expansionLimit)
            var process = try ChildProcess(command(path), input: input)
            report = try unsafe process.attend(for: program.timeout, isWanted: isWanted) {
                piece throws(SystemError) in
                var length = min(Int64(piece.count), limit - count)
                if let most { length = min(length, most - count) }
                count += Int64(piece.count)
                if length > 0 {
                    try unsafe take(UnsafeRawBufferPointer(rebasing: piece[..<Int(length)]))
                }
                return count <= limit && count < most ?? .max
            }
        } catch {
            throw error.isOutOfSpace ? .noRoom : .system(error.description)
        }
        let said = Self.said(report.errors)
        func refused(_ brief: String) -> FilterFailure {
            .refused(reason: said.isEmpty ? brief : "\(brief): \(said)", brief: brief)
        }
        switch report.outcome {
        case .stopped:
            if count > limit { throw refused("\(name) put out more than \(limit) bytes") }
            if let most, count >= most { return }
            throw .stopped
        case .timeOver:
            throw refused("\(name) did not end within \(program.timeout.components.seconds) s")
        case .ended(.exited(code: 0)): return
        case .ended(.exited(let code)): throw refused("\(name) ended with exit code \(code)")
        case .ended(.killed(let signal)):
            let brief = "\(name) was killed by signal \(signal)"
            // What people, systemd and the kernel short of memory end programs with.
            if [SIGHUP, SIGINT, SIGTERM, SIGKILL].contains(CInt(signal)) {
                throw .killed(brief: brief)
            }
            throw refused(brief)
        case .ended(.unknown): throw .system("nobody knows how \(name) ended")
        }
    }

    private func command(_ path: String) -> ChildProcess.Command {
        var environment = [
            "PATH": FilterProgram.directories.joined(separator: ":"), "LANG": "C.UTF-8",
            "HOME": scratch, "TMPDIR": scratch,
        ]
        environment.merge(program.environment) { $1 }
        return ChildProcess.Command(
            program: path, arguments: Array(program.run.dropFirst()),
            environment: environment.map { "\($0.key)=\($0.value)" }.sorted(), directory: scratch,
            memory: program.memory)
    }

    /// The last lines of what a program wrote to its standard error, on one line and fit to be shown.
    private static func said(_ errors: [UInt8]) -> String {
        let lines = String(decoding: errors, as: UTF8.self).split(whereSeparator: \.isNewline)
            .map { String($0).trimmed.printable(limit: saidLimit) }
            .filter { !$0.isEmpty }
        var said = ""
        for line in lines.reversed() {
            let longer = said.isEmpty ? line : "\(line); \(said)"
            if longer.unicodeScalars.count > saidLimit { break }
            said = longer
        }
        return said
    }
}

extension String {
    fileprivate var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

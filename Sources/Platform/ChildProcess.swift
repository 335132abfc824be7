import CPlatform
import Glibc

/// A running program with one owner: killed, with its process group, when it goes out of scope.
///
/// It is not run by a shell, and inherits no descriptor and no environment. It ends with the thread
/// that started it (PR_SET_PDEATHSIG), so that thread must stay until the program has ended.
package struct ChildProcess: ~Copyable {
    /// What is run, and how.
    package struct Command: Sendable {
        /// An absolute path.
        package var program: String
        /// Without the program's own name.
        package var arguments: [String]
        /// `NAME=value`; all that the program gets.
        package var environment: [String]
        /// Where it runs.
        package var directory: String
        /// The most memory for data (RLIMIT_DATA), in bytes; nil leaves it as it is.
        package var memory: Int64?

        package init(
            program: String, arguments: [String], environment: [String], directory: String,
            memory: Int64? = nil
        ) {
            self.program = program
            self.arguments = arguments
            self.environment = environment
            self.directory = directory
            self.memory = memory
        }
    }

    /// How a program ended.
    package enum Ending: Hashable, Sendable {
        case exited(code: Int)
        case killed(signal: Int)
        /// Somebody else has taken its status.
        case unknown
    }

    let output: FileDescriptor
    let errors: FileDescriptor
    /// Tells poll(2) when the program ends; -1 on a kernel that can't.
    let ending: FileDescriptor
    private let process: pid_t
    private var isReaped = false

    /// Starts the program with `input` as its standard input.
    /// - Throws: what execve(2), fork(2) or pipe(2) say; `ENOENT` also where a script's interpreter is
    ///   missing.
    package init(_ command: Command, input: borrowing FileDescriptor) throws(SystemError) {
        let output = try Pipe()
        let errors = try Pipe()
        let number = unsafe Self.withTexts([command.program] + command.arguments) { arguments in
            unsafe Self.withTexts(command.environment) { environment in
                unsafe command.program.withCString { program in
                    unsafe command.directory.withCString { directory in
                        var spawn = unsafe hopper_spawn(
                            program: program, arguments: arguments, environment: environment,
                            directory: directory, input: input.number,
                            output: output.its.number, errors: errors.its.number,
                            data_limit: UInt64(max(0, command.memory ?? 0)),
                            outlives_thread: 0)
                        return unsafe hopper_start_program(&spawn)
                    }
                }
            }
        }
        guard number > 0 else {
            throw SystemError("start", on: command.program, code: -number)
        }
        process = number
        self.output = output.ours
        self.errors = errors.ours
        ending = FileDescriptor(owning: hopper_pidfd(number))
    }

    deinit {
        if !isReaped {
            kill(-process, SIGKILL)
            _ = hopper_reap(process)
        }
    }

    /// Whether the program itself has ended; what it started may still run.
    var hasEnded: Bool { hopper_has_ended(process) != 0 }

    /// Kills the program, and everything in its process group.
    func killGroup() { kill(-process, SIGKILL) }

    /// Waits for the program's end, and takes its status. Call it once.
    mutating func reap() -> Ending {
        isReaped = true
        return Ending(hopper_reap(process))
    }

    private struct Pipe: ~Copyable {
        /// Does not block.
        let ours: FileDescriptor
        let its: FileDescriptor

        init() throws(SystemError) {
            var ends: [CInt] = [-1, -1]
            guard unsafe hopper_output_pipe(&ends) == 0 else {
                throw SystemError("pipe", on: "a program")
            }
            ours = FileDescriptor(owning: ends[0])
            its = FileDescriptor(owning: ends[1])
        }
    }

    static func withTexts<Result>(
        _ texts: [String],
        _ body: (UnsafePointer<UnsafeMutablePointer<CChar>?>) -> Result
    ) -> Result {
        var pointers = unsafe texts.map { unsafe strdup($0) }
        unsafe pointers.append(nil)
        defer { unsafe pointers.forEach { unsafe free($0) } }
        return unsafe pointers.withUnsafeBufferPointer { unsafe body($0.baseAddress!) }
    }
}

extension ChildProcess.Ending {
    /// - Parameter status: as `hopper_reap` gives it.
    init(_ status: CInt) {
        switch status {
        case ..<0: self = .unknown
        case ..<256: self = .exited(code: Int(status))
        default: self = .killed(signal: Int(status) - 256)
        }
    }
}

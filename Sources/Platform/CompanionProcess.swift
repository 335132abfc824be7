import CPlatform
import Glibc

/// A program that answers over a socket what it is asked, with one owner: killed when it goes out of
/// scope.
///
/// The socket is its standard input and output; it ends by itself when there is no more to read. As
/// `ChildProcess` it is not run by a shell, and inherits no descriptor and no environment, but it may
/// be handed from thread to thread, and outlives the one that started it.
package struct CompanionProcess: ~Copyable, Sendable {
    private let socket: FileDescriptor
    /// Its number.
    package let process: CInt
    private var isReaped = false

    /// Starts the program.
    /// - Throws: what execve(2), fork(2) or socketpair(2) say.
    package init(_ command: ChildProcess.Command) throws(SystemError) {
        var ends: [CInt] = [-1, -1]
        guard unsafe hopper_socket_pair(&ends) == 0 else {
            throw SystemError("socketpair", on: command.program)
        }
        let ours = FileDescriptor(owning: ends[0])
        let its = FileDescriptor(owning: ends[1])
        let errors = try FileDescriptor.open("/dev/null", O_WRONLY)
        let number = unsafe ChildProcess.withTexts([command.program] + command.arguments) {
            arguments in
            unsafe ChildProcess.withTexts(command.environment) { environment in
                unsafe command.program.withCString { program in
                    unsafe command.directory.withCString { directory in
                        var spawn = unsafe hopper_spawn(
                            program: program, arguments: arguments, environment: environment,
                            directory: directory, input: its.number, output: its.number,
                            errors: errors.number,
                            data_limit: UInt64(max(0, command.memory ?? 0)), outlives_thread: 1)
                        return unsafe hopper_start_program(&spawn)
                    }
                }
            }
        }
        guard number > 0 else {
            throw SystemError("start", on: command.program, code: -number)
        }
        process = number
        socket = ours
    }

    deinit {
        guard !isReaped else { return }
        kill(-process, SIGKILL)
        _ = hopper_reap(process)
    }

    /// Writes all of it; false when the program is gone.
    package func send(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return true }
        return unsafe hopper_send_all(socket.number, start, bytes.count) == 0
    }

    /// Fills the buffer; false when the program ends before it is full.
    package func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
        guard let start = buffer.baseAddress else { return true }
        return unsafe hopper_receive_all(socket.number, start, buffer.count) == 0
    }

    /// How it ended, when `send` or `receive` has said that it is gone; otherwise it is killed first.
    /// Call it once.
    package mutating func reap() -> ChildProcess.Ending {
        isReaped = true
        // What ends already is not killed any more.
        kill(-process, SIGKILL)
        return ChildProcess.Ending(hopper_reap(process))
    }
}

import Foundation

extension BuiltProgram {
    /// Runs the program to its end with a terminal for its stdout, as for a person; `output` is what
    /// the terminal got, with plain line feeds. One that has not ended after a minute is killed.
    package func runOnTerminal(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Outcome {
        var master: Int32 = -1
        var terminal: Int32 = -1
        guard unsafe openpty(&master, &terminal, nil, nil, nil) == 0 else {
            throw CocoaError(.fileReadUnknown)
        }
        defer { close(master) }
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        var inherited = ProcessInfo.processInfo.environment
        inherited["NO_COLOR"] = nil
        inherited["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = inherited.merging(environment) { $1 }
        process.standardOutput = FileHandle(fileDescriptor: terminal, closeOnDealloc: false)
        process.standardError = FileHandle.nullDevice
        try process.run()
        close(terminal)
        let deadline = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: deadline)
        defer { deadline.cancel() }
        var written: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            // The terminal is gone (EIO) once nobody has its other end open any more.
            let count = unsafe read(master, &buffer, buffer.count)
            if count <= 0 { break }
            written += buffer[..<count]
        }
        process.waitUntilExit()
        let output = String(decoding: written, as: UTF8.self)
        return Outcome(
            code: process.terminationStatus,
            output: output.replacingOccurrences(of: "\r\n", with: "\n"), errors: "")
    }
}

package import Foundation

/// A program of this package as the tests' own build made it.
package struct BuiltProgram: Sendable {
    package let url: URL

    /// The programs stand beside the test bundle in the build directory.
    package init(_ name: String) {
        let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        url = bundle.deletingLastPathComponent().appendingPathComponent(name)
    }

    /// How a run ended, and what it wrote.
    package struct Outcome: Hashable, Sendable {
        package let code: Int32
        package let output: String
        package let errors: String
    }

    /// Runs the program to its end; one that has not ended after a minute is killed.
    package func run(_ arguments: [String]) throws -> Outcome {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        // A file can't fill up as a pipe can while the other one is being read.
        let errors = FileManager.default.temporaryDirectory
            .appendingPathComponent("errors-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errors.path, contents: nil)
        defer { try? FileManager.default.removeItem(at: errors) }
        let errorsHandle = try FileHandle(forWritingTo: errors)
        defer { try? errorsHandle.close() }
        process.standardError = errorsHandle
        let output = Pipe()
        defer { try? output.fileHandleForReading.close() }
        process.standardOutput = output
        try process.run()
        // The number alone: what the process holds open would stay so until then.
        let number = process.processIdentifier
        let deadline = DispatchWorkItem { kill(number, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: deadline)
        defer { deadline.cancel() }
        let written = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}

import Glibc

/// A program that a feed's files go through before they are read: what `pipe:` says.
package struct FilterProgram: Hashable, Sendable {
    /// The program, by an absolute path or a name to be looked up, and its arguments as they are.
    package var run: [String]
    package var timeout: Duration = .seconds(300)
    /// The most bytes it may put out; nil goes by the file's size.
    package var output: Int64?
    /// The most memory for the data of each of its processes, in bytes.
    package var memory: Int64 = 512 << 20
    /// What it finds in its environment beside what every program gets.
    package var environment: [String: String] = [:]

    package init(run: [String]) { self.run = run }

    /// Where programs are looked up, whatever Hopper's own PATH.
    package static let directories = ["/usr/local/bin", "/usr/bin", "/bin"]

    /// Output that is allowed in any case, however small the file.
    private static let freeOutput: Int64 = 64 << 20

    /// The most bytes that it may put out for a file of `size` bytes.
    package func outputLimit(size: Int64, expansion: Int) -> Int64 {
        if let output { return output }
        let (product, isTooLarge) = size.multipliedReportingOverflow(by: Int64(expansion))
        return isTooLarge ? .max : max(product, Self.freeOutput)
    }

    /// The program's path; nil when there is no such program here, or it may not be run.
    package var located: String? {
        guard let name = run.first else { return nil }
        if name.utf8.first == UInt8(ascii: "/") { return Self.isProgram(name) ? name : nil }
        guard !name.contains("/") else { return nil }
        return Self.directories.map { $0 + "/" + name }.first(where: Self.isProgram)
    }

    private static func isProgram(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            && access(path, X_OK) == 0
    }
}

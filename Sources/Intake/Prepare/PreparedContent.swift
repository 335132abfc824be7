package import Formats
import Glibc
import Platform
import Vocabulary

/// What is read of a file: the file itself or, where its feed has a `pipe`, what the program makes of
/// it. Everybody who reads a file's records gets at them through this.
package final class PreparedContent {
    /// For `openRecordReader`; good as long as this object lives.
    package let path: String
    /// The output of a program, which has no name.
    private let output: FileDescriptor?

    /// Content that is there already.
    /// - Parameter path: of the file, where it has no pipe, or of what was prepared of it.
    package init(at path: String) {
        self.path = path
        output = nil
    }

    /// Runs the feed's program, if it has one, over the file at `path`, into a file without a name.
    /// - Parameters:
    ///   - place: the directory of that file and of the program's own ones; nil: where programs keep
    ///     large temporary files.
    ///   - most: takes only the output's first so many bytes.
    /// - Throws: `unreadable` with rule `pipe`.
    package init(
        of path: String, as format: FormatSpec, in place: String? = nil, most: Int64? = nil,
        isWanted: @escaping () -> Bool = { true }
    ) throws(FormatError) {
        guard let program = format.filter else {
            self.path = path
            output = nil
            return
        }
        do throws(FilterFailure) {
            let file = try Self.output(
                of: program, over: path, format, in: place ?? Self.temporaryDirectory, most,
                isWanted)
            let number = file.number
            output = consume file
            // Opened anew at each reading, so that each has a position of its own.
            self.path = "/proc/self/fd/\(number)"
        } catch {
            throw FormatError(error)
        }
    }

    private static func output(
        of program: FilterProgram, over path: String, _ format: FormatSpec, in place: String,
        _ most: Int64?, _ isWanted: @escaping () -> Bool
    ) throws(FilterFailure) -> FileDescriptor {
        let file = try onMachine { () throws(SystemError) in try nameless(in: place) }
        let input = try onMachine { () throws(SystemError) in
            try FileDescriptor.open(path, O_RDONLY)
        }
        let scratch = try onMachine { () throws(SystemError) in try FilterScratch(in: place) }
        try unsafe FilterRun(
            program: program, expansionLimit: format.expansionLimit, scratch: scratch.path,
            isWanted: isWanted, most: most
        ).run(over: input) { piece throws(SystemError) in try unsafe file.writeAll(piece) }
        return file
    }

    private static func nameless(in place: String) throws(SystemError) -> FileDescriptor {
        // Not O_TMPFILE, which not every file system has.
        let path = "\(place)/.filtered-\(String(UInt64.random(in: .min ... .max), radix: 36))"
        let file = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o600)
        unsafe _ = unlink(path)
        return file
    }

    /// `TMPDIR`, or `/var/tmp`.
    private static var temporaryDirectory: String {
        let given = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? ""
        return given.utf8.first == UInt8(ascii: "/") ? given : "/var/tmp"
    }
}

extension FormatError {
    init(_ failure: FilterFailure) {
        switch failure {
        case .refused(let reason, brief: _):
            self = .unreadable(rule: "pipe", reason: reason, line: nil, byteOffset: nil)
        case .killed(let brief): self = .system(brief)
        case .stopped: self = .system("stopped")
        case .noRoom: self = .system("no room for what its program puts out")
        case .system(let reason): self = .system(reason)
        }
    }
}

/// What a step that is not the program's own fails with.
func onMachine<Result: ~Copyable>(
    _ body: () throws(SystemError) -> Result
) throws(FilterFailure) -> Result {
    do throws(SystemError) {
        return try body()
    } catch {
        throw error.isOutOfSpace ? .noRoom : .system(error.description)
    }
}

import Compression
import Glibc
import Vocabulary

/// The first member of a zip archive as a file that a dry run can read: unpacked into a file without
/// a name, which is gone with the process.
struct ArchiveMember {
    /// Where it can be read, as long as the process runs.
    let path: String
    let name: String
    /// Of the archive.
    let members: Int

    /// `member data.csv`, and of how many it is the first.
    var shown: String {
        "member \(name.printable(limit: 100))" + (members > 1 ? ", the first of \(members)" : "")
    }

    private static let mostEntries = 10_000
    private static let office = "office"

    /// Nil for what is no zip archive.
    ///
    /// - Parameter limit: bytes of its content that are enough.
    static func first(of path: String, limit: Int64 = .max) throws(CommandFailure) -> ArchiveMember?
    {
        guard isArchive(path) else { return nil }
        do throws(CompressionError) {
            let archive = try ZipArchive(path: path, mostEntries: mostEntries)
            if archive.isOfficeDocument { throw .unsupported(kind: office) }
            let members = archive.entries.filter { entry in
                entry.kind == .file && entry.baseName.first != UInt8(ascii: ".")
                    && !entry.name.starts(with: "__MACOSX/".utf8)
            }
            guard let first = members.first else {
                throw .corrupt(reason: "there is no file in it", byteOffset: 0)
            }
            let unpacked = try unpack(first, of: archive, limit: limit)
            return ArchiveMember(
                path: unpacked, name: String(decoding: first.baseName, as: UTF8.self),
                members: members.count)
        } catch {
            throw failure(error, path)
        }
    }

    private static func isArchive(_ path: String) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: CompressionKind.lookahead)
        let count = unsafe bytes.withUnsafeMutableBytes {
            unsafe pread(descriptor, $0.baseAddress, $0.count, 0)
        }
        return CompressionKind(firstBytes: bytes.prefix(max(0, count))) == .zip
    }

    private static func unpack(
        _ entry: ZipEntry, of archive: ZipArchive, limit: Int64
    ) throws(CompressionError) -> String {
        let member = try ZipMember(entry, of: archive)
        let directory = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(directory)/hopperctl-XXXXXX".utf8CString)
        let file = unsafe template.withUnsafeMutableBufferPointer {
            guard let path = $0.baseAddress else { return Int32(-1) }
            let descriptor = unsafe mkstemp(path)
            if descriptor >= 0 { unsafe unlink(path) }
            return descriptor
        }
        guard file >= 0 else {
            throw .system("\(directory): \(unsafe String(cString: strerror(errno)))")
        }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { unsafe room.deallocate() }
        var written: Int64 = 0
        while written < limit {
            let count = try unsafe member.read(into: room)
            if count == 0 { break }
            guard unsafe write(file, room.baseAddress, count) == count else {
                throw .system("\(directory): \(unsafe String(cString: strerror(errno)))")
            }
            written += Int64(count)
        }
        return "/proc/self/fd/\(file)"
    }

    static func failure(_ error: CompressionError, _ path: String) -> CommandFailure {
        let reason: String
        switch error {
        case .system(let system): return .unreachable(system.printable())
        case .unsupported(office):
            reason =
                "it is a document, such as an Excel workbook, and no archive of files: save it as CSV, "
                + "or give the feed a program that makes CSV of it, such as "
                + "pipe: [xlsx2csv, /dev/stdin]"
        case .unsupported(let kind): reason = "\(kind) is not supported"
        case .corrupt(let damage, let offset): reason = "damaged at byte \(offset): \(damage)"
        case .tooLarge: reason = "it expands too far to be a file of records"
        }
        return CommandFailure(code: .foundWrong, message: "\(path.printable()): \(reason)")
    }
}

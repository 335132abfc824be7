import Compression
import Configuration
import Digest
import Formats
import Glibc
import Outbox
import Platform
import Vocabulary

/// Why an archive can't be unpacked, or not now.
enum UnpackFailure: Error {
    /// For good: the archive is set aside.
    case unreadable(FileReading.Unreadable)
    /// There is no room now.
    case noRoom(String)
    case system(String)
}

/// An archive on its way into `work/`, member by member and step by step. Belongs to the worker
/// whose turn the archive has.
///
/// Unless `keepCopies` was called, the copies are removed with the value.
final class Unpacking {
    private let claim: ClaimedFile
    private let archive: ZipArchive
    private let plan: UnpackPlan
    private let workSpace: WorkSpace
    private var next = 0
    private var current: (member: UnpackPlan.Member, content: ZipMember, workName: String)?
    private var copy: FileBox?
    private var hash = SHA256()
    private var ownsCopies = true
    private(set) var members: [ClaimedFile] = []
    private(set) var troubles: UnpackTroubles

    /// An archive with more is set aside.
    static let mostMembers = 10_000
    /// Content that any archive may have, however well it is compressed.
    private static let freeExpansion: Int64 = 1 << 20

    var passedOver: Int { plan.passedOver }

    /// - Parameters:
    ///   - partner: as it was configured when the archive was claimed.
    ///   - reserve: bytes that must stay free on the device of `work/`.
    init(
        _ claim: ClaimedFile, own: Feed, feeds: [Feed], in workSpace: WorkSpace, reserve: Int64
    ) throws(UnpackFailure) {
        self.claim = claim
        self.workSpace = workSpace
        do throws(CompressionError) {
            archive = try ZipArchive(
                path: workSpace.path(of: claim.workName), mostEntries: Self.mostMembers)
        } catch {
            throw Self.failure(error)
        }
        if archive.isOfficeDocument {
            throw .unreadable(
                FileReading.Unreadable(
                    rule: "archive",
                    reason: "it is a document, such as an Excel workbook, and no archive of files: "
                        + "save it as CSV"))
        }
        plan = UnpackPlan(archive.entries, archive: claim.name, own: own, feeds: feeds)
        troubles = plan.troubles
        let (product, overflows) = claim.size.multipliedReportingOverflow(
            by: Int64(own.format.expansionLimit))
        let limit = max(Self.freeExpansion, overflows ? .max : product)
        guard let size = plan.size, size <= limit else {
            throw .unreadable(
                FileReading.Unreadable(
                    rule: "expansion",
                    reason: "its members have more than the \(limit) bytes allowed for its size"))
        }
        guard !plan.members.isEmpty || troubles.count > 0 else {
            throw .unreadable(
                FileReading.Unreadable(rule: "empty", reason: "the archive has no members"))
        }
        guard let free = try? workSpace.work.freeBytes(), free - reserve < size else { return }
        throw .noRoom(
            "its members have \(size) bytes, and the state directory's device \(free) free, of "
                + "which \(reserve) must stay free")
    }

    deinit {
        if let current { workSpace.discard(current.workName) }
        if ownsCopies { for member in members { workSpace.discard(member.workName) } }
    }

    /// The outbox knows them.
    func keepCopies() { ownsCopies = false }

    /// Unpacks on, about `limit` bytes; true when every member is whole and durable in `work/` (the
    /// names after `work` has been synchronized).
    func step(
        limit: Int, through buffer: UnsafeMutableRawBufferPointer, at now: Timestamp
    ) throws(UnpackFailure) -> Bool {
        var left = limit
        while left > 0 {
            guard current != nil || next < plan.members.count else { return true }
            do throws(CompressionError) {
                // Opening and syncing a file costs something, too.
                left -= unsafe try copySome(through: buffer, at: now) + 4096
            } catch {
                try dropCurrent(error)
            }
        }
        return false
    }

    private func copySome(
        through buffer: UnsafeMutableRawBufferPointer, at now: Timestamp
    ) throws(CompressionError) -> Int {
        if current == nil { try open(plan.members[next]) }
        guard let current, let copy else { return 0 }
        let count = unsafe try current.content.read(into: buffer)
        do throws(SystemError) {
            if count > 0 {
                let piece = unsafe UnsafeRawBufferPointer(rebasing: buffer[..<count])
                unsafe hash.update(piece)
                unsafe try copy.descriptor.writeAll(piece)
            } else {
                try copy.descriptor.synchronize()
                finish(current.member, current.workName, at: now)
            }
        } catch {
            throw .system("\(error.call): \(error.reason)")
        }
        return count
    }

    private func open(_ member: UnpackPlan.Member) throws(CompressionError) {
        next += 1
        let workName = workSpace.newName(for: EntryName(bytes: member.entry.baseName))
        let content = try ZipMember(member.entry, of: archive)
        do throws(SystemError) {
            copy = FileBox(
                try workSpace.work.open(
                    Array(workName.utf8), O_RDWR | O_CREAT | O_EXCL, mode: 0o640))
        } catch {
            throw .system("\(error.call): \(error.reason)")
        }
        hash = SHA256()
        current = (member, content, workName)
    }

    private func finish(_ member: UnpackPlan.Member, _ workName: String, at now: Timestamp) {
        var used = SHA256()
        swap(&used, &hash)
        members.append(
            ClaimedFile(
                feed: member.feed.name, name: member.name,
                content: ContentHash(bytes: used.finish()), size: member.entry.size,
                workName: workName,
                source: SourceIdentity(
                    device: 0, inode: 0, size: member.entry.size, modifiedAtNanoseconds: 0,
                    changedAtNanoseconds: 0),
                revision: claim.revision, claimedAt: now,
                skipsDuplicates: member.feed.duplicates == .skip,
                isHeldBack: member.feed.release == .wholeFile))
        current = nil
        copy = nil
    }

    /// A damaged member costs that member; a failing device is another matter.
    private func dropCurrent(_ error: CompressionError) throws(UnpackFailure) {
        if case .system = error { throw Self.failure(error) }
        if let current { workSpace.discard(current.workName) }
        current = nil
        copy = nil
        // The one that was opened last.
        let name = UnpackPlan.shown(plan.members[next - 1].entry)
        switch error {
        case .corrupt(let reason, let offset):
            troubles.add(name, "damaged: \(reason) (byte \(offset))")
        case .unsupported(let kind):
            troubles.add(name, "compressed by \(kind), which is not supported")
        case .tooLarge, .system: break
        }
    }

    private static func failure(_ error: CompressionError) -> UnpackFailure {
        switch error {
        case .corrupt(let reason, let offset):
            .unreadable(
                FileReading.Unreadable(
                    rule: "compression",
                    reason: "the zip archive is damaged: \(reason) (byte \(offset))"))
        case .system(let reason): .system(reason)
        case .unsupported, .tooLarge:
            .unreadable(FileReading.Unreadable(rule: "compression", reason: "\(error)"))
        }
    }
}

/// A descriptor in an optional.
private final class FileBox {
    let descriptor: FileDescriptor
    init(_ descriptor: consuming FileDescriptor) { self.descriptor = descriptor }
}

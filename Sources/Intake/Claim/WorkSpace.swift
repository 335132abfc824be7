package import Configuration
import Glibc
import Outbox
package import Platform
package import Vocabulary

/// Hopper's own copies of the files it has taken in: `work/` while they are read, `archive/` and
/// `quarantine/` afterwards, there in a directory for each day (UTC) on which they were claimed.
package final class WorkSpace: Sendable {
    package enum Shelf: Hashable, Sendable { case archive, quarantine }

    let work: BeneathDirectory
    private let archive: BeneathDirectory
    private let quarantine: BeneathDirectory
    private let serial: Monitor<(boot: Int64, count: Int)>

    /// Makes the three directories where they are missing.
    package init(_ settings: Settings, clock: SteadyClock) throws(SystemError) {
        for path in [
            settings.workDirectory, settings.archiveDirectory, settings.quarantineDirectory,
        ] {
            try BeneathDirectory.create(path)
        }
        work = try BeneathDirectory(at: settings.workDirectory)
        archive = try BeneathDirectory(at: settings.archiveDirectory)
        quarantine = try BeneathDirectory(at: settings.quarantineDirectory)
        serial = Monitor((clock.milliseconds * 1296 + .random(in: 0..<1296), 0))
    }

    /// A name in `work/` that was never used before, and that a person will recognize.
    func newName(for name: EntryName) -> String {
        let (boot, count) = serial.withLock {
            $0.count += 1
            return $0
        }
        return "\(String(boot, radix: 36))-\(String(count, radix: 36))-\(name.fileName(limit: 160))"
    }

    /// The path of a file that is being read, for its reader.
    func path(of workName: String) -> String { "\(work.path)/\(workName)" }

    /// The path of a file wherever its state says that it lies.
    func path(of summary: FileSummary) -> String {
        let name = Self.shelfPath(workName: summary.workName, claimedAt: summary.claimedAt)
        switch summary.state {
        case .archived: return "\(archive.path)/\(name)"
        case .quarantined: return "\(quarantine.path)/\(name)"
        case .reading, .duplicate: return path(of: summary.workName)
        }
    }

    /// Where a finished file lies below `archive/` or `quarantine/`: `2026-11-23/NAME`.
    package static func shelfPath(workName: String, claimedAt: Timestamp) -> String {
        "\(day(of: claimedAt))/\(workName)"
    }

    private static func day(of instant: Timestamp) -> CivilDate {
        CivilDate(daysSinceEpoch: Int((instant.milliseconds - floorRest(instant)) / 86_400_000))
    }

    private static func floorRest(_ instant: Timestamp) -> Int64 {
        let rest = instant.milliseconds % 86_400_000
        return rest < 0 ? rest + 86_400_000 : rest
    }

    /// The name in `work/` of what a pipe's program made of a file. No copy is ever called so: each
    /// has a number of its own in front.
    static func preparedName(of workName: String) -> String { workName + ".prepared" }

    func preparedPath(of claim: ClaimedFile) -> String {
        path(of: Self.preparedName(of: claim.workName))
    }

    /// Whether what a program made of the file is there: then it is whole.
    func isPrepared(_ claim: ClaimedFile) throws(SystemError) -> Bool {
        try work.status(of: Array(Self.preparedName(of: claim.workName).utf8)) != nil
    }

    /// The name in `work/` of what a file's side file said of it.
    static func manifestName(of workName: String) -> String { workName + ".manifest" }

    /// Keeps a manifest beside a copy; the content is durable on return, the name after the
    /// directory has been synchronized.
    func keepManifest(_ content: [UInt8], of workName: String) throws(SystemError) {
        let file = try DurableFile(in: work)
        try file.write(content)
        try file.commit(as: Array(Self.manifestName(of: workName).utf8), in: work)
    }

    /// What was kept of a file's manifest; nil where it had none.
    func manifest(of workName: String) throws(SystemError) -> [UInt8]? {
        let name = Array(Self.manifestName(of: workName).utf8)
        guard try work.status(of: name) != nil else { return nil }
        return try Self.content(of: try work.open(name, O_RDONLY), limit: FileManifest.sizeLimit)
    }

    func discardManifest(of workName: String) { discard(Self.manifestName(of: workName)) }

    /// The beginning of a small file.
    static func content(
        of file: borrowing FileDescriptor, limit: Int
    ) throws(SystemError) -> [UInt8] {
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: limit, alignment: 16)
        defer { unsafe room.deallocate() }
        var count = 0
        while count < limit {
            let more = try unsafe file.read(into: .init(rebasing: room[count...]))
            if more == 0 { break }
            count += more
        }
        return unsafe [UInt8](room[..<count])
    }

    /// Gives what a program made of the file its name, durably.
    func keep(
        _ output: consuming DurableFile, preparedOf claim: ClaimedFile
    ) throws(FilterFailure) {
        do throws(SystemError) {
            let name = Array(Self.preparedName(of: claim.workName).utf8)
            try output.commit(as: name, in: work)
            try work.synchronize()
        } catch {
            throw error.isOutOfSpace ? .noRoom : .system(error.description)
        }
    }

    func discardPrepared(_ claim: ClaimedFile) {
        discard(Self.preparedName(of: claim.workName))
    }

    /// Removes a copy that is not needed; what can't be removed is an orphan at the next start.
    func discard(_ workName: String) { _ = try? work.remove(Array(workName.utf8)) }

    /// Moves a file that was read from `work/` to its shelf, durably.
    func put(_ claim: ClaimedFile, on shelf: Shelf) throws(SystemError) {
        let name = Array(claim.workName.utf8)
        let day = Array("\(Self.day(of: claim.claimedAt))".utf8)
        switch shelf {
        case .archive: try move(name, to: try archive.directory(day, creating: true))
        case .quarantine: try move(name, to: try quarantine.directory(day, creating: true))
        }
    }

    private func move(
        _ name: [UInt8], to directory: consuming BeneathDirectory
    ) throws(SystemError) {
        try Self.transfer(name, from: work, to: directory)
        try directory.synchronize()
        try work.synchronize()
    }

    /// A rename, or a durable copy where the shelf is on a device of its own.
    private static func transfer(
        _ name: [UInt8], from: borrowing BeneathDirectory, to: borrowing BeneathDirectory
    ) throws(SystemError) {
        do throws(SystemError) {
            return try from.rename(name, to: name, in: to, replacing: true)
        } catch {
            guard error.code == EXDEV else { throw error }
        }
        try copy(name, from: from, as: name, in: to)
        try to.synchronize()
        try from.remove(name)
    }

    /// The content is durable on return, the name after the directory has been synchronized.
    private static func copy(
        _ name: [UInt8], from: borrowing BeneathDirectory, as newName: [UInt8],
        in to: borrowing BeneathDirectory
    ) throws(SystemError) {
        let source = try from.open(name, O_RDONLY)
        let copy = try DurableFile(in: to)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { unsafe buffer.deallocate() }
        while true {
            let count = unsafe try source.read(into: buffer)
            if count == 0 { break }
            try copy.write(unsafe [UInt8](buffer[..<count]))
        }
        try copy.commit(as: newName, in: to)
    }

    /// Makes sure that a file which the ledger says is being read lies in `work/`: a crash may have
    /// left it on a shelf already. False when it is nowhere.
    func fetchBack(_ claim: ClaimedFile) throws(SystemError) -> Bool {
        let name = Array(claim.workName.utf8)
        if try work.status(of: name) != nil { return true }
        let day = Array("\(Self.day(of: claim.claimedAt))".utf8)
        if try archive.status(of: day) != nil,
            try fetch(name, from: try archive.directory(day))
        {
            return true
        }
        if try quarantine.status(of: day) != nil {
            return try fetch(name, from: try quarantine.directory(day))
        }
        return false
    }

    private func fetch(
        _ name: [UInt8], from directory: consuming BeneathDirectory
    ) throws(SystemError) -> Bool {
        guard try directory.status(of: name) != nil else { return false }
        try Self.transfer(name, from: directory, to: work)
        try work.synchronize()
        try directory.synchronize()
        return true
    }

    /// Puts a finished file under a name of its own in `work/` again, durably, and leaves it where it
    /// lies: a second name of the same bytes, which nobody writes to, or a copy where the shelf is
    /// on a device of its own. False when it is not there.
    func bring(_ file: FileSummary, as workName: String) throws(SystemError) -> Bool {
        let name = Array(file.workName.utf8)
        let day = Array("\(Self.day(of: file.claimedAt))".utf8)
        do throws(SystemError) {
            if file.state == .archived {
                try Self.bring(name, from: try archive.directory(day), as: workName, in: work)
            } else {
                try Self.bring(name, from: try quarantine.directory(day), as: workName, in: work)
            }
        } catch {
            if error.isNoEntry { return false }
            throw error
        }
        try work.synchronize()
        return true
    }

    private static func bring(
        _ name: [UInt8], from shelf: consuming BeneathDirectory, as workName: String,
        in work: borrowing BeneathDirectory
    ) throws(SystemError) {
        do throws(SystemError) {
            return try shelf.link(name, as: Array(workName.utf8), in: work)
        } catch {
            // Another device, a file system without links or with too many, or a file of another
            // owner (protected_hardlinks, proc(5)).
            guard [EXDEV, EPERM, EMLINK, EOPNOTSUPP].contains(error.code) else { throw error }
        }
        try copy(name, from: shelf, as: Array(workName.utf8), in: work)
    }

    /// Removes what lies in `work/` and belongs to none of the `known` copies: copies whose claim was
    /// never registered, or was a duplicate, and what programs were at. Gives their number.
    func removeOrphans(keeping copies: Set<String>) throws(SystemError) -> Int {
        let known = copies.union(copies.map(Self.preparedName))
            .union(copies.map(Self.manifestName))
        var orphans: [[UInt8]] = []
        try work.forEachName { name in
            if !known.contains(String(decoding: name, as: UTF8.self)) { orphans.append(name) }
            return true
        }
        for name in orphans {
            do throws(SystemError) {
                try work.remove(name)
            } catch {
                // A program's own directory. Should it resist, it only takes up room.
                guard error.code == EISDIR else { throw error }
                try? work.removeTree(name)
            }
        }
        if !orphans.isEmpty { try work.synchronize() }
        return orphans.count
    }

    /// Removes the days of a shelf that ended before `instant`; stops when `isStopping` says so.
    /// Gives the number of files removed.
    package func purge(
        _ shelf: Shelf, before instant: Timestamp, isStopping: () -> Bool = { false }
    ) throws(SystemError) -> Int {
        switch shelf {
        case .archive: try Self.purge(archive, Self.day(of: instant), isStopping)
        case .quarantine: try Self.purge(quarantine, Self.day(of: instant), isStopping)
        }
    }

    private static func purge(
        _ shelf: borrowing BeneathDirectory, _ day: CivilDate, _ isStopping: () -> Bool
    ) throws(SystemError) -> Int {
        let first = Array("\(day)".utf8)
        var days: [[UInt8]] = []
        try shelf.forEachName { name in
            if name.count == first.count, name.lexicographicallyPrecedes(first) {
                days.append(name)
            }
            return true
        }
        var removed = 0
        for day in days {
            let directory = try shelf.directory(day)
            var names: [[UInt8]] = []
            repeat {
                names.removeAll(keepingCapacity: true)
                try directory.forEachName { name in
                    names.append(name)
                    return names.count < 1000
                }
                for name in names where try directory.remove(name) {
                    removed += 1
                    CrashPoint.reached("retention.removed")
                }
                if isStopping() { return removed }
            } while names.count == 1000
            try shelf.removeDirectory(day)
        }
        return removed
    }
}

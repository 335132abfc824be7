import CPlatform
import Glibc
import Platform
import SQLite

/// The steps between a path and a database that may be trusted.
enum Opening {
    /// What a new outbox is laid out in. Every page a commit touches goes to the log whole: with
    /// compressed payloads 8 KiB commits a small chunk in half the time of 32 KiB, and large ones
    /// no slower.
    static let pageSize = 8192
    /// Pages of the write-ahead log after which it is checkpointed: 64 MiB.
    static let checkpointPages = (64 << 20) / pageSize
    /// Shared memory set aside for the write-ahead log's index: enough for a log of 1 GiB.
    private static let indexBytes: off_t = 1 << 20
    private static let checkpointPatience = Duration.seconds(10)

    /// Opens the one connection that writes. What an earlier process acknowledged but the device may
    /// not have kept is settled first: the log is checkpointed whole, before anything is read.
    static func writer(
        _ path: String, steps: [Migration] = Migration.all
    ) throws(SQLiteError) -> Connection {
        try refuseSmallBlocksWithoutRoom(path)
        try makePrivate(path)
        var connection = try Connection(path, .readWrite)
        connection.waitWhenBusy(milliseconds: 10_000)
        // Only an empty file takes these two; on any other they change nothing.
        try connection.execute("PRAGMA page_size = \(pageSize)")
        try connection.execute("PRAGMA mmap_size = 0")
        // To its end: the mode is told before it is written, and for that there may be no room.
        try connection.execute("PRAGMA journal_mode = WAL")
        let mode = try connection.first("PRAGMA journal_mode") { $0.text(0) }
        guard mode == "wal" else {
            throw SQLiteError(
                .unusable, "\(path): the file system can't keep a write-ahead log")
        }
        try connection.execute("PRAGMA synchronous = FULL")
        try proveDurable(&connection, path: path)
        try synchronizeDirectory(of: path)
        try connection.execute(
            """
            -- Not wal_autocheckpoint = 0: it would take the connection's own log hook away.
            PRAGMA journal_size_limit = \(2 * checkpointPages * pageSize);
            PRAGMA secure_delete = FAST;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -4096;
            """)
        try Migration.bringUpToDate(&connection, path: path, steps: steps)
        return connection
    }

    /// Opens a connection that only reads; the database and its log are never made by it.
    static func reader(_ path: String) throws(SQLiteError) -> Connection {
        var connection = try Connection(path, .readOnly)
        connection.waitWhenBusy(milliseconds: 10_000)
        try connection.execute(
            """
            PRAGMA mmap_size = 0;
            PRAGMA query_only = ON;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -1024;
            """)
        let version = try Migration.version(of: &connection, path: path)
        guard version == Migration.all.count else {
            throw SQLiteError(
                .unusable,
                "\(path) has schema \(version), not \(Migration.all.count): start hopperd once, "
                    + "so that it is brought up to date")
        }
        return connection
    }

    /// After a write that failed, a new process recovers the log from the page cache, and what it
    /// then acknowledges on top of it can be lost in a power cut. A full checkpoint that syncs, and
    /// comes back with nothing left over, rules that out.
    private static func proveDurable(
        _ connection: inout Connection, path: String
    ) throws(SQLiteError) {
        var outcome: (Int, Int, Int)?
        let end = ContinuousClock.now + checkpointPatience
        repeat {
            outcome = try connection.first("PRAGMA wal_checkpoint(TRUNCATE)") {
                ($0.int(0), $0.int(1), $0.int(2))
            }
            // A command that closes the outbox at this moment holds the checkpoint's lock, for which
            // SQLite does not wait.
            guard let outcome, outcome.0 == 1 else { break }
            _ = poll(nil, 0, 50)
        } while ContinuousClock.now < end
        guard let outcome, outcome == (0, 0, 0) else {
            throw SQLiteError(
                .busy,
                "\(path): the write-ahead log could not be checkpointed "
                    + "(\(outcome.map { "\($0)|\($1)|\($2)" } ?? "no answer")); "
                    + "another process is reading the outbox")
        }
    }

    private static func synchronizeDirectory(of path: String) throws(SQLiteError) {
        let end = path.lastIndex(of: "/")
        let directory = end.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        do throws(SystemError) {
            try FileDescriptor.open(directory, O_RDONLY | O_DIRECTORY).synchronize()
        } catch {
            throw SQLiteError(.deviceFailed, "\(error)")
        }
    }

    /// SQLite maps `-shm` and makes sure of its room only once per 4 KiB: on a full device with
    /// smaller blocks a later store to it kills the process (SIGBUS). So room for the whole index
    /// is taken up front; where that fails, only small blocks are a reason to stop.
    ///
    /// - Returns: the open file, to be kept until every connection of this process is closed:
    ///   closing any descriptor of it would take SQLite's own locks on it away (fcntl(2)).
    static func setAsideIndex(_ path: String) throws(SQLiteError) -> FileDescriptor {
        do throws(SystemError) {
            let file = try FileDescriptor.open(path + "-shm", O_RDWR)
            let code = posix_fallocate(file.number, 0, indexBytes)
            if code != 0, try blockSize(of: path) < 4096 {
                throw SystemError("posix_fallocate", on: path + "-shm", code: code)
            }
            return file
        } catch {
            throw SQLiteError(error.isOutOfSpace ? .full : .deviceFailed, "\(error)")
        }
    }

    /// Makes the file itself, so that only owner and group can read it; SQLite gives its log and
    /// index the same mode. A file that is there is not touched.
    private static func makePrivate(_ path: String) throws(SQLiteError) {
        do throws(SystemError) {
            _ = try FileDescriptor.open(path, O_RDWR | O_CREAT | O_EXCL, mode: 0o640)
        } catch {
            if error.code == EEXIST { return }
            throw SQLiteError(error.isOutOfSpace ? .full : .unusable, "\(error)")
        }
    }

    /// The index of the log exists for a moment before `setAsideIndex` can help it; with small
    /// blocks and no room that moment is not risked.
    private static func refuseSmallBlocksWithoutRoom(_ path: String) throws(SQLiteError) {
        let end = path.lastIndex(of: "/")
        let directory = end.map { String(path[...$0]) } ?? "."
        var figures = statvfs()
        guard unsafe statvfs(directory, &figures) == 0 else {
            throw SQLiteError(.unusable, "\(SystemError("statvfs", on: directory))")
        }
        if figures.f_frsize < 4096, figures.f_bavail * figures.f_frsize < 1 << 20 {
            throw SQLiteError(
                .full, "\(directory): less than 1 MiB is free, too little to open the outbox")
        }
    }

    private static func blockSize(of path: String) throws(SystemError) -> UInt {
        var figures = statvfs()
        guard unsafe statvfs(path, &figures) == 0 else { throw SystemError("statvfs", on: path) }
        return figures.f_frsize
    }
}

extension OutboxError {
    /// A failure to open the outbox at `path`: whatever it was, its message says where.
    init(_ error: SQLiteError, opening path: String) {
        let text = error.description
        let placed = text.contains(path) ? text : "the outbox \(path) can't be opened: \(text)"
        self.init(SQLiteError(error.kind, code: error.code, placed))
    }

    init(_ error: SQLiteError) {
        switch error.kind {
        case .full: self = .full(error.description)
        case .deviceFailed: self = .deviceFailed(error.description)
        case .unusable: self = .unusable(error.description)
        case .busy: self = .failed(error.description)
        case .other: self = .failed(error.description)
        }
    }
}

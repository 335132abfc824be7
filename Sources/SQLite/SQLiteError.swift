import CSQLite
import Glibc

/// An SQLite call that failed: what was attempted, and SQLite's own words for why.
package struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the failure means for whoever holds the database.
    package enum Kind: Hashable, Sendable {
        /// No room on the device, or the database is at its size limit. The transaction is undone.
        case full
        /// The device failed to read, write or sync.
        case deviceFailed
        /// The file is not a database, is damaged, or can't be opened.
        case unusable
        /// Someone else holds a lock for longer than the busy timeout.
        case busy
        /// An SQL error, a broken constraint, misuse.
        case other
    }

    package let kind: Kind
    /// SQLite's extended result code; `SQLITE_ERROR` for what did not come from SQLite.
    package let code: CInt
    package let description: String

    package init(_ kind: Kind, code: CInt = SQLITE_ERROR, _ description: String) {
        self.kind = kind
        self.code = code
        self.description = description
    }

    /// - Parameter systemError: `errno` of the failed system call, 0 if there was none.
    init(code: CInt, message: String, systemError: CInt, attempting what: String) {
        let reason = systemError == 0 ? "" : unsafe " (\(String(cString: strerror(systemError))))"
        // Of several statements the first will do: a message is one line.
        let step = what.prefix { $0 != "\n" && $0 != ";" }
        self.init(
            Self.kind(of: code, systemError: systemError), code: code,
            "\(step): \(message)\(reason) [SQLite \(code)]")
    }

    static func kind(of code: CInt, systemError: CInt) -> Kind {
        switch code & 0xff {
        case SQLITE_FULL: return .full
        case SQLITE_IOERR:
            // A write that found no room left nothing behind that was acknowledged; a sync that
            // failed, for whatever reason, may have lost what was written before it.
            let lacksRoom = systemError == ENOSPC || systemError == EDQUOT
            let isSync = code == sqliteIOErrorFsync || code == sqliteIOErrorDirectoryFsync
            return lacksRoom && !isSync ? .full : .deviceFailed
        case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY:
            return .unusable
        case SQLITE_BUSY, SQLITE_LOCKED: return .busy
        default: return .other
        }
    }
}

// Macros that Swift can't import: SQLITE_IOERR | (n << 8).
private let sqliteIOErrorFsync: CInt = SQLITE_IOERR | 4 << 8
private let sqliteIOErrorDirectoryFsync: CInt = SQLITE_IOERR | 5 << 8

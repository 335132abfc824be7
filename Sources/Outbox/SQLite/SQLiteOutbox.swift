import Glibc
import Platform
import SQLite
import Synchronization
import Vocabulary

/// The outbox in one SQLite database: write-ahead log, `synchronous=FULL`, one connection that
/// writes and others that read beside it.
///
/// Pages that purging frees are used again; the file keeps the size it once had.
package final class SQLiteOutbox: OutboxStore {
    package enum Mode: Hashable, Sendable {
        /// The one daemon: takes the lock, makes and migrates the database.
        case daemon
        /// `hopperctl` while the daemon is down: as `daemon`, but for an outbox that exists.
        case offlineWriter
        /// Beside a running daemon: reads only, without the lock.
        case readOnly
    }

    let path: String
    /// Nil when opened for reading only.
    let writer: Desk<OutboxWriter>?
    /// For dispatch, so that it never waits for a commit's sync or an operator's question.
    let dispatching: Desk<Connection>
    /// For everyone else's questions.
    let questions: Desk<Connection>
    let leases = Mutex(LeaseBook())
    let payloads: Mutex<PayloadCache>
    let receipts: ReceiptVersions
    let codec: PayloadCodec
    /// As of the last commit; the log's size is looked up when asked for.
    let pages: Mutex<PageCounts>
    /// The log's index, room for it taken; closed after the connections.
    private let index: Mutex<FileDescriptor?>
    private let lock: Mutex<OutboxLock?>

    /// Opens the outbox at `path`. Whatever was acknowledged in it is on the device when this
    /// returns (see `Opening`).
    ///
    /// - Parameter compression: the zstd level of payloads; nil stores them as they are.
    /// - Parameter payloadCache: bytes of payloads committed last that are kept in memory.
    /// - Parameter expansion: `limits.expansion`, output bytes an input byte may become.
    /// - Throws: `inUse` when another process holds the lock; `unusable` when it is not an outbox,
    ///   is damaged, is missing (but for the daemon), or was written by a newer version; `full`;
    ///   `deviceFailed`.
    package static func open(
        _ path: String, mode: Mode, compression: Int? = 1, payloadCache: Int = 2 << 20,
        expansion: Int = 200
    ) throws(OutboxError) -> SQLiteOutbox {
        if mode != .daemon, unsafe access(path, F_OK) != 0 {
            throw .unusable(
                errno == EACCES
                    ? "\(path): permission denied; be root or in the group of hopperd"
                    : "there is no outbox at \(path)")
        }
        let lock = mode == .readOnly ? nil : try OutboxLock(outbox: path)
        do throws(SQLiteError) {
            let receipts = ReceiptVersions()
            var writer: Desk<OutboxWriter>?
            var index: FileDescriptor?
            if mode != .readOnly {
                writer = Desk(
                    OutboxWriter(
                        try Opening.writer(path), receipts: receipts, expansion: expansion))
                index = try Opening.setAsideIndex(path)
            }
            var questions = try Opening.reader(path)
            let pages = try PageCounts(&questions)
            return SQLiteOutbox(
                path, lock: lock, index: index, writer: writer,
                dispatching: try Opening.reader(path),
                questions: questions, receipts: receipts, codec: PayloadCodec(level: compression),
                payloadCache: payloadCache, pages: pages)
        } catch {
            throw OutboxError(error, opening: path)
        }
    }

    private init(
        _ path: String, lock: consuming OutboxLock?,
        index: consuming FileDescriptor?, writer: Desk<OutboxWriter>?,
        dispatching: consuming Connection, questions: consuming Connection,
        receipts: ReceiptVersions, codec: PayloadCodec, payloadCache: Int, pages: PageCounts
    ) {
        self.path = path
        self.writer = writer
        self.dispatching = Desk(dispatching)
        self.questions = Desk(questions)
        payloads = Mutex(PayloadCache(limit: payloadCache))
        self.receipts = receipts
        self.codec = codec
        self.pages = Mutex(pages)
        self.index = Mutex(index)
        self.lock = Mutex(lock)
    }

    deinit { close() }

    /// Closes the connections and gives the lock back, whoever still holds the value; every call
    /// that needs the database fails from then on. To be called after `GroupCommitter.stop`.
    package func close() {
        dispatching.close()
        questions.close()
        // The last connection checkpoints what is left of the log; only then may others in.
        writer?.close()
        index.withLock { $0 = nil }
        lock.withLock { $0 = nil }
    }

    /// Asks a question on the connection for questions.
    func ask<Answer: Sendable>(
        _ question: (inout Connection) throws(SQLiteError) -> Answer
    ) throws(OutboxError) -> Answer {
        do throws(SQLiteError) {
            return try questions.work(question)
        } catch {
            throw OutboxError(error)
        }
    }
}

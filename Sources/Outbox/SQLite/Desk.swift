import SQLite
import Synchronization

/// A connection (or what is built on one) that one thread at a time works with, until it is closed.
///
/// The lock is held over I/O on purpose: whose turn it is on a connection is all it guards.
final class Desk<Seat: ~Copyable & Sendable>: Sendable {
    private let seat: Mutex<Seat?>

    init(_ seat: consuming Seat) { self.seat = Mutex(Optional(seat)) }

    /// - Throws: what `work` throws, and `other` once it is closed.
    func work<Answer: Sendable>(
        _ work: (inout Seat) throws(SQLiteError) -> Answer
    ) throws(SQLiteError) -> Answer {
        try seat.withLock { (seat) throws(SQLiteError) -> Answer in
            guard seat != nil else { throw SQLiteError(.other, "the outbox is closed") }
            return try work(&seat!)
        }
    }

    func close() { seat.withLock { $0 = nil } }
}

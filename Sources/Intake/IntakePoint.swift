import Platform

/// The points in the life of a file at which the crash test kills the daemon: one after each step
/// that leaves something on the device.
package enum IntakePoint: String, CaseIterable, Sendable {
    /// The first chunk of a small file has been cut; its copy is neither durable nor registered.
    case claimReadAhead = "claim.read-ahead"
    /// The copy in `work/` is whole and durable.
    case claimCopied = "claim.copied"
    /// The outbox knows the file, and has its first chunk if that was read ahead.
    case claimRegistered = "claim.registered"
    /// The original has its way-out name, and is not removed yet.
    case claimSetApart = "claim.set-apart"
    /// The original is gone.
    case claimRemoved = "claim.removed"
    /// A pipe's program has begun to put out.
    case prepareBegun = "prepare.begun"
    /// It has ended well, and what it put out has no name of its own yet.
    case prepareWritten = "prepare.written"
    /// What it put out is durable, and not read yet.
    case prepareKept = "prepare.kept"
    /// A chunk has been handed to the outbox's writer.
    case chunkSubmitted = "chunk.submitted"
    case chunkCommitted = "chunk.committed"
    /// The copy lies in `archive/` or `quarantine/`, and the outbox does not know.
    case finishMoved = "finish.moved"
    case finishCommitted = "finish.committed"
    /// An archive's members are whole and durable in `work/`, and nobody knows them.
    case unpackCopied = "unpack.copied"
    /// The archive's copy lies on its shelf, and the outbox does not know.
    case unpackMoved = "unpack.moved"
    /// The members are files of their own, and nobody reads them yet.
    case unpackCommitted = "unpack.committed"
    /// The receipt is under its name, and still owed by the ledger.
    case receiptWritten = "receipt.written"
    case receiptCommitted = "receipt.committed"

    func reached() { CrashPoint.reached(rawValue) }
}

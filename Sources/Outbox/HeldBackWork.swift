package import Vocabulary

/// What the files that are held back (`release: whole-file`) and still being read take of the
/// outbox: room that nothing gives back but their end.
package struct HeldBackWork: Hashable, Sendable {
    package var files: [HeldBackFile]
    /// Nothing else is left in the outbox that could go by itself: no delivery that is not held back,
    /// and no batch that nobody needs. Dead letters wait for a person, perhaps for months.
    package var isRestDrained: Bool
    package var hasDeadLetters: Bool

    package init(files: [HeldBackFile], isRestDrained: Bool, hasDeadLetters: Bool = false) {
        self.files = files
        self.isRestDrained = isRestDrained
        self.hasDeadLetters = hasDeadLetters
    }

    /// The file to be set aside so that the others can go on; nil while it is not certain that
    /// waiting is in vain.
    ///
    /// It is certain when these files alone keep the outbox from having room again, and when they
    /// are all there is. Of several, the one that takes most: the others may fit without it.
    /// - Parameter roomLevel: how many bytes of the outbox may be in use for it to have room again.
    package func fileThatNeverFits(roomLevel: Int64) -> HeldBackFile? {
        let total = files.reduce(0) { $0 + $1.bytes }
        guard isRestDrained || total > roomLevel else { return nil }
        return files.max { $0.bytes < $1.bytes }
    }
}

/// One of them.
package struct HeldBackFile: Hashable, Sendable {
    package var file: FileID
    /// Of its batches as they are stored, at least.
    package var bytes: Int64

    package init(file: FileID, bytes: Int64) {
        self.file = file
        self.bytes = bytes
    }
}

import Vocabulary

/// Which of the files that are held back as a whole (`release: whole-file`) is read on while the
/// outbox has little room: the one that was begun first. Several that grow side by side could fill
/// the outbox together, and none of them would come to its end.
struct HeldBackOrder {
    private var begun: [FileID] = []

    mutating func began(_ file: FileID) {
        if !begun.contains(file) { begun.append(file) }
    }

    mutating func ended(_ file: FileID) { begun.removeAll { $0 == file } }

    /// The one to be read on; nil when none has been begun, and any may be.
    /// - Parameter isAble: false for one that waits for something else than room.
    func first(where isAble: (FileID) -> Bool) -> FileID? { begun.first(where: isAble) }
}

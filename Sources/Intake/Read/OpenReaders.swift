import Vocabulary

/// Which files keep their readers open between turns, when there are more of them than may be open.
///
/// To open a reader anew can take as long as all that was read before: what is compressed is decoded
/// once more from its beginning. So one that took long to open keeps its place until it has read for
/// twice as long, and what would take long to open waits for a place. All the opening together then
/// takes at most half as long as the reading, however large the files are. Readers that open at once
/// need no place, and nobody's turn waits for one.
struct OpenReaders {
    /// Each takes a decoder, what it has read ahead, and a batch that is being made.
    static let most = 24
    /// An opening that is no reason to wait for a place.
    static let short = Duration.milliseconds(10)
    /// How long a place is kept, measured by the opening.
    static let worth = 2

    private var kept: Set<FileID> = []

    var count: Int { kept.count }

    /// Whether a file may have its turn now.
    /// - Parameter opening: how long its reader took to open last; zero for a first time.
    func mayRead(_ file: FileID, opening: Duration) -> Bool {
        kept.contains(file) || kept.count < Self.most || opening <= Self.short
    }

    /// A turn has ended, with the reader open. Whether it is to stay open; if not, it is closed.
    /// - Parameters:
    ///   - read: how long it has read since it was opened.
    ///   - isCrowded: there are more files with a turn than places.
    mutating func keeps(
        _ file: FileID, opening: Duration, read: Duration, isCrowded: Bool
    ) -> Bool {
        let keeps =
            !isCrowded
            || opening > Self.short && read < opening * Self.worth
                && (kept.contains(file) || kept.count < Self.most)
        if keeps { kept.insert(file) } else { kept.remove(file) }
        return keeps
    }

    /// The file's reader is closed, for whatever reason.
    mutating func closed(_ file: FileID) { kept.remove(file) }
}

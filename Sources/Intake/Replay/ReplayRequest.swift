package import Outbox
package import Vocabulary

/// What is to be replayed: the rows of one file, under the configuration in force.
package struct ReplayRequest: Hashable, Sendable {
    package var file: FileID
    package var rows: ReplayedRows
    /// Of the dead letters, only those of this destination.
    package var destination: String?
    /// Also if the same rows were replayed under the same configuration before.
    package var isRepeated: Bool

    package init(
        file: FileID, rows: ReplayedRows, destination: String? = nil, isRepeated: Bool = false
    ) {
        self.file = file
        self.rows = rows
        self.destination = destination
        self.isRepeated = isRepeated
    }
}

/// Why nothing is replayed, in words for people.
package enum ReplayFailure: Error, Hashable, Sendable {
    /// There is no such file.
    case unknown(String)
    /// The file can't be replayed, or not in this way.
    case refused(String)
    /// The outbox or the device failed; trying again may help.
    case failed(String)

    package var reason: String {
        switch self {
        case .unknown(let text), .refused(let text), .failed(let text): text
        }
    }
}

/// A registered replay.
package struct ReplayReport: Hashable, Sendable {
    /// The new file.
    package var file: FileID
    package var feed: FeedName
    package var name: String
    package var origin: ReplayOrigin
    package var revision: RevisionID
    /// The chosen rows; nil when all are read, whose number only reading tells.
    package var records: Int64?
    /// Rows behind that line were never read of the origin, and are replayed with its rejects.
    package var unreadFromLine: Int64?
    /// Records of the origin that destinations have got, or still get, and will get once more under
    /// new ids.
    package var sentBefore: Int64
    /// Of the rejected rows' file: accepted records that were cancelled when it was set aside, and
    /// are not part of the replay.
    package var cancelled: Int64

    package init(
        file: FileID, feed: FeedName, name: String, origin: ReplayOrigin, revision: RevisionID,
        records: Int64?, unreadFromLine: Int64?, sentBefore: Int64, cancelled: Int64 = 0
    ) {
        self.file = file
        self.feed = feed
        self.name = name
        self.origin = origin
        self.revision = revision
        self.records = records
        self.unreadFromLine = unreadFromLine
        self.sentBefore = sentBefore
        self.cancelled = cancelled
    }

    package var event: Event {
        let what =
            switch origin.rows {
            case .all: records.map { counted($0, "row") } ?? "all rows"
            case .rejected: counted(records ?? 0, "rejected row")
            case .dead: counted(records ?? 0, "dead record")
            }
        return Event(
            .fileReplayed,
            "\(name.printable()): reading \(what) of file \(origin.file) once more as \(file), "
                + "under revision \(revision)", feed: feed, file: file)
    }
}

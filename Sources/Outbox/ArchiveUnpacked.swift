package import Vocabulary

/// The end of an archive: its members become files of their own, in one transaction with its own
/// last word. A kill before it leaves an archive that is unpacked anew, one after it nothing to do.
package struct ArchiveUnpacked: Hashable, Sendable {
    package var archive: FileID
    /// In `work/`, hashed and durable; they have no entry in an inbox that is to be removed.
    package var members: [ClaimedFile]
    /// `quarantined` where some members could not be taken in: the others are all the same.
    package var state: FileFinish.FinishedState
    package var at: Timestamp

    package init(
        archive: FileID, members: [ClaimedFile], state: FileFinish.FinishedState, at: Timestamp
    ) {
        self.archive = archive
        self.members = members
        self.state = state
        self.at = at
    }
}

/// One member of an archive, as a file of its own.
package struct ArchiveMember: Hashable, Sendable {
    package var file: FileID
    package var feed: FeedName
    package var name: String
    package var state: FileState

    package init(file: FileID, feed: FeedName, name: String, state: FileState) {
        self.file = file
        self.feed = feed
        self.name = name
        self.state = state
    }
}

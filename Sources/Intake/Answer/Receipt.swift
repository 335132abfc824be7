import JSON
import Outbox
import Vocabulary

/// What a partner is told of one file: `NAME.receipt.json`.
enum Receipt {
    /// - Parameter rejectedRows: the name of the file with the rejected rows, if there is one.
    static func json(_ story: FileStory, rejectedRows: String?) -> JSONValue {
        let file = story.summary
        var members: [JSONValue.Member] = [
            .init("file", .string(file.file.text)), .init("name", .string(file.name)),
            .init("partner", .string(file.feed.partner)), .init("feed", .string(file.feed.feed)),
            .init("sha256", .string(file.content.description)),
            .init("size", .integer(file.size)), .init("state", .string(file.state.rawValue)),
        ]
        switch file.state {
        case .quarantined: members.append(.init("reason", .string(file.detail)))
        case .duplicate: members.append(.init("duplicate_of", .string(file.detail)))
        case .reading, .archived: break
        }
        if let earlier = file.newVersionOf {
            members.append(.init("new_version_of", .string(earlier.text)))
        }
        if let archive = file.archive {
            members.append(.init("archive", .string(archive.text)))
        }
        if !story.members.isEmpty {
            members.append(.init("members", .array(story.members.map(member))))
        }
        members.append(.init("claimed_at", .string(file.claimedAt.description)))
        if let finishedAt = file.finishedAt {
            members.append(.init("finished_at", .string(finishedAt.description)))
        }
        members.append(
            .init(
                "records",
                [
                    "read": .integer(file.counts.read), "accepted": .integer(file.counts.accepted),
                    "rejected": .integer(file.counts.rejected),
                    "filtered": .integer(file.counts.filtered), "made": .integer(file.counts.made),
                ]))
        if !story.rejectedBy.isEmpty {
            members.append(.init("rejected_by", .array(story.rejectedBy.map(rejected))))
        }
        if let rejectedRows { members.append(.init("rejected_rows", .string(rejectedRows))) }
        members.append(.init("destinations", .array(story.destinations.map(destination))))
        if !story.replays.isEmpty {
            members.append(.init("replays", .array(story.replays.map(replay))))
        }
        members.append(.init("delivery_ended", .boolean(file.pending == 0)))
        return .object(members)
    }

    private static func replay(_ replay: FileReplay) -> JSONValue {
        [
            "file": .string(replay.file.text), "replay_of": .string(replay.origin.text),
            "rows": .string(replay.rows.rawValue), "state": .string(replay.state.rawValue),
            "at": .string(replay.claimedAt.description), "read": .integer(replay.counts.read),
            "accepted": .integer(replay.counts.accepted),
            "rejected": .integer(replay.counts.rejected),
            "filtered": .integer(replay.counts.filtered),
        ]
    }

    /// Their own receipts tell more.
    private static func member(_ member: ArchiveMember) -> JSONValue {
        [
            "file": .string(member.file.text), "name": .string(member.name),
            "feed": .string(member.feed.feed),
            "duplicate": .boolean(member.state == .duplicate),
        ]
    }

    private static func rejected(_ count: FileStory.RejectCount) -> JSONValue {
        [
            "column": count.column.map { .string($0) } ?? .null, "rule": .string(count.rule),
            "count": .integer(count.count),
        ]
    }

    private static func destination(_ counts: FileStory.DestinationCounts) -> JSONValue {
        [
            "destination": .string(counts.destination), "contract": .string(counts.contract),
            "routed": .integer(counts.routed), "delivered": .integer(counts.delivered),
            "dead": .integer(counts.dead), "cancelled": .integer(counts.cancelled),
            "pending": .integer(counts.pending),
        ]
    }
}

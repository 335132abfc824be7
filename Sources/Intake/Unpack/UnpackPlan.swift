import Compression
import Configuration
import Vocabulary

/// What becomes of each entry of an archive: decided by the directory alone.
struct UnpackPlan {
    struct Member {
        var entry: ZipEntry
        /// `ARCHIVE.zip:PATH`, printable. Only a name: nothing is ever written under it.
        var name: String
        var feed: Feed
    }

    private(set) var members: [Member] = []
    private(set) var troubles = UnpackTroubles()
    /// Hidden files, and what macOS adds to every archive.
    private(set) var passedOver = 0
    /// Of all members' contents; nil when it can't be told in 63 bits.
    private(set) var size: Int64? = 0

    /// - Parameters:
    ///   - own: the archive's own feed.
    ///   - feeds: all of the partner's.
    init(_ entries: [ZipEntry], archive name: String, own: Feed, feeds: [Feed]) {
        var seen: Set<[UInt8]> = []
        for entry in entries {
            // Before anything is passed over by its name. An encrypted one may hide its header.
            if !entry.isConfirmed, !entry.isEncrypted {
                troubles.add(
                    Self.shown(entry),
                    "damaged: the directory and the header before its content disagree")
                continue
            }
            if entry.kind == .directory { continue }
            if entry.baseName.first == UInt8(ascii: ".")
                || entry.name.starts(with: Array("__MACOSX/".utf8))
            {
                passedOver += 1
                continue
            }
            if let reason = Self.refusal(of: entry, isFirst: seen.insert(entry.name).inserted) {
                troubles.add(Self.shown(entry), reason)
                continue
            }
            members.append(
                Member(
                    entry: entry, name: name + ":" + EntryName(bytes: entry.name).printable,
                    feed: Self.feed(for: entry, own: own, among: feeds)))
            size = size.flatMap {
                let (sum, overflows) = $0.addingReportingOverflow(entry.size)
                return overflows ? nil : sum
            }
        }
    }

    /// An entry's name for messages.
    static func shown(_ entry: ZipEntry) -> String {
        EntryName(bytes: Array(entry.name.prefix(200))).printable
    }

    private static func refusal(of entry: ZipEntry, isFirst: Bool) -> String? {
        if entry.isNameTooLong {
            return "its name is longer than \(ZipEntry.mostNameBytes) bytes"
        }
        if entry.baseName.isEmpty { return "it has no name" }
        if entry.kind == .special { return "it is a link, a device or a directory with content" }
        if entry.isEncrypted { return "it is encrypted" }
        return isFirst ? nil : "another member before it has the same name"
    }

    /// The archive's own feed if that one's `match` takes the name or none does; else the first
    /// that takes it.
    private static func feed(for entry: ZipEntry, own: Feed, among feeds: [Feed]) -> Feed {
        let name = EntryName(bytes: entry.baseName)
        return ([own] + feeds).first { DropRules.matches(name, $0.match) } ?? own
    }
}

/// Members that could not be taken in, and why: the first of them by name, the others by number.
struct UnpackTroubles {
    private(set) var count = 0
    private var first: [String] = []

    private static let mostNamed = 20

    mutating func add(_ name: String, _ reason: String) {
        count += 1
        if first.count < Self.mostNamed { first.append("\(name): \(reason)") }
    }

    /// - Parameter taken: how many members were taken in.
    func text(taken: Int) -> String {
        let more = count > first.count ? "; and \(count - first.count) more" : ""
        return "\(count) of \(counted(Int64(count + taken), "member")) could not be taken in: "
            + first.joined(separator: "; ") + more
    }
}

import Digest

/// A feed's full name: `acme/customers`.
package struct FeedName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let partner: String
    package let feed: String

    package init(partner: String, feed: String) {
        self.partner = partner
        self.feed = feed
    }

    package var description: String { "\(partner)/\(feed)" }

    package static func < (left: Self, right: Self) -> Bool {
        (left.partner, left.feed) < (right.partner, right.feed)
    }
}

/// Names one arrival of one content on one feed: 16 characters of lowercase base 32.
///
/// It is derived, not drawn: the same bytes dropped on the same feed get the same id after any
/// crash. Only a wanted second reading of the same bytes (`duplicates: process`) differs, by its
/// occurrence.
package struct FileID: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Takes the text of an id that was stored before; nil if it can't be one.
    package init?(_ text: String) {
        let allowed = text.utf8.allSatisfy { Self.alphabet.contains($0) }
        guard text.utf8.count == 16, allowed else { return nil }
        self.text = text
    }

    /// - Parameter occurrence: 1 for the first arrival of this content on this feed.
    package init(feed: FeedName, content: ContentHash, occurrence: Int) {
        var message = Array("hopper file\0\(feed.partner)\0\(feed.feed)\0\(occurrence)\0".utf8)
        message += content.bytes
        let digest = SHA256.hash(message)
        var characters: [UInt8] = []
        var bits: UInt32 = 0
        var held = 0
        for byte in digest.prefix(10) {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 5 {
                held -= 5
                characters.append(Self.alphabet[Int(bits >> held & 31)])
            }
        }
        text = String(decoding: characters, as: UTF8.self)
    }

    package var description: String { text }

    // Crockford's base 32: no i, l, o, u, so that an id read aloud stays itself.
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
}

/// Names one batch: its file's id and the batch's number in the file, `7k3m….b12`, from 1.
package struct BatchID: Hashable, Sendable, CustomStringConvertible {
    package let file: FileID
    package let number: Int

    package init(file: FileID, number: Int) {
        self.file = file
        self.number = number
    }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].first == "b", let file = FileID(String(parts[0])),
            let number = Int(parts[1].dropFirst()), number > 0
        else { return nil }
        self.init(file: file, number: number)
    }

    package var description: String { "\(file).b\(number)" }
}

/// Names one record: its file's id and the record's number in the file, `7k3m….2001`, from 1.
///
/// Every record read has a number, rejected and filtered ones too, so that a second reading gives
/// every record the same id. Where a feed makes several records of one, each has its place among
/// them behind that, `7k3m….2001.3`, from 1.
package struct RecordID: Hashable, Sendable, CustomStringConvertible {
    package let file: FileID
    package let number: Int
    /// 0 where one record is made of one.
    package let part: Int

    package init(file: FileID, number: Int, part: Int = 0) {
        self.file = file
        self.number = number
        self.part = part
    }

    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), let file = FileID(String(parts[0])),
            let number = Int(parts[1]), number > 0,
            let part = Int(parts.count > 2 ? parts[2] : "0"),
            part > 0 || parts.count == 2
        else { return nil }
        self.init(file: file, number: number, part: part)
    }

    package var description: String { "\(file).\(number)\(part > 0 ? ".\(part)" : "")" }
}

/// Names an accepted configuration: 12 hexadecimal digits of the hash over its files.
package struct RevisionID: Hashable, Sendable, CustomStringConvertible {
    package let text: String
    package init(_ text: String) { self.text = text }
    package var description: String { text }
}

import Testing
import Vocabulary

@Suite struct IdentifierTests {
    private let content = ContentHash(bytes: Array(0..<32))
    private let feed = FeedName(partner: "acme", feed: "customers")

    @Test func `the same content on the same feed has the same id`() {
        let id = FileID(feed: feed, content: content, occurrence: 1)
        #expect(id == FileID(feed: feed, content: content, occurrence: 1))
        #expect(id != FileID(feed: feed, content: content, occurrence: 2))
        #expect(
            id
                != FileID(
                    feed: FeedName(partner: "acme", feed: "orders"), content: content,
                    occurrence: 1))
        #expect(FileID(id.text) == id)
        #expect(BatchID(BatchID(file: id, number: 12).description)?.number == 12)
        #expect(RecordID(RecordID(file: id, number: 7).description)?.number == 7)
        let part = RecordID(file: id, number: 7, part: 2)
        #expect(part.description == "\(id).7.2" && RecordID(part.description) == part)
        #expect(RecordID("\(id).7.0") == nil && RecordID("\(id).7.1.1") == nil)
    }

    @Test(arguments: ["", "short", "0123456789abcdeu", "0123456789abcdefg"])
    func `what can't be an id is refused`(text: String) { #expect(FileID(text) == nil) }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
    ]) func `timestamps are written as RFC 3339`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }
}

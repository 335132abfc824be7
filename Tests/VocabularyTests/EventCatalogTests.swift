import Foundation
import Testing
import Vocabulary

@Suite struct EventCatalogTests {
    @Test(arguments: EventKind.allCases)
    func `every kind says what it means, and every duty what to do`(kind: EventKind) {
        let explanation = kind.explanation
        #expect(!explanation.meaning.isEmpty)
        let asksSomething = kind.level == .error || kind.level == .warning
        #expect((explanation.remedy != nil) == asksSomething)
        #expect((kind.messageID != nil) == asksSomething)
    }

    @Test func `message ids are 128 bits, and no two kinds share one`() {
        let ids = EventKind.allCases.compactMap(\.messageID)
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    // Journals that were written keep their ids: this one must never change.
    @Test func `a message id is the same in every version`() {
        #expect(EventKind.destinationHeld.messageID == "6078b39d5f5a783730c1cc60787fa3b0")
    }

    @Test(arguments: [
        ("systemd/hopper.catalog", EventCatalog.journalCatalog),
        ("docs/events.md", EventCatalog.markdown),
    ])
    func `the files made from the list of events are fresh (make events)`(
        file: String, text: String
    ) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let url = root.appending(path: file)
        if ProcessInfo.processInfo.environment["HOPPER_WRITE_DOCS"] == "1" {
            try Data(text.utf8).write(to: url)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == text)
    }
}

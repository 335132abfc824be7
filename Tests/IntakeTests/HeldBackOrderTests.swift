import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// Files that are held back as a whole, and would fill the outbox together.
@Suite struct HeldBackOrderTests {
    private static func file(_ number: Int, isHeldBack: Bool = true) -> FileReading {
        var claim = Sample.claim("p\(number)", "rows", isHeldBack: isHeldBack)
        claim.content = ContentHash(bytes: Array(repeating: UInt8(number), count: 32))
        return FileReading(
            UnfinishedFile(
                file: FileID(feed: claim.feed, content: claim.content, occurrence: 1), claim: claim,
                checkpoint: .start, sequenceBase: 0))
    }

    /// The files whose turns come, one after another.
    private func turns(
        _ turns: inout ReadingTurns, _ count: Int, isTight: Bool
    ) -> [FileID] {
        (0..<count).compactMap { _ in
            guard let file = turns.next(at: 0, hasRoom: true, isTight: isTight) else { return nil }
            turns.turnEnded(file, .again)
            return file.file
        }
    }

    @Test func `with little room the one that was begun first is read to its end`() {
        var turns = ReadingTurns()
        let (first, second) = (Self.file(1), Self.file(2))
        let flowing = Self.file(3, isHeldBack: false)
        for file in [first, second, flowing] { turns.add(file) }
        #expect(Set(self.turns(&turns, 3, isTight: false)).count == 3)
        let tight = self.turns(&turns, 6, isTight: true)
        #expect(tight.count { $0 == first.file } == 3)
        #expect(tight.count { $0 == flowing.file } == 3)
        // It has been read, and its last word is on its way: the second goes on only then.
        first.phase = .read(nil)
        let last = turns.next(at: 0, hasRoom: true, isTight: true)
        #expect(last?.file == first.file)
        turns.turnEnded(first, .waiting)
        #expect(turns.next(at: 0, hasRoom: true, isTight: true)?.file == flowing.file)
        turns.turnEnded(flowing, .again)
        turns.finished(first)
        #expect(Set(self.turns(&turns, 2, isTight: true)) == [second.file, flowing.file])
    }

    @Test func `one that waits for something else keeps no other from being read`() {
        var turns = ReadingTurns()
        let (first, second) = (Self.file(1), Self.file(2))
        turns.add(first)
        turns.add(second)
        #expect(Set(self.turns(&turns, 2, isTight: false)).count == 2)
        #expect(turns.next(at: 0, hasRoom: true, isTight: true)?.file == first.file)
        turns.turnEnded(first, .asleep(until: 1000))
        #expect(self.turns(&turns, 2, isTight: true) == [second.file, second.file])
        #expect(turns.next(at: 1000, hasRoom: true, isTight: true)?.file == first.file)
    }

    @Test func `it is tight when more than half of the outbox is in use`() {
        var pressure = BackPressure(outboxLimit: 1000, freeDiskLimit: 0)
        _ = pressure.measured(used: 500, free: 1)
        #expect(!pressure.isTight)
        _ = pressure.measured(used: 501, free: 1)
        #expect(pressure.isTight)
    }
}

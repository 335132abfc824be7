import Outbox
import TestSupport
import Testing
import Vocabulary

@testable import Intake

/// More files under way at once than may be open.
@Suite struct OpenReadersTests {
    private static func file(_ number: Int) -> FileReading {
        var claim = Sample.claim("p\(number)", "rows")
        claim.content = ContentHash(bytes: Array(repeating: UInt8(number), count: 32))
        return FileReading(
            UnfinishedFile(
                file: FileID(feed: claim.feed, content: claim.content, occurrence: 1), claim: claim,
                checkpoint: .start, sequenceBase: 0))
    }

    private struct Tally {
        var opening = Duration.zero
        var reading = Duration.zero
        var mostKept = 0
        /// The turn in which each file was finished.
        var finishedIn: [FileID: Int] = [:]
    }

    /// Reads all files in turns of 10 ms, as the reading room does; a reader opens at a quarter of
    /// the time that reading up to there took, if its file is compressed.
    private func read(_ files: [(file: FileReading, length: Duration, isCompressed: Bool)]) -> Tally
    {
        var turns = ReadingTurns()
        var tally = Tally()
        var state: [FileID: (left: Duration, done: Duration, isOpen: Bool)] = [:]
        for (file, length, _) in files {
            turns.add(file)
            state[file.file] = (length, .zero, false)
        }
        let compressed = Set(files.filter(\.isCompressed).map(\.file.file))
        for number in 1... {
            guard let file = turns.next(at: 0, hasRoom: true) else { break }
            var now = state[file.file]!
            if !now.isOpen {
                file.opening = compressed.contains(file.file) ? now.done / 4 : .microseconds(100)
                file.readTime = .zero
                tally.opening += file.opening
            }
            let step = min(now.left, .milliseconds(10))
            now.left -= step
            now.done += step
            file.readTime += step
            tally.reading += step
            now.isOpen = turns.readers.keeps(
                file.file, opening: file.opening, read: file.readTime,
                isCrowded: turns.lanes > OpenReaders.most)
            tally.mostKept = max(tally.mostKept, turns.readers.count)
            state[file.file] = now
            if now.left == .zero {
                tally.finishedIn[file.file] = number
                turns.finished(file)
            } else {
                turns.turnEnded(file, .again)
            }
        }
        #expect(turns.isEmpty)
        return tally
    }

    /// Each turn decoded all that had been read before.
    @Test func `many large compressed files take no longer than they are long`() {
        let tally = read((0..<60).map { (Self.file($0), .seconds(10), true) })
        #expect(tally.finishedIn.count == 60)
        #expect(tally.reading == .seconds(600))
        #expect(tally.opening < tally.reading * 0.6)
        #expect(tally.mostKept == OpenReaders.most)
    }

    @Test func `few files stay open`() {
        let tally = read((0..<24).map { (Self.file($0), .seconds(1), true) })
        #expect(tally.opening == .zero)
    }

    @Test func `a small file waits for no large one, and one that opens at once for no place`() {
        let large = (0..<60).map { (Self.file($0), Duration.seconds(10), true) }
        let small = Self.file(100)
        let plain = Self.file(101)
        let tally = read(
            large + [(small, .milliseconds(20), true), (plain, .milliseconds(200), false)])
        // Two rounds, and twenty.
        #expect(tally.finishedIn[small.file]! <= 2 * 62)
        #expect(tally.finishedIn[plain.file]! <= 20 * 62)
    }
}

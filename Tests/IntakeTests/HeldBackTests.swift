import Configuration
import Intake
import JSON
import Outbox
import Platform
import TestSupport
import Testing
import Vocabulary

/// Files with `release: whole-file` that are larger than the outbox may get.
@Suite(.timeLimit(.minutes(1))) struct HeldBackTests {
    /// Each batch's rows (100) have little in common: they are stored in not much less than they are.
    private func rows(_ count: Int, seed: UInt64) -> String {
        var state = seed
        let cells = (0..<100).map { _ in
            (0..<60).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return String(state >> 8, radix: 36)
            }.joined()
        }
        var text = "a,b\r\n"
        for number in 1...count { text += "n\(number),\(cells[number % 100])\r\n" }
        return text
    }

    @Test func `one that can never fit is set aside, and nobody waits behind it`() throws {
        let stage = try IntakeStage(outboxLimit: 2 << 20) { $0.release = .wholeFile }
        try stage.start()
        defer { stage.stop() }
        // Something that waits for a destination that does not answer, all the while.
        stage.drop(IntakeStage.rows(50), as: "pending.csv", partner: "globex")
        stage.wait(for: .fileArchived)
        // More than what is read between two measurements.
        stage.drop(rows(40_000, seed: 1), as: "large.csv")
        let told = stage.wait(for: .fileQuarantined)?.first ?? ""
        #expect(told.hasPrefix("large.csv is set aside (outbox): it is too large to be held back"))
        #expect(told.hasSuffix("the outbox may hold 2 MiB (limits.outbox)"))
        stage.drop(IntakeStage.rows(20), as: "small.csv")
        stage.drop(IntakeStage.rows(20), as: "other.csv", partner: "globex")
        stage.wait(for: .fileArchived, count: 3)
        let receipt = stage.receipt("large.csv") { $0["state"]?.text == "quarantined" }
        #expect(receipt?["reason"]?.text?.hasPrefix("outbox: it is too large") == true)
        #expect(receipt?["destinations"]?.elements?.first?["delivered"]?.int == 0)
        let ledger = try stage.store.ledger().first { $0.feed.partner == "acme" }
        #expect(ledger?.pending == 20)
        #expect(try stage.store.recount() == [])
    }

    @Test func `two that fit one after the other do not fill the outbox together`() throws {
        // Each look at it is a second later: room is measured with every chunk.
        let looks = Monitor<Int64>(0)
        let hurried = SteadyClock {
            looks.withLock {
                $0 += 1000
                return $0
            }
        }
        let limit: Int64 = 12 << 20
        let stage = try IntakeStage(outboxLimit: limit, clock: hurried, isForAll: true) {
            $0.release = .wholeFile
        }
        try stage.start()
        defer { stage.stop() }
        stage.drop(rows(17_000, seed: 1), as: "first.csv")
        stage.drop(rows(17_000, seed: 2), as: "second.csv", partner: "globex")
        stage.wait(for: .fileArchived)
        let alone = try stage.store.usage().usedBytes
        #expect(alone < limit)
        // Room comes by what is delivered; the second may hold more back by then, or not yet.
        var areBothRead = false
        for _ in 0..<3000 where !areBothRead {
            try deliverWhatWaits(stage)
            areBothRead =
                stage.heard.wait(timeout: .milliseconds(10)) { heard in
                    heard.events.filter { $0.kind == .fileArchived }.count == 2 ? true : nil
                } ?? false
        }
        #expect(stage.messages(.fileArchived).count == 2)
        #expect(stage.messages(.fileQuarantined) == [])
        #expect(try stage.store.recount() == [])
    }

    private func deliverWhatWaits(_ stage: IntakeStage) throws {
        let leased = try stage.store.lease(
            LeaseRequest(destination: "crm", now: Timestamp(milliseconds: .max), limit: 100))
        for delivery in leased.deliveries {
            _ = try stage.committer.commit(
                .settle(
                    Settlement(
                        delivery: delivery.id, at: Timestamp(milliseconds: 1),
                        delivered: delivery.records, dead: [], remaining: [], lastAnswer: "200")))
        }
    }

    private func work(_ bytes: [Int64], isRestDrained: Bool = false) -> HeldBackWork {
        HeldBackWork(
            files: bytes.enumerated().map {
                let content = ContentHash(bytes: Array(repeating: UInt8($0.offset), count: 32))
                let id = FileID(feed: IntakeStage.feed, content: content, occurrence: 1)
                return HeldBackFile(file: id, bytes: $0.element)
            }, isRestDrained: isRestDrained)
    }

    @Test(
        arguments: [
            ([], false, nil), ([], true, nil), ([900], false, nil), ([901], false, 901),
            // Something else can still go.
            ([500, 400], false, nil),
            // Nothing else can: they wait for each other.
            ([500, 400], true, 500), ([10], true, 10), ([300, 400, 201], false, 400),
        ] as [([Int64], Bool, Int64?)])
    func `only what is certain is set aside, the largest first`(
        bytes: [Int64], isRestDrained: Bool, expected: Int64?
    ) {
        let found = work(bytes, isRestDrained: isRestDrained).fileThatNeverFits(roomLevel: 900)
        #expect(found?.bytes == expected)
    }
}

import Intake
import Testing
import Vocabulary

@Suite struct FairTurnsTests {
    private let big = FeedName(partner: "big", feed: "one")
    private let other = FeedName(partner: "big", feed: "two")
    private let small = FeedName(partner: "small", feed: "one")

    @Test func `a feed's items come one after another, in order`() {
        var turns = FairTurns<String>()
        turns.append("a", to: big)
        turns.append("b", to: big)
        #expect(turns.take()?.item == "a")
        #expect(turns.take() == nil)
        turns.giveBack(big)
        #expect(turns.take()?.item == "a")
        turns.finish(big)
        #expect(turns.take()?.item == "b")
        turns.finish(big)
        #expect(turns.isEmpty)
    }

    @Test func `a huge item delays another partner's by one turn at most`() {
        var turns = FairTurns<String>()
        turns.append("huge", to: big)
        for _ in 0..<10 {
            #expect(turns.take()?.item == "huge")
            turns.giveBack(big)
        }
        turns.append("tiny", to: small)
        var served: [String] = []
        for _ in 0..<2 {
            let turn = turns.take()!
            served.append(turn.item)
            turns.giveBack(turn.feed)
        }
        #expect(served.contains("tiny"))
    }

    @Test func `partners take turns, however many feeds they have`() {
        var turns = FairTurns<String>()
        turns.append("b1", to: big)
        turns.append("b2", to: other)
        turns.append("s", to: small)
        var served: [String] = []
        for _ in 0..<8 {
            let turn = turns.take()!
            served.append(turn.item)
            turns.giveBack(turn.feed)
        }
        #expect(served.filter { $0 == "s" }.count == 4)
        #expect(served.filter { $0 == "b1" }.count == 2)
        #expect(served.filter { $0 == "b2" }.count == 2)
    }

    @Test func `items that are set aside let the others pass`() {
        var turns = FairTurns<String>()
        turns.append("waits", to: big)
        turns.append("goes", to: other)
        #expect(turns.take()?.item == "waits")
        #expect(turns.take()?.item == "goes")
        turns.giveBack(other)
        #expect(turns.take()?.item == "goes")
        turns.giveBack(big)
        #expect(turns.take()?.item == "waits")
    }

    @Test func `an item that is not allowed now keeps its place`() {
        var turns = FairTurns<String>()
        turns.append("no", to: big)
        turns.append("yes", to: small)
        #expect(turns.take { $0 == "yes" }?.item == "yes")
        #expect(turns.take { $0 == "yes" } == nil)
        #expect(!turns.canTake { $0 == "yes" })
        #expect(turns.take()?.item == "no")
    }

    @Test func `items worked on together are finished together`() {
        var turns = FairTurns<Int>()
        for number in 0..<5 { turns.append(number, to: big) }
        #expect(turns.take()?.item == 0)
        #expect(turns.following(1, of: big) == 1)
        #expect(turns.following(2, of: big) == 2)
        turns.finish(big, items: 3)
        #expect(turns.take()?.item == 3)
        #expect(turns.count == 2)
    }

    @Test func `many items pass through in order`() {
        var turns = FairTurns<Int>()
        var next = 0
        for number in 0..<1000 {
            turns.append(number, to: big)
            if number % 3 == 0 {
                #expect(turns.take()?.item == next)
                turns.finish(big)
                next += 1
            }
        }
        while let turn = turns.take() {
            #expect(turn.item == next)
            turns.finish(big)
            next += 1
        }
        #expect(next == 1000)
    }
}

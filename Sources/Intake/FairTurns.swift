package import Vocabulary

/// Whose turn it is: queues of work, one a feed, served round and round; partners take turns first,
/// then the feeds of a partner.
///
/// The items of a feed are worked on one after another, in the order in which they came: while one
/// is in someone's hands, or has been set aside to wait, the feed gives out no other. So a huge
/// item, given back after every step, never holds up another partner's small one, even with a
/// single worker.
package struct FairTurns<Item: Sendable>: Sendable {
    private struct Lane {
        var items: [Item] = []
        /// Items before it have been taken; spares moving the rest at each one.
        var head = 0
        /// The first item is in someone's hands, or set aside.
        var isHeld = false

        var first: Item? { head < items.count ? items[head] : nil }

        mutating func removeFirst() {
            head += 1
            if head == items.count {
                items.removeAll(keepingCapacity: false)
                head = 0
            } else if head > 64, head * 2 > items.count {
                items.removeFirst(head)
                head = 0
            }
        }
    }

    private struct Ring<Key: Hashable & Sendable>: Sendable {
        /// In the order in which they will be asked next.
        var keys: [Key] = []
        mutating func toBack(_ index: Int) { keys.append(keys.remove(at: index)) }
    }

    private var partners = Ring<String>()
    private var feeds: [String: Ring<FeedName>] = [:]
    private var lanesByFeed: [FeedName: Lane] = [:]

    /// Items that wait or are in someone's hands.
    package private(set) var count = 0

    package init() {}

    /// Feeds that have items.
    package var lanes: Int { lanesByFeed.count }

    package var isEmpty: Bool { count == 0 }

    /// Whether the feed has items, waiting or in someone's hands.
    package func hasItems(of feed: FeedName) -> Bool { lanesByFeed[feed] != nil }

    /// Queues an item as the feed's last.
    package mutating func append(_ item: Item, to feed: FeedName) {
        if lanesByFeed[feed] == nil {
            lanesByFeed[feed] = Lane()
            if feeds[feed.partner] == nil {
                feeds[feed.partner] = Ring()
                partners.keys.append(feed.partner)
            }
            feeds[feed.partner]?.keys.append(feed)
        }
        lanesByFeed[feed]?.items.append(item)
        count += 1
    }

    /// Hands out the next feed's first item; the feed gives out nothing else until the item is
    /// given back or done.
    /// - Parameter isAllowed: an item it refuses keeps its place, and its feed's turn.
    package mutating func take(
        where isAllowed: (Item) -> Bool = { _ in true }
    ) -> (feed: FeedName, item: Item)? {
        for (position, partner) in partners.keys.enumerated() {
            guard let ring = feeds[partner] else { continue }
            for (index, feed) in ring.keys.enumerated() {
                guard let lane = lanesByFeed[feed], !lane.isHeld, let item = lane.first,
                    isAllowed(item)
                else { continue }
                lanesByFeed[feed]?.isHeld = true
                feeds[partner]?.toBack(index)
                partners.toBack(position)
                return (feed, item)
            }
        }
        return nil
    }

    /// Whether `take` would hand something out.
    package func canTake(where isAllowed: (Item) -> Bool = { _ in true }) -> Bool {
        lanesByFeed.values.contains { lane in
            !lane.isHeld && (lane.first.map(isAllowed) ?? false)
        }
    }

    /// The item `distance` places after the first one of a feed whose first item is in the caller's
    /// hands: to be worked on together with it, and finished with one call.
    package func following(_ distance: Int, of feed: FeedName) -> Item? {
        guard let lane = lanesByFeed[feed], lane.head + distance < lane.items.count else {
            return nil
        }
        return lane.items[lane.head + distance]
    }

    /// The step is over, and the item needs another one.
    package mutating func giveBack(_ feed: FeedName) { lanesByFeed[feed]?.isHeld = false }

    /// The feed's first items are done with; the next one's turn comes.
    package mutating func finish(_ feed: FeedName, items: Int = 1) {
        guard lanesByFeed[feed] != nil else { return }
        for _ in 0..<items {
            lanesByFeed[feed]?.removeFirst()
            count -= 1
        }
        lanesByFeed[feed]?.isHeld = false
        if lanesByFeed[feed]?.first == nil { forget(feed) }
    }

    /// A lane without work is not kept: partners and feeds come and go for as long as we run.
    private mutating func forget(_ feed: FeedName) {
        lanesByFeed[feed] = nil
        feeds[feed.partner]?.keys.removeAll { $0 == feed }
        if feeds[feed.partner]?.keys.isEmpty == true {
            feeds[feed.partner] = nil
            partners.keys.removeAll { $0 == feed.partner }
        }
    }
}

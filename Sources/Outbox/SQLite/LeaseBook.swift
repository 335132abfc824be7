import Vocabulary

/// Who has what in hand, and whose turn is next. Lives in memory only: a lease ends with the
/// process that holds it.
struct LeaseBook {
    /// The leased deliveries of each destination and partner, by their row numbers in the store.
    private var leased: [Queue: Set<Int64>] = [:]
    private var queues: [DeliveryID: Queue] = [:]
    /// The partner that was served last at each destination.
    private var lastServed: [Int64: Int64] = [:]

    private struct Queue: Hashable {
        var destination: Int64
        var partner: Int64
    }

    /// A delivery that may be handed out.
    struct Candidate: Hashable {
        var id: DeliveryID
        var dueAt: Int64
    }

    /// How many leases are out for this destination and partner.
    func count(destination: Int64, partner: Int64) -> Int {
        leased[Queue(destination: destination, partner: partner)]?.count ?? 0
    }

    func isLeased(_ id: DeliveryID) -> Bool { queues[id] != nil }

    /// The partners in the order in which they are served now: the one after the last served first.
    func turns(_ partners: [Int64], at destination: Int64) -> [Int64] {
        guard let last = lastServed[destination] else { return partners }
        let start = partners.firstIndex { $0 > last } ?? 0
        return Array(partners[start...] + partners[..<start])
    }

    /// Takes up to `limit` candidates, one of each partner in turn, and marks them as leased.
    ///
    /// - Parameter candidates: each partner's, oldest first, in the order of `turns`.
    mutating func take(
        _ candidates: [(partner: Int64, deliveries: [Candidate])], limit: Int,
        at destination: Int64
    ) -> [DeliveryID] {
        var taken: [DeliveryID] = []
        var round = 0
        var foundAny = true
        while foundAny, taken.count < limit {
            foundAny = false
            for (partner, deliveries) in candidates
            where round < deliveries.count && taken.count < limit {
                foundAny = true
                let id = deliveries[round].id
                taken.append(id)
                let queue = Queue(destination: destination, partner: partner)
                leased[queue, default: []].insert(id.row)
                queues[id] = queue
                lastServed[destination] = partner
            }
            round += 1
        }
        return taken
    }

    mutating func end(_ deliveries: some Sequence<DeliveryID>) {
        for id in deliveries {
            guard let queue = queues.removeValue(forKey: id) else { continue }
            leased[queue]?.remove(id.row)
            if leased[queue]?.isEmpty == true { leased[queue] = nil }
        }
    }
}

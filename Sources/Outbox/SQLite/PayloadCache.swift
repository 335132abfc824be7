import Vocabulary

/// The payloads committed last, as intake handed them over, so that fresh work is sent without
/// reading it back. Bounded by bytes; the oldest goes first.
struct PayloadCache {
    let limit: Int
    private var bytes = 0
    private var payloads: [BatchID: [UInt8]] = [:]
    /// In order of arrival; entries before `first` are gone.
    private var order: [BatchID] = []
    private var first = 0

    init(limit: Int) { self.limit = limit }

    mutating func insert(_ payload: [UInt8], for batch: BatchID) {
        guard payload.count <= limit, payloads[batch] == nil else { return }
        payloads[batch] = payload
        order.append(batch)
        bytes += payload.count
        while bytes > limit {
            if let gone = payloads.removeValue(forKey: order[first]) { bytes -= gone.count }
            first += 1
        }
        if first > 1024, first > order.count / 2 {
            order.removeFirst(first)
            first = 0
        }
    }

    func payload(of batch: BatchID) -> [UInt8]? { payloads[batch] }
}

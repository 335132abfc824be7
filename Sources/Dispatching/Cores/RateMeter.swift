package import Vocabulary

/// How many of something a second, over the last ten seconds.
package struct RateMeter: Hashable, Sendable {
    private var seconds: [Int64] = Array(repeating: 0, count: Self.span)
    private var counts: [Int] = Array(repeating: 0, count: Self.span)
    private static let span = 10

    package init() {}

    package mutating func add(_ count: Int, at now: Timestamp) {
        let second = now.milliseconds / 1000
        let slot = Int(second % Int64(Self.span))
        if seconds[slot] != second {
            seconds[slot] = second
            counts[slot] = 0
        }
        counts[slot] += count
    }

    package func perSecond(at now: Timestamp) -> Double {
        let second = now.milliseconds / 1000
        var sum = 0
        for slot in 0..<Self.span where second - seconds[slot] < Self.span { sum += counts[slot] }
        return Double(sum) / Double(Self.span)
    }
}

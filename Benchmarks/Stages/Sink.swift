import HTTP
import JSON

/// What hopper-sink has seen so far.
struct SinkStatistics {
    var requests: Int
    var records: Int
    /// CLOCK_MONOTONIC of the last answer, in nanoseconds.
    var lastAt: Int64

    static func ask(port: Int) -> SinkStatistics {
        do {
            let answer = try HTTPClient.perform(
                HTTPRequest(.get, "http://127.0.0.1:\(port)/stats"))
            let value = try JSONValue.parse(answer.body)
            guard let requests = value["requests"]?.int, let records = value["records"]?.int,
                let last = value["last_at"]?.int
            else { fail("the receiver's statistics make no sense") }
            return SinkStatistics(requests: requests, records: records, lastAt: Int64(last))
        } catch {
            fail("the receiver on port \(port) does not answer: \(error)")
        }
    }
}

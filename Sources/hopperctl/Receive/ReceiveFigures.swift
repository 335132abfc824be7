import JSON

/// What the stand-in service has counted.
struct ReceiveFigures: Sendable {
    var requests = 0
    var batches: Set<String> = []
    /// Distinct records answered 2xx.
    var taken = 0
    /// Records that came again after they had been taken.
    var again = 0
    /// Answers of 503 for a record, given once each.
    var putOff = 0
    /// Distinct records answered 422.
    var refused = 0
    /// Requests that were answered 503 or 422 as a whole (--no-results).
    var wholeRefusals = 0
    /// Records that came under a known id with other content: never right.
    var changed = 0
    /// Requests during an outage.
    var outages = 0
    /// Requests without the right token or signature.
    var unauthorized = 0
    /// Requests that were not an envelope.
    var malformed = 0

    var json: JSONValue {
        [
            "requests": .integer(requests), "batches": .integer(batches.count),
            "taken": .integer(taken), "again": .integer(again), "put_off": .integer(putOff),
            "refused": .integer(refused), "whole_refusals": .integer(wholeRefusals),
            "changed": .integer(changed), "outages": .integer(outages),
            "unauthorized": .integer(unauthorized), "malformed": .integer(malformed),
        ]
    }

    /// For people; lines that say nothing are left out.
    var summary: String {
        var lines = [
            (taken, "records taken, in \(batches.count) batches and \(requests) requests"),
            (putOff, "records answered 503 once"),
            (refused, "records refused for good, with 422"),
        ]
        lines += [
            (again, "records came again after they were taken"),
            (changed, "records came with other content under the same id: that is wrong"),
            (wholeRefusals, "requests refused as a whole"),
            (outages, "requests during an outage"),
            (unauthorized, "requests without the right token or signature"),
            (malformed, "requests that were not a batch"),
        ].filter { $0.0 > 0 }
        let numbers = lines.map { Self.grouped($0.0) }
        let width = numbers.map(\.utf8.count).max() ?? 0
        return zip(numbers, lines).map { number, line in
            String(repeating: " ", count: 2 + width - number.utf8.count) + "\(number)  \(line.1)\n"
        }.joined()
    }

    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (place, digit) in String(number).reversed().enumerated() {
            if place > 0, place % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}

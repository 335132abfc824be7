import Dispatching
import HTTP
import JSON
import Outbox
import Testing
import Vocabulary

/// PRODUCT's table, the whole of it.
@Suite struct HTTPOutcomeTests {
    static let file = FileID(
        feed: FeedName(partner: "acme", feed: "customers"),
        content: ContentHash(bytes: [UInt8](repeating: 1, count: 32)), occurrence: 1)

    static func shipment(_ count: Int, only: [Int]? = nil) -> Shipment {
        var records = RecordSet.all(count)
        if let only {
            records = RecordSet(capacity: count)
            only.forEach { records.insert($0) }
        }
        let payload = (1...count).map { #"{"id":"\#(file).\#($0)","data":{}}"# }
            .joined(separator: ",\n")
        return Shipment(
            LeasedDelivery(
                id: DeliveryID(row: 1), batch: BatchID(file: file, number: 1),
                feed: FeedName(partner: "acme", feed: "customers"), fileName: "a.csv",
                content: ContentHash(bytes: [UInt8](repeating: 1, count: 32)), destination: "crm",
                contract: "v2", records: records, attempts: 0, firstAttemptAt: nil),
            payload: Array(payload.utf8))!
    }

    static func read(
        _ status: Int, _ body: String = "", records: Int = 3, retryAfter: Duration? = nil
    ) -> AttemptReading {
        let answer = HTTPAnswer(status: status, body: Array(body.utf8), retryAfter: retryAfter)
        return HTTPOutcome.read(.success(answer), for: shipment(records))
    }

    /// `d` delivered, `x` dead, `r` retry for each record; or what is said of the whole.
    static func letters(_ reading: AttemptReading, _ count: Int = 3) -> String {
        switch reading.verdict {
        case .refused: return "refused"
        case .setUpWrong: return "held"
        case .settled(let delivered, let dead, let retry, _):
            return (0..<count).map { index in
                let marks = [
                    delivered.contains(index) ? "d" : "",
                    dead.contains { $0.index == index } ? "x" : "",
                    retry.contains(index) ? "r" : "",
                ].joined()
                return marks.isEmpty ? "?" : marks
            }.joined()
        }
    }

    @Test(arguments: [#"no \ud83d"#, "no \u{0}"])
    func `half a character in an error's words does not make all results unreadable`(
        words: String
    ) {
        // What is left of an emoji when a service cuts its words; the zero stands for a stray byte.
        let body = (1...3).map {
            #"{"id":"\#(Self.file).\#($0)","status":\#($0 == 2 ? 422 : 201),"error":"\#(words)"}"#
        }.joined(separator: ",")
        let bytes = Array(#"{"results":[\#(body)]}"#.utf8).map { $0 == 0 ? 0xFF : $0 }
        let answer = HTTPAnswer(status: 200, body: bytes, retryAfter: nil)
        let reading = HTTPOutcome.read(.success(answer), for: Self.shipment(3))
        #expect(Self.letters(reading) == "dxd")
    }

    @Test func `every status of a whole request means what the table says`() {
        for status in 200...599 {
            let expected: (String, DestinationHealth) =
                switch status {
                case 200...299: ("ddd", .answered)
                case 300...399, 401, 403, 404, 405, 407: ("held", .setUpWrong)
                case 408, 425, 429, 500...599: ("rrr", .failed)
                default: ("refused", .answered)
                }
            for body in ["", "oops", "{}", "[]", #"{"results":null}"#, #"{"error":"x"}"#] {
                let reading = Self.read(status, body)
                #expect(Self.letters(reading) == expected.0, "\(status) \(body)")
                #expect(reading.health == expected.1, "\(status) \(body)")
                #expect(reading.answer.hasPrefix("\(status)"))
            }
        }
    }

    @Test func `every status of a record means what the table says, whatever the request's status`()
    {
        for whole in [200, 207, 400, 401, 413, 422, 429, 500, 503] {
            for status in -1...700 {
                let expected =
                    switch status {
                    case 200...299: "d"
                    case 408, 425, 429: "r"
                    case 400...499: "x"
                    default: "r"
                    }
                let body = #"{"results":[{"id":"\#(Self.file).2","status":\#(status)}]}"#
                let reading = Self.read(whole, body)
                #expect(Self.letters(reading) == "r\(expected)r", "\(whole) \(status)")
                #expect(reading.health == .answered)
            }
        }
    }

    @Test(arguments: [
        (#"{"results":[]}"#, "rrr"),
        (#"{"results":{}}"#, "rrr"),
        (#"{"results":"ok"}"#, "rrr"),
        (#"{"results":[{"id":"F.1","status":200},{"id":"F.2","sta"#, "rrr"),
        (
            #"{"results":[1,null,{},{"status":200},{"id":7,"status":200},{"id":"F.2","status":201}]}"#,
            "rdr"
        ),
        (
            #"{"results":[{"id":"F.1","status":"200"},{"id":"F.2"},{"id":"F.3","status":2e2}]}"#,
            "rrr"
        ),
        (#"{"results":[{"id":"F.9","status":422},{"id":"x","status":422}]}"#, "rrr"),
        (#"{"results":[{"id":"F.1","status":200},{"id":"F.1","status":201}]}"#, "drr"),
        (#"{"results":[{"id":"F.1","status":200},{"id":"F.1","status":422}]}"#, "rrr"),
        (#"{"x":{"results":[{"id":"F.1","status":422}]}}"#, "ddd"),
        (#"accepted: \"results\""#, "ddd"),
        (#"<p>"results"</p>"#, "rrr"),
        ("\u{FEFF}{}", "ddd"),
    ])
    func `odd results blame no record`(body: String, expected: String) {
        let text = body.replacing("F.", with: "\(Self.file).")
        #expect(Self.letters(Self.read(200, text)) == expected)
    }

    /// What the service says of each is heeded: not one of them was, once.
    @Test func `several records made of one are settled one by one`() {
        let ids = ["7.1", "7.2", "7.10", "8.1"].map { "\(Self.file).\($0)" }
        let payload = ids.map { #"{"id":"\#($0)","data":{}}"# }.joined(separator: ",\n")
        var delivery = Self.shipment(4).delivery
        delivery.records = .all(4)
        let shipment = Shipment(delivery, payload: Array(payload.utf8))!
        // Of the record as a whole, of a part that was not sent, and ids that are written otherwise.
        let others = ["7", "7.3", "7.01", "7.2.1", "7.", "07.1", "7.0", "7.2 "].map {
            #"{"id":"\#(Self.file).\#($0)","status":422}"#
        }
        let statuses = [201, 422, 503, 200]
        let results = zip(ids, statuses).map { #"{"id":"\#($0)","status":\#($1)}"# } + others
        let body = #"{"results":[\#(results.joined(separator: ","))]}"#
        let reading = HTTPOutcome.read(
            .success(HTTPAnswer(status: 200, body: Array(body.utf8))), for: shipment)
        #expect(Self.letters(reading, 4) == "dxrd")
        guard case .settled(_, let dead, _, _) = reading.verdict else { return }
        #expect(dead.map(\.record) == [RecordID(file: Self.file, number: 7, part: 2)])
    }

    @Test func `only records that were sent are settled`() {
        let shipment = Self.shipment(5, only: [1, 3])
        let body = (1...5).map { #"{"id":"\#(Self.file).\#($0)","status":201}"# }.joined(
            separator: ",")
        let reading = HTTPOutcome.read(
            .success(HTTPAnswer(status: 200, body: Array(#"{"results":[\#(body)]}"#.utf8))),
            for: shipment)
        #expect(Self.letters(reading, 5) == "?d?d?")
        let whole = HTTPOutcome.read(.success(HTTPAnswer(status: 204)), for: shipment)
        #expect(Self.letters(whole, 5) == "?d?d?")
    }

    @Test func `no answer is a passing failure of the destination`() {
        let reading = HTTPOutcome.read(
            .failure(HTTPFailure(.timedOut, "timed out after 30 s")), for: Self.shipment(3))
        #expect(Self.letters(reading) == "rrr")
        #expect(reading.health == .failed)
        #expect(reading.answer == "timed out after 30 s")
    }

    @Test func `Retry-After is heeded when something is to be retried`() {
        let wait = Duration.seconds(9)
        #expect(Self.read(429, retryAfter: wait).retryAfter == wait)
        #expect(Self.read(429, retryAfter: wait).health == .busy)
        #expect(Self.read(429).health == .failed)
        #expect(Self.read(503, retryAfter: wait).retryAfter == wait)
        #expect(Self.read(503, retryAfter: wait).health == .failed)
        #expect(Self.read(200, retryAfter: wait).retryAfter == nil)
        let some = #"{"results":[{"id":"\#(Self.file).1","status":503}]}"#
        #expect(Self.read(200, some, retryAfter: wait).retryAfter == wait)
    }

    @Test(arguments: [
        (#"{"error":"no e-mail"}"#, "no e-mail"),
        (#"{"error":{"code":7,"message":"bad\u0000\n\tthing"}}"#, "bad thing"),
        (#"{"title":"t","detail":"d"}"#, "d"),
        ("  plain \u{1b}[31mtext\r\n", "plain [31mtext"),
        ("", ""),
    ])
    func `a service's words are kept in one clean line`(body: String, expected: String) {
        guard case .refused(let reason) = Self.read(422, body).verdict else {
            Issue.record("not refused")
            return
        }
        #expect(reason == AttemptReading.Reason(status: 422, text: expected))
    }

    @Test func `a service's words are cut to 1 KiB, never within a character`() {
        let long = String(repeating: "ä€😀", count: 4000)
        let cut = ServiceText.clean(long)
        #expect((1021...1024).contains(cut.utf8.count))
        #expect(long.hasPrefix(cut))
        #expect(ServiceText.clean([0xFF, 0x41]) == "\u{FFFD}A")
    }

    @Test func `a dead record keeps its id, status and text`() {
        let body =
            #"{"results":[{"id":"F.1","status":201},{"id":"F.2","status":409,"error":"twice"},"#
            + #"{"id":"F.3","status":422,"error":{"detail":"no e-mail"}}]}"#
        guard
            case .settled(_, let dead, _, _) = Self.read(
                200, body.replacing("F.", with: "\(Self.file).")
            ).verdict
        else {
            Issue.record("not settled")
            return
        }
        #expect(
            dead == [
                DeadRecord(
                    index: 1, record: RecordID(file: Self.file, number: 2), status: 409,
                    error: "twice"),
                DeadRecord(
                    index: 2, record: RecordID(file: Self.file, number: 3), status: 422,
                    error: "no e-mail"),
            ])
    }
}
